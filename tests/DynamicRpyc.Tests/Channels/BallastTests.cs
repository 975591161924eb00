using DynamicRpyc.Channels;

namespace DynamicRpyc.Tests.Channels;

/// <summary>What it gains is measured by w5 of the benchmarks; here, that it is taken once, and only where it is of use and affordable.</summary>
internal sealed class BallastTests
{
    private const long Plenty = 8L << 30;

    [Test]
    public void Lay_beforeAShortArray_takesNothing()
    {
        var ballast = new Ballast(Plenty);

        ballast.Lay(Ballast.Least - 1);

        Assert.That(ballast.Length, Is.Zero);
    }

    [Test]
    public void Lay_beforeManyLargeArrays_isTakenOnce()
    {
        var ballast = new Ballast(Plenty);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10; i++)
            ballast.Lay(Ballast.Least);

        Assert.That(ballast.Length, Is.EqualTo(28 << 20));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(29 << 20));
    }

    [Test]
    public void Lay_whereMemoryIsScarce_takesNothing()
    {
        var ballast = new Ballast(512L << 20);

        ballast.Lay(int.MaxValue);

        Assert.That(ballast.Length, Is.Zero);
    }
}
