using DynamicRpyc.Foundation;

namespace DynamicRpyc.Connections;

/// <summary>
/// The peer's requests in the order in which they came. The next one starts when the one before has returned, has returned an incomplete task, or itself
/// waits for this peer (that is how nested calls work; the wire does not mark them). Any thread; runs nothing itself.
/// </summary>
/// <remarks>
/// In a chain of connections the nesting may go round: the peer's request waits for another peer, and that one, by way of this process, for the first. So a request that
/// waits for another peer does not hold up the line for as long as this side waits for this peer on behalf of a third.
/// </remarks>
internal sealed class RequestLine(int width, int limit)
{
    /// <summary>The request that this thread is running, if any, and those that it was running outside of it: what a nested call suspends.</summary>
    [ThreadStatic]
    private static Place? _current;

    private readonly Lock _guard = new();
    private readonly Queue<IncomingRequest> _queue = new();
    private volatile int _queued;
    private volatile int _running;
    private volatile int _elsewhere;
    private volatile int _passedOn;
    private int _unanswered;

    /// <summary>Told when a request of the line may start because of something other than its arrival; outside of any lock.</summary>
    internal Action? RoomMade { get; set; }

    /// <summary>Whether a request could be started now. A hint, without the lock.</summary>
    internal bool HasRunnable => _queued > 0 && HasRoom;

    /// <summary>Whether requests wait for their turn. A hint, without the lock.</summary>
    internal bool HasQueued => _queued > 0;

    /// <summary>Whether nothing runs and nothing waits. A hint, without the lock.</summary>
    internal bool IsIdle => _queued == 0 && _running == 0;

    private bool HasRoom => _running - (_passedOn > 0 ? _elsewhere : 0) < width;

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
            if (_queue.Count == 0 || !HasRoom)
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
        place.Line.Change(running: -1, elsewhere: 0);
    }

    /// <summary>Notes that this thread waits for this line's peer; the requests that it runs meanwhile hold up their lines no longer, or less.</summary>
    /// <returns>What to <see cref="Resume"/>; null where the thread runs no request.</returns>
    internal Place? Suspend()
    {
        if (_current is not { } innermost)
            return null;
        var isForThird = true;
        for (var place = innermost; place is not null; place = place.Outer)
        {
            isForThird &= place.Line != this;
            place.BeginWait(this);
        }
        if (isForThird)
            BeginPassedOn();
        return innermost;
    }

    /// <summary>Takes the places again, also where another request has started meanwhile: the two then run side by side.</summary>
    internal void Resume(Place innermost)
    {
        var isForThird = true;
        for (var place = innermost; place is not null; place = place.Outer)
        {
            isForThird &= place.Line != this;
            place.EndWait(this);
        }
        if (isForThird)
            EndPassedOn();
    }

    /// <summary>Notes that a request of a third is on its way to this line's peer.</summary>
    /// <returns>False where as many are already under way as may be: then it should wait its turn.</returns>
    internal bool TryBeginPassedOn()
    {
        if (_passedOn >= limit)
            return false;
        BeginPassedOn();
        return true;
    }

    internal void EndPassedOn()
    {
        lock (_guard)
            _passedOn--;
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

    private void BeginPassedOn()
    {
        lock (_guard)
            _passedOn++;
        if (_elsewhere > 0 && HasRunnable)
            RoomMade?.Invoke();
    }

    private void Change(int running, int elsewhere)
    {
        lock (_guard)
        {
            _running += running;
            _elsewhere += elsewhere;
        }
    }

    /// <summary>One running request's place in its line, and the one that the thread was running outside of it. Of one thread.</summary>
    internal sealed class Place(RequestLine line, Place? outer)
    {
        private int _waitsHere;
        private int _waitsElsewhere;

        internal RequestLine Line { get; } = line;

        internal Place? Outer { get; } = outer;

        internal void BeginWait(RequestLine on)
        {
            if (on == Line)
            {
                if (_waitsHere++ == 0)
                    Line.Change(running: -1, elsewhere: _waitsElsewhere > 0 ? -1 : 0);
                return;
            }
            if (_waitsElsewhere++ > 0 || _waitsHere > 0)
                return;
            Line.Change(running: 0, elsewhere: 1);
            if (Line.HasRunnable)
                Line.RoomMade?.Invoke();
        }

        internal void EndWait(RequestLine on)
        {
            if (on == Line)
            {
                if (--_waitsHere == 0)
                    Line.Change(running: 1, elsewhere: _waitsElsewhere > 0 ? 1 : 0);
                return;
            }
            if (--_waitsElsewhere == 0 && _waitsHere == 0)
                Line.Change(running: 0, elsewhere: -1);
        }
    }
}
