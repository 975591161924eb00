namespace DynamicRpyc.Connections;

/// <summary>The requests that wait for an answer, by sequence number. Taking one out makes the taker the one who completes it. Any thread.</summary>
internal sealed class RequestTable
{
    private readonly Lock _guard = new();
    private readonly Dictionary<long, PendingRequest> _pending = [];
    private Exception? _closed;
    private long _lastSequence;

    internal int Count
    {
        get
        {
            lock (_guard)
                return _pending.Count;
        }
    }

    /// <summary>A sequence number for a request that nobody will wait for.</summary>
    internal long NextSequence() => Interlocked.Increment(ref _lastSequence);

    /// <summary>Adds a request and numbers it.</summary>
    /// <exception cref="ConnectionClosedException">The table was closed: no answer will come any more.</exception>
    internal long Add(PendingRequest request)
    {
        var sequence = Interlocked.Increment(ref _lastSequence);
        lock (_guard)
        {
            if (_closed is { } reason)
                throw ConnectionState.Again(reason);
            _pending.Add(sequence, request);
        }
        return sequence;
    }

    /// <summary>Takes a request out; null where it is not there (any more).</summary>
    internal PendingRequest? Take(long sequence)
    {
        lock (_guard)
        {
            _pending.Remove(sequence, out var request);
            return request;
        }
    }

    /// <summary>Refuses further requests, and completes those that wait, each with its own copy of the one reason.</summary>
    internal void Close(Exception reason)
    {
        PendingRequest[] waiting;
        lock (_guard)
        {
            _closed = reason;
            waiting = [.. _pending.Values];
            _pending.Clear();
        }
        foreach (var request in waiting)
            request.Complete(null, ConnectionState.Again(reason));
    }
}
