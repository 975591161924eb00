using System.Diagnostics;
using System.Net.Sockets;

namespace DynamicRpyc;

/// <summary>
/// A handle that connects anew when its connection was lost; see <c>Rpyc.Persistent</c>. It renews the connection and its root, nothing else: objects of a lost connection
/// are gone with it, and their netrefs say so. Any thread.
/// </summary>
public sealed class PersistentConnection : IDisposable
{
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(1);

    private readonly Func<Connection> _connect;
    private readonly TimeSpan _patience;
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly CancellationTokenSource _disposed = new();
    private volatile Connection? _current;

    internal PersistentConnection(Func<Connection> connect, TimeSpan patience)
    {
        _connect = connect;
        _patience = patience;
    }

    /// <summary>Raised with each new connection, the first too, on the thread that needed it.</summary>
    public event EventHandler<Connection>? Connected;

    /// <summary>The open connection; made, or made anew, where there is none. One thread connects, others wait for it.</summary>
    /// <exception cref="IOException">No connection could be made within the patience; it is the last attempt's.</exception>
    /// <exception cref="ObjectDisposedException">The handle is disposed.</exception>
    public Connection Current
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
            return _current is { Closed: false } open ? open : Renew();
        }
    }

    /// <summary>The other side's service, of the open connection. Ask for it again after a loss: what was got from it before is gone.</summary>
    public dynamic Root => Current.Root;

    /// <summary>The peer's modules, on a classic connection.</summary>
    public dynamic Modules => Current.Modules;

    /// <summary>Closes the connection, and does not connect again.</summary>
    public void Dispose()
    {
        _disposed.Cancel();
        _current?.Close();
    }

    private Connection Renew()
    {
        _connecting.Wait(_disposed.Token);
        Connection made;
        try
        {
            if (_current is { Closed: false } already)
                return already;
            _current = made = Connect();
        }
        finally
        {
            _connecting.Release();
        }
        if (_disposed.IsCancellationRequested)
        {
            made.Close();
            throw new ObjectDisposedException(nameof(PersistentConnection));
        }
        Connected?.Invoke(this, made);
        return made;
    }

    private Connection Connect()
    {
        var start = Stopwatch.GetTimestamp();
        var pause = _firstPause;
        while (true)
        {
            try
            {
                return _connect();
            }
            catch (Exception e) when (e is IOException or SocketException or ConnectionClosedException && Stopwatch.GetElapsedTime(start) + pause < _patience)
            {
                // The peer is not back yet.
            }
            if (_disposed.Token.WaitHandle.WaitOne(pause))
                throw new ObjectDisposedException(nameof(PersistentConnection));
            pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
        }
    }
}
