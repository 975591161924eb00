using System.Diagnostics;

namespace DynamicRpyc.Foundation;

/// <summary>A point in monotonic time by which something must have happened, or never. Immune to changes of the wall clock.</summary>
internal readonly struct Deadline
{
    private readonly long _start;
    private readonly long _ticks;

    private Deadline(long start, long ticks)
    {
        _start = start;
        _ticks = ticks;
    }

    /// <summary>No deadline.</summary>
    internal static Deadline Never => new(0, -1);

    /// <summary>The deadline <paramref name="span"/> from now; null is never, a negative span has passed.</summary>
    internal static Deadline After(TimeSpan? span)
    {
        if (span is not { } value || value == Timeout.InfiniteTimeSpan || value == TimeSpan.MaxValue)
            return Never;
        var seconds = Math.Clamp(value.TotalSeconds, 0, 1e9);
        return new Deadline(Stopwatch.GetTimestamp(), (long)(seconds * Stopwatch.Frequency));
    }

    internal bool IsNever => _ticks < 0;

    /// <summary>Whether it had passed when it was set. Does not ask for the time.</summary>
    internal bool IsNow => _ticks == 0;

    internal bool HasPassed => _ticks >= 0 && Stopwatch.GetTimestamp() - _start >= _ticks;

    /// <summary>The time since the deadline was set; zero for <see cref="Never"/>.</summary>
    internal TimeSpan Elapsed => _ticks < 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_start);

    /// <summary>Milliseconds left, rounded up, as waits take them: -1 for never, 0 when passed.</summary>
    internal int MillisecondsLeft
    {
        get
        {
            if (_ticks < 0)
                return -1;
            var left = _ticks - (Stopwatch.GetTimestamp() - _start);
            return left <= 0 ? 0 : (int)Math.Min(int.MaxValue, Math.Ceiling(left * 1000.0 / Stopwatch.Frequency));
        }
    }
}
