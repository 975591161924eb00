using DynamicRpyc.Access;
using DynamicRpyc.Invocation;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Connections;

/// <summary>A request of one peer on an object of another: carried out over the other connection. The outer policy decides by the name alone.</summary>
internal static class ForeignTarget
{
    internal static object? Execute(IncomingRequest request, Netref target, AccessPolicy policy)
    {
        var name = request.Name;
        if (name is not null && request.Handler != Handler.Cmp)
            name = policy.Resolve(target, name, Kind(request.Handler));
        var operation = new Operation
        {
            Handler = request.Handler,
            Target = target,
            Name = name,
            Arguments = request.Handler == Handler.Inspect ? [] : request.Arguments,
            Keywords = request.Keywords.Length == 0 ? null : request.Keywords,
        };
        return target.Requester.Request(operation);
    }

    internal static object? Call(Netref target, in CallArguments arguments) => target.Requester.Request(new Operation
    {
        Handler = Handler.Call,
        Target = target,
        Arguments = arguments.Values,
        Keywords = arguments.Names.IsEmpty ? null : arguments.Names.ToArray(),
    });

    private static AccessKind Kind(Handler handler) => handler switch
    {
        Handler.SetAttr => AccessKind.Set,
        Handler.DelAttr => AccessKind.Delete,
        Handler.CallAttr => AccessKind.Call,
        _ => AccessKind.Get,
    };
}
