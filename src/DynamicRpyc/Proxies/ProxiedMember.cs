using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Proxies;

/// <summary>
/// One method or accessor of an interface, as a proxy carries it out. One instance a method of the interface, whatever the proxy. Immutable, safe for any thread.
/// </summary>
internal abstract class ProxiedMember
{
    private readonly string? _givenName;
    private readonly string _name;
    private string? _snakeCase;

    /// <param name="accessor">The method that the proxy is asked for.</param>
    /// <param name="declared">What the source declares: the method itself, a property or an event.</param>
    protected ProxiedMember(MethodInfo accessor, MemberInfo declared)
    {
        Accessor = accessor;
        _name = declared.Name;
        _givenName = declared.GetCustomAttribute<RemoteNameAttribute>()?.Name;
        IsRecursive = !declared.IsDefined(typeof(NonRecursiveInterfaceAttribute)) && !declared.DeclaringType!.IsDefined(typeof(NonRecursiveInterfaceAttribute));
        IsDynamic = accessor.ReturnParameter.IsDefined(typeof(DynamicAttribute), false) || declared.IsDefined(typeof(DynamicAttribute), false);
    }

    internal MethodInfo Accessor { get; }

    /// <summary>Whether results of an interface type are wrapped in turn.</summary>
    internal bool IsRecursive { get; }

    /// <summary>Whether the result is declared <c>dynamic</c>.</summary>
    internal bool IsDynamic { get; }

    /// <summary>Whether the target must have a member of the name; what collections and disposal stand for is told otherwise.</summary>
    internal virtual bool IsNamed => true;

    /// <summary>The special method that the target must have for it, instead of a member of the name: <c>__getitem__</c>; null where none is asked for.</summary>
    internal virtual string? Special => null;

    /// <summary>The member's name on the target.</summary>
    internal string NameFor(MemberNaming naming) =>
        _givenName ?? (naming == MemberNaming.AsWritten || CollectionResult.IsCollection(Accessor.DeclaringType!) ? _name : _snakeCase ??= Naming.Apply(naming, _name));

    /// <param name="target">What the proxy stands for.</param>
    /// <param name="method">The method called; its generic parameters closed.</param>
    /// <param name="arguments">One a parameter; <c>ref</c> and <c>out</c> are written back into it.</param>
    internal abstract object? Invoke(ProxyTarget target, MethodInfo method, object?[] arguments);

    protected object? Result(object? raw, Type type, ProxyTarget target) => ProxyResult.Convert(raw, type, new ResultSite(this, target.Naming));

    /// <summary>The interface's name and the member's, for errors.</summary>
    public override string ToString() => $"{TypeNames.Display(Accessor.DeclaringType!)}.{_name}";
}

/// <summary>A member that may be declared to return a task or an asynchronous sequence: its result can be asked for without waiting for it.</summary>
internal abstract class ProxiedRequest(MethodInfo accessor, MemberInfo declared) : ProxiedMember(accessor, declared)
{
    /// <summary>The token among the arguments that ends the wait.</summary>
    internal virtual CancellationToken TokenOf(object?[] arguments) => default;

    /// <summary>Asks for the result, raw.</summary>
    internal abstract Task<object?> Begin(ProxyTarget target, MethodInfo method, object?[] arguments, CancellationToken cancellationToken);
}
