namespace DynamicRpyc.Boxing;

/// <summary>
/// A netref is a hundred bytes here and may hold a gigabyte there, so the collector sees no reason to run. When the number of live netrefs has doubled
/// past ten thousand, it is asked to look, in the background.
/// </summary>
internal sealed class CollectionNudge
{
    internal const int Floor = 10_000;
    private int _threshold = Floor;

    internal void Observe(int count)
    {
        var threshold = Volatile.Read(ref _threshold);
        if (count < threshold || Interlocked.CompareExchange(ref _threshold, checked(count * 2), threshold) != threshold)
            return;
        ThreadPool.UnsafeQueueUserWorkItem(static _ => GC.Collect(GC.MaxGeneration, GCCollectionMode.Default, blocking: false, compacting: false), null);
    }

    /// <summary>Lowers the threshold again once most of the netrefs are gone.</summary>
    internal void Shrunk(int count)
    {
        var threshold = Volatile.Read(ref _threshold);
        if (threshold > Floor && count < threshold / 4)
            Interlocked.CompareExchange(ref _threshold, Math.Max(Floor, count * 2), threshold);
    }
}
