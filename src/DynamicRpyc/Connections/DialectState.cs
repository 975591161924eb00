using DynamicRpyc.Foundation;

namespace DynamicRpyc.Connections;

/// <summary>
/// Which dialect this side speaks: as configured; else as heard; else, on the dialling side, RPyC 6's. An accepting side that must speak first waits a
/// moment to hear. Any thread.
/// </summary>
internal sealed class DialectState
{
    private readonly ManualResetEventSlim _heardSomething = new(false);
    private readonly TimeSpan _wait;
    private readonly bool _isDialler;
    private readonly bool _isFixed;
    private volatile Dialect _current;

    /// <param name="config">Its <see cref="RpycConfig.Dialect"/> and <see cref="RpycConfig.DialectWait"/> are read.</param>
    /// <param name="isDialler">Whether this side may simply begin.</param>
    internal DialectState(RpycConfig config, bool isDialler)
    {
        _wait = config.DialectWait;
        _isDialler = isDialler;
        _isFixed = config.Dialect != Dialect.Auto;
        _current = config.Dialect;
    }

    /// <summary>The dialect in use; <see cref="Dialect.Auto"/> while nothing was heard or sent.</summary>
    internal Dialect Current => _current;

    /// <summary>What was heard first; <see cref="Dialect.Auto"/> until then.</summary>
    internal Dialect FirstHeard { get; private set; }

    /// <summary>What this side sent first of its own accord; <see cref="Dialect.Auto"/> until then.</summary>
    internal Dialect FirstSent { get; private set; }

    /// <summary>Whether the peer answered anything: it then understands what this side sends.</summary>
    internal bool WasAnswered { get; set; }

    /// <summary>Whether this side began in one dialect, was not answered, and heard the other.</summary>
    internal bool IsMismatch => !WasAnswered && FirstSent != Dialect.Auto && FirstHeard != Dialect.Auto && FirstSent != FirstHeard;

    /// <summary>Notes the dialect of a received message. Called by the reader.</summary>
    internal void Heard(Dialect dialect)
    {
        if (FirstHeard != Dialect.Auto)
            return;
        FirstHeard = dialect;
        if (!_isFixed)
            _current = dialect;
        _heardSomething.Set();
    }

    /// <summary>The dialect for a message that this side begins, and whether it must first be listened for.</summary>
    internal Dialect ForSending(Action<Deadline> listen)
    {
        if (FirstSent != Dialect.Auto)
            return _current;
        if (_current == Dialect.Auto && !_isDialler && _wait > TimeSpan.Zero)
            listen(Deadline.After(_wait));
        if (_current == Dialect.Auto)
            _current = Dialect.V6;
        return FirstSent = _current;
    }

    /// <summary>Blocks until something was heard, for a thread that is not the reader.</summary>
    internal bool WaitToHear(Deadline deadline) => _heardSomething.Wait(deadline.MillisecondsLeft);
}
