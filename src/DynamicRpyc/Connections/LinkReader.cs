using System.Diagnostics;
using DynamicRpyc.Boxing;
using DynamicRpyc.Channels;
using DynamicRpyc.Foundation;
using DynamicRpyc.Transports;

namespace DynamicRpyc.Connections;

/// <summary>What came of one attempt to read.</summary>
internal enum ReadOutcome
{
    /// <summary>At least one message was taken in.</summary>
    Dispatched,

    /// <summary>Bytes came, but no whole message yet.</summary>
    Partial,

    /// <summary>The time passed.</summary>
    TimedOut,

    /// <summary>The link has ended, or was found to carry something else; the closer was told.</summary>
    Closed,
}

/// <summary>
/// Waits for bytes, and takes in all the whole messages that they make. Under the reader role: one thread at a time. It runs no user code.
/// </summary>
internal sealed class LinkReader(
    Transport transport, FrameReader frames, Dispatcher dispatcher, PeerFeatures peer, ConnectionState state, AnswerGathering gathering, Action<CloseReason, Exception> close)
{
    /// <summary>How long nothing comes before the peer is taken to wait for an acknowledgement.</summary>
    private const int QuietMilliseconds = 1;

    /// <summary>After so many first looks in a row that found nothing, most are left out: between a request and its answer there is nothing to see.</summary>
    private const int VainLooks = 8;

    /// <summary>Of so many first looks, one is taken all the same, to find out when the peer has begun to say more than it is asked.</summary>
    private const int LooksLeftOut = 32;

    private bool _isAcknowledged = true;
    private int _vainLooks;
    private int _looksLeftOut;
    private readonly SpinControl _spin = new(TimeSpan.FromMicroseconds(50));

    /// <summary>How many batches were read; tells a watcher whether anything moves.</summary>
    internal long Batches { get; private set; }

    /// <summary>Reads one batch: what is buffered, else what arrives within the deadline.</summary>
    internal ReadOutcome ReadBatch(Deadline deadline)
    {
        if (state.IsClosed)
            return ReadOutcome.Closed;
        try
        {
            if (DispatchBuffered())
                return ReadOutcome.Dispatched;
            var count = Receive(deadline);
            if (count < 0)
                return ReadOutcome.TimedOut;
            Batches++;
            _isAcknowledged = false;
            if (count > 0)
                return DispatchBuffered() ? ReadOutcome.Dispatched : state.IsClosed ? ReadOutcome.Closed : ReadOutcome.Partial;
            EndOfStream();
        }
        catch (ProtocolException e)
        {
            close(CloseReason.ProtocolError, e);
        }
        catch (IOException e)
        {
            close(CloseReason.LinkLost, e);
        }
        catch (Exception e)
        {
            // A message that this side should have refused and stumbled over. No later one can be trusted; and the thread may be the pump, for which nobody catches.
            close(CloseReason.ProtocolError, new ProtocolException($"A message from {transport.Description} could not be taken in: {e.GetType().Name}: {e.Message}", e));
        }
        return ReadOutcome.Closed;
    }

    private bool DispatchBuffered()
    {
        var any = false;
        while (!state.IsClosed && frames.TryRead(out var payload))
        {
            dispatcher.Dispatch(payload, frames.TakeLanded());
            any = true;
        }
        if (any)
            dispatcher.EndBatch();
        return any;
    }

    private int Receive(Deadline deadline)
    {
        var canPoll = transport.CanSpin && !deadline.IsNow;
        var spins = canPoll && _spin.ShouldSpin;
        var count = canPoll && IsLookVain() ? -1 : Look();
        if (count >= 0)
            return count;
        if (spins)
        {
            var arrival = new Arrival(frames);
            if (_spin.Spin(ref arrival))
                return arrival.Count;
        }
        if (deadline.IsNever && dispatcher.WasAnswer && gathering.Pause() && (count = frames.Fill()) >= 0)
            return count;
        var start = Stopwatch.GetTimestamp();
        AcknowledgeIfQuiet(deadline);
        frames.Rest();
        while (true)
        {
            var ready = transport.WaitReadable(deadline.MillisecondsLeft);
            _spin.Blocked(start);
            count = frames.Fill();
            if (count >= 0)
                return count;
            if (!ready && deadline.HasPassed)
                return -1;
        }
    }

    /// <summary>Whether to leave out the look before the first yield, or before blocking. It costs a call of the system, and where one answer follows one request it is always too early.</summary>
    private bool IsLookVain()
    {
        if (_vainLooks < VainLooks || frames.IsInsideFrame)
            return false;
        if (++_looksLeftOut < LooksLeftOut)
            return true;
        _looksLeftOut = 0;
        return false;
    }

    private int Look()
    {
        var count = frames.Fill();
        _vainLooks = count >= 0 ? 0 : _vainLooks + 1;
        return count;
    }

    /// <summary>
    /// Once for each batch, before the thread blocks for long. Not at once: until it is acknowledged, a peer with much to say collects it, which is cheaper for both sides. This library itself
    /// sends without Nagle's delays.
    /// </summary>
    private void AcknowledgeIfQuiet(Deadline deadline)
    {
        if (_isAcknowledged || peer.IsDotNet)
            return;
        _isAcknowledged = true;
        if (deadline.MillisecondsLeft != 0 && !transport.WaitReadable(QuietMilliseconds))
            transport.AcknowledgeNow();
    }

    private void EndOfStream()
    {
        if (frames.IsInsideFrame)
            close(CloseReason.LinkLost, new EndOfStreamException($"The link to {transport.Description} ended inside a frame."));
        else
            close(CloseReason.EndOfStream, new EndOfStreamException($"The peer at {transport.Description} closed the link."));
    }

    private ref struct Arrival(FrameReader frames) : IPoll
    {
        /// <summary>As <see cref="FrameReader.Fill"/> has it.</summary>
        internal int Count { get; private set; }

        public bool HasCome() => (Count = frames.Fill()) >= 0;
    }
}
