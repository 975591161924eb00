namespace DynamicRpyc.Connections;

/// <summary>Sees to it that queued references go back to the peer soon: at the next tick of the watch. Nothing is sent by whoever queued them.</summary>
internal sealed class ReleaseFlusher(ReleaseQueue queue, Outbox outbox, RequestTable requests, DialectState dialect, ConnectionState state)
{
    private readonly Func<long> _nextSequence = requests.NextSequence;
    private int _scheduled;

    /// <summary>Something was queued. Any thread, also the finalizer's.</summary>
    internal void Schedule()
    {
        if (Interlocked.Exchange(ref _scheduled, 1) == 0)
            PumpWatch.Add(this);
    }

    /// <summary>Called by the watch; never waits.</summary>
    internal void Flush()
    {
        // A full fence: whoever adds after this look into the queue sees that it must schedule again.
        Interlocked.Exchange(ref _scheduled, 0);
        if (state.IsClosed)
            queue.Clear();
        else
            queue.Flush(dialect.Current == Dialect.V5 ? Dialect.V5 : Dialect.V6, _nextSequence, frames => outbox.SendFrames(frames, mayWait: false));
    }
}
