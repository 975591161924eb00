using System.Numerics;

namespace DynamicRpyc.Tests.Values;

[TestFixture]
internal sealed class PySliceTests
{
    // slice(start, stop, step).indices(length), as Python answers.
    [TestCase(null, null, null, 5, 0, 5, 1)]
    [TestCase(1, 3, null, 5, 1, 3, 1)]
    [TestCase(-2, null, null, 5, 3, 5, 1)]
    [TestCase(null, -1, 2, 5, 0, 4, 2)]
    [TestCase(null, null, -1, 5, 4, -1, -1)]
    [TestCase(10, -10, -2, 5, 4, -1, -2)]
    [TestCase(-10, 10, null, 5, 0, 5, 1)]
    [TestCase(4, 1, null, 5, 4, 1, 1)]
    [TestCase(long.MaxValue, null, null, 5, 5, 5, 1)]
    [TestCase(null, long.MinValue, -1, 5, 4, -1, -1)]
    [TestCase(null, null, null, 0, 0, 0, 1)]
    [TestCase(null, null, -1, 0, -1, -1, -1)]
    public void Indices_are_Pythons(object? start, object? stop, object? step, int length, int first, int end, int distance) =>
        Assert.That(new PySlice(start, stop, step).Indices(length), Is.EqualTo((first, end, distance)));

    [TestCase(0, 2)]
    [TestCase(1, 3)]
    [TestCase(4, 4)]
    public void FromRange_picks_what_the_range_does(int start, int end)
    {
        foreach (var range in new[] { start..end, new Range(start, Index.FromEnd(5 - end)), new Range(Index.FromEnd(5 - start), end), new Range(Index.FromEnd(5 - start), Index.FromEnd(5 - end)) })
            Assert.That(((PySlice)range).Indices(5), Is.EqualTo((start, end, 1)), range.ToString());
    }

    [Test]
    public void FromRange_of_the_empty_end_is_empty()
    {
        var (start, stop, _) = PySlice.FromRange(^0..^0).Indices(5);
        Assert.That((start, stop), Is.EqualTo((5, 5)));
    }

    [Test]
    public void Indices_refuses_what_is_no_integer()
    {
        Assert.That(() => new PySlice("a", null).Indices(5), Throws.ArgumentException.With.Message.EqualTo("A slice's Start must be an integer or null to be applied to a sequence, but is a System.String."));
        Assert.That(() => new PySlice(null, null, 0).Indices(5), Throws.ArgumentException.With.Message.EqualTo("A slice's step cannot be zero."));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PySlice(null, null).Indices(-1));
        Assert.That(new PySlice(BigInteger.Pow(10, 50), null).Indices(3).Start, Is.EqualTo(3));
    }

    [Test]
    public void Equals_is_by_value()
    {
        Assert.That(new PySlice(1, null) == new PySlice(1L, null));
        Assert.That(new PySlice(1, null).GetHashCode(), Is.EqualTo(new PySlice(1L, null).GetHashCode()));
        Assert.That(new PySlice(1, null) != new PySlice(1, 2));
    }
}
