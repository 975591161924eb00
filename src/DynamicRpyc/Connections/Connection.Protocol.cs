using DynamicRpyc.Connections;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc;

// The protocol's requests themselves, for what no netref does.
public sealed partial class Connection
{
    /// <summary>Asks the peer to echo, in RPyC's way: whether it is there. It answers also while it is busy with a call.</summary>
    /// <param name="data">What is to be echoed; null for 520 letters, RPyC's default.</param>
    /// <param name="timeout">How long to wait; null for 3 seconds, RPyC's default.</param>
    /// <exception cref="AsyncResultTimeout">No echo came in time.</exception>
    /// <exception cref="ConnectionClosedException">The connection is, or became, closed.</exception>
    /// <exception cref="ProtocolException">Something else came back.</exception>
    public void Ping(object? data = null, TimeSpan? timeout = null)
    {
        data ??= string.Concat(Enumerable.Repeat("abcdefghijklmnopqrstuvwxyz", 20));
        var echo = _core.Requests.Send(new Operation { Handler = Handler.Ping, Arguments = [data] }, timeout ?? TimeSpan.FromSeconds(3));
        if (!Echo.IsSame(data, echo))
            throw new ProtocolException($"The peer's echo of a ping differs from what was sent: {Values.PyRepr.Of(echo)}.");
    }

    /// <summary>Sends a request of the protocol and waits for its answer within <see cref="RpycConfig.SyncRequestTimeout"/>.</summary>
    /// <param name="handler">What is asked for; it says which arguments belong to it.</param>
    /// <param name="arguments">The handler's arguments. A netref of this connection is the object it stands for.</param>
    /// <returns>The value, or a netref.</returns>
    /// <exception cref="ConnectionClosedException">The connection is, or became, closed.</exception>
    /// <exception cref="AsyncResultTimeout">No answer came in time.</exception>
    public dynamic? SyncRequest(Handler handler, params object?[] arguments) =>
        _core.Requests.Send(new Operation { Handler = handler, Arguments = arguments, IsRaw = true }, Config.SyncRequestTimeout);

    /// <summary>Sends a request of the protocol and does not wait.</summary>
    /// <param name="handler">What is asked for; it says which arguments belong to it.</param>
    /// <param name="arguments">The handler's arguments.</param>
    /// <param name="timeout">The result's expiry; null for none, RPyC's default.</param>
    /// <exception cref="ConnectionClosedException">The connection is closed.</exception>
    public AsyncResult AsyncRequest(Handler handler, object?[] arguments, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return _core.Requests.Begin(new Operation { Handler = handler, Arguments = arguments, IsRaw = true }, timeout);
    }
}
