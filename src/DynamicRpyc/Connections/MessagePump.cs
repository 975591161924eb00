using DynamicRpyc.Foundation;

namespace DynamicRpyc.Connections;

/// <summary>What a look from the watch found.</summary>
internal enum Look
{
    /// <summary>Nothing is left to watch.</summary>
    Settled,

    /// <summary>Nothing happened since the last look, or nobody reads just now: the next look should not be long in coming.</summary>
    Unsettled,

    /// <summary>Calls come and go, and somebody reads.</summary>
    Moves,
}

/// <summary>
/// Serves a connection in the background while no caller does. It reads; runs the peer's requests, or passes them to whoever should; and parks while single
/// callers come and go quickly, since a caller that reads for itself saves two thread switches a call.
/// </summary>
internal sealed class MessagePump
{
    /// <summary>For so many batches after several callers waited at once the pump stays the reader.</summary>
    private const int CrowdMemory = 64;

    private readonly ReaderRole _role;
    private readonly LinkReader _reader;
    private readonly RequestLine _line;
    private readonly RequestRunner _runner;
    private readonly ConnectionState _state;
    private readonly Serving _serving;
    private readonly RequestPlacement _placement;
    private volatile Shift? _shift;
    private volatile bool _callersRead;
    private int _watched;
    private int _crowd;
    private int _callsSeen;
    private long _seen;

    internal MessagePump(ReaderRole role, LinkReader reader, RequestLine line, RequestRunner runner, ConnectionState state, Serving serving, RequestPlacement placement)
    {
        _role = role;
        _reader = reader;
        _line = line;
        _runner = runner;
        _state = state;
        _serving = serving;
        _placement = placement;
    }

    internal void Start() => BeginShift();

    /// <summary>Makes this thread the pump; returns when the connection has ended or another thread took over.</summary>
    internal void StartHere() => Work(_shift = new Shift());

    /// <summary>A caller gave up the reader role: if others wait, somebody must read; if not, somebody must after a while.</summary>
    internal void RoleLeft()
    {
        if (_state.IsClosed)
            return;
        if (_role.Followers == 0)
        {
            EnsureWatched();
            return;
        }
        _crowd = CrowdMemory;
        if (_shift is { IsRunning: false } shift)
        {
            _callersRead = false;
            shift.Wake();
        }
        else
        {
            _role.SignalOne();
            EnsureWatched();
        }
    }

    /// <summary>Requests can be run and nobody is about to: finds a thread for them.</summary>
    internal void WorkLeft()
    {
        if (!_line.HasRunnable)
            return;
        if (_role.HasRunner)
            _role.SignalRunner();
        else if (_placement.IsElsewhere)
            _placement.PlaceAll();
        else if (_shift is { IsParked: true } shift)
            shift.Wake();
        else
            _placement.PlaceOnThread();
    }

    /// <summary>Lets the pump find that the connection is closed.</summary>
    internal void Stop() => _shift?.Wake();

    /// <summary>
    /// A look from the watch, every few milliseconds while anything is unsettled: if nobody has read since the last look, the pump takes over; if it is busy with
    /// user code, another thread becomes the pump.
    /// </summary>
    internal Look Tick()
    {
        if (_state.IsClosed)
            return Look.Settled;
        var seen = _serving.Calls + _runner.Begun + _reader.Batches;
        var moved = seen - _seen;
        _seen = seen;
        var isHeld = _role.IsHeld;
        var stalled = moved == 0 && !isHeld;
        if (stalled)
        {
            _callersRead = false;
            if (_shift is { IsRunning: true } busy)
            {
                busy.IsReplaced = true;
                BeginShift();
            }
            else
            {
                _shift?.Wake();
            }
        }
        // A pump that reads and runs by turns stays watched: registered anew after each look, the watch would be woken for it each time.
        if (moved != 0)
            return isHeld ? Look.Moves : Look.Unsettled;
        if (_shift is not { IsReading: true })
            return Look.Unsettled;
        // The pump reads: nothing is left to watch. Whoever makes it stop registers again, after this.
        Volatile.Write(ref _watched, 0);
        Interlocked.MemoryBarrier();
        return _shift is not { IsReading: true } && Interlocked.Exchange(ref _watched, 1) == 0 ? Look.Unsettled : Look.Settled;
    }

    private void EnsureWatched()
    {
        if (Volatile.Read(ref _watched) == 0 && Interlocked.Exchange(ref _watched, 1) == 0)
            PumpWatch.Add(this);
    }

    private void BeginShift()
    {
        var shift = new Shift();
        _shift = shift;
        PumpThreads.Run(() => Work(shift));
    }

    private void Work(Shift shift)
    {
        while (!_state.IsClosed)
        {
            if (_line.HasRunnable && TryRun(shift))
                continue;
            if (shift.IsReplaced)
            {
                // The other thread may block in reading by now, and does not know that the line became free.
                WorkLeft();
                return;
            }
            if (_callersRead || !_role.TryTake())
            {
                Park(shift);
                continue;
            }
            Read(shift);
        }
    }

    private void Read(Shift shift)
    {
        shift.IsReading = true;
        try
        {
            do
                _reader.ReadBatch(Deadline.Never);
            while (!_state.IsClosed && !_line.HasRunnable && !NoteCallers());
        }
        finally
        {
            shift.IsReading = false;
            _role.Release();
        }
        if (_line.HasRunnable && _role.HasRunner)
            _role.SignalRunner();
        else if (_callersRead && _role.Followers > 0)
            _role.SignalOne();
        EnsureWatched();
    }

    /// <summary>Looks who is waiting; decides whether callers should do the reading from here on.</summary>
    private bool NoteCallers()
    {
        var followers = _role.Followers;
        if (followers > 1)
            _crowd = CrowdMemory;
        var calls = _serving.Calls;
        if (calls == _callsSeen)
            return false;
        _callsSeen = calls;
        if (_crowd > 0 && --_crowd > 0)
            return false;
        if (_role.Servers < followers || followers == 0)
            _callersRead = true;
        return _callersRead;
    }

    /// <summary>Runs a request, or sees to it that it is run. False where the pump has nothing more to do with it and should read on.</summary>
    private bool TryRun(Shift shift)
    {
        if (_role.HasRunner)
            return false;
        if (_placement.IsElsewhere)
        {
            _placement.PlaceAll();
            return true;
        }
        if (_line.TryTake() is not { } request)
            return false;
        shift.IsRunning = true;
        EnsureWatched();
        _runner.Run(request);
        shift.IsRunning = false;
        return true;
    }

    private void Park(Shift shift)
    {
        shift.IsParked = true;
        Interlocked.MemoryBarrier();
        EnsureWatched();
        if (!(_line.HasRunnable && !_role.HasRunner) && !_state.IsClosed && (_callersRead || _role.IsHeld))
            shift.Wait();
        shift.IsParked = false;
    }

    /// <summary>One thread's time as the pump. It ends with the connection, or when the thread is too long in user code and another takes over.</summary>
    private sealed class Shift
    {
        private readonly Waiter _waiter = new();

        internal volatile bool IsReplaced;
        internal volatile bool IsRunning;
        internal volatile bool IsReading;
        internal volatile bool IsParked;

        internal void Wake() => _waiter.Signal();

        internal void Wait() => _waiter.Wait(Timeout.Infinite);
    }
}
