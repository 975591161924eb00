using DynamicRpyc.Foundation;
using DynamicRpyc.Transports;

namespace DynamicRpyc.Connections;

/// <summary>
/// Sends frames, one flusher at a time. A sender that finds the link idle writes from its own buffer at once; whoever comes while a write is under way
/// leaves its bytes behind, and the flusher sends all of them with its next write: many small messages become one. Any thread.
/// </summary>
/// <remarks>
/// A sender that expects more to follow at once may let its frame linger: it is left behind for whoever sends next, or flushes before it waits. So that it never depends on these, another
/// thread sees to it if nobody was faster; see <see cref="Linger"/>.
/// </remarks>
/// <param name="transport">The link.</param>
/// <param name="maxUnsentBytes">How much may be unsent before senders wait.</param>
/// <param name="onBroken">Told of what ends the link.</param>
/// <param name="patience">
/// How long a sender waits for a peer that does not read; null for ever. What it has not got rid of by then is left to another thread, and whoever wants an answer finds out that none comes.
/// </param>
internal sealed class FrameSender(Transport transport, int maxUnsentBytes, Action<Exception> onBroken, TimeSpan? patience = null) : IFlushed
{
    /// <summary>After so many rounds for others the flusher passes the work on, so that no caller sends for ever on behalf of the rest.</summary>
    private const int MaxRounds = 16;

    /// <summary>How many times the most unsent bytes may be unsent of what could not wait.</summary>
    private const int MostOwed = 4;

    /// <summary>More than this does not linger: a write of its own is as good.</summary>
    private const int MostLingering = 64 * 1024;

    private readonly object _guard = new();
    private readonly SendQueue _queue = new();
    private int _waiting;
    private bool _flushing;
    private bool _isHelperCalled;
    private bool _isWatched;
    private bool _closed;

    /// <summary>Set while the flusher's office is held for the helper, who is not writing yet: anybody may take it from there.</summary>
    private volatile bool _lingers;

    private enum Step
    {
        LeaveBehind,
        CallHelper,
        HaveWatched,
        SendFrames,
        SendQueue,
        Refuse,
    }

    /// <summary>Whether senders that may wait would have to: the peer reads more slowly than this side has to say.</summary>
    internal bool IsBacklogged => _queue.Length >= maxUnsentBytes;

    /// <summary>Sends one or several whole frames.</summary>
    /// <param name="frames">The bytes; not needed after the call.</param>
    /// <param name="mayWait">
    /// False where the caller holds the reader role: it must not wait for a peer that may itself be waiting to be read. What does not go out at once is then left to another thread.
    /// </param>
    /// <param name="linger">Whether more is about to follow, with which the frames may leave.</param>
    /// <remarks>
    /// A broken link is reported to the closer, which ends every waiter; it is not thrown here. So is a peer that asks without end and reads no answer: what could not wait has a
    /// limit of its own, far above what a peer that is merely busy leaves unread. To stop reading instead would be kinder, and would lock up two peers who both do it.
    /// </remarks>
    internal void Send(ReadOnlySpan<byte> frames, bool mayWait, Linger linger = Linger.No)
    {
        Step step;
        lock (_guard)
        {
            mayWait = AwaitRoom(mayWait);
            if (_closed)
                return;
            step = Place(frames, mayWait, linger);
        }
        switch (step)
        {
            case Step.SendFrames:
                Flush(frames, mayWait);
                break;
            case Step.SendQueue:
                FlushQueue(mayWait);
                break;
            case Step.CallHelper:
                PumpThreads.Run(Help);
                break;
            case Step.HaveWatched:
                PumpWatch.Add(this);
                break;
            case Step.Refuse:
                Break(Unread());
                break;
        }
    }

