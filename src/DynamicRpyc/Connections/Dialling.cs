using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using DynamicRpyc.Transports;

namespace DynamicRpyc.Connections;

/// <summary>
/// Makes this side's connections. An endpoint whose dialect is not known is tried in one and then in the other; what it understood is remembered for the
/// process, in a table whose size is bounded by what this side dials.
/// </summary>
internal static class Dialling
{
    private static readonly ConcurrentDictionary<(string Host, int Port), Dialect> _known = new();

    internal static Connection Connect(string host, int port, IService service, RpycConfig config)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        if (port is <= 0 or > ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(port), port, "A TCP port is 1 to 65535.");
        if (config.Dialect != Dialect.Auto)
            return Open(new Channel(Dial(host, port, config)), service, config);
        var endpoint = (host.ToLowerInvariant(), port);
        if (_known.TryGetValue(endpoint, out var known))
        {
            // Something else may listen there by now, so the known dialect is tried first, not taken for granted.
            return Try(endpoint, known, service, config) ?? TryLast(endpoint, Other(known), service, config);
        }
        return Try(endpoint, Dialect.V6, service, config) ?? TryLast(endpoint, Dialect.V5, service, config);
    }

    /// <summary>Makes a connection on a link that cannot be dialled again.</summary>
    internal static Connection Open(Channel channel, IService service, RpycConfig config)
    {
        var connection = new Connection(service, channel, config, isDialler: true);
        return Begin(connection);
    }

    private static Connection Begin(Connection connection)
    {
        connection.Welcome();
        connection.Core.Start();
        return connection;
    }

    /// <summary>Connects and asks for the root; null where the peer did not understand.</summary>
    private static Connection? Try((string Host, int Port) endpoint, Dialect dialect, IService service, RpycConfig config)
    {
        var connection = Trial(endpoint, dialect, service, config);
        try
        {
            connection.GetRoot();
        }
        catch (ConnectionClosedException e) when (IsMisunderstanding(connection, e))
        {
            return null;
        }
        catch
        {
            connection.Close();
            throw;
        }
        return Keep(endpoint, dialect, connection);
    }

    private static Connection TryLast((string Host, int Port) endpoint, Dialect dialect, IService service, RpycConfig config)
    {
        var connection = Trial(endpoint, dialect, service, config);
        try
        {
            connection.GetRoot();
        }
        catch
        {
            _known.TryRemove(endpoint, out _);
            connection.Close();
            throw;
        }
        return Keep(endpoint, dialect, connection);
    }

    private static Connection Trial((string Host, int Port) endpoint, Dialect dialect, IService service, RpycConfig config)
    {
        var channel = new Channel(Dial(endpoint.Host, endpoint.Port, config));
        return new Connection(service, channel, config with { Dialect = dialect }, isDialler: true);
    }

    private static Connection Keep((string Host, int Port) endpoint, Dialect dialect, Connection connection)
    {
        _known[endpoint] = dialect;
        return Begin(connection);
    }

    /// <summary>
    /// A peer of the other dialect says so by a CLOSE in its own, or simply closes the link before it answered anything. A peer that sent what is no RPyC at all would
    /// not be understood in either.
    /// </summary>
    private static bool IsMisunderstanding(Connection connection, ConnectionClosedException error) =>
        !connection.Core.Dialect.WasAnswered
        && error.Reason is (CloseReason.WrongDialect or CloseReason.EndOfStream or CloseReason.ClosedByPeer or CloseReason.LinkLost);

    private static Dialect Other(Dialect dialect) => dialect == Dialect.V5 ? Dialect.V6 : Dialect.V5;

    /// <summary>
    /// Connects synchronously: an asynchronous connect would tie the socket to the runtime's event engine, and double the latency of all that follows.
    /// </summary>
    private static SocketTransport Dial(string host, int port, RpycConfig config)
    {
        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(host, out var literal) ? [literal] : Dns.GetHostAddresses(host);
        }
        catch (SocketException e)
        {
            throw new IOException($"The host '{host}' cannot be found: {e.Message}.", e);
        }
        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                // Bounds the connect; the socket is non-blocking afterwards.
                socket.SendTimeout = (int)Math.Min(int.MaxValue, (config.SyncRequestTimeout ?? TimeSpan.Zero).TotalMilliseconds);
                socket.Connect(new IPEndPoint(address, port));
                return new SocketTransport(socket);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
        }
        throw new IOException($"{host}:{port} cannot be connected to: {last?.Message ?? "the name has no address"}. Is the server running, and listening on that address?", last);
    }
}
