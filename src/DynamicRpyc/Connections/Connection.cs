using System.Dynamic;
using System.Linq.Expressions;
using DynamicRpyc.Connections;
using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc;

/// <summary>
/// A symmetric link between two processes: each side offers a service and may use the other's. Any number of threads and tasks may share one connection.
/// As <c>dynamic</c> it also has RPyC's names: <c>conn.root</c>, and on classic connections <c>conn.modules</c> and whatever else the peer's slave has.
/// </summary>
public sealed class Connection : IDisposable, IAsyncDisposable, IDynamicMetaObjectProvider
{
    /// <summary>How long closing waits for a peer to take what is unsent.</summary>
    private static readonly TimeSpan _closePatience = TimeSpan.FromSeconds(1);

    private static int _lastId;
    private readonly ConnectionCore _core;
    private readonly Lock _rootGuard = new();
    private object? _root;

    /// <summary>Makes a connection on a channel and lets the service welcome it.</summary>
    /// <param name="service">What this side offers.</param>
    /// <param name="channel">The link; the connection owns it from here on.</param>
    /// <param name="config">Settings; null takes <see cref="RpycConfig.Default"/>. The service may ask for others, see <see cref="IService.Configure"/>.</param>
    /// <exception cref="InvalidOperationException">The channel already belongs to a connection.</exception>
    public Connection(IService service, Channel channel, RpycConfig? config = null) : this(service, channel, config, isDialler: false)
    {
        Welcome();
        _core.Start();
    }

