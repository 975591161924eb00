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

    internal MemberNaming Naming => _target.Naming;

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
        if (DefaultBody.Of(_contract, method) is not { } body)
            return member.Invoke(_target, method, args ?? []);
        if (member is ProxiedRequest request && AsyncShape.Of(method.ReturnType) is { } shape)
            return shape.Deliver(token => RequestOrBody(body, request, method, args ?? [], token), new ResultSite(member, _target.Naming), request.TokenOf(args ?? []));
        return _target.Has(member) ? member.Invoke(_target, method, args ?? []) : body.Run(this, method, args ?? []);
    }

    // Whether the object has the member is asked without waiting, too.
    private async Task<object?> RequestOrBody(DefaultBody body, ProxiedRequest member, MethodInfo method, object?[] arguments, CancellationToken cancellationToken) =>
        await _target.HasAsync(member).ConfigureAwait(false)
            ? await member.Begin(_target, method, arguments, cancellationToken).ConfigureAwait(false)
            : await ProxyTarget.Await(body.Run(this, method, arguments)).ConfigureAwait(false);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj) || _target.Original.Equals(StandIn.Behind(obj));

    public override int GetHashCode() => _target.Original.GetHashCode();

    public override string ToString() => _target.Original.ToString() ?? "";
}
