namespace DynamicRpyc.Connections;

/// <summary>Sees to it that queued references go back to the peer soon: at the next tick of the watch. Nothing is sent by whoever queued them.</summary>
internal sealed class ReleaseFlusher(ReleaseQueue queue, Outbox outbox, RequestTable requests, DialectState dialect, ConnectionState state) : IFlushed
{
    private readonly Func<long> _nextSequence = requests.NextSequence;
    private readonly Func<bool> _hasRoom = () => !outbox.IsBacklogged;
    private int _scheduled;

    /// <summary>Something was queued. Any thread, also the finalizer's.</summary>
    internal void Schedule()
    {
        if (Volatile.Read(ref _scheduled) == 0 && Interlocked.Exchange(ref _scheduled, 1) == 0)
            PumpWatch.Add(this);
    }

    /// <summary>Called by the watch; never waits.</summary>
    public void Flush()
    {
        // A full fence: whoever queues after the queue is looked at here, below, sees the 0 and schedules again.
        Interlocked.Exchange(ref _scheduled, 0);
        if (state.IsClosed)
            queue.Clear();
        else
            queue.Flush(dialect.Current == Dialect.V5 ? Dialect.V5 : Dialect.V6, _nextSequence, _hasRoom, frames => outbox.SendFrames(frames, mayWait: false));

        // While the peer does not read, references wait here, where they take less room than as messages.
        if (!queue.IsEmpty)
            Schedule();
    }
}
