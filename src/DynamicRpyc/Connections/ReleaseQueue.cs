using System.Collections.Concurrent;
using DynamicRpyc.Boxing;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Connections;

/// <summary>
/// References to be given back to the peer. Finalizers, the reader and user code only put them here; they leave as DEL requests in batches, beside the
/// next request or from the watch. Any thread; adding never blocks and never sends.
/// </summary>
internal sealed class ReleaseQueue(NetrefTable netrefs, int limit)
{
    /// <summary>How many DELs go into one write.</summary>
    private const int BatchSize = 256;

    /// <summary>Made when it is first needed: most connections of a server hold no references.</summary>
    private ConcurrentQueue<(IdPack Id, byte[]? Encoded, int Count)>? _queue;
    private int _flushing;
    private int _count;

    /// <summary>Told when something was put into the queue.</summary>
    internal Action? Filled { get; set; }

    internal bool IsEmpty => Volatile.Read(ref _queue) is not { IsEmpty: false };

    /// <summary>Gives back one reference that never became a netref: it came in an answer that nobody waited for. Called by the reader.</summary>
    /// <exception cref="ProtocolException">So many wait to go that the peer cannot be reading.</exception>
    internal void GiveBack(IdPack id)
    {
        if (Volatile.Read(ref _count) >= limit)
        {
            throw new ProtocolException(
                $"The peer does not read: {limit:N0} references to its objects wait to be given back, the most that {nameof(RpycLimits)}.{nameof(RpycLimits.MaxLentObjects)} allows.");
        }
        Add(id, null, 1);
    }

    /// <summary>Gives back all that a netref was counted for.</summary>
    internal void GiveBack(INetref netref, int count)
    {
        if (count > 0)
            Add(netref.Id, netref.EncodedId, count);
    }

    /// <summary>
    /// Writes what is queued as DEL requests and hands it to <paramref name="send"/>, batch by batch, for as long as <paramref name="mayGoOn"/>. One thread at a time; others skip.
    /// </summary>
    internal void Flush(Dialect dialect, Func<long> nextSequence, Func<bool> mayGoOn, SendFrames send)
    {
        if (IsEmpty || Interlocked.CompareExchange(ref _flushing, 1, 0) != 0)
            return;
        try
        {
            while (!IsEmpty && mayGoOn())
                FlushBatch(dialect, nextSequence, send);
        }
        finally
        {
            Volatile.Write(ref _flushing, 0);
        }
    }

    internal void Clear() => Volatile.Read(ref _queue)?.Clear();

    private void FlushBatch(Dialect dialect, Func<long> nextSequence, SendFrames send)
    {
        var batch = new FrameBatch();
        for (var i = 0; i < BatchSize && _queue!.TryDequeue(out var entry); i++)
        {
            Interlocked.Decrement(ref _count);
            netrefs.Forget(entry.Id);
            batch.Begin();
            Message.WriteStart(batch.Writer, dialect, MessageKind.Request, nextSequence());
            batch.Writer.WriteTupleHeader(2);
            batch.Writer.WriteInt((long)Handler.Del);
            Boxer.WriteLabel(batch.Writer, Label.Tuple);
            batch.Writer.WriteTupleHeader(2);
            Boxer.WriteLabel(batch.Writer, Label.LocalReference);
            batch.Writer.WriteRaw(entry.Encoded ?? IdPackFormat.Encode(entry.Id));
            Boxer.WriteLabel(batch.Writer, Label.Value);
            batch.Writer.WriteInt(entry.Count);
            batch.End();
        }
        send(batch.Writer.WrittenSpan);
        batch.Writer.Dispose();
    }

    private void Add(IdPack id, byte[]? encoded, int count)
    {
        LazyInitializer.EnsureInitialized(ref _queue).Enqueue((id, encoded, count));
        Interlocked.Increment(ref _count);
        // Each time: whether it was empty before says nothing, since the watch may have emptied it between the look and the adding.
        Filled?.Invoke();
    }
}

/// <summary>Takes one or several whole frames to the wire.</summary>
internal delegate void SendFrames(ReadOnlySpan<byte> frames);
