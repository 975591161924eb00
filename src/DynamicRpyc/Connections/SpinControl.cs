using System.Diagnostics;

namespace DynamicRpyc.Connections;

/// <summary>
/// Decides whether a thread polls for a moment before it blocks. A blocked wake-up costs about eight round trips, but polling for what does not
/// come costs a core. Used by one thread at a time: the reader, or a waiting thread that has its own.
/// </summary>
/// <param name="longest">How long to poll at most.</param>
internal sealed class SpinControl(TimeSpan longest)
{
    private const int MaxFruitless = 2;
    private static readonly long _hoggedTicks = Stopwatch.Frequency * 500 / 1_000_000;
    private static readonly long _restTicks = Stopwatch.Frequency / 10;

    private readonly long _spinTicks = longest.Ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond;
    private readonly long _shortWaitTicks = (longest.Ticks + (TimeSpan.TicksPerMicrosecond * 200)) * Stopwatch.Frequency / TimeSpan.TicksPerSecond;
    private int _fruitless;
    private long _restUntil;

    /// <summary>Whether to poll before blocking.</summary>
    internal bool ShouldSpin => _fruitless < MaxFruitless;

    /// <summary>Polls, yielding the core between tries, until something came or the time is up.</summary>
    /// <param name="poll">What may have come.</param>
    /// <returns>Whether it has.</returns>
    internal bool Spin<T>(ref T poll) where T : IPoll, allows ref struct
    {
        var start = Stopwatch.GetTimestamp();
        var before = start;
        while (true)
        {
            Thread.Yield();
            if (poll.HasCome())
            {
                _fruitless = 0;
                return true;
            }
            var now = Stopwatch.GetTimestamp();
            if (now - before > _hoggedTicks)
            {
                // Another process took the core for a whole time slice when it was yielded. Blocking gets it back sooner.
                _fruitless = MaxFruitless;
                _restUntil = now + _restTicks;
                return false;
            }
            if (now - start > _spinTicks)
            {
                _fruitless++;
                return false;
            }
            before = now;
        }
    }

    /// <summary>Learns from a blocked wait how soon it ended.</summary>
    internal void Blocked(long startTimestamp)
    {
        var now = Stopwatch.GetTimestamp();
        if (now - startTimestamp < _shortWaitTicks && now >= _restUntil)
            _fruitless = 0;
    }
}

/// <summary>One look at what is polled for.</summary>
internal interface IPoll
{
    bool HasCome();
}
