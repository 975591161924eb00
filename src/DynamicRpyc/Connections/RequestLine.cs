namespace DynamicRpyc.Connections;

/// <summary>
/// The peer's requests in the order in which they came. The next one starts when the one before has returned, has returned an incomplete task, or itself
/// waits for this peer (that is how nested calls work; the wire does not mark them). Any thread; runs nothing itself.
/// </summary>
internal sealed class RequestLine(int width, int limit)
{
    /// <summary>The request that this thread is running, if any: what a nested call on the same connection suspends.</summary>
    [ThreadStatic]
    private static Place? _current;

    private readonly Lock _guard = new();
    private readonly Queue<IncomingRequest> _queue = new();
    private volatile int _queued;
    private int _running;
    private int _unanswered;

    /// <summary>Whether a request could be started now. A hint, without the lock.</summary>
    internal bool HasRunnable => _queued > 0 && Volatile.Read(ref _running) < width;

    /// <exception cref="ProtocolException">The peer has too many unanswered requests.</exception>
    internal void Add(IncomingRequest request)
    {
        // Also those that were begun and whose tasks have not ended.
        if (Interlocked.Increment(ref _unanswered) > limit)
            throw new ProtocolException($"The peer has more than {limit:N0} requests unanswered, the most that {nameof(RpycLimits)}.{nameof(RpycLimits.MaxPendingRequests)} allows.");
        lock (_guard)
        {
            _queue.Enqueue(request);
            _queued = _queue.Count;
        }
    }

    /// <summary>Takes the next request if the line is free. The taker must run it between <see cref="Enter"/> and <see cref="Leave"/>.</summary>
    internal IncomingRequest? TryTake()
    {
        if (!HasRunnable)
            return null;
        lock (_guard)
        {
            if (_queue.Count == 0 || _running >= width)
                return null;
            _running++;
            var request = _queue.Dequeue();
            _queued = _queue.Count;
            return request;
        }
    }

    /// <summary>Notes that this thread begins to run a request it took.</summary>
    internal Place Enter() => _current = new Place(this, _current);

    /// <summary>Notes that the request is over as far as the line is concerned.</summary>
    internal static void Leave(Place place)
    {
        _current = place.Outer;
        place.Line.FreePlace();
    }

    /// <summary>
    /// Frees the place of the request that this thread runs, if it runs one of this line, for as long as the thread waits for the peer.
    /// </summary>
    /// <returns>Whether there is something to <see cref="Resume"/>.</returns>
    internal bool Suspend()
    {
        if (_current is not { } place || place.Line != this || place.IsSuspended)
            return false;
        place.IsSuspended = true;
        FreePlace();
        return true;
    }

    /// <summary>Takes the place again, also where another request has started meanwhile: the two then run side by side.</summary>
    internal void Resume()
    {
        _current!.IsSuspended = false;
        lock (_guard)
            _running++;
    }

    /// <summary>Notes that one request has its answer.</summary>
    internal void Answered() => Interlocked.Decrement(ref _unanswered);

    /// <summary>Drops what has not started: the peer is gone.</summary>
    internal void Clear()
    {
        lock (_guard)
        {
            _queue.Clear();
            _queued = 0;
        }
    }

    private void FreePlace()
    {
        lock (_guard)
            _running--;
    }

    /// <summary>One running request's place in its line, and the one that the thread was running outside of it.</summary>
    internal sealed class Place(RequestLine line, Place? outer)
    {
        internal RequestLine Line { get; } = line;

        internal Place? Outer { get; } = outer;

        internal bool IsSuspended { get; set; }
    }
}
