using DynamicRpyc.Boxing;
using DynamicRpyc.Channels;
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
    private readonly TaskCompletionSource _farewell = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closesHere;
    private int _farewellBegun;

    /// <summary>Set while the connection is tried out: a wrong dialect is then no end that the service hears of.</summary>
    internal bool IsTrial { get; set; }

    internal MessagePump? Pump { get; set; }

    internal IService? Service { get; set; }

    /// <summary>Ends when the service has said farewell.</summary>
    internal Task Farewell => _farewell.Task;

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

    private void SayFarewell()
    {
        if (Interlocked.Exchange(ref _farewellBegun, 1) != 0)
            return;
        try
        {
            if (!IsTrial)
                Service?.OnDisconnect(connection);
        }
        catch (Exception e)
        {
            log.DisconnectHandlerFailed(e);
        }
        finally
        {
            _farewell.TrySetResult();
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
