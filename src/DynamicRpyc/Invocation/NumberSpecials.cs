using System.Globalization;
using System.Numerics;
using System.Reflection;
using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary><c>__int__</c>, <c>__index__</c>, <c>__float__</c>, <c>__bool__</c> of numbers that travel by reference (enums, decimal), of types that convert to numbers by
/// operators of their own, and of types that define truth.</summary>
internal static class NumberSpecials
{
    private const string Truth = "op_True";

    internal static SpecialMethod[] All { get; } =
    [
        new("__int__", (0, 0), static table => table.Type.IsEnum || IsReal(table.Type) || NumberOperators.Find(table, NumberOperators.Integers) is not null, static (target, in _) => ToInteger(target)),
        new("__index__", (0, 0), static table => table.Type.IsEnum, static (target, in _) => ToInteger(target)),
        new("__float__", (0, 0), static table => IsReal(table.Type) || NumberOperators.Find(table, NumberOperators.Reals) is not null, static (target, in _) => ToReal(target)),
        new("__bool__", (0, 0), HasTruth, static (target, in _) => IsTrue(target)),
        new("__abs__", (0, 0), static table => IsReal(table.Type) || table.Type == typeof(TimeSpan), static (target, in _) => Magnitude(target)),
        new("__round__", (0, 1), IsDecimal, static (target, in arguments) => Round((decimal)target, arguments.Values)),
        new("__floordiv__", (1, 1), IsDecimal, static (target, in arguments) => Divide((decimal)target, arguments.Values[0], static (a, b) => Math.Floor(a / b))),
        new("__divmod__", (1, 1), IsDecimal, static (target, in arguments) =>
            Divide((decimal)target, arguments.Values[0], static (a, b) => new PyTuple(Math.Floor(a / b), a - (b * Math.Floor(a / b))))),
    ];

    private static bool IsDecimal(MemberTable table) => table.Type == typeof(decimal);

    private static object Magnitude(object target) => target is TimeSpan span ? span.Duration() : Math.Abs((decimal)Conversions.Convert(target, typeof(decimal))!);

    // To even, as Python's and .NET's both do. Without digits the result is an int.
    private static object Round(decimal value, ReadOnlySpan<object?> digits)
    {
        if (digits.IsEmpty || digits[0] is null)
            return Integers.Box(new BigInteger(Math.Round(value)));
        return Math.Round(value, (int)Conversions.Convert(digits[0], typeof(int))!);
    }

    private static object Divide(decimal left, object? right, Func<decimal, decimal, object> result) =>
        right is not null && Conversions.TryConvert(right, typeof(decimal), out var divisor) ? result(left, (decimal)divisor!) : NotImplemented.Value;

    private static object ToInteger(object target) => Cut(target is Enum || IsReal(target.GetType()) ? target : NumberOperators.Apply(target, NumberOperators.Integers)!);

    // As Python's int(): cut towards zero.
    private static object Cut(object number) => number switch
    {
        Enum value => Integers.Box(EnumValues.Number(value)),
        decimal value => Integers.Box(new BigInteger(value)),
        _ when Integers.TryGetBig(number, out var integer) => Integers.Box(integer),
        _ => Integers.Box(new BigInteger(System.Convert.ToDouble(number, CultureInfo.InvariantCulture))),
    };

    private static object ToReal(object target) => (IsReal(target.GetType()) ? target : NumberOperators.Apply(target, NumberOperators.Reals)!) switch
    {
        BigInteger big => (double)big,
        var number => System.Convert.ToDouble(number, CultureInfo.InvariantCulture),
    };

    private static object IsTrue(object target) => target switch
    {
        Enum value => !EnumValues.Number(value).IsZero,
        _ when IsReal(target.GetType()) => System.Convert.ToDouble(target, CultureInfo.InvariantCulture) != 0,
        _ => UserTruth(MemberTable.OfInstance(target.GetType()), target),
    };

    private static bool HasTruth(MemberTable table) => table.Type.IsEnum || IsReal(table.Type) || table.OperatorGroup(Truth) is not null || ToBool(table) is not null;

    // As C# looks for it in an if: a conversion first, then the operator.
    private static object UserTruth(MemberTable table, object target) =>
        ToBool(table) is { } conversion ? MethodInvoker.Create(conversion).Invoke(null, target)! : table.OperatorGroup(Truth)!.Invoke(null, new CallArguments([target]))!;

    private static MethodInfo? ToBool(MemberTable table) =>
        ConversionOperators.Of(table).FirstOrDefault(static method => method.Name == "op_Implicit" && method.ReturnType == typeof(bool));

    private static bool IsReal(Type type) => !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;
}
