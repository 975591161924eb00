using DynamicRpyc.Values;

namespace DynamicRpyc;

/// <summary>
/// Python's <c>slice(start, stop, step)</c>: what stands between the brackets of <c>items[1:5:2]</c>. Each part may be null, Python's None.
/// A <see cref="Range"/> travels as one too; a slice is for what a range cannot say, a step or a part that is no int. Immutable, equal by value, safe for any thread.
/// </summary>
/// <param name="start">The first index, or null for the beginning; negative counts from the end.</param>
/// <param name="stop">The index to stop before, or null for the end; negative counts from the end.</param>
/// <param name="step">The distance from item to item, or null for 1.</param>
public sealed class PySlice(object? start, object? stop, object? step = null) : IEquatable<PySlice>
{
    /// <summary>The first index, or null.</summary>
    public object? Start { get; } = start;

    /// <summary>The index to stop before, or null.</summary>
    public object? Stop { get; } = stop;

    /// <summary>The distance from item to item, or null.</summary>
    public object? Step { get; } = step;

    /// <summary>The slice that picks the same items: <c>1..^1</c> is <c>slice(1, -1)</c>, and a range that ends at <c>^0</c> has no stop.</summary>
    public static PySlice FromRange(Range range)
    {
        // A start of ^0 is "behind the last item". Python cannot say it by a negative number, and None would mean the first item; its sys.maxsize is clamped to the length.
        object start = !range.Start.IsFromEnd ? range.Start.Value : range.Start.Value == 0 ? long.MaxValue : -range.Start.Value;
        object? stop = !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -range.End.Value;
        return new PySlice(start, stop);
    }

    /// <summary>The slice that picks the same items.</summary>
    public static implicit operator PySlice(Range range) => FromRange(range);

    /// <summary>The range of the same bounds. As C# ranges are, it is not cut to the items that there are.</summary>
    /// <exception cref="InvalidCastException">The slice has a step, or a part is no int.</exception>
    public static explicit operator Range(PySlice slice)
    {
        ArgumentNullException.ThrowIfNull(slice);
        return (Range)ItemConversion.Convert(slice, typeof(Range))!;
    }

    /// <summary>Compares by value; null parts are equal.</summary>
    public static bool operator ==(PySlice? left, PySlice? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Compares by value.</summary>
    public static bool operator !=(PySlice? left, PySlice? right) => !(left == right);

    /// <summary>
    /// What the slice means for a sequence of <paramref name="length"/> items, as Python's <c>slice.indices</c> does: start at Start, go by Step, and stop before Stop is reached or passed.
    /// Out-of-range parts are clamped. With a negative step, Stop may be -1, which here means "before the first item".
    /// </summary>
    /// <param name="length">The number of items; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="ArgumentException">The step is 0, or a part is neither null nor an integer.</exception>
    public (int Start, int Stop, int Step) Indices(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var step = Math.Clamp(Part(Step, nameof(Step)) ?? 1, -int.MaxValue, int.MaxValue);
        if (step == 0) throw new ArgumentException("A slice's step cannot be zero.");

        var lower = step < 0 ? -1 : 0;
        var upper = step < 0 ? length - 1 : length;
        var start = Clamp(Part(Start, nameof(Start)), step < 0 ? upper : lower);
        var stop = Clamp(Part(Stop, nameof(Stop)), step < 0 ? lower : upper);
        return ((int)start, (int)stop, (int)step);

        long Clamp(long? part, long absent)
        {
            if (part is not { } index) return absent;
            if (index < 0) index += length;
            return Math.Clamp(index, lower, upper);
        }
    }

    /// <inheritdoc/>
    public bool Equals(PySlice? other) =>
        other is not null && PyEquality.Instance.Equals(Start, other.Start) && PyEquality.Instance.Equals(Stop, other.Stop) && PyEquality.Instance.Equals(Step, other.Step);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PySlice);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(PyEquality.Instance.GetHashCode(Start), PyEquality.Instance.GetHashCode(Stop), PyEquality.Instance.GetHashCode(Step));

    /// <summary>Python's own spelling, such as <c>slice(1, None, 2)</c>.</summary>
    public override string ToString() => $"slice({PyRepr.Of(Start)}, {PyRepr.Of(Stop)}, {PyRepr.Of(Step)})";

    private static long? Part(object? part, string name)
    {
        if (part is null) return null;
        if (!Integers.TryGetBig(part, out var value))
            throw new ArgumentException($"A slice's {name} must be an integer or null to be applied to a sequence, but is a {part.GetType()}.");

        // Clamped far outside any length, yet so that adding a length cannot overflow.
        return (long)System.Numerics.BigInteger.Max(long.MinValue / 2, System.Numerics.BigInteger.Min(long.MaxValue / 2, value));
    }
}
