using System.Globalization;
using System.Numerics;
using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary>Integers of any width, range-checked, and Python's bool, which is an int there. A Python float never becomes an int unasked.</summary>
/// <param name="rank">Where the type stands among overloads that take a number: C#'s order of widening, then the narrowing ones.</param>
internal sealed class IntegerConversion<T>(int rank) : Conversion(typeof(T)) where T : IBinaryInteger<T>
{
    // Beyond object: where an overload takes any object, a bool stays what it is.
    private const int BoolCost = 50;

    protected override int CostOf(object value)
    {
        if (value is bool)
            return BoolCost + rank;
        if (Integers.TryGetLong(value, out var small))
            return long.CreateSaturating(T.CreateSaturating(small)) == small ? Near + rank : Impossible;
        return Integers.TryGetBig(value, out var big) && BigInteger.CreateChecked(T.CreateSaturating(big)) == big ? Near + rank : Impossible;
    }

    protected override object ConvertCore(object value)
    {
        if (value is bool flag)
            return flag ? T.One : T.Zero;
        if (Integers.TryGetLong(value, out var small))
            return T.CreateSaturating(small);
        Integers.TryGetBig(value, out var big);
        return T.CreateSaturating(big);
    }

    protected override string? Advice(object? value) => value switch
    {
        double or float or Half or decimal => "digits are not cut off unasked; convert it to an integer first",
        _ when Integers.TryGetBig(value, out _) => "it is out of range",
        _ => base.Advice(value),
    };
}

/// <summary>Floating point and decimal numbers, from ints and from Python's float; out of range is no conversion, lost digits are.</summary>
/// <param name="rank">Where the type stands among overloads that take a real number.</param>
internal sealed class RealConversion<T>(int rank) : Conversion(typeof(T)) where T : INumberBase<T>
{
    private const int FromInteger = 6;
    private const int FromBool = 80;
    private const double LargestDecimal = 7.9e28;

    protected override int CostOf(object value)
    {
        switch (value)
        {
            case bool:
                return FromBool + rank;
            case double real:
                return FitsReal(real) ? Near + rank : Impossible;
            case float or Half or decimal:
                return Target == typeof(decimal) && !FitsReal(ToDouble(value)) ? Impossible : Near + rank + (value is decimal ? FromInteger : 0);
        }

        return Integers.TryGetBig(value, out var integer) && FitsInteger(integer) ? FromInteger + rank : Impossible;
    }

    protected override object ConvertCore(object value)
    {
        switch (value)
        {
            case bool flag:
                return flag ? T.One : T.Zero;
            case double real:
                return T.CreateSaturating(real);
            case decimal exact:
                return T.CreateSaturating(exact);
            case float or Half:
                return T.CreateSaturating(ToDouble(value));
        }

        if (Integers.TryGetLong(value, out var small))
            return T.CreateSaturating(small);
        Integers.TryGetBig(value, out var big);
        return Round(big);
    }

    protected override string? Advice(object? value) => value switch
    {
        double real when !double.IsFinite(real) => "it has neither NaN nor infinities",
        double or float or Half or decimal => "it is out of range",
        _ when Integers.TryGetBig(value, out _) => "it is out of range",
        _ => base.Advice(value),
    };

    // BigInteger's own conversion cuts digits off; going through text rounds to the nearest, as Python does.
    private static T Round(BigInteger integer) =>
        typeof(T) == typeof(decimal)
            ? T.CreateSaturating(integer)
            : T.CreateSaturating(double.Parse(integer.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    private static double ToDouble(object value) => value switch
    {
        float single => single,
        Half half => (double)half,
        _ => (double)(decimal)value,
    };

    // decimal has neither NaN nor infinities; a finite double that a float or Half can only call infinite is refused as well.
    private static bool FitsReal(double real)
    {
        if (typeof(T) == typeof(decimal))
            return Math.Abs(real) < LargestDecimal;
        return !double.IsFinite(real) || T.IsFinite(T.CreateSaturating(real));
    }

    private static bool FitsInteger(BigInteger integer)
    {
        if (typeof(T) == typeof(decimal))
            return BigInteger.Abs(integer) <= (BigInteger)decimal.MaxValue;
        return T.IsFinite(Round(integer));
    }
}

/// <summary>Enums from their underlying integer and from member names, which may be several with commas.</summary>
internal sealed class EnumConversion(Type target) : Conversion(target)
{
    private const int Distance = 24;
    private readonly Type _underlying = Enum.GetUnderlyingType(target);

    protected override int CostOf(object value)
    {
        if (value is string name)
            return TryParse(name, out _) ? Distance : Impossible;
        return value is not bool && Integers.TryGetBig(value, out _) && Conversions.To(_underlying).Cost(value) != Impossible ? Distance : Impossible;
    }

    protected override object? ConvertCore(object value)
    {
        if (value is string name && TryParse(name, out var parsed))
            return parsed;
        return Enum.ToObject(Target, Conversions.Convert(value, _underlying)!);
    }

    protected override string? Advice(object? value)
    {
        const int mostNamed = 12;
        if (value is not string)
            return value is not bool && Integers.TryGetBig(value, out _) ? $"it is out of the range of its numbers, which are of type {TypeNames.Display(_underlying)}" : base.Advice(value);
        var names = Enum.GetNames(Target);
        return $"there is {string.Join(", ", names.Take(mostNamed))}{(names.Length > mostNamed ? ", ..." : "")}";
    }

    // Enum.TryParse takes digits as well; a string of digits is not a name.
    private bool TryParse(string name, out object? parsed)
    {
        parsed = null;
        if (name.Length == 0 || !(char.IsLetter(name[0]) || name[0] == '_'))
            return false;
        return Enum.TryParse(Target, name, out parsed) || Enum.TryParse(Target, name, ignoreCase: true, out parsed);
    }
}

/// <summary>Nullable value types: null, or what the underlying type takes.</summary>
internal sealed class NullableConversion(Type target, Conversion underlying) : Conversion(target)
{
    protected override int CostOf(object value) => underlying.Cost(value) is var cost and not Impossible ? cost + 1 : Impossible;

    protected override object? ConvertCore(object value) => underlying.Convert(value);
}