    /// <summary>Sends one frame in pieces, from where they are; none of them is needed after the call.</summary>
    /// <param name="frame">The pieces in their order.</param>
    /// <param name="mayWait">As <see cref="Send"/> has it.</param>
    internal void SendPieces(ArraySegment<byte>[] frame, bool mayWait)
    {
        bool isRefused;
        lock (_guard)
        {
            mayWait = AwaitRoom(mayWait);
            if (_closed)
                return;
            isRefused = OwesTooMuch(mayWait);
            if (IsWriting && !isRefused)
            {
                foreach (var piece in frame)
                    _queue.Add(piece, isOwed: !mayWait);
                return;
            }
            if (_lingers)
                frame = [_queue.Take().ToArray(), .. frame];
            _flushing = true;
            _lingers = false;
        }
        if (isRefused)
            Break(Unread());
        else
            Flush(frame, mayWait);
    }

    /// <summary>Sends what lingers. For a thread that is about to wait for what that brings.</summary>
    /// <param name="mayWait">As <see cref="Send"/> has it.</param>
    internal void FlushLingering(bool mayWait)
    {
        if (_lingers && TryTakeOffice())
            FlushQueue(mayWait);
    }

    /// <summary>Called by the watch; never waits.</summary>
    void IFlushed.Flush()
    {
        lock (_guard)
            _isWatched = false;
        FlushLingering(mayWait: false);
    }

    /// <summary>Waits until everything is sent or dropped; false when the time passed first.</summary>
    internal bool AwaitSent(Deadline deadline)
    {
        lock (_guard)
        {
            while (_flushing && !_closed)
            {
                _waiting++;
                var signalled = Monitor.Wait(_guard, deadline.MillisecondsLeft);
                _waiting--;
                if (!signalled && deadline.HasPassed)
                    return false;
            }
            return true;
        }
    }

    /// <summary>Drops what is unsent and lets go of every sender that waits for room.</summary>
    internal void Close()
    {
        lock (_guard)
        {
            _closed = true;
            _queue.Clear();
            Monitor.PulseAll(_guard);
        }
    }

    private bool IsWriting => _flushing && !_lingers;

    private bool IsFull => IsWriting && _queue.Length >= maxUnsentBytes && !_closed;

    /// <summary>Holds a sender that may wait until the queue is shorter; under the lock.</summary>
    /// <returns>Whether it may still wait; not where there was no room in time: its frames then count among those that could not wait.</returns>
    private bool AwaitRoom(bool mayWait)
    {
        if (!mayWait || !IsFull)
            return mayWait;
        for (var deadline = Deadline.After(patience); IsFull && !deadline.HasPassed;)
        {
            _waiting++;
            Monitor.Wait(_guard, deadline.MillisecondsLeft);
            _waiting--;
        }
        return !IsFull;
    }

    /// <summary>Whether so much that could not wait is unsent that the peer cannot be reading; under the lock.</summary>
    private bool OwesTooMuch(bool mayWait) => IsWriting && !mayWait && _queue.OwedLength >= (long)maxUnsentBytes * MostOwed;

    /// <summary>Puts the frames where they belong; under the lock. The caller then does the step, outside of it.</summary>
    private Step Place(ReadOnlySpan<byte> frames, bool mayWait, Linger linger)
    {
        if (!_flushing && linger == Linger.No)
        {
            _flushing = true;
            return Step.SendFrames;
        }
        var isWriting = IsWriting;
        if (OwesTooMuch(mayWait))
            return Step.Refuse;
        _queue.Add(frames, isOwed: isWriting && !mayWait);
        if (isWriting)
            return Step.LeaveBehind;
        _flushing = true;
        _lingers = linger != Linger.No && _queue.Length < MostLingering;
        if (!_lingers)
            return Step.SendQueue;
        ref var isCalled = ref linger == Linger.UntilTick ? ref _isWatched : ref _isHelperCalled;
        if (isCalled)
            return Step.LeaveBehind;
        isCalled = true;
        return linger == Linger.UntilTick ? Step.HaveWatched : Step.CallHelper;
    }

    private bool TryTakeOffice()
    {
        lock (_guard)
        {
            var taken = _lingers;
            _lingers = false;
            return taken;
        }
    }

