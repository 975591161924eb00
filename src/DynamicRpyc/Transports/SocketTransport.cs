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
    private int _shutdown;

    internal SocketTransport(Socket socket)
    {
        _socket = socket;
        socket.Blocking = false;
        if (socket.ProtocolType == ProtocolType.Tcp)
            socket.NoDelay = true;
        _canAcknowledge = socket.ProtocolType == ProtocolType.Tcp && OperatingSystem.IsLinux();
        Description = Describe(socket);
        IsLocal = socket.AddressFamily == AddressFamily.Unix || IsSameHost(socket);
        Handle = socket.Handle;
    }

    internal override bool CanSpin => true;

    internal override bool IsLocal { get; }

    internal override string Description { get; }

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

    private static string Describe(Socket socket)
    {
        try
        {
            if (socket.AddressFamily != AddressFamily.Unix)
                return $"{socket.RemoteEndPoint} (from {socket.LocalEndPoint})";
            var path = socket.RemoteEndPoint?.ToString();
            return "unix socket " + (string.IsNullOrEmpty(path) ? socket.LocalEndPoint?.ToString() : path);
        }
        catch (SocketException)
        {
            return "a socket that is no longer connected";
        }
    }

    private static bool IsSameHost(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint is IPEndPoint remote && socket.LocalEndPoint is IPEndPoint local
                && (IPAddress.IsLoopback(remote.Address) || remote.Address.Equals(local.Address));
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
