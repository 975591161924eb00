using System.Globalization;
using System.Numerics;

namespace DynamicRpyc.Boxing;

/// <summary>Ints that came as boxed values.</summary>
internal static class WireInt
{
    /// <summary>The number; 0 for what is none, or is beyond 64 bits.</summary>
    internal static long ToInt64(object? value) => value switch
    {
        int or long or bool => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        BigInteger big when big >= long.MinValue && big <= long.MaxValue => (long)big,
        _ => 0,
    };
}
