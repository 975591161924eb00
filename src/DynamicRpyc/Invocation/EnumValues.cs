using System.Linq.Expressions;
using System.Numerics;

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

    internal static object Invert(Enum value) => Enum.ToObject(value.GetType(), ~Bits(value));

    // Enum.ToObject cuts the number to the width of the underlying type, so 64 bits serve for all.
    private static long Bits(Enum value) => IsUnsigned(value) ? unchecked((long)System.Convert.ToUInt64(value, null)) : System.Convert.ToInt64(value, null);

    private static bool IsUnsigned(Enum value) => value.GetTypeCode() is TypeCode.Byte or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.UInt64;
}
