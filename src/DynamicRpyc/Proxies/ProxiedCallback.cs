using System.Reflection;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Proxies;

/// <summary>
/// A delegate that an interface hands to a local object whose own delegate type has other parameters: what the object passes is converted to the interface's types, and wrapped
/// where those are interfaces. Two of one delegate are equal, so that an event finds its handler again. As safe for several threads as the delegate.
/// </summary>
internal sealed class ProxiedCallback : ICallable
{
    private readonly Delegate _callback;
    private readonly ResultSite _site;
    private readonly ParameterInfo[] _parameters;

    private ProxiedCallback(Delegate callback, ResultSite site, ParameterInfo[] parameters) => (_callback, _site, _parameters) = (callback, site, parameters);

    /// <summary>The value, or what stands for it where it is a delegate that takes objects by interfaces of this side.</summary>
    internal static object? Of(object? value, ResultSite site)
    {
        if (value is not Delegate callback || callback.GetType().GetMethod("Invoke") is not { } invoke)
            return value;
        var parameters = invoke.GetParameters();
        return Array.Exists(parameters, static parameter => Wraps(parameter.ParameterType)) && Array.TrueForAll(parameters, static parameter => !parameter.ParameterType.IsByRef)
            ? new ProxiedCallback(callback, site, parameters)
            : value;
    }

    object? ICallable.Invoke(in CallArguments arguments)
    {
        var values = arguments.Values.ToArray();
        if (values.Length == _parameters.Length && arguments.Names.IsEmpty)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = ProxyResult.Convert(values[i], _parameters[i].ParameterType, _site);
        }
        return StandIn.Behind(ClrOperations.Call(_callback, arguments.With(values, arguments.Names)));
    }

    public override bool Equals(object? obj) => obj is ProxiedCallback other && _callback.Equals(other._callback);

    public override int GetHashCode() => _callback.GetHashCode();

    public override string ToString() => _callback.ToString()!;

    private static bool Wraps(Type type) => type.IsInterface ? !CollectionResult.IsCollection(type) || Array.Exists(type.GetGenericArguments(), Wraps) : type.IsSZArray && Wraps(type.GetElementType()!);
}
