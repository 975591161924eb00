using System.Diagnostics;

namespace DynamicRpyc.Connections;

/// <summary>
/// Tells requests that nobody waits for and that come one right after the other, which should leave together, from single ones, which should leave at once. Any thread: it is a
/// hint, and threads that come between each other only make it a worse one.
/// </summary>
internal sealed class Burst
{
    /// <summary>A write of its own takes about half as long.</summary>
    private static readonly long _quickTicks = Stopwatch.Frequency * 20 / 1_000_000;

    private long _last;
    private int _quickInARow;

    /// <summary>Notes one request.</summary>
    /// <returns>Whether it may linger, because more are likely to follow at once.</returns>
    internal Linger Note()
    {
        var now = Stopwatch.GetTimestamp();
        _quickInARow = now - _last < _quickTicks ? _quickInARow + 1 : 0;
        _last = now;
        return _quickInARow > 1 ? Linger.UntilHelped : Linger.No;
    }
}
