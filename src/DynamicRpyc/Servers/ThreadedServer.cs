using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using DynamicRpyc.Servers;
using DynamicRpyc.Services;
using Microsoft.Extensions.Logging;

namespace DynamicRpyc;

/// <summary>
/// Serves clients over TCP, each on a thread of its own. It listens on the loopback address unless told otherwise. Any thread may start and close it.
/// </summary>
public sealed class ThreadedServer : IDisposable
{
    private readonly Func<IService> _services;
    private readonly string _host;
    private readonly int _port;
    private readonly int _backlog;
    private readonly RpycConfig _config;
    private readonly ConnectionSet _connections = new();
    private readonly ManualResetEventSlim _ended = new(false);
    private readonly Lock _guard = new();
    private Socket? _listener;
    private int _closed;

    /// <summary>A server that makes a new service for each connection.</summary>
    /// <param name="services">Makes the service; called once a connection, on its thread.</param>
    /// <param name="host">The address or name to listen on. Default 127.0.0.1: this machine only. "0.0.0.0" or "::" lets the network in.</param>
    /// <param name="port">The TCP port; 0 takes any free one, see <see cref="Port"/>.</param>
    /// <param name="backlog">How many connections may wait to be accepted. Default 128.</param>
    /// <param name="config">Settings for every connection; null takes <see cref="RpycConfig.Default"/>.</param>
    public ThreadedServer(Func<IService> services, string host = "127.0.0.1", int port = 0, int backlog = 128, RpycConfig? config = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(host);
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(backlog);
        _services = services;
        _host = host;
        _port = port;
        _backlog = backlog;
        // A server's connections have nobody else to serve them.
        _config = (config ?? RpycConfig.Default) with { Pump = true };
    }

    /// <summary>A server that makes a new service of this type for each connection. The type needs a public constructor without parameters.</summary>
    /// <inheritdoc cref="ThreadedServer(Func{IService}, string, int, int, RpycConfig)"/>
    public ThreadedServer(Type service, string host = "127.0.0.1", int port = 0, int backlog = 128, RpycConfig? config = null)
        : this(ServiceFactory.From(service), host, port, backlog, config) { }

    /// <summary>A server whose connections all share one service.</summary>
    /// <inheritdoc cref="ThreadedServer(Func{IService}, string, int, int, RpycConfig)"/>
    public ThreadedServer(IService service, string host = "127.0.0.1", int port = 0, int backlog = 128, RpycConfig? config = null)
        : this(ServiceFactory.Shared(service), host, port, backlog, config) { }

    /// <summary>The port that the server listens on. Listening begins here where it has not: clients may connect, and wait to be accepted.</summary>
    /// <exception cref="SocketException">The address cannot be listened on; it is in use, for example.</exception>
    /// <exception cref="ObjectDisposedException">The server is closed.</exception>
    public int Port => ((IPEndPoint)Listen().LocalEndPoint!).Port;

    /// <summary>The host that was given.</summary>
    public string Host => _host;

    /// <summary>How many connections are open.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>Accepts clients on this thread until <see cref="Close"/>, Ctrl-C or SIGTERM. The last two end all connections too. Returns at once where it is closed already.</summary>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    public void Start()
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, CloseOnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, CloseOnSignal);
        // Another thread may have closed it already: a program whose standard input has ended, for example.
        if (ListenUnlessClosed() is not { } listener)
            return;
        AcceptAll(listener);
        _ended.Wait();
    }

    /// <summary>Accepts clients on a background thread. Returns when the server listens.</summary>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    public void StartInBackground()
    {
        var listener = Listen();
        new Thread(() => AcceptAll(listener)) { IsBackground = true, Name = "rpyc accept" }.Start();
    }

    /// <summary>Stops accepting and closes every connection. Idempotent; also from inside a call.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        lock (_guard)
            _listener?.Dispose();
        _connections.CloseAll();
        _ended.Set();
    }

    /// <summary>As <see cref="Close"/>.</summary>
    public void Dispose() => Close();

    private void CloseOnSignal(PosixSignalContext context)
    {
        // The process ends when Start returns, in its own way and not in the middle of it.
        context.Cancel = true;
        Close();
    }

    private Socket Listen() => ListenUnlessClosed() ?? throw new ObjectDisposedException(nameof(ThreadedServer));

    private Socket? ListenUnlessClosed()
    {
        lock (_guard)
            return Volatile.Read(ref _closed) != 0 ? null : _listener ??= Listener.Open(_host, _port, _backlog);
    }

    private void AcceptAll(Socket listener)
    {
        while (Volatile.Read(ref _closed) == 0)
        {
            try
            {
                Serve(listener.Accept());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                if (Volatile.Read(ref _closed) != 0)
                    break;
                ServerLog.AcceptFailed(_config.Logger, e);
                // Out of descriptors, most likely: every further try fails at once until some connection ends.
                _ended.Wait(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    private void Serve(Socket socket) => Connections.PumpThreads.Run(() =>
    {
        try
        {
            var connection = Accept(socket);
            if (!_connections.Add(connection))
                return;
            connection.Welcome();
            connection.Core.StartHere();
        }
        catch (Exception e)
        {
            // One client's trouble (a service that cannot be made or that refuses in OnConnect, a client that left at once) is no other client's.
            ServerLog.ConnectionFailed(_config.Logger, e);
        }
    });

    private Connection Accept(Socket socket)
    {
        try
        {
            var config = _config with { Endpoints = (socket.LocalEndPoint!, socket.RemoteEndPoint!) };
            ServerLog.Accepted(config);
            return new Connection(_services(), new Channel(socket), config, isDialler: false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
