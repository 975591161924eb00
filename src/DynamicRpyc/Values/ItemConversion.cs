using System.Numerics;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Values;

/// <summary>One value of the wire as the type that a C# tuple, array or list wants: never lossy except that a double may become a float or Half.</summary>
internal static class ItemConversion
{
    private static readonly Dictionary<Type, Func<BigInteger, object>> FromInteger = new()
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
        [typeof(double)] = static v => (double)v is var d && double.IsFinite(d) ? d : throw new OverflowException(),
        [typeof(float)] = static v => (float)v is var f && float.IsFinite(f) ? f : throw new OverflowException(),
        [typeof(Half)] = static v => (Half)v is var h && Half.IsFinite(h) ? h : throw new OverflowException(),
        [typeof(decimal)] = static v => (decimal)v,
    };

    /// <exception cref="InvalidCastException">The value cannot become the type; the text names both.</exception>
    /// <exception cref="OverflowException">The number does not fit.</exception>
    internal static object? Convert(object? value, Type target)
    {
        if (value is null)
            return !target.IsValueType || Nullable.GetUnderlyingType(target) is not null ? null : throw Refuse("None", target);

        if (target.IsInstanceOfType(value)) return value;
        target = Nullable.GetUnderlyingType(target) ?? target;
        if (target.IsInstanceOfType(value)) return value;

        if (FromInteger.TryGetValue(target, out var convert) && Integers.TryGetBig(value, out var integer)) return Checked(convert, integer, target);
        return value switch
        {
            double d when target == typeof(float) => (float)d,
            double d when target == typeof(Half) => (Half)d,
            string { Length: 1 } s when target == typeof(char) => s[0],
            System.Runtime.CompilerServices.ITuple tuple when TupleConversion.CanConvert(target) => TupleConversion.Convert(PyTuple.Of(tuple)!, target),
            PySlice slice when target == typeof(Range) => ToRange(slice),
            IRemoteObject remote when remote.CanConvertTo(target) => remote.ConvertTo(target),
            _ => throw Refuse(value.GetType().ToString(), target),
        };
    }

    private static object Checked(Func<BigInteger, object> convert, BigInteger value, Type target)
    {
        try
        {
            return convert(value);
        }
        catch (OverflowException overflow)
        {
            throw new OverflowException($"The Python int {value} does not fit a {target}.", overflow);
        }
    }

    private static Range ToRange(PySlice slice)
    {
        var steps = slice.Step is null || (Integers.TryGetLong(slice.Step, out var step) && step == 1);
        if (!steps || !TryGetIndex(slice.Start ?? 0, out var start) || !TryGetIndex(slice.Stop, out var stop))
            throw new InvalidCastException($"A Range has int bounds and no step, so {slice} cannot become one.");
        return new Range(start, stop);
    }

    private static bool TryGetIndex(object? part, out Index index)
    {
        index = Index.End;
        if (part is null) return true;
        if (!Integers.TryGetLong(part, out var value) || value is < -int.MaxValue or > int.MaxValue) return false;
        index = value < 0 ? new Index((int)-value, fromEnd: true) : new Index((int)value);
        return true;
    }

    private static InvalidCastException Refuse(string what, Type target) => new($"{what} cannot become {target}.");
}
