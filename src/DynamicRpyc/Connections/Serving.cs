using System.Diagnostics;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Connections;

/// <summary>
/// How threads of this process share the work of one connection. A caller that waits takes the reader role itself and hands on what belongs to others; while it
/// waits it also runs the peer's requests, as in RPyC, so that a callback finds the locks that its caller holds. The pump reads when no caller does.
/// </summary>
internal sealed class Serving
{
    [ThreadStatic]
    private static Waiter? _waiterOfThisThread;

    private readonly ReaderRole _role;
    private readonly LinkReader _reader;
    private readonly RequestLine _line;
    private readonly RequestRunner _runner;
    private readonly ConnectionState _state;
    private int _calls;

    internal Serving(ReaderRole role, LinkReader reader, RequestLine line, RequestRunner runner, ConnectionState state)
    {
        _role = role;
        _reader = reader;
        _line = line;
        _runner = runner;
        _state = state;
    }

    /// <summary>How many calls have begun to wait; tells a watcher whether callers are about.</summary>
    internal int Calls => Volatile.Read(ref _calls);

    /// <summary>Told when a caller gave the reader role up; outside of any lock.</summary>
    internal Action? RoleLeft { get; set; }

    /// <summary>Told when a caller goes its way although requests of the peer could be run.</summary>
    internal Action? WorkLeft { get; set; }

    /// <summary>Announces a caller, before its request is sent. It must <see cref="Leave"/>.</summary>
    internal void Enter() => _role.CallerComes();

    /// <summary>A caller goes its way.</summary>
    internal void Leave()
    {
        _role.CallerGoes();
        PassOn();
    }

    /// <summary>
    /// Waits, between <see cref="Enter"/> and <see cref="Leave"/>, until the request is answered, reading and serving meanwhile. Returns without an answer when the deadline has passed; a closed connection
    /// completes the request.
    /// </summary>
    internal void Await(IAwaited request, Deadline deadline)
    {
        Volatile.Write(ref _calls, _calls + 1);
        var suspended = _line.Suspend();
        try
        {
            while (!request.IsCompleted && !deadline.HasPassed)
            {
                if (!TryRunOne(isCaller: true) && !TryLead(request, deadline))
                    Follow(request, deadline);
            }
        }
        finally
        {
            // The place before the work: a request that has not started yet waits for the end of the one that goes on now.
            if (suspended is not null)
                _line.Resume(suspended);
        }
    }

    /// <summary>Serves one batch of messages, or runs one request, whichever comes first within the deadline.</summary>
    /// <returns>Whether anything was served.</returns>
    internal bool ServeOnce(Deadline deadline)
    {
        var suspended = _line.Suspend();
        try
        {
            while (true)
            {
                _state.ThrowIfClosed();
                if (TryRunOne(isCaller: false))
                    return true;
                if (_role.TryTake())
                {
                    ReadOutcome outcome;
                    try
                    {
                        outcome = _reader.ReadBatch(deadline);
                    }
                    finally
                    {
                        LeaveRole();
                    }
                    switch (outcome)
                    {
                        case ReadOutcome.Dispatched when !_line.HasRunnable:
                            return true;
                        case ReadOutcome.Closed:
                            _state.ThrowIfClosed();
                            return false;
                        case ReadOutcome.TimedOut:
                            return false;
                    }
                    continue;
                }
                if (!Follow(null, deadline) && !_line.HasRunnable)
                    return false;
            }
        }
        finally
        {
            if (suspended is not null)
                _line.Resume(suspended);
            PassOn();
        }
    }

    /// <summary>Reads for a moment to hear the peer, without running its requests: for a side that must not speak first.</summary>
    internal void Listen(Deadline deadline, Func<Deadline, bool> waitToHear)
    {
        while (!_state.IsClosed)
        {
            if (!_role.TryTake())
            {
                // Another thread reads; it notes what it hears.
                waitToHear(deadline);
                return;
            }
            ReadOutcome outcome;
            try
            {
                outcome = _reader.ReadBatch(deadline);
            }
            finally
            {
                LeaveRole();
            }
            if (outcome != ReadOutcome.Partial)
                return;
        }
    }

    /// <summary>Sees to it that what can be run is run, although this thread will not.</summary>
    private void PassOn()
    {
        if (!_line.HasRunnable)
            return;
        if (WorkLeft is not null)
        {
            WorkLeft();
            return;
        }
        // Without a pump: another caller that blocks in reading does not know that the line became free. Where nobody reads, the next one who does looks first.
        while (_role.IsHeld && TryRunOne(isCaller: false))
        {
        }
    }

    /// <summary>Runs the next request of the peer on this thread, if the line is free and requests may run here.</summary>
    private bool TryRunOne(bool isCaller)
    {
        if (_line.TryTake() is not { } request)
            return false;
        if (isCaller)
            _role.CallerGoes();
        _runner.Run(request);
        if (isCaller)
            _role.CallerComes();
        return true;
    }

    private bool TryLead(IAwaited request, Deadline deadline)
    {
        if (!_role.TryTake())
            return false;
        _role.CallerReads = true;
        try
        {
            // The role is kept from batch to batch, and given up before a request's code runs.
            // The deadline is looked at here too: a peer that keeps talking of other things leaves no moment in which the reading itself times out.
            while (!request.IsCompleted && !_line.HasRunnable && !deadline.HasPassed)
            {
                if (_reader.ReadBatch(deadline) is ReadOutcome.TimedOut or ReadOutcome.Closed)
                    break;
            }
        }
        finally
        {
            _role.CallerReads = false;
            LeaveRole();
        }
        return true;
    }

    /// <summary>Blocks while another thread reads.</summary>
    /// <returns>False when the deadline passed.</returns>
    private bool Follow(IAwaited? request, Deadline deadline)
    {
        var waiter = _waiterOfThisThread ??= new Waiter();
        var change = new Change(request, this);
        if (waiter.Spin.ShouldSpin && !deadline.HasPassed && waiter.Spin.Spin(ref change))
            return true;
        var start = Stopwatch.GetTimestamp();
        request?.Watch(waiter);
        _role.Enlist(waiter, isServer: request is null);
        try
        {
            // Enlisted first, looked again after: whoever gives the role up, or completes the request, either is seen here or sees this waiter.
            if (change.HasCome())
                return true;
            var signalled = waiter.Wait(deadline.MillisecondsLeft);
            waiter.Spin.Blocked(start);
            return signalled;
        }
        finally
        {
            _role.Leave(waiter, isServer: request is null);
            request?.Unwatch(waiter);
        }
    }

    private void LeaveRole()
    {
        _role.Release();
        RoleLeft?.Invoke();
    }

    /// <summary>What a thread that does not read waits for.</summary>
    private readonly struct Change(IAwaited? request, Serving serving) : IPoll
    {
        public bool HasCome() => request is { IsCompleted: true } || !serving._role.IsHeld || serving._line.HasRunnable || serving._state.IsClosed;
    }
}
