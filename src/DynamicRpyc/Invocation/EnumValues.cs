using System.Linq.Expressions;
using System.Numerics;
using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary>Enums as Python sees its IntFlag: numbers that keep their type under the bitwise operators.</summary>
internal static class EnumValues
{
    internal static BigInteger Number(Enum value) => IsUnsigned(value) ? System.Convert.ToUInt64(value, null) : System.Convert.ToInt64(value, null);

    /// <summary>The enum again, or NotImplemented where the other operand is neither of its type nor an integer that fits.</summary>
    internal static object Combine(ExpressionType kind, Enum value, object? other)
    {
        var conversion = Conversions.To(value.GetType());
        if (other is null or string || conversion.Cost(other) == Conversion.Impossible)
            return NotImplemented.Value;
        var (left, right) = (Bits(value), Bits((Enum)conversion.Convert(other)!));
        return Enum.ToObject(value.GetType(), kind switch
        {
            ExpressionType.And => left & right,
            ExpressionType.Or => left | right,
            _ => left ^ right,
        });
    }

    /// <summary>As C# has it: enum and integer make an enum, enum less enum an integer. NotImplemented for everything else, and where the result is out of the enum's range.</summary>
    internal static object Calculate(ExpressionType kind, Enum value, object? left, object? right)
    {
        if (Operand(left, value) is not { } first || Operand(right, value) is not { } second)
            return NotImplemented.Value;
        var bothEnums = left is Enum && right is Enum;
        if (kind == ExpressionType.Subtract && bothEnums)
            return Integers.Box(first - second);
        if (bothEnums || (kind == ExpressionType.Subtract && right is Enum))
            return NotImplemented.Value;
        var result = kind == ExpressionType.Add ? first + second : first - second;
        return Conversions.TryConvert(Integers.Box(result), value.GetType(), out var made) ? made! : NotImplemented.Value;
    }

    private static BigInteger? Operand(object? operand, Enum value) =>
        operand is Enum same ? same.GetType() == value.GetType() ? Number(same) : null : operand is not bool && Integers.TryGetBig(operand, out var number) ? number : null;

    /// <summary>Whether all of the flags are set, as Python's Flag has <c>in</c>.</summary>
    internal static bool HasFlags(Enum value, object? flags) => flags is Enum same && same.GetType() == value.GetType() && value.HasFlag(same);

    internal static bool IsFlags(Type type) => type.IsEnum && type.IsDefined(typeof(FlagsAttribute), inherit: false);

    internal static object Invert(Enum value) => Enum.ToObject(value.GetType(), ~Bits(value));

    // Enum.ToObject cuts the number to the width of the underlying type, so 64 bits serve for all.
    private static long Bits(Enum value) => IsUnsigned(value) ? unchecked((long)System.Convert.ToUInt64(value, null)) : System.Convert.ToInt64(value, null);

    private static bool IsUnsigned(Enum value) => value.GetTypeCode() is TypeCode.Byte or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.UInt64;
}
