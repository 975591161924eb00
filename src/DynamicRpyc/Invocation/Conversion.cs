using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;
using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary>
/// How values of the wire become values of one CLR type. One instance a type, made by <see cref="Conversions"/>. The cost orders overloads: 0 is the very type, more is
/// farther away. Asking for the cost converts nothing; it asks a remote object of a class that is not known by its name once what it can do. Immutable, safe for any thread.
/// </summary>
internal abstract class Conversion
{
    internal const int Impossible = -1;
    internal const int Exact = 0;
    protected const int Near = 1;
    protected const int InterfaceCost = 10;
    private const int OperatorCost = 22;
    private const int RemoteKinCost = 5;
    private const int RemoteNaturalCost = 25;
    private const int RemoteCost = 36;
    private const int ObjectCost = 40;

    // Beyond object: that a remote object is a number, or has an interface's members, is a guess; where an overload takes any object, it stays what it is.
    private const int RemoteValueCost = 45;

    private readonly bool _acceptsNull;
    private readonly bool _isNullable;
    private ImplicitOperators? _operators;

    protected Conversion(Type target, bool takesNullForDefault = false)
    {
        Target = target;
        _isNullable = Nullable.GetUnderlyingType(target) is not null;
        _acceptsNull = takesNullForDefault || !target.IsValueType || _isNullable;
    }

    internal Type Target { get; }

    /// <summary>Whether the value needs no conversion and no other overload could fit better: the hot path.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsExact(object? value) => value is not null && value.GetType() == Target;

    /// <summary>Whether the value may be passed as it is.</summary>
    internal bool Accepts(object? value) => value is null ? _acceptsNull : value.GetType() == Target || Target.IsInstanceOfType(value);

    /// <summary>How far the value is from the type; <see cref="Impossible"/> where there is no way.</summary>
    internal int Cost(object? value)
    {
        if (value is null)
            return _acceptsNull ? CostOfNull() : Impossible;
        var type = value.GetType();
        if (type == Target)
            return Exact;
        if (Target.IsInstanceOfType(value))
            return value is OutPlace ? Impossible : UpcastCost(type);
        if (value is IRemoteObject remote && remote.CanConvertTo(Target))
            return CostOfRemote(remote);
        if (value is IStandIn && StandIn.Behind(value) is { } original && Target.IsInstanceOfType(original))
            return Cost(original);
        var cost = CostOf(value);
        return cost != Impossible || Operators.Find(type) is null ? cost : OperatorCost;
    }

    /// <summary>Converts a value whose cost was not <see cref="Impossible"/>.</summary>
    /// <exception cref="BindException">There is no way after all, such as an item deep inside a list that does not fit.</exception>
    internal object? Convert(object? value)
    {
        if (value is null)
            return _acceptsNull ? OfNull : throw Refuse(value);
        if (value.GetType() == Target || Target.IsInstanceOfType(value))
            return value;
        if (value is IRemoteObject remote && remote.CanConvertTo(Target))
            return remote.ConvertTo(Target);
        if (value is IStandIn && StandIn.Behind(value) is { } original && Target.IsInstanceOfType(original))
            return original;
        if (CostOf(value) != Impossible)
            return ConvertCore(value);
        return Operators.Find(value.GetType()) is { } convert ? convert.Invoke(null, value) : throw Refuse(value);
    }

    /// <summary>"cannot convert X to Y", the reason for a rejected argument.</summary>
    internal string Explain(object? value)
    {
        var mismatch = $"cannot convert {TypeNames.Describe(value)} to {TypeNames.Display(Target)}";
        if (Advice(value) is { } advice)
            return $"{mismatch}: {advice}";
        return value is IRemoteObject ? mismatch + "; a parameter of type object or dynamic takes any remote object" : mismatch;
    }

    internal BindException Refuse(object? value) => new(Explain(value));

    /// <summary>The cost of a value that is neither null, nor an instance of the type, nor remote with a way of its own.</summary>
    protected abstract int CostOf(object value);

    protected abstract object? ConvertCore(object value);

    protected virtual object? OfNull => null;

    /// <summary>Among the types that a remote object of a known kind is made for, how far this one comes behind the first.</summary>
    protected virtual int RemoteRank => 0;

    /// <summary>Why the value does not fit, and what to write instead, where there is more to say than the types do.</summary>
    protected virtual string? Advice(object? value) => value switch
    {
        IRemoteObject remote => remote.WhyNot(Target),
        string when (Nullable.GetUnderlyingType(Target) ?? Target) is var plain && plain.GetMethod("Parse", [typeof(string)]) is not null =>
            $"text is not parsed unasked; parse it first, as {TypeNames.Display(plain)}.Parse does",
        string when !Target.IsAbstract && Target.GetConstructor([typeof(string)]) is not null => $"it is not made unasked; write {TypeNames.Indexed(Target)}(...)",
        _ => null,
    };

    protected virtual int CostOfNull() => Target == typeof(object) ? ObjectCost : Near;

    private ImplicitOperators Operators => _operators ??= new ImplicitOperators(Target);

    private int CostOfRemote(IRemoteObject remote)
    {
        if (remote.IsNaturalFor(Target))
            return (Target.IsValueType ? RemoteKinCost : RemoteNaturalCost) + RemoteRank + (_isNullable ? 1 : 0);
        return Target.IsValueType || remote.IsGuess(Target) ? RemoteValueCost : RemoteCost;
    }

    private int UpcastCost(Type type)
    {
        if (Target == typeof(object))
            return ObjectCost;
        if (Target.IsInterface)
            return InterfaceCost;
        if (Target.IsValueType)
            return Near;
        var distance = Near;
        for (var up = type.BaseType; up is not null && up != Target && distance < InterfaceCost - 1; up = up.BaseType)
            distance++;
        return distance;
    }
}

/// <summary>A token; Python's None is the one that is never cancelled.</summary>
internal sealed class CancellationTokenConversion() : Conversion(typeof(CancellationToken), takesNullForDefault: true)
{
    protected override object OfNull => CancellationToken.None;

    protected override int CostOf(object value) => Impossible;

    protected override object? ConvertCore(object value) => throw Refuse(value);
}

/// <summary>A type that takes only its own instances, user-defined conversions aside.</summary>
internal sealed class NoConversion(Type target) : Conversion(target)
{
    protected override int CostOf(object value) => Impossible;

    protected override object? ConvertCore(object value) => throw Refuse(value);
}
