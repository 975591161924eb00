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
        ballast.Lay(Ballast.Least);
        var taken = ballast.Length;
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10; i++)
            ballast.Lay(Ballast.Least);

        Assert.That(taken, Is.InRange(Ballast.Least, 64 << 20));
        Assert.That(ballast.Length, Is.EqualTo(taken));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(Ballast.Least));
    }

    [Test]
    public void Lay_inOneGibibyte_takesOnePartOf64AtMost()
    {
        var ballast = new Ballast(1L << 30);

        ballast.Lay(Ballast.Least);

        Assert.That(ballast.Length, Is.InRange(Ballast.Least, (1 << 30) / 64));
    }

    [Test]
    public void Lay_whereMemoryIsScarce_takesNothing()
    {
        var ballast = new Ballast(512L << 20);

        ballast.Lay(int.MaxValue);

        Assert.That(ballast.Length, Is.Zero);
    }
}
