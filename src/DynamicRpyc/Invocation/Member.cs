using System.Reflection;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Invocation;

/// <summary>One named member of a type. Immutable, safe for any thread. The target is null for a static member.</summary>
internal abstract class Member(string name)
{
    internal string Name { get; } = name;

    internal abstract object? Get(object target);

    internal virtual void Set(object target, object? value) => throw MissingMember.Unusable(target, Name, "cannot be assigned to");
}

internal sealed class MethodMember(MethodGroup group) : Member(group.Name)
{
    internal MethodGroup Group { get; } = group;

    internal override object Get(object target) => new BoundMethod(target, Group);
}

internal sealed class FieldMember(FieldInfo field) : Member(field.Name)
{
    internal override object? Get(object target) =>
        Overload.IsPassable(field.FieldType)
            ? field.GetValue(field.IsStatic ? null : target)
            : throw MissingMember.Unusable(target, Name, $"is a {TypeNames.Display(field.FieldType)}, {Overload.Instead(field.FieldType)}");

    internal override void Set(object target, object? value)
    {
        if (field.IsInitOnly || field.IsLiteral)
            throw MissingMember.Unusable(target, Name, "is read-only");
        field.SetValue(field.IsStatic ? null : target, Assignment.Convert(target, Name, field.FieldType, value));
    }
}

internal sealed class PropertyMember : Member
{
    private readonly PropertyInfo _property;
    private readonly MethodInvoker? _getter;
    private readonly MethodInvoker? _setter;
    private readonly bool _isStatic;
    private readonly bool _isPassable;

    internal PropertyMember(PropertyInfo property) : base(property.Name)
    {
        _property = property;
        _isPassable = Overload.IsPassable(property.PropertyType);
        var (getter, setter) = (property.GetGetMethod(), property.GetSetMethod());
        _isStatic = (getter ?? setter)?.IsStatic ?? false;
        _getter = getter is not null && _isPassable ? MethodInvoker.Create(getter) : null;
        _setter = setter is not null && _isPassable && !IsInit(setter) ? MethodInvoker.Create(setter) : null;
    }

    internal Type PropertyType => _property.PropertyType;

    internal bool CanRead => _getter is not null;

    internal override object? Get(object target)
    {
        if (_getter is null)
            throw MissingMember.Unusable(target, Name, _isPassable ? "has no public getter" : $"is a {TypeNames.Display(PropertyType)}, {InsteadOf(target)}");
        return _getter.Invoke(_isStatic ? null : target);
    }

    // Memory<T>.Span gives what the memory gives without it.
    private string InsteadOf(object target) => MemoryView.Is(target.GetType()) ? "which lives in one call on one stack and cannot be passed; walk over the memory itself, or index it" : Overload.Instead(PropertyType);

    internal override void Set(object target, object? value)
    {
        if (_setter is null)
            throw MissingMember.Unusable(target, Name, "is read-only");
        _setter.Invoke(_isStatic ? null : target, Assignment.Convert(target, Name, PropertyType, value));
    }

    // Reflection would let an init-only property be set at any time; the language does not, and neither do we.
    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}

internal sealed class EventMember(EventInfo info) : Member(info.Name)
{
    internal override object Get(object target) => new EventToken(target, info);

    internal override void Set(object target, object? value)
    {
        // x.Changed += h ends in assigning what += returned: the event's own token.
        if (value is not EventToken token || !token.IsOf(target, Name))
            throw MissingMember.Unusable(target, Name, "is an event: use += and -=, or its Add and Remove");
    }
}

/// <summary>An indexer, in C# <c>this[...]</c>. Got by name it is callable, as in <c>list.Item(0)</c>.</summary>
internal sealed class IndexerMember : Member
{
    internal IndexerMember(string name, Type type, PropertyInfo[] properties) : base(name)
    {
        Getters = Group(name, type, properties.Select(static property => property.GetGetMethod()));
        Setters = Group(name, type, properties.Select(static property => property.GetSetMethod()));
        TakesSeveral = Array.Exists(properties, static property => property.GetIndexParameters().Length > 1);
    }

    internal MethodGroup? Getters { get; }

    internal MethodGroup? Setters { get; }

    /// <summary>Whether some overload has more than one index, so that a tuple may be several indexes.</summary>
    internal bool TakesSeveral { get; }

    internal override object Get(object target) =>
        Getters is null ? throw MissingMember.Unusable(target, Name, "has no public getter") : new BoundMethod(target, Getters);

    private static string Signature(MethodInfo accessor) => string.Join(",", accessor.GetParameters().Select(static parameter => parameter.ParameterType.ToString()));

    private static MethodGroup? Group(string name, Type type, IEnumerable<MethodInfo?> accessors)
    {
        MethodInfo[] found = [.. accessors.OfType<MethodInfo>().DistinctBy(Signature)];
        return found.Length == 0 ? null : new MethodGroup(name, type, found);
    }
}

internal sealed class NestedTypeMember(string name, object type) : Member(name)
{
    internal override object Get(object target) => type;
}

/// <summary>Fits a value to the member that it is assigned to.</summary>
internal static class Assignment
{
    internal static object? Convert(object target, string name, Type type, object? value)
    {
        var conversion = Conversions.To(type);
        if (conversion.Cost(value) == Conversion.Impossible)
            throw new BindException($"'{name}' of {MissingMember.Owner(target)}: {conversion.Explain(value)}");
        return conversion.Convert(value);
    }
}
