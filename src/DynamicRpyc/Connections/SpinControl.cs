using System.Diagnostics;

namespace DynamicRpyc.Connections;

/// <summary>
/// Decides whether the reader polls for a moment before it blocks. A blocked wake-up costs about eight round trips, but polling for what does not
/// come costs a core. Under the reader role: one thread at a time.
/// </summary>
internal sealed class SpinControl
{
    private const int MaxFruitless = 2;
    private static readonly long _spinTicks = Stopwatch.Frequency * 50 / 1_000_000;
    private static readonly long _shortWaitTicks = Stopwatch.Frequency * 250 / 1_000_000;
    private static readonly long _hoggedTicks = Stopwatch.Frequency * 500 / 1_000_000;
    private static readonly long _restTicks = Stopwatch.Frequency / 10;

    private int _fruitless;
    private long _restUntil;

    /// <summary>Whether to poll before blocking.</summary>
    internal bool ShouldSpin => _fruitless < MaxFruitless;

    /// <summary>Polls, yielding the core between tries, until something came or the time is up.</summary>
    /// <returns>As <c>FrameReader.Fill</c>; -1 for nothing.</returns>
    internal int Spin(Channels.FrameReader frames)
    {
        var start = Stopwatch.GetTimestamp();
        var before = start;
        while (true)
        {
            Thread.Yield();
            var count = frames.Fill();
            if (count >= 0)
            {
                _fruitless = 0;
                return count;
            }
            var now = Stopwatch.GetTimestamp();
            if (now - before > _hoggedTicks)
            {
                // Another process took the core for a whole time slice when it was yielded. Blocking gets it back sooner.
                _fruitless = MaxFruitless;
                _restUntil = now + _restTicks;
                return -1;
            }
            if (now - start > _spinTicks)
            {
                _fruitless++;
                return -1;
            }
            before = now;
        }
    }

    /// <summary>Learns from a blocked wait how soon the next message came.</summary>
    internal void Blocked(long startTimestamp)
    {
        var now = Stopwatch.GetTimestamp();
        if (now - startTimestamp < _shortWaitTicks && now >= _restUntil)
            _fruitless = 0;
    }
}
