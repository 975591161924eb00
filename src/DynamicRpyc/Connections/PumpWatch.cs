namespace DynamicRpyc.Connections;

/// <summary>
/// One thread for the whole process that looks after the pumps whose connections nobody reads at the moment: callers that went away, user code that takes
/// long. It ticks only while there are such, so that handing over needs no wake-up on the way of a call.
/// </summary>
internal static class PumpWatch
{
    private const int TickMilliseconds = 2;

    /// <summary>
    /// Where all that is watched is read as it should be, and nothing lingers: a look takes the core from a caller now and then, and should be too rare to show in the hundredth slowest call.
    /// </summary>
    private const int LongTickMilliseconds = 10;

    private static readonly object _guard = new();
    private static readonly List<MessagePump> _added = [];
    private static readonly List<IFlushed> _flushers = [];
    private static bool _running;
    private static bool _isIdle;

    internal static void Add(MessagePump pump)
    {
        lock (_guard)
        {
            _added.Add(pump);
            EnsureRunning(isDue: _isIdle && _added.Count == 1);
        }
    }

    /// <summary>Has the flusher called at the next tick.</summary>
    internal static void Add(IFlushed flusher)
    {
        lock (_guard)
        {
            _flushers.Add(flusher);
            // What lingers does so for a short tick only, also where a long one has begun.
            EnsureRunning(isDue: _flushers.Count == 1);
        }
    }

    private static void EnsureRunning(bool isDue)
    {
        if (_running)
        {
            if (isDue)
                Monitor.Pulse(_guard);
            return;
        }
        _running = true;
        new Thread(Watch, 256 * 1024) { IsBackground = true, Name = "rpyc watch" }.Start();
    }

    private static void Watch()
    {
        var watched = new List<MessagePump>();
        var due = new List<IFlushed>();
        var allMove = false;
        while (true)
        {
            if (!WaitLong(watched.Count, allMove))
                Thread.Sleep(TickMilliseconds);
            lock (_guard)
            {
                watched.AddRange(_added);
                _added.Clear();
                due.AddRange(_flushers);
                _flushers.Clear();
            }
            allMove = true;
            for (var i = watched.Count - 1; i >= 0; i--)
            {
                var look = watched[i].Tick();
                allMove &= look == Look.Moves;
                if (look == Look.Settled)
                    watched.RemoveAt(i);
            }
            foreach (var flusher in due)
                flusher.Flush();
            due.Clear();
        }
    }

    /// <summary>Waits until there is something to watch, and then for a long tick where that will do. False where a short one is to follow.</summary>
    private static bool WaitLong(int watched, bool allMove)
    {
        lock (_guard)
        {
            _isIdle = true;
            while (watched + _added.Count + _flushers.Count == 0)
                Monitor.Wait(_guard);
            _isIdle = false;
            return watched > 0 && allMove && _flushers.Count == 0 && !Monitor.Wait(_guard, LongTickMilliseconds);
        }
    }
}

/// <summary>What the watch calls once, at its next tick.</summary>
internal interface IFlushed
{
    /// <summary>Never waits.</summary>
    void Flush();
}
