using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DynamicRpyc.Benchmarks.Load;

/// <summary>A bare socket, used blocking or polled in a loop that yields.</summary>
internal sealed class RawLink : IDisposable
{
    private readonly Socket _socket;
    private readonly bool _spinning;
    private readonly byte[] _request = new byte[RawServer.RequestLength];
    private readonly byte[] _reply = new byte[RawServer.ReplyLength];

    internal RawLink(Socket socket, bool spinning)
    {
        _socket = socket;
        _spinning = spinning;
        socket.NoDelay = true;
        socket.Blocking = !spinning;
    }

    internal static RawLink Connect(string host, int port, bool spinning)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Parse(host), port);
        return new RawLink(socket, spinning);
    }

    internal void Ask(RawKind kind, int first, int second)
    {
        WriteRequest(_request, kind, first, second);
        Send(_request);
    }

    internal bool Add(int first, int second)
    {
        Ask(RawKind.Add, first, second);
        return TakeSum() == first + second;
    }

    internal int TakeSum() => Receive(_reply) ? BinaryPrimitives.ReadInt32LittleEndian(_reply) : throw new IOException("The server is gone.");

    internal static void WriteRequest(Span<byte> request, RawKind kind, int first, int second)
    {
        BinaryPrimitives.WriteInt32LittleEndian(request, first);
        BinaryPrimitives.WriteInt32LittleEndian(request[4..], second);
        request[8] = (byte)kind;
    }

    internal void Send(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var count = _socket.Send(data, SocketFlags.None, out var error);
            if (error is not (SocketError.Success or SocketError.WouldBlock))
                throw new SocketException((int)error);
            data = data[Math.Max(0, count)..];
            if (!data.IsEmpty)
                Thread.Yield();
        }
    }

    /// <returns>False at the end of the stream.</returns>
    internal bool Receive(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = _socket.Receive(buffer, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock && _spinning)
            {
                Thread.Yield();
                continue;
            }
            if (count <= 0)
                return false;
            buffer = buffer[count..];
        }
        return true;
    }

    public void Dispose() => _socket.Dispose();
}
