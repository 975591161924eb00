using DynamicRpyc.Foundation;
using DynamicRpyc.Transports;

namespace DynamicRpyc.Connections;

/// <summary>
/// Sends frames, one flusher at a time. A sender that finds the link idle writes from its own buffer at once; whoever comes while a write is under way
/// leaves its bytes behind, and the flusher sends all of them with its next write: many small messages become one. Any thread.
/// </summary>
internal sealed class FrameSender(Transport transport, int maxUnsentBytes, Action<Exception> onBroken)
{
    /// <summary>After so many rounds for others the flusher passes the work on, so that no caller sends for ever on behalf of the rest.</summary>
    private const int MaxRounds = 16;
    private const int KeptCapacity = 1 << 20;

    private readonly object _guard = new();
    private byte[] _queued = [];
    private byte[] _spare = [];
    private int _queuedLength;
    private int _waiting;
    private bool _flushing;
    private bool _closed;

    /// <summary>Sends one or several whole frames.</summary>
    /// <param name="frames">The bytes; not needed after the call.</param>
    /// <param name="mayWait">
    /// False where the caller holds the reader role: it must not wait for a peer that may itself be waiting to be read. What does not go out at once is then left to a pool thread.
    /// </param>
    /// <remarks>A broken link is reported to the closer, which ends every waiter; it is not thrown here.</remarks>
    internal void Send(ReadOnlySpan<byte> frames, bool mayWait)
    {
        lock (_guard)
        {
            while (mayWait && _flushing && _queuedLength >= maxUnsentBytes && !_closed)
            {
                _waiting++;
                Monitor.Wait(_guard);
                _waiting--;
            }
            if (_closed)
                return;
            if (_flushing)
            {
                Enqueue(frames);
                return;
            }
            _flushing = true;
        }
        Flush(frames, mayWait);
    }

    /// <summary>Waits until all is sent, as far as the peer lets that happen in the time.</summary>
    internal void WaitSent(Deadline deadline)
    {
        lock (_guard)
        {
            _waiting++;
            while (_flushing && !_closed && !deadline.HasPassed)
                Monitor.Wait(_guard, deadline.MillisecondsLeft);
            _waiting--;
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
            if (!unsent.IsEmpty && !mayWait)
            {
                PassOn(unsent.ToArray());
                return;
            }
            if (!unsent.IsEmpty)
                transport.Send(unsent);
            for (var round = 0; TryTakeQueued(out var batch, out var length); round++)
            {
                if (!mayWait || round == MaxRounds)
                {
                    PassOn(batch.AsSpan(0, length).ToArray());
                    return;
                }
                transport.Send(batch.AsSpan(0, length));
            }
        }
        catch (IOException e)
        {
            Break(e);
        }
    }

    /// <summary>Keeps the flusher's office, and lets a pool thread, which may wait, hold it.</summary>
    private void PassOn(byte[] unsent) =>
        ThreadPool.UnsafeQueueUserWorkItem(static work => work.Sender.FlushAll(work.Unsent), (Sender: this, Unsent: unsent), preferLocal: false);

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

    private void Break(IOException error)
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
