using DynamicRpyc.Foundation;
using DynamicRpyc.Transports;

namespace DynamicRpyc.Connections;

/// <summary>
/// Sends frames, one flusher at a time. A sender that finds the link idle writes from its own buffer at once; whoever comes while a write is under way
/// leaves its bytes behind, and the flusher sends all of them with its next write: many small messages become one. Any thread.
/// </summary>
/// <param name="transport">The link.</param>
/// <param name="maxUnsentBytes">How much may be unsent before senders wait.</param>
/// <param name="onBroken">Told of what ends the link.</param>
/// <param name="patience">
/// How long a sender waits for a peer that does not read; null for ever. What it has not got rid of by then is sent by another thread, or not at all, and whoever wants an answer finds out
/// that none comes.
/// </param>
internal sealed class FrameSender(Transport transport, int maxUnsentBytes, Action<Exception> onBroken, TimeSpan? patience = null)
{
    /// <summary>After so many rounds for others the flusher passes the work on, so that no caller sends for ever on behalf of the rest.</summary>
    private const int MaxRounds = 16;

    /// <summary>How many times the most unsent bytes may be unsent of what could not wait.</summary>
    private const int MostOwed = 4;
    private const int KeptCapacity = 1 << 20;

    private readonly object _guard = new();
    private byte[] _queued = [];
    private byte[] _spare = [];
    private int _queuedLength;
    private long _owedLength;
    private int _waiting;
    private bool _flushing;
    private bool _closed;

    /// <summary>Whether senders that may wait would have to: the peer reads more slowly than this side has to say.</summary>
    internal bool IsBacklogged => Volatile.Read(ref _queuedLength) >= maxUnsentBytes;

    /// <summary>Sends one or several whole frames.</summary>
    /// <param name="frames">The bytes; not needed after the call.</param>
    /// <param name="mayWait">
    /// False where the caller holds the reader role: it must not wait for a peer that may itself be waiting to be read. What does not go out at once is then left to another thread.
    /// </param>
    /// <remarks>
    /// A broken link is reported to the closer, which ends every waiter; it is not thrown here. So is a peer that asks without end and reads no answer: what could not wait has a
    /// limit of its own, far above what a peer that is merely busy leaves unread. To stop reading instead would be kinder, and would lock up two peers who both do it.
    /// </remarks>
    internal void Send(ReadOnlySpan<byte> frames, bool mayWait)
    {
        ProtocolException? unread = null;
        lock (_guard)
        {
            if (mayWait && _flushing && _queuedLength >= maxUnsentBytes)
                AwaitRoom(Deadline.After(patience));
            if (_closed)
                return;
            if (!_flushing)
            {
                _flushing = true;
            }
            else if (mayWait || _owedLength < (long)maxUnsentBytes * MostOwed)
            {
                Enqueue(frames);
                if (!mayWait)
                    _owedLength += frames.Length;
                return;
            }
            else
            {
                unread = new ProtocolException(
                    $"The peer does not read: {_owedLength:N0} bytes of answers to it are unsent, {MostOwed} times {nameof(RpycConfig)}.{nameof(RpycConfig.Limits)}.{nameof(RpycLimits.MaxUnsentBytes)}.");
            }
        }
        if (unread is null)
            Flush(frames, mayWait);
        else
            Break(unread);
    }

    private void AwaitRoom(Deadline deadline)
    {
        while (_flushing && _queuedLength >= maxUnsentBytes && !_closed && !deadline.HasPassed)
        {
            _waiting++;
            Monitor.Wait(_guard, deadline.MillisecondsLeft);
            _waiting--;
        }
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
            _queuedLength = 0;
            Monitor.PulseAll(_guard);
        }
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
                PassOn(unsent.ToArray());
                return;
            }
            for (var round = 0; TryTakeQueued(out var batch, out var length); round++)
            {
                var rest = batch.AsSpan(0, length);
                if (mayWait && round < MaxRounds)
                    rest = rest[transport.SendWithin(rest, Deadline.After(patience))..];
                if (!rest.IsEmpty)
                {
                    PassOn(rest.ToArray());
                    return;
                }
            }
        }
        catch (IOException e)
        {
            Break(e);
        }
    }

    /// <summary>
    /// Keeps the flusher's office, and lets another thread, which may wait, hold it. Not one of the pool: peers that do not read would use those up for all others.
    /// </summary>
    private void PassOn(byte[] unsent) => PumpThreads.Run(() => FlushAll(unsent));

    private void FlushAll(byte[] unsent)
    {
        try
        {
            transport.Send(unsent);
            while (TryTakeQueued(out var batch, out var length))
                transport.Send(batch.AsSpan(0, length));
        }
        catch (IOException e)
        {
            Break(e);
        }
    }

    private void Break(Exception error)
    {
        Close();
        onBroken(error);
    }

    /// <summary>Takes all that was left behind; where there is nothing, gives up the flusher's office.</summary>
    private bool TryTakeQueued(out byte[] batch, out int length)
    {
        lock (_guard)
        {
            batch = _queued;
            length = _queuedLength;
            if (length == 0 || _closed)
            {
                _flushing = false;
                if (_waiting > 0)
                    Monitor.PulseAll(_guard);
                return false;
            }
            _queued = _spare;
            _spare = batch.Length > KeptCapacity ? [] : batch;
            _queuedLength = 0;
            _owedLength = 0;
            if (_waiting > 0)
                Monitor.PulseAll(_guard);
            return true;
        }
    }

    private void Enqueue(ReadOnlySpan<byte> frames)
    {
        var needed = checked(_queuedLength + frames.Length);
        if (needed > _queued.Length)
        {
            var bigger = new byte[Math.Max(needed, Math.Min(_queued.Length * 2, KeptCapacity))];
            _queued.AsSpan(0, _queuedLength).CopyTo(bigger);
            _queued = bigger;
        }
        frames.CopyTo(_queued.AsSpan(_queuedLength));
        _queuedLength = needed;
    }
}
