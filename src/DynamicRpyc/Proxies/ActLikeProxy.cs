using System.Diagnostics;
using System.Reflection;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Proxies;

/// <summary>
/// An object that acts like an interface: what its class, which the runtime makes once an interface, derives from. It is equal to what it stands for, to every other proxy of
/// that, and is passed on as that. As safe for several threads as the object behind it.
/// </summary>
[DebuggerDisplay("{DebuggerText,nq}")]
internal class ActLikeProxy : DispatchProxy, IStandIn
{
    private ProxyTarget _target = null!;
    private Type _contract = null!;

    object IStandIn.Original => _target.Original;

    private string DebuggerText => $"{_contract.Name} on {_target.Description}";

    internal void Begin(ProxyTarget target, Type contract)
    {
        _target = target;
        _contract = contract;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var method = targetMethod!;
        var member = ProxiedMembers.Of(method);
        return DefaultBody.Of(_contract, method) is { } body && !_target.Has(member)
            ? body.Run(this, method, args ?? [])
            : member.Invoke(_target, method, args ?? []);
    }

    public override bool Equals(object? obj) => ReferenceEquals(this, obj) || _target.Original.Equals(StandIn.Behind(obj));

    public override int GetHashCode() => _target.Original.GetHashCode();

    public override string ToString() => _target.Original.ToString() ?? "";
}