    private void Help()
    {
        lock (_guard)
            _isHelperCalled = false;
        if (TryTakeOffice())
            FlushAll(default);
    }

    private void Flush(ReadOnlySpan<byte> frames, bool mayWait)
    {
        try
        {
            var unsent = frames[transport.TrySend(frames)..];
            if (!unsent.IsEmpty && mayWait)
                unsent = unsent[transport.SendWithin(unsent, Deadline.After(patience))..];
            if (!unsent.IsEmpty)
            {
                PassOn(unsent);
                return;
            }
        }
        catch (IOException e)
        {
            Break(e);
            return;
        }
        FlushQueue(mayWait);
    }

    private void Flush(ArraySegment<byte>[] pieces, bool mayWait)
    {
        try
        {
            var deadline = Deadline.After(patience);
            var sent = transport.TrySend(pieces);
            for (var i = 0; i < pieces.Length; i++)
            {
                var taken = Math.Min(sent, pieces[i].Count);
                (pieces[i], sent) = (pieces[i][taken..], sent - taken);
                if (pieces[i].Count > 0 && mayWait)
                    pieces[i] = pieces[i][transport.SendWithin(pieces[i], deadline)..];
                if (pieces[i].Count > 0)
                {
                    PassOn(Joined(pieces));
                    return;
                }
            }
        }
        catch (IOException e)
        {
            Break(e);
            return;
        }
        FlushQueue(mayWait);
    }

    private void FlushQueue(bool mayWait)
    {
        try
        {
            for (var round = 0; TryTakeQueued(out var batch); round++)
            {
                var unsent = batch.Span[transport.TrySend(batch.Span)..];
                if (unsent.IsEmpty && round < MaxRounds)
                    continue;
                if (mayWait && round < MaxRounds)
                    unsent = unsent[transport.SendWithin(unsent, Deadline.After(patience))..];
                if (!unsent.IsEmpty || round == MaxRounds)
                {
                    PassOn(unsent);
                    return;
                }
            }
        }
        catch (IOException e)
        {
            Break(e);
        }
    }

    /// <summary>What is left of the pieces.</summary>
    private static byte[] Joined(ArraySegment<byte>[] pieces)
    {
        var joined = new byte[pieces.Sum(static piece => piece.Count)];
        var filled = 0;
        foreach (var piece in pieces)
        {
            piece.AsSpan().CopyTo(joined.AsSpan(filled));
            filled += piece.Count;
        }
        return joined;
    }

    /// <summary>
    /// Keeps the flusher's office, and lets another thread, which may wait, hold it. Not one of the pool: peers that do not read would use those up for all others.
    /// </summary>
    private void PassOn(ReadOnlySpan<byte> unsent)
    {
        var copy = unsent.ToArray();
        PumpThreads.Run(() => FlushAll(copy));
    }

    private void FlushAll(ReadOnlyMemory<byte> unsent)
    {
        try
        {
            if (!unsent.IsEmpty)
                transport.Send(unsent.Span);
            while (TryTakeQueued(out var batch))
                transport.Send(batch.Span);
        }
        catch (IOException e)
        {
            Break(e);
        }
    }

    private ProtocolException Unread() => new(
        $"The peer does not read: {_queue.OwedLength:N0} bytes of answers to it are unsent, {MostOwed} times {nameof(RpycConfig)}.{nameof(RpycConfig.Limits)}.{nameof(RpycLimits.MaxUnsentBytes)}.");

    private void Break(Exception error)
    {
        Close();
        onBroken(error);
    }

    /// <summary>Takes all that was left behind; where there is nothing, gives up the flusher's office.</summary>
    private bool TryTakeQueued(out ReadOnlyMemory<byte> batch)
    {
        lock (_guard)
        {
            var any = _queue.Length > 0 && !_closed;
            batch = any ? _queue.Take() : default;
            _flushing = any;
            if (_waiting > 0)
                Monitor.PulseAll(_guard);
            return any;
        }
    }
}
