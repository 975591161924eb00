using System.Runtime.CompilerServices;
using DynamicRpyc.Access;

namespace DynamicRpyc.Invocation;

/// <summary>A method got from an object, with all its overloads: what a peer calls later, passes on, or indexes with type arguments. Immutable, safe for any thread.</summary>
internal sealed class BoundMethod : ICallable, ICallableByPeer
{
    private readonly MethodGroup _group;

    internal BoundMethod(object target, MethodGroup group)
    {
        Target = target;
        _group = group;
    }

    /// <summary>The object, or for a static method the type, that it was got from.</summary>
    internal object Target { get; }

    internal string Name => _group.Name;

    /// <summary>Whether it may be indexed with type arguments; a peer must then not take it for an ordinary Python method.</summary>
    internal bool HasGenericOverloads => _group.HasGenericOverloads;

    internal string QualifiedName => $"{TypeNames.Qualified(_group.Owner)}.{Name}";

    object? ICallable.Invoke(in CallArguments arguments) => _group.Invoke(Target, arguments);

    /// <exception cref="BindException">No overload takes these type arguments.</exception>
    internal BoundMethod Close(IReadOnlyList<Type> typeArguments) => new(Target, _group.Close(typeArguments));

    public override bool Equals(object? obj) => obj is BoundMethod other && ReferenceEquals(Target, other.Target) && ReferenceEquals(_group, other._group);

    public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Target), _group);

    public override string ToString() => $"<bound method {QualifiedName}>";
}

/// <summary>A special method such as <c>__getitem__</c> got from an object.</summary>
internal sealed class BoundSpecial : ICallable, ICallableByPeer
{
    private readonly SpecialMethod _method;

    internal BoundSpecial(object target, SpecialMethod method)
    {
        Target = target;
        _method = method;
    }

    internal object Target { get; }

    internal string Name => _method.Name;

    object? ICallable.Invoke(in CallArguments arguments) => _method.Invoke(Target, arguments);

    public override string ToString() => $"<method-wrapper '{Name}' of {MissingMember.Owner(Target)}>";
}
