using System.Runtime.CompilerServices;

namespace DynamicRpyc.Values;

/// <summary>What dynamic expressions do with tuples of either kind. Safe for any thread.</summary>
internal static class TupleOperations
{
    internal static object Convert(ITuple tuple, Type type) => TupleCast.Convert(PyTuple.Of(tuple)!, type);

    internal static object Refuse(ITuple tuple, Type type) => throw TupleCast.Refusal(PyTuple.Of(tuple)!, type);

    /// <summary>As Python has it: a tuple without items is false.</summary>
    internal static bool IsTrue(ITuple tuple) => tuple.Length > 0;

    /// <summary><c>t[0]</c>, <c>t[-1]</c>, <c>t[^1]</c>; <c>t[1..]</c> and a slice give a <see cref="PyTuple"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    /// <exception cref="ArgumentException">It is no index.</exception>
    internal static object? Item(ITuple tuple, object? index)
    {
        switch (index)
        {
            case Index single:
                return At(tuple, single.GetOffset(tuple.Length), single);
            case Range range:
                return Slice(tuple, PySlice.FromRange(range));
            case PySlice slice:
                return Slice(tuple, slice);
        }
        if (index is bool || !Integers.TryGetLong(index, out var position))
            throw new ArgumentException($"A tuple is indexed by a number, a range or a slice, not by a {index?.GetType().ToString() ?? "null"}.", nameof(index));
        return At(tuple, position < 0 ? position + tuple.Length : position, position);
    }

    internal static object AreEqual(ITuple tuple, object? other, bool expected) => PyComparison.AreEqual(tuple, other) == expected;

    private static object? At(ITuple tuple, long position, object index) => position >= 0 && position < tuple.Length
        ? Surfaced.Of(tuple[(int)position])
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The tuple has {tuple.Length} items.");

    private static PyTuple Slice(ITuple tuple, PySlice slice)
    {
        var (start, stop, step) = slice.Indices(tuple.Length);
        var picked = new List<object?>();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step)
            picked.Add(tuple[(int)i]);
        return PyTuple.Adopt([.. picked]);
    }
}
