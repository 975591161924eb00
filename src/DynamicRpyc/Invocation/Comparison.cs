using System.Linq.Expressions;
using DynamicRpyc.Foundation;
using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary>The six comparisons: user-defined operators, then numbers across types, then Equals and IComparable.</summary>
internal static class Comparison
{
    private static readonly Dictionary<string, (string Clr, ExpressionType Kind, Func<int, bool> Holds)> _operators = new(StringComparer.Ordinal)
    {
        ["__eq__"] = ("op_Equality", ExpressionType.Equal, static order => order == 0),
        ["__ne__"] = ("op_Inequality", ExpressionType.NotEqual, static order => order != 0),
        ["__lt__"] = ("op_LessThan", ExpressionType.LessThan, static order => order < 0),
        ["__le__"] = ("op_LessThanOrEqual", ExpressionType.LessThanOrEqual, static order => order <= 0),
        ["__gt__"] = ("op_GreaterThan", ExpressionType.GreaterThan, static order => order > 0),
        ["__ge__"] = ("op_GreaterThanOrEqual", ExpressionType.GreaterThanOrEqual, static order => order >= 0),
    };

    /// <summary>Whether instances can be less or greater than others.</summary>
    internal static bool IsOrdered(MemberTable table) =>
        table.OperatorGroup("op_LessThan") is not null
        || table.Type.IsAssignableTo(typeof(IComparable))
        || CollectionTypes.Implements(table.Type, typeof(IComparable<>))
        || ImplicitOperands.Support(table, ExpressionType.LessThan);

    /// <summary>True or false, or what an operator of the type's own gives instead (a SqlBoolean, an expression); NotImplemented where the two cannot be compared so.</summary>
    /// <exception cref="MissingMemberException">The name is none of the six.</exception>
    internal static object? Compare(object target, object? other, string name, bool byAllConversions = false)
    {
        if (!_operators.TryGetValue(name, out var found))
            throw MissingMember.Unusable(target, name, "is not a comparison; there are __eq__, __ne__, __lt__, __le__, __gt__ and __ge__");
        if (MemberTable.OfInstance(target.GetType()).FindMethods(name) is { } own)
            return own.Invoke(target, new CallArguments([other])) ?? false;
        var hasOperators = target is not (Enum or Type) && other is not null;
        if (hasOperators && OperatorSpecials.TryUserDefined(found.Clr, target, other, out var result))
            return result;
        if (hasOperators && !target.GetType().IsPrimitive && ImplicitOperands.Compare(found.Kind, target, other, byAllConversions) is { } converted)
            return converted;
        if (name is "__eq__" or "__ne__")
            return Equal(target, other) is { } equal ? equal == (name == "__eq__") : NotImplemented.Value;
        return Order(target, other) is { } order ? found.Holds(order) : NotImplemented.Value;
    }

    /// <summary>Whether a search has found it: what gives no bool for an answer is asked by Equals.</summary>
    internal static bool AreEqual(object target, object? other) => Compare(target, other, "__eq__") is bool holds ? holds : Equal(target, other) is true;

    // Null where the other side may know better: a remote object is asked by whoever holds it.
    private static bool? Equal(object target, object? other)
    {
        if (other is null)
            return false;
        if (target is Enum value && Integers.TryGetBig(other, out var number))
            return EnumValues.Number(value) == number;
        if (Integers.TryGetBig(target, out var left) && Integers.TryGetBig(other, out var right))
            return left == right;
        if (target.Equals(other))
            return true;
        return other is IRemoteObject ? null : TryFit(target, other) is { } fitted && target.Equals(fitted);
    }

    private static int? Order(object target, object? other)
    {
        if (other is null)
            return null;
        if (target is Enum value && Integers.TryGetBig(other, out var number))
            return EnumValues.Number(value).CompareTo(number);
        if (Integers.TryGetBig(target, out var left) && Integers.TryGetBig(other, out var right))
            return left.CompareTo(right);
        if (target is IComparable comparable && TryFit(target, other) is { } fitted)
            return comparable.CompareTo(fitted);
        var own = MemberTable.OfInstance(target.GetType()).FindMethods("CompareTo");
        if (target is IComparable || own is null)
            return null;
        return own.TryInvoke(target, new CallArguments([other]), out var order) && order is int sign ? sign : null;
    }

    // The other value as one of the target's type; only numbers and the like convert, never what would ask a remote object.
    private static object? TryFit(object target, object other)
    {
        if (other.GetType() == target.GetType())
            return other;
        var convertible = other is int or long or double or System.Numerics.BigInteger or string;
        return convertible && target is not Enum && Conversions.TryConvert(other, target.GetType(), out var fitted) ? fitted : null;
    }
}
