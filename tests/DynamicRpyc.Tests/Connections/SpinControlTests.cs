using DynamicRpyc.Connections;

namespace DynamicRpyc.Tests.Connections;

/// <summary>When to poll and when to block, by a clock that the test turns: "the detector that stops spinning when another process hogs the CPU".</summary>
internal sealed class SpinControlTests
{
    private Clock _clock = null!;
    private SpinControl _spin = null!;

    [SetUp]
    public void SetUp()
    {
        _clock = new Clock();
        _spin = new SpinControl(TimeSpan.FromMicroseconds(50), _clock);
    }

    [Test]
    public void Spin_somethingComes_goesOnSpinning()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.That(Spin(yieldMicroseconds: 1, comesAfter: 30), Is.True);
            Assert.That(_spin.ShouldSpin, Is.True);
        }
    }

    [Test]
    public void Spin_nothingComesTwice_blocksFromThenOn()
    {
        Assert.That((Spin(1, null), _spin.ShouldSpin), Is.EqualTo((false, true)));
        Assert.That(_clock.Microseconds, Is.InRange(50, 60), "it polls no longer than it was told to");
        Assert.That((Spin(1, null), _spin.ShouldSpin), Is.EqualTo((false, false)));
    }

    /// <summary>Eight connections on two cores wait for each other far longer than a lone one would: they must not all block, each taking the others for hogs.</summary>
    [Test]
    public void Spin_othersWorkWhenItYields_waitsForThemAsManyTriesAsOnAQuietMachine()
    {
        Assert.That(Spin(yieldMicroseconds: 20, comesAfter: 24), Is.True, "480 us, of which nearly all were somebody else's");
        Assert.That(Spin(yieldMicroseconds: 20, comesAfter: null), Is.False, "but not for ever");
    }

    [Test]
    public void Blocked_shortWait_spinsAgain()
    {
        StopSpinning();
        Block(10_000);
        Assert.That(_spin.ShouldSpin, Is.False, "after a long wait");
        Block(200);
        Assert.That(_spin.ShouldSpin, Is.True, "after a short one");
    }

    /// <summary>On a quiet machine a yield takes about a microsecond; where the process's own threads take turns, some tens; now and then the kernel has something to do.</summary>
    [Test]
    public void Spin_quietMachine_neverTakesItForHogged([Values(1, 20, 100, 1900)] int yieldMicroseconds)
    {
        var before = SpinControl.HogsNoticed;
        for (var i = 0; i < 1000; i++)
        {
            Spin(yieldMicroseconds, i % 3 == 0 ? null : 2);
            Block(100);
        }
        Assert.That(_spin.ShouldSpin, Is.True);
        Assert.That(SpinControl.HogsNoticed, Is.EqualTo(before));
    }

    /// <summary>The garbage collector, the kernel, the host of a virtual machine: such a loss says nothing about the next.</summary>
    [Test]
    public void Spin_yieldTakesATimeSliceNowAndThen_goesOnSpinning()
    {
        for (var i = 0; i < 50; i++)
        {
            Assert.That(Spin(3000, comesAfter: 1), Is.True);
            Assert.That(_spin.ShouldSpin, Is.True);
            _clock.Pass(150_000);
        }
    }

    /// <summary>As where threads of this library take turns on all cores: too rare to show in the hundredth slowest call.</summary>
    [Test]
    public void Spin_yieldTakesATimeSliceOnceInHundredsOfTries_goesOnSpinning()
    {
        for (var i = 0; i < 10_000; i++)
            Assert.That(Spin(i % 300 == 0 ? 4000 : 1, comesAfter: 1) && _spin.ShouldSpin, Is.True);
    }

    /// <summary>Of threads that spin a resting one takes slices from the others. Were its rest long, all would rest in turns, and none at the same time.</summary>
    [Test]
    public void Spin_passingTrouble_restsForMillisecondsOnly()
    {
        for (var i = 0; i < 3; i++)
            Spin(3000, comesAfter: 1);
        _clock.Pass(5_000);
        Block(100);
        Assert.That(_spin.ShouldSpin, Is.True);
    }

    [Test]
    public void Spin_yieldTakesATimeSliceAgain_blocksForAWhileEvenIfWaitsAreShort([Values(1, 2)] int comesAfter)
    {
        for (var i = 0; i < 3; i++)
            Spin(3000, comesAfter);
        Assert.That(_spin.ShouldSpin, Is.False, "after the third");
        Block(100);
        Assert.That(_spin.ShouldSpin, Is.False, "a moment later");
        _clock.Pass(100_000);
        Block(100);
        Assert.That(_spin.ShouldSpin, Is.True, "a while later");
    }

    /// <summary>With a hog, far less than a hundredth of the calls loses a time slice to it.</summary>
    [Test]
    public void Spin_hogThatStays_costsFewerAndFewerTimeSlices([Values(1, 2)] int comesAfter)
    {
        var (slices, calls) = (0, 0);
        while (_clock.Microseconds < 30_000_000)
        {
            if (_spin.ShouldSpin)
            {
                Spin(4000, comesAfter);
                slices++;
            }
            Block(80);
            calls++;
        }
        Assert.That(slices, Is.LessThanOrEqualTo(100));
        Assert.That((double)slices / calls, Is.LessThan(0.001));
    }

    [Test]
    public void Spin_hogThatHasGone_isSpunForAgainWithinASecondOrTwo()
    {
        for (var i = 0; i < 1000; i++)
        {
            if (_spin.ShouldSpin)
                Spin(4000, comesAfter: 1);
            Block(80);
        }
        _clock.Pass(2_000_000);
        Block(80);
        Assert.That(_spin.ShouldSpin, Is.True);
    }

    private bool Spin(int yieldMicroseconds, int? comesAfter)
    {
        var arrival = new Arrival(_clock, yieldMicroseconds, comesAfter);
        return _spin.Spin(ref arrival);
    }

    private void Block(int microseconds)
    {
        var start = _clock.GetTimestamp();
        _clock.Pass(microseconds);
        _spin.Blocked(start);
    }

    private void StopSpinning()
    {
        while (_spin.ShouldSpin)
            Spin(1, null);
    }

    private sealed class Clock : TimeProvider
    {
        internal long Microseconds { get; private set; } = 1;

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => Microseconds;

        internal void Pass(int microseconds) => Microseconds += microseconds;
    }

    private struct Arrival(Clock clock, int yieldMicroseconds, int? comesAfter) : IPoll
    {
        private int _looks;

        public bool HasCome()
        {
            clock.Pass(yieldMicroseconds);
            return ++_looks >= comesAfter;
        }
    }
}
