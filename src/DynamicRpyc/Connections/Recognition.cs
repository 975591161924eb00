using DynamicRpyc.Boxing;

namespace DynamicRpyc.Connections;

/// <summary>
/// How two ends that are both this library find out, without a round trip of its own: the dialling side puts its announcement in front of its first request, in the same write; the
/// accepting side announces itself once it has heard that, in front of its first answer. Thus the dialler knows before it sees any answer. Any thread; hearing is the reader's.
/// </summary>
internal sealed class Recognition(PeerFeatures peer, Outbox outbox, bool isDialler, bool isEnabled)
{
    private int _announced = isEnabled ? 0 : 1;

    /// <summary>Whether the request about to be sent is to be preceded by the announcement.</summary>
    internal bool IsDue => isDialler && Volatile.Read(ref _announced) == 0;

    /// <summary>Sends a request, and the announcement in front of it unless another thread was first with that.</summary>
    internal void SendAnnounced(OutgoingMessage message, Dialect dialect, bool mayWait)
    {
        if (Interlocked.Exchange(ref _announced, 1) == 0)
            outbox.SendBehind(Announcement.Frame(dialect), message, mayWait);
        else
            outbox.Send(message, mayWait);
    }

    /// <summary>Looks at a PING. An announcement is answered with this side's own, where that has not been sent, before anything is sent that relies on being understood.</summary>
    internal void Heard(IncomingRequest ping, object? data)
    {
        if (!isEnabled || peer.IsDotNet || !Announcement.Is(ping.Sequence, data))
            return;
        if (Interlocked.Exchange(ref _announced, 1) == 0)
            outbox.SendFrames(Announcement.Frame(ping.Dialect), mayWait: false);
        peer.IsDotNet = true;
    }
}
