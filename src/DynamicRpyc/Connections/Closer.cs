using DynamicRpyc.Boxing;
using DynamicRpyc.Channels;
using DynamicRpyc.Invocation;
using DynamicRpyc.Transports;

namespace DynamicRpyc.Connections;

/// <summary>
/// Ends a connection: once, in one order, for the first reason. It shuts the link, ends every waiter with that reason, and lets go of everything. Any thread,
/// also the reader; user code (the service's farewell) runs elsewhere when the reader called.
/// </summary>
internal sealed class Closer(
    Connection connection, ConnectionState state, Transport transport, FrameReader frames, FrameSender sender, RequestTable requests, RequestLine line,
    LentTable lent, NetrefTable netrefs, ReleaseQueue releases, ReaderRole role, DialectState dialect, ConnectionLog log)
{
    private volatile bool _closesHere;
    private readonly Lock _guard = new();
    private List<EventHandler<DisconnectedEventArgs>>? _subscribers = [];

    internal MessagePump? Pump { get; set; }

    /// <summary>What the service hears of it.</summary>
    internal required ServiceLife Life { get; init; }

    /// <summary>Ends when the service has said farewell.</summary>
    internal Task Farewell => Life.Farewell;

    /// <summary>
    /// Notes that this side is closing and about to tell the peer: the end of the link, which is the peer's answer to that, is then no reason of its own. <see cref="CloseHere"/> must follow.
    /// </summary>
    internal void BeginHere() => _closesHere = true;

    /// <summary>Closes with a reason found on the link. The farewell runs on the pool.</summary>
    internal void Close(CloseReason reason, Exception? cause)
    {
        if (TryClose(reason, cause) && !_closesHere)
            ThreadPool.UnsafeQueueUserWorkItem(static closer => closer.SayFarewell(), this, preferLocal: false);
    }

    /// <summary>Closes at this side's wish. The farewell has run when it returns, unless another thread is at it.</summary>
    internal void CloseHere()
    {
        TryClose(CloseReason.ClosedHere, null);
        SayFarewell();
    }

    private void SayFarewell()
    {
        // First, so that an event which the service raises in its farewell does not fail on this very peer.
        EventToken.RemoveGone(log.DisconnectHandlerFailed);
        Life.Ended();
    }

    private bool TryClose(CloseReason reason, Exception? cause)
    {
        if (dialect.IsMismatch && reason is (CloseReason.ClosedByPeer or CloseReason.EndOfStream or CloseReason.LinkLost))
            reason = CloseReason.WrongDialect;
        else if (_closesHere && reason is (CloseReason.ClosedByPeer or CloseReason.EndOfStream or CloseReason.LinkLost))
            (reason, cause) = (CloseReason.ClosedHere, null);
        var closed = new ConnectionClosedException(reason, Explain(reason, cause), cause);
        if (!state.TryClose(closed))
            return false;
        log.Closed(reason, closed.Message);
        transport.Shutdown();
        sender.Close();
        requests.Close(closed);
        line.Clear();
        lent.Clear();
        netrefs.Clear();
        releases.Clear();
        role.SignalAll();
        Pump?.Stop();
        FreeBuffers();
        transport.Dispose();
        return true;
    }

    /// <summary>The read buffer is the reader's. Where somebody reads at the moment, the garbage collector takes it instead of the pool.</summary>
    private void FreeBuffers()
    {
        // The role is kept for good: nobody reads a closed link.
        if (role.TryTake())
            frames.Dispose();
    }

    /// <summary>Adds a subscriber; calls it at once where the connection has ended.</summary>
    internal void Subscribe(EventHandler<DisconnectedEventArgs> subscriber)
    {
        lock (_guard)
        {
            if (_subscribers is not null)
            {
                _subscribers.Add(subscriber);
                return;
            }
        }
        Tell(subscriber);
    }

    internal void Unsubscribe(EventHandler<DisconnectedEventArgs> subscriber)
    {
        lock (_guard)
            _subscribers?.Remove(subscriber);
    }

    internal void TellSubscribers()
    {
        List<EventHandler<DisconnectedEventArgs>> subscribers;
        lock (_guard)
        {
            subscribers = _subscribers ?? [];
            _subscribers = null;
        }
        foreach (var subscriber in subscribers)
            Tell(subscriber);
    }

    private void Tell(EventHandler<DisconnectedEventArgs> subscriber)
    {
        try
        {
            subscriber(connection, new DisconnectedEventArgs(state.Reason!));
        }
        catch (Exception e)
        {
            // One subscriber's failure is not the next one's.
            log.DisconnectHandlerFailed(e);
        }
    }

    private string Explain(CloseReason reason, Exception? cause) => $"The connection {connection.Name} to {transport.Description} is closed: " + reason switch
    {
        CloseReason.ClosedHere => "it was closed on this side.",
        CloseReason.ClosedByPeer => "the peer closed it.",
        CloseReason.EndOfStream => cause?.Message ?? "the peer closed the link.",
        CloseReason.WrongDialect =>
            $"the peer does not understand RPyC {Version(dialect.FirstSent)}'s messages; it speaks RPyC {Version(dialect.FirstHeard)}'s. " +
            $"Set {nameof(RpycConfig)}.{nameof(RpycConfig.Dialect)} to {nameof(Dialect)}.{dialect.FirstHeard}.",
        _ => cause?.Message ?? reason.ToString(),
    };

    private static string Version(Dialect dialect) => dialect == Dialect.V5 ? "5" : "6";
}
