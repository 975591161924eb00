using System.Numerics;

namespace DynamicRpyc.Values;

/// <summary>Numbers as other types of numbers: integers in range, real numbers with as many digits as there is room for. A real number never becomes an integer. Pure.</summary>
internal static class Numbers
{
    private static readonly Dictionary<Type, Func<BigInteger, object>> _fromInteger = new()
    {
        [typeof(sbyte)] = static v => (sbyte)v,
        [typeof(byte)] = static v => (byte)v,
        [typeof(short)] = static v => (short)v,
        [typeof(ushort)] = static v => (ushort)v,
        [typeof(int)] = static v => (int)v,
        [typeof(uint)] = static v => (uint)v,
        [typeof(long)] = static v => (long)v,
        [typeof(ulong)] = static v => (ulong)v,
        [typeof(nint)] = static v => (nint)v,
        [typeof(nuint)] = static v => (nuint)v,
        [typeof(Int128)] = static v => (Int128)v,
        [typeof(UInt128)] = static v => (UInt128)v,
        [typeof(BigInteger)] = static v => v,
        [typeof(double)] = static v => Finite((double)v),
        [typeof(float)] = static v => float.IsFinite((float)v) ? (float)v : throw new OverflowException(),
        [typeof(Half)] = static v => Half.IsFinite((Half)v) ? (Half)v : throw new OverflowException(),
        [typeof(decimal)] = static v => (decimal)v,
        [typeof(Complex)] = static v => new Complex(Finite((double)v), 0),
    };

    // Infinities and NaN stay what they are where the type has them; what is finite must not become infinite.
    private static readonly Dictionary<Type, Func<double, object>> _fromReal = new()
    {
        [typeof(double)] = static v => v,
        [typeof(float)] = static v => float.IsFinite((float)v) == double.IsFinite(v) ? (float)v : throw new OverflowException(),
        [typeof(Half)] = static v => Half.IsFinite((Half)v) == double.IsFinite(v) ? (Half)v : throw new OverflowException(),
        [typeof(decimal)] = static v => (decimal)v,
        [typeof(Complex)] = static v => new Complex(v, 0),
    };

    /// <summary>The value as a number of that type; null where it is no number, or the type is none that takes it.</summary>
    /// <exception cref="OverflowException">It does not fit.</exception>
    internal static object? TryConvert(object value, Type target)
    {
        if (!_fromInteger.TryGetValue(target, out var fromInteger))
            return null;
        try
        {
            if (value is bool flag)
                return fromInteger(flag ? 1 : 0);
            if (Integers.TryGetBig(value, out var integer))
                return fromInteger(integer);
            return Real(value) is { } real && _fromReal.TryGetValue(target, out var fromReal) ? fromReal(real) : null;
        }
        catch (OverflowException overflow)
        {
            throw new OverflowException($"The number {string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}")} does not fit a {target}.", overflow);
        }
    }

    private static double? Real(object value) => value switch
    {
        double real => real,
        float real => real,
        Half real => (double)real,
        decimal real => (double)real,
        _ => null,
    };

    private static double Finite(double value) => double.IsFinite(value) ? value : throw new OverflowException();
}
