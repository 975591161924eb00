using System.Reflection;

namespace DynamicRpyc.Proxies;

/// <summary>Reading a property.</summary>
internal sealed class ProxiedGetter(MethodInfo accessor, PropertyInfo property) : ProxiedRequest(accessor, property)
{
    internal override Task<object?> Begin(ProxyTarget target, MethodInfo method, object?[] arguments, CancellationToken cancellationToken) => target.GetAsync(this);

    internal override object? Invoke(ProxyTarget target, MethodInfo method, object?[] arguments) => AsyncShape.Of(method.ReturnType) is { } shape
        ? shape.Deliver(_ => target.GetAsync(this), new ResultSite(this, target.Naming), default)
        : Result(target.Get(this), method.ReturnType, target);
}

/// <summary>Writing a property.</summary>
internal sealed class ProxiedSetter(MethodInfo accessor, PropertyInfo property) : ProxiedMember(accessor, property)
{
    internal override object? Invoke(ProxyTarget target, MethodInfo method, object?[] arguments)
    {
        target.Set(this, arguments[0]);
        return null;
    }
}

/// <summary>Reading an indexer.</summary>
internal sealed class ProxiedItemGetter(MethodInfo accessor, PropertyInfo property) : ProxiedMember(accessor, property)
{
    internal override bool IsNamed => false;

    internal override string Special => "__getitem__";

    internal override object? Invoke(ProxyTarget target, MethodInfo method, object?[] arguments) => Result(target.GetItem(this, arguments), method.ReturnType, target);
}

/// <summary>Writing an indexer.</summary>
internal sealed class ProxiedItemSetter(MethodInfo accessor, PropertyInfo property) : ProxiedMember(accessor, property)
{
    internal override bool IsNamed => false;

    internal override string Special => "__setitem__";

    internal override object? Invoke(ProxyTarget target, MethodInfo method, object?[] arguments)
    {
        target.SetItem(this, arguments[..^1], arguments[^1]);
        return null;
    }
}

/// <summary><c>+=</c> or <c>-=</c> on an event. Null, which C# ignores, is ignored.</summary>
internal sealed class ProxiedEvent(MethodInfo accessor, EventInfo declared, bool isAdd) : ProxiedMember(accessor, declared)
{
    internal override object? Invoke(ProxyTarget target, MethodInfo method, object?[] arguments)
    {
        if (arguments[0] is not Delegate handler)
            return null;
        if (isAdd)
            target.AddHandler(this, handler);
        else
            target.RemoveHandler(this, handler);
        return null;
    }
}

/// <summary>What the framework's own interfaces ask for, and each kind of target answers in its own way: walking, counting, disposing.</summary>
internal sealed class ProxiedContract(MethodInfo method, MemberInfo declared, Func<ProxiedMember, ProxyTarget, object?[], object?> answer) : ProxiedMember(method, declared)
{
    internal override bool IsNamed => false;

    internal override string? Special => Accessor.DeclaringType == typeof(System.Collections.IEnumerable) ? "__iter__" : null;

    internal override object? Invoke(ProxyTarget target, MethodInfo method, object?[] arguments) => answer(this, target, arguments);
}
