using System.Dynamic;
using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.ExceptionServices;
using DynamicRpyc.Connections;
using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc;

/// <summary>
/// A symmetric link between two processes: each side offers a service and may use the other's. Any number of threads and tasks may share one connection.
/// As <c>dynamic</c> it also has RPyC's names: <c>conn.root</c>, and on classic connections <c>conn.modules</c> and whatever else the peer's slave has.
/// </summary>
public sealed partial class Connection : IDisposable, IAsyncDisposable, IDynamicMetaObjectProvider
{
    /// <summary>How long closing waits for a peer to take what is unsent.</summary>
    private static readonly TimeSpan _closePatience = TimeSpan.FromSeconds(1);

    private static int _lastId;
    private readonly ConnectionCore _core;
    private readonly Lock _rootGuard = new();
    private object? _root;
    private int _goodbye;

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
        Name = Config.ConnectionId ?? "conn" + Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
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
        : throw new InvalidOperationException(ConnectionMetaObject.NotClassic("Modules"));

    /// <summary>Whether the connection has ended.</summary>
    public bool Closed => _core.State.IsClosed;

    /// <summary>Why the connection ended; null while it is open.</summary>
    public CloseReason? CloseReason => _core.State.Reason?.Reason;

    internal ConnectionCore Core => _core;

    internal Channel Channel { get; }

    /// <summary>What a service adds to the connection's dynamic members, e.g. classic mode's <c>modules</c>.</summary>
    internal IConnectionMembers? Members { get; set; }

    /// <summary>
    /// Raised once when the connection has ended, after the service's farewell; a handler added later is called at once. On the thread that closed it, or on the
    /// thread pool where the link ended by itself.
    /// </summary>
    public event EventHandler<DisconnectedEventArgs>? Disconnected
    {
        add
        {
            if (value is not null)
                _core.Closer.Subscribe(value);
        }
        remove
        {
            if (value is not null)
                _core.Closer.Unsubscribe(value);
        }
    }

    /// <summary>
    /// Closes the connection: tells the peer, shuts the link, and ends every call that waits with a <see cref="ConnectionClosedException"/>. Idempotent;
    /// any thread, also inside a call of the peer. <see cref="RpycConfig.BeforeClosed"/> is called first; what it throws is thrown here, after the close, unless
    /// <see cref="RpycConfig.CloseCatchAll"/> is set.
    /// </summary>
    public void Close()
    {
        var failure = SayGoodbye();
        End(Deadline.After(_closePatience));
        if (failure is not null && !Config.CloseCatchAll)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>As <see cref="Close"/>.</summary>
    public void Dispose() => Close();

    /// <summary>As <see cref="Close"/>, off this thread; the task ends when the service has said farewell.</summary>
    public async Task CloseAsync()
    {
        await Task.Run(Close).ConfigureAwait(false);
        await _core.Closer.Farewell.ConfigureAwait(false);
    }

    /// <summary>As <see cref="CloseAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    /// <summary>The operating system's handle of the link's socket, for a loop that polls several.</summary>
    /// <exception cref="NotSupportedException">The link is no socket.</exception>
    public nint Fileno() => Channel.Transport.Handle
        ?? throw new NotSupportedException($"The link to {Channel.Transport.Description} is not a socket and has no one handle to poll; use {nameof(Poll)} or {nameof(Serve)}.");

    /// <summary>Opens a scope that gives back every netref received inside when it is disposed, except those kept.</summary>
    public NetrefScope Scope() => new(this, netref => _core.Requester.Release((Netref)netref));

    /// <summary>The connection's name and peer; local text.</summary>
    public override string ToString() => $"<Connection {Name} to {Channel.Transport.Description}{(Closed ? " (closed)" : "")}>";

    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new ConnectionMetaObject(parameter, this);

    /// <summary>
    /// Lets the service welcome the connection, before any request of the peer is run except while the service itself waits for the peer. A service that throws
    /// closes it.
    /// </summary>
    /// <exception cref="ConnectionClosedException">The connection ended before the service could welcome it.</exception>
    internal void Welcome()
    {
        if (!_core.Life.TryBegin())
            _core.State.ThrowIfClosed();
        try
        {
            Service.OnConnect(this);
        }
        catch
        {
            _core.Life.Welcomed();
            End(Deadline.After(_closePatience));
            throw;
        }
        _core.Life.Welcomed();
    }

    /// <summary>As <see cref="Close"/>, where nobody is there to hear what <see cref="RpycConfig.BeforeClosed"/> throws: the log has it. What is unsent at the deadline is dropped.</summary>
    internal void CloseQuietly(Deadline deadline)
    {
        SayGoodbye();
        End(deadline);
    }

    private void End(Deadline deadline)
    {
        if (!Closed)
        {
            _core.Closer.BeginHere();
            _core.SayClose(deadline);
        }
        _core.Closer.CloseHere();
        Channel.Transport.AwaitEnd();
    }

    /// <summary>Has <see cref="RpycConfig.BeforeClosed"/> called, once, on a connection that works.</summary>
    private Exception? SayGoodbye()
    {
        if (Config.BeforeClosed is not { } action || Closed || !_core.Life.IsWelcomed || Interlocked.Exchange(ref _goodbye, 1) != 0)
            return null;
        try
        {
            action(GetRoot());
            return null;
        }
        catch (ConnectionClosedException) when (Closed)
        {
            // The peer was faster; that the connection ends is what was wanted.
            return null;
        }
        catch (Exception failure)
        {
            _core.Log.BeforeClosedFailed(failure);
            return failure;
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
