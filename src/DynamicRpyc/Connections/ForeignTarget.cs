using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Connections;

/// <summary>A request of one peer on an object of another: carried out over the other connection. The outer policy decides by the name alone.</summary>
internal static class ForeignTarget
{
    internal static object? Execute(IncomingRequest request, Netref target, RpycConfig config)
    {
        if (request.Name is { } name && !NameIsAllowed(name, request.Handler, config))
        {
            throw new AccessDeniedException(
                $"Access to '{name}' of {target.Id.TypeName}, an object of another connection, was refused by the side that passed it on. " +
                $"{nameof(RpycConfig)}.{nameof(RpycConfig.AllowPublicAttributes)} or {nameof(RpycConfig.AllowAllAttributes)} would allow it.");
        }
        var operation = new Operation
        {
            Handler = request.Handler,
            Target = target,
            Name = request.Name,
            Arguments = request.Handler == Handler.Inspect ? [] : request.Arguments,
            Keywords = request.Keywords.Length == 0 ? null : request.Keywords,
        };
        return target.Requester.Request(operation);
    }

    private static bool NameIsAllowed(string name, Handler handler, RpycConfig config)
    {
        var permitted = handler switch
        {
            Handler.SetAttr => config.AllowSetAttribute,
            Handler.DelAttr => config.AllowDeleteAttribute,
            _ => config.AllowGetAttribute,
        };
        return permitted && (config.AllowAllAttributes
            || (config.AllowPublicAttributes && !name.StartsWith('_'))
            || (config.AllowSafeAttributes && config.SafeAttributes.Contains(name))
            || (config.AllowExposedAttributes && name.StartsWith(config.ExposedPrefix, StringComparison.Ordinal)));
    }
}
