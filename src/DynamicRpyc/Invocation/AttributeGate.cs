using DynamicRpyc.Access;

namespace DynamicRpyc.Invocation;

/// <summary>
/// How the objects of one type decide about their own attributes: by <see cref="IRpycAttributes"/>, or by methods with RPyC's names. What they do not decide is the policy's.
/// Made once a type. Immutable, safe for any thread.
/// </summary>
internal sealed class AttributeGate
{
    private readonly bool _isContract;
    private readonly MethodGroup? _get;
    private readonly MethodGroup? _set;
    private readonly MethodGroup? _delete;

    private AttributeGate(MemberTable table)
    {
        _isContract = table.Type.IsAssignableTo(typeof(IRpycAttributes));
        _get = table.FindMethods("_rpyc_getattr");
        _set = table.FindMethods("_rpyc_setattr");
        _delete = table.FindMethods("_rpyc_delattr");
    }

    /// <summary>The gate of a type's objects; null where they have none.</summary>
    internal static AttributeGate? Of(MemberTable table)
    {
        var gate = new AttributeGate(table);
        return gate._isContract || gate._get is not null || gate._set is not null || gate._delete is not null ? gate : null;
    }

    /// <summary>The gate that the object stands behind, if it decides about this kind of access. A type is no instance of itself, and never has one.</summary>
    internal static AttributeGate? Of(object target, AccessKind kind) =>
        target is not Type && MemberTable.OfInstance(target.GetType()).Gate is { } gate && gate.Decides(kind) ? gate : null;

    internal object? Get(object target, string name) => _isContract
        ? ((IRpycAttributes)target).RpycGetAttr(name)
        : _get!.Invoke(target, new CallArguments([name]));

    internal void Set(object target, string name, object? value)
    {
        if (_isContract)
            ((IRpycAttributes)target).RpycSetAttr(name, value);
        else
            _set!.Invoke(target, new CallArguments([name, value]));
    }

    internal void Delete(object target, string name)
    {
        if (_isContract)
            ((IRpycAttributes)target).RpycDelAttr(name);
        else
            _delete!.Invoke(target, new CallArguments([name]));
    }

    private bool Decides(AccessKind kind) => _isContract || kind switch
    {
        AccessKind.Set => _set is not null,
        AccessKind.Delete => _delete is not null,
        _ => _get is not null,
    };
}
