using System.Collections.Frozen;
using System.Numerics;

namespace DynamicRpyc.Values;

/// <summary>
/// Equality by value of what Python compares by value: ints of any .NET width, bytes, tuples, slices and frozensets. Elsewhere <see cref="object.Equals(object)"/> decides.
/// Hashes are seeded throughout, because the elements of a frozenset are chosen by a peer: a plain <c>long</c> hash lets it send a set that takes quadratic time to build.
/// </summary>
internal sealed class PyEquality : IEqualityComparer<object?>
{
    private PyEquality() { }

    internal static PyEquality Instance { get; } = new();

    public new bool Equals(object? x, object? y)
    {
        if (ReferenceEquals(x, y)) return true;
        if (x is null || y is null) return false;
        if (Integers.TryGetBig(x, out var left)) return Integers.TryGetBig(y, out var right) && left == right;
        return (x, y) switch
        {
            (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
            (FrozenSet<object?> a, FrozenSet<object?> b) => a.Count == b.Count && a.SetEquals(b),
            _ => x.Equals(y),
        };
    }

    public int GetHashCode(object? value)
    {
        if (Integers.TryGetLong(value, out var small)) return HashCode.Combine((int)small, (int)(small >> 32));
        return value switch
        {
            null => 0,
            double d => Hash(d),
            Complex c => HashCode.Combine(Hash(c.Real), Hash(c.Imaginary)),
            byte[] bytes => Hash(bytes),
            FrozenSet<object?> set => Hash(set),
            _ => value.GetHashCode(),
        };
    }

    private static int Hash(double value)
    {
        // Both zeros are equal, and so are all NaNs to double.Equals.
        var bits = value == 0 ? 0 : double.IsNaN(value) ? -1 : BitConverter.DoubleToInt64Bits(value);
        return HashCode.Combine((int)bits, (int)(bits >> 32), 1);
    }

    private static int Hash(byte[] bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    private int Hash(FrozenSet<object?> set)
    {
        var sum = set.Count;
        foreach (var item in set) sum += GetHashCode(item);
        return HashCode.Combine(sum);
    }
}
