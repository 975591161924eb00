using System.Runtime.CompilerServices;
using DynamicRpyc.Access;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>A method got from an object, with all its overloads: what a peer calls later, passes on, or indexes with type arguments. Immutable, safe for any thread.</summary>
internal sealed class BoundMethod : ICallable, ICallableByPeer, IWireNamed
{
    // A Python peer has the class of its own methods ready, and asks nothing more about one.
    private const string PythonMethod = "builtins.method";
    private const string OwnName = "DynamicRpyc.GenericMethod";

    private readonly MethodGroup _group;
    private readonly BoundMethod? _extension;

    /// <param name="target">The object, or for a static method the type.</param>
    /// <param name="group">The overloads.</param>
    /// <param name="extension">The extension methods of that name, which are meant where none of the object's own methods fits.</param>
    internal BoundMethod(object target, MethodGroup group, BoundMethod? extension = null)
    {
        Target = target;
        _group = group;
        _extension = extension;
    }

    /// <summary>The object, or for a static method the type, that it was got from.</summary>
    internal object Target { get; }

    internal string Name => _group.Name;

    /// <summary>Whether it may be indexed with type arguments; a peer must then not take it for an ordinary Python method.</summary>
    internal bool HasGenericOverloads => _group.HasGenericOverloads || _extension is { HasGenericOverloads: true };

    internal string QualifiedName => Name == System.Reflection.ConstructorInfo.ConstructorName ? TypeNames.Qualified(_group.Owner) : $"{TypeNames.Qualified(_group.Owner)}.{Name}";

    /// <summary>Signatures, and what the documentation says of them.</summary>
    internal string Documentation => Documentations.Of(_group);

    string IWireNamed.WireTypeName => HasGenericOverloads ? OwnName : PythonMethod;

    object? ICallable.Invoke(in CallArguments arguments)
    {
        if (_extension is not null && !Fits(arguments) && _extension.Fits(arguments))
            return ((ICallable)_extension).Invoke(arguments);
        return _group.Invoke(_group.IsExtension ? null : Target, WithTarget(arguments));
    }

    /// <summary>Whether some overload takes the arguments. Converts and sends nothing.</summary>
    internal bool Fits(in CallArguments arguments) => _group.Fits(WithTarget(arguments));

    /// <exception cref="BindException">No overload takes these type arguments.</exception>
    internal BoundMethod Close(IReadOnlyList<Type> typeArguments) => _extension is not null && !_group.HasGenericOverloads
        ? _extension.Close(typeArguments)
        : new BoundMethod(Target, _group.Close(typeArguments));

    /// <summary>The overload whose parameters, without the object that an extension method takes first, are of these types.</summary>
    /// <exception cref="BindException">There is none.</exception>
    internal BoundMethod Choose(IReadOnlyList<Type> parameterTypes) => new(Target, _group.WithParameters(parameterTypes));

    private CallArguments WithTarget(in CallArguments arguments) => _group.IsExtension ? arguments.With((object?[])[Target, .. arguments.Values], arguments.Names) : arguments;

    public override bool Equals(object? obj) => obj is BoundMethod other && ReferenceEquals(Target, other.Target) && ReferenceEquals(_group, other._group);

    public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Target), _group);

    public override string ToString() => $"<bound method {QualifiedName}>";
}

/// <summary>
/// What Python's help and inspect ask a method for, to look at it: calling it calls the method. (A method that was its own function would send them round in circles.)
/// </summary>
internal sealed class UnboundFunction(BoundMethod method) : ICallable, ICallableByPeer
{
    internal BoundMethod Method { get; } = method;

    object? ICallable.Invoke(in CallArguments arguments) => ((ICallable)Method).Invoke(arguments);

    public override string ToString() => $"<function {Method.QualifiedName}>";
}

/// <summary>A method's overloads, to be indexed with the types of the parameters of one: what a call that is ambiguous needs. As in pythonnet.</summary>
internal sealed class OverloadChooser(BoundMethod method)
{
    internal BoundMethod Choose(IReadOnlyList<Type> parameterTypes) => method.Choose(parameterTypes);

    public override string ToString() => $"<overloads of {method.QualifiedName}>";
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
