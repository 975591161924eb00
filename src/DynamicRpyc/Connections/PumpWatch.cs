namespace DynamicRpyc.Connections;

/// <summary>
/// One thread for the whole process that looks after the pumps whose connections nobody reads at the moment: callers that went away, user code that takes
/// long. It ticks only while there are such, so that handing over needs no wake-up on the way of a call.
/// </summary>
internal static class PumpWatch
{
    private const int TickMilliseconds = 2;

    /// <summary>Where all that is watched moved since the last look: a look takes the core from a caller now and then, and should be too rare to show in the hundredth slowest call.</summary>
    private const int LongTickMilliseconds = 5;
    private static readonly object _guard = new();
    private static readonly List<MessagePump> _added = [];
    private static readonly List<IFlushed> _flushers = [];
    private static bool _running;

    internal static void Add(MessagePump pump)
    {
        lock (_guard)
        {
            _added.Add(pump);
            EnsureRunning();
        }
    }

    /// <summary>Has the flusher called at the next tick.</summary>
    internal static void Add(IFlushed flusher)
    {
        lock (_guard)
        {
            _flushers.Add(flusher);
            EnsureRunning();
        }
    }

    private static void EnsureRunning()
    {
        if (_running)
        {
            if (_added.Count + _flushers.Count == 1)
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
            lock (_guard)
            {
                while (watched.Count + _added.Count + _flushers.Count == 0)
                    Monitor.Wait(_guard);
            }
            Thread.Sleep(allMove ? LongTickMilliseconds : TickMilliseconds);
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
}

/// <summary>What the watch calls once, at its next tick.</summary>
internal interface IFlushed
{
    /// <summary>Never waits.</summary>
    void Flush();
}
