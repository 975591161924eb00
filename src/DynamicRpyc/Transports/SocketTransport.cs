using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Transports;

/// <summary>
/// A connected stream socket, TCP or unix. It is used without any asynchronous operation: one would register the descriptor with the
/// runtime's epoll engine for good and double the latency of every later call.
/// </summary>
internal sealed class SocketTransport : Transport
{
    /// <summary>A poll counts its time in microseconds, as an int; whoever waits longer asks again.</summary>
    private const int LongestPollMilliseconds = 1_000_000;

    /// <summary>Linux's TCP_QUICKACK, which holds until the system thinks otherwise.</summary>
    private const int QuickAcknowledge = 12;
    private static readonly byte[] _on = [1, 0, 0, 0];

    /// <summary>How long a full send buffer is tried again and again before the thread blocks.</summary>
    private static readonly TimeSpan _yieldingTime = TimeSpan.FromMicroseconds(50);

    private readonly Socket _socket;
    private readonly bool _canAcknowledge;
    private readonly EndPoint? _local;
    private readonly EndPoint? _remote;
    private string? _description;
    private int _shutdown;

    internal SocketTransport(Socket socket)
    {
        _socket = socket;
        socket.Blocking = false;
        if (socket.ProtocolType == ProtocolType.Tcp)
            socket.NoDelay = true;
        _canAcknowledge = socket.ProtocolType == ProtocolType.Tcp && OperatingSystem.IsLinux();
        (_local, _remote) = EndPoints(socket);
        IsLocal = socket.AddressFamily == AddressFamily.Unix || IsSameHost(_local, _remote);
        Handle = socket.Handle;
    }

    internal override bool CanSpin => true;

    internal override bool IsLocal { get; }

    /// <summary>Made when asked for: most links end without anybody having asked.</summary>
    internal override string Description => _description ??= Describe();

    internal override nint? Handle { get; }

    internal override int TryReceive(Span<byte> buffer)
    {
        int count;
        SocketError error;
        try
        {
            count = _socket.Receive(buffer, SocketFlags.None, out error);
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
        return error switch
        {
            SocketError.Success => count,
            SocketError.WouldBlock or SocketError.Interrupted => -1,
            SocketError.Shutdown or SocketError.OperationAborted or SocketError.NotConnected => 0,
            _ => Volatile.Read(ref _shutdown) != 0 ? 0 : throw Broken("receiving from", error),
        };
    }

    internal override bool WaitReadable(int milliseconds) => Wait(milliseconds, SelectMode.SelectRead);

    internal override void AcknowledgeNow()
    {
        if (!_canAcknowledge)
            return;
        try
        {
            _socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, QuickAcknowledge, _on);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The socket is gone; the receive that follows says why.
        }
    }

    internal override int TrySend(ReadOnlySpan<byte> data)
    {
        try
        {
            return Sent(_socket.Send(data, SocketFlags.None, out var error), error);
        }
        catch (ObjectDisposedException)
        {
            throw Broken("sending to", SocketError.Shutdown);
        }
    }

    internal override int TrySend(ArraySegment<byte>[] pieces)
    {
        try
        {
            return Sent(_socket.Send(pieces, SocketFlags.None, out var error), error);
        }
        catch (ObjectDisposedException)
        {
            throw Broken("sending to", SocketError.Shutdown);
        }
    }

    internal override void Send(ReadOnlySpan<byte> data) => SendWithin(data, Deadline.Never);

    internal override int SendWithin(ReadOnlySpan<byte> data, Deadline deadline)
    {
        var sent = 0;
        var tried = Stopwatch.GetTimestamp();
        while (true)
        {
            var count = TrySend(data[sent..]);
            sent += count;
            if (sent == data.Length || deadline.HasPassed)
                return sent;
            if (count > 0)
                tried = Stopwatch.GetTimestamp();
            // A peer that reads makes room sooner than a blocked thread wakes up.
            if (Stopwatch.GetElapsedTime(tried) < _yieldingTime)
            {
                Thread.Yield();
                continue;
            }
            Wait(deadline.MillisecondsLeft, SelectMode.SelectWrite);
            tried = Stopwatch.GetTimestamp();
        }
    }

    internal override void Shutdown()
    {
        if (Interlocked.Exchange(ref _shutdown, 1) != 0)
            return;
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Already gone: the peer reset the connection. Receiving then reports the end by itself.
        }
    }

    public override void Dispose()
    {
        Shutdown();
        _socket.Dispose();
    }

    private int Sent(int count, SocketError error) => error switch
    {
        SocketError.Success => count,
        // A partial send of a non-blocking socket reports the bytes that went out beside the error.
        SocketError.WouldBlock or SocketError.Interrupted => Math.Max(count, 0),
        _ => throw Broken("sending to", error),
    };

    private bool Wait(int milliseconds, SelectMode mode)
    {
        try
        {
            return _socket.Poll(milliseconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestPollMilliseconds)), mode);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The socket is gone; the receive or send that follows says why.
            return true;
        }
    }

    private IOException Broken(string doing, SocketError error)
    {
        var cause = new SocketException((int)error);
        return new IOException($"The link broke while {doing} {Description}: {cause.Message}.", cause);
    }

    private string Describe()
    {
        if (_remote is null && _local is null)
            return "a socket that is no longer connected";
        if (_socket.AddressFamily != AddressFamily.Unix)
            return $"{_remote} (from {_local})";
        var path = _remote?.ToString();
        return "unix socket " + (string.IsNullOrEmpty(path) ? _local?.ToString() : path);
    }

    /// <summary>Both addresses, while the socket still knows them; nulls where the peer was faster.</summary>
    private static (EndPoint? Local, EndPoint? Remote) EndPoints(Socket socket)
    {
        try
        {
            return (socket.LocalEndPoint, socket.RemoteEndPoint);
        }
        catch (SocketException)
        {
            return default;
        }
    }

    private static bool IsSameHost(EndPoint? local, EndPoint? remote) =>
        remote is IPEndPoint there && local is IPEndPoint here && (IPAddress.IsLoopback(there.Address) || there.Address.Equals(here.Address));
}
