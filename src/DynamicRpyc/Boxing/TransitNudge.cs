namespace DynamicRpyc.Boxing;

/// <summary>
/// In a process that passes objects on from one peer to another, only the collector can tell that what the one gave back is not used here as well, so that it can go back to
/// the other; and an idle process never collects. So the collector is asked to look, in the background: a moment after something was given back, and not often.
/// </summary>
internal static class TransitNudge
{
    private static readonly TimeSpan _delay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _leastGap = TimeSpan.FromSeconds(10);
    private static readonly Timer _timer = new(static _ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private static long _lastLook = -(long)_leastGap.TotalMilliseconds;
    private static int _collectionsSeen;
    private static int _scheduled;

    /// <summary>An object of another peer is no longer lent. Any thread; it only notes that.</summary>
    internal static void Dropped()
    {
        Volatile.Write(ref _collectionsSeen, GC.CollectionCount(GC.MaxGeneration));
        if (Volatile.Read(ref _scheduled) != 0 || Interlocked.Exchange(ref _scheduled, 1) != 0)
            return;
        var rest = Volatile.Read(ref _lastLook) + (long)_leastGap.TotalMilliseconds - Environment.TickCount64;
        _timer.Change(Math.Max((long)_delay.TotalMilliseconds, rest), Timeout.Infinite);
    }

    private static void Look()
    {
        Volatile.Write(ref _lastLook, Environment.TickCount64);
        Volatile.Write(ref _scheduled, 0);
        // A collection since the last object was dropped has seen to all of them.
        if (GC.CollectionCount(GC.MaxGeneration) == Volatile.Read(ref _collectionsSeen))
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
    }
}