    internal Connection(IService service, Channel channel, RpycConfig? config, bool isDialler)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(channel);
        channel.Take();
        Service = service;
        Channel = channel;
        Config = service.Configure(config ?? RpycConfig.Default);
        Name = Config.ConnectionId ?? $"conn{Interlocked.Increment(ref _lastId)}";
        _core = new ConnectionCore(this, isDialler);
    }

    /// <summary>The settings that the connection was made with.</summary>
    public RpycConfig Config { get; }

    /// <summary>The connection's name in logs and errors.</summary>
    public string Name { get; }

    /// <summary>What this side offers.</summary>
    public IService Service { get; }

    /// <summary>The other side's service, as <c>dynamic</c>. Fetched once.</summary>
    /// <exception cref="ConnectionClosedException">The connection is closed.</exception>
    /// <exception cref="AsyncResultTimeout">No answer came within <see cref="RpycConfig.SyncRequestTimeout"/>.</exception>
    public dynamic Root => GetRoot();

    /// <summary>The peer's modules, on a classic connection: Python modules of a Python peer, namespaces of a .NET peer, by name.</summary>
    /// <exception cref="InvalidOperationException">The connection is not a classic one.</exception>
    public dynamic Modules => Members?.GetMember("modules") is { } modules
        ? modules
        : throw new InvalidOperationException("'Modules' needs a classic connection, such as Rpyc.Classic.Connect makes; this one was made with a service of its own.");

    /// <summary>Whether the connection has ended.</summary>
    public bool Closed => _core.State.IsClosed;

    /// <summary>Why the connection ended; null while it is open.</summary>
    public CloseReason? CloseReason => _core.State.Reason?.Reason;

    internal ConnectionCore Core => _core;

    internal Channel Channel { get; }

    /// <summary>What a service adds to the connection's dynamic members, e.g. classic mode's <c>modules</c>.</summary>
    internal IConnectionMembers? Members { get; set; }

    /// <summary>
    /// Closes the connection: tells the peer, shuts the link, and ends every call that waits with a <see cref="ConnectionClosedException"/>. Idempotent;
    /// any thread, also inside a call of the peer.
    /// </summary>
    public void Close() => CloseBy(Deadline.After(_closePatience));

    /// <summary>As <see cref="Close"/>; what is unsent at the deadline is dropped.</summary>
    internal void CloseBy(Deadline deadline)
    {
        if (!Closed)
        {
            _core.Closer.BeginHere();
            _core.SayClose(deadline);
        }
        _core.Closer.CloseHere();
        Channel.Transport.AwaitEnd();
    }

    /// <summary>As <see cref="Close"/>.</summary>
    public void Dispose() => Close();

    /// <summary>As <see cref="Close"/>; ends when the service has said farewell.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        await _core.Closer.Farewell.ConfigureAwait(false);
    }

    /// <summary>
    /// Serves what arrives first within the time: one request, or a batch of answers. The way to serve where <see cref="RpycConfig.Pump"/> is off; with the
    /// pump on, the peer's requests run here instead of there for as long as it takes.
    /// </summary>
    /// <param name="timeout">How long to wait; null for one second, RPyC's default; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <returns>Whether anything was served.</returns>
    /// <exception cref="ConnectionClosedException">The connection is, or became, closed.</exception>
    public bool Serve(TimeSpan? timeout = null) => _core.Serving.ServeOnce(Deadline.After(timeout ?? TimeSpan.FromSeconds(1)));

    /// <summary>Serves what has arrived, without waiting, or waiting for at most <paramref name="timeout"/>: the step of a UI or game loop.</summary>
    /// <returns>Whether anything was served.</returns>
    /// <exception cref="ConnectionClosedException">The connection is, or became, closed.</exception>
    public bool Poll(TimeSpan timeout = default) => _core.Serving.ServeOnce(Deadline.After(timeout));

    /// <summary>Asks the peer to echo: whether it is there, and how long that takes. It answers also while it is busy with a call.</summary>
    /// <param name="timeout">How long to wait; null for 3 seconds, RPyC's default.</param>
    /// <exception cref="AsyncResultTimeout">No echo came in time.</exception>
    /// <exception cref="ConnectionClosedException">The connection is, or became, closed.</exception>
    /// <exception cref="ProtocolException">Something else came back.</exception>
    public void Ping(TimeSpan? timeout = null)
    {
        const string Data = "abcdefghijklmnopqrstuvwxyz";
        var echo = _core.Requests.Send(new Operation { Handler = Handler.Ping, Arguments = [Data] }, timeout ?? TimeSpan.FromSeconds(3));
        if (echo is not Data)
            throw new ProtocolException($"The peer's echo of a ping differs from what was sent: {echo ?? "None"}.");
    }

    /// <summary>
    /// Serves until the connection has ended, whoever ends it; the end itself is not an error. With the pump on it only waits. Any thread.
    /// </summary>
    public void ServeAll()
    {
        try
        {
            while (!Closed)
                _core.Serving.ServeOnce(Deadline.Never);
        }
        catch (ConnectionClosedException)
        {
            // The end that was waited for; CloseReason tells which.
        }
        _core.Closer.Farewell.Wait();
    }

    /// <summary>Opens a scope that gives back every netref received inside when it is disposed, except those kept.</summary>
    public NetrefScope Scope() => new(this, netref => _core.Requester.Release((Netref)netref));

    /// <summary>The connection's name and peer; local text.</summary>
    public override string ToString() => $"<Connection {Name} to {Channel.Transport.Description}{(Closed ? " (closed)" : "")}>";

    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new ConnectionMetaObject(parameter, this);

    /// <summary>
    /// Lets the service welcome the connection, before any request of the peer is run except while the service itself waits for the peer. A service that throws
    /// closes it.
    /// </summary>
    internal void Welcome()
    {
        try
        {
            Service.OnConnect(this);
        }
        catch
        {
            Close();
            throw;
        }
    }

    internal object GetRoot()
    {
        if (Volatile.Read(ref _root) is { } known)
            return known;
        var root = _core.Requests.Send(new Operation { Handler = Handler.GetRoot }, Config.SyncRequestTimeout)
            ?? throw new ProtocolException("The peer offers no root: it answered GETROOT with None.");
        // Two threads may have asked; one root is kept, so that it stays the same object.
        lock (_rootGuard)
            return _root ??= root;
    }
}
