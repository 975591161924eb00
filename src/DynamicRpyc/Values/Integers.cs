using System.Numerics;

namespace DynamicRpyc.Values;

/// <summary>
/// The many integer types of .NET seen as Python's one <c>int</c>. Python ints arrive as <c>int</c> if they fit, then <c>long</c>, then <see cref="BigInteger"/>,
/// so code that meets values from both worlds compares and converts through here. Enums, <c>bool</c> and <c>char</c> are not integers.
/// </summary>
internal static class Integers
{
    private const int FirstCached = -256;
    private const int LastCached = 1023;

    private static readonly object[] Cached = [.. Enumerable.Range(FirstCached, LastCached - FirstCached + 1).Select(static i => (object)i)];

    internal static object True { get; } = true;

    internal static object False { get; } = false;

    /// <summary>The boxed form in which an int of the wire reaches user code; small ones are shared boxes.</summary>
    internal static object Box(long value)
    {
        if (value is >= FirstCached and <= LastCached) return Cached[value - FirstCached];
        return value is >= int.MinValue and <= int.MaxValue ? (object)(int)value : value;
    }

    internal static object Box(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? Box((long)value) : value;

    /// <summary>The value, if it is of any integer type and fits.</summary>
    internal static bool TryGetLong(object? value, out long result)
    {
        switch (value)
        {
            case int v: result = v; return true;
            case long v: result = v; return true;
            case byte v: result = v; return true;
            case sbyte v: result = v; return true;
            case short v: result = v; return true;
            case ushort v: result = v; return true;
            case uint v: result = v; return true;
            case nint v: result = v; return true;
        }

        var fits = TryGetWide(value, out var wide) && wide >= long.MinValue && wide <= long.MaxValue;
        result = fits ? (long)wide : 0;
        return fits;
    }

    /// <summary>The value, if it is of any integer type.</summary>
    internal static bool TryGetBig(object? value, out BigInteger result)
    {
        if (!TryGetLong(value, out var small)) return TryGetWide(value, out result);
        result = small;
        return true;
    }

    private static bool TryGetWide(object? value, out BigInteger result)
    {
        switch (value)
        {
            case ulong v: result = v; return true;
            case nuint v: result = v; return true;
            case Int128 v: result = v; return true;
            case UInt128 v: result = v; return true;
            case BigInteger v: result = v; return true;
            default: result = default; return false;
        }
    }
}
