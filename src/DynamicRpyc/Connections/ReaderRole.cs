namespace DynamicRpyc.Connections;

/// <summary>
/// The right to read the link: one thread has it at a time. Callers that wait while another reads enlist as followers, and are signalled when the role
/// may be free.
/// </summary>
internal sealed class ReaderRole
{
    private readonly Lock _guard = new();
    private readonly List<Waiter> _followers = [];
    private volatile int _followerCount;
    private volatile int _serverCount;
    private int _callers;
    private volatile bool _callerReads;
    private int _held;

    /// <summary>How many callers wait while another thread reads.</summary>
    internal int Followers => _followerCount;

    /// <summary>How many of them came to serve, not for an answer.</summary>
    internal int Servers => _serverCount;

    /// <summary>
    /// Whether a request should be left to another thread than the pump: to one that came to serve, or to the only caller, whose locks its code may need. A caller counts
    /// from before its request is sent: the peer may call back before the caller has come to wait. One that reads is not to be woken, and sees for itself.
    /// </summary>
    internal bool HasRunner => _serverCount > 0 || (Volatile.Read(ref _callers) == 1 && !_callerReads);

    /// <summary>Set by the caller that has the role, under the role. A full fence: what is runnable must be looked at afterwards.</summary>
    internal bool CallerReads
    {
        set
        {
            _callerReads = value;
            Interlocked.MemoryBarrier();
        }
    }

    /// <summary>A thread is about to send a request whose answer it will wait for, or goes on waiting.</summary>
    internal void CallerComes() => Interlocked.Increment(ref _callers);

    /// <summary>A caller has its answer, or runs a request meanwhile. What is runnable must be looked at afterwards: nobody else may have taken it.</summary>
    internal void CallerGoes() => Interlocked.Decrement(ref _callers);

    internal bool IsHeld => Volatile.Read(ref _held) != 0;

    internal bool TryTake() => Volatile.Read(ref _held) == 0 && Interlocked.CompareExchange(ref _held, 1, 0) == 0;

    /// <summary>Gives the role up. A full fence, so that a follower that found the role held is seen by whoever asks <see cref="Followers"/> next.</summary>
    internal void Release() => Interlocked.Exchange(ref _held, 0);

    /// <summary>Enlists a caller that is about to block. It must try once more to take the role afterwards.</summary>
    internal void Enlist(Waiter waiter, bool isServer)
    {
        lock (_guard)
        {
            _followers.Add(waiter);
            _followerCount = _followers.Count;
            if (isServer)
                _serverCount++;
        }
        Interlocked.MemoryBarrier();
    }

    internal void Leave(Waiter waiter, bool isServer)
    {
        lock (_guard)
        {
            if (isServer)
                _serverCount--;
            // Mostly the last one in is the first one out.
            var index = _followers.LastIndexOf(waiter);
            if (index >= 0)
                _followers.RemoveAt(index);
            _followerCount = _followers.Count;
        }
    }

    /// <summary>Wakes a follower to read. False where there is none.</summary>
    internal bool SignalOne()
    {
        Waiter? waiter;
        lock (_guard)
            waiter = _followers.Count > 0 ? _followers[^1] : null;
        waiter?.Signal();
        return waiter is not null;
    }

    /// <summary>Wakes the followers that may run a request; see <see cref="HasRunner"/>.</summary>
    internal void SignalRunner()
    {
        if (_serverCount > 0)
            SignalAll();
        else
            SignalOne();
    }

    /// <summary>Wakes all.</summary>
    internal void SignalAll()
    {
        Waiter[] waiters;
        lock (_guard)
            waiters = [.. _followers];
        foreach (var waiter in waiters)
            waiter.Signal();
    }
}
