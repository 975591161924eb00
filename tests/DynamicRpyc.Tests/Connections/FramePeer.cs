using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using DynamicRpyc.Brine;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Tests.Connections;

/// <summary>The other end of a connection under test, which reads and writes single frames as the test says. Every wait has a deadline.</summary>
internal sealed class FramePeer : IDisposable
{
    private static readonly BrineLimits _limits = new(128);
    private readonly NetworkStream _stream;

    private FramePeer(Socket socket)
    {
        socket.ReceiveTimeout = 15_000;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>A pair of connected streams: one for the library, one for the test.</summary>
    internal static (RecordingStream Library, FramePeer Peer) Create()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        near.Connect(listener.LocalEndPoint!);
        return (new RecordingStream(near), new FramePeer(listener.Accept()));
    }

    internal static FramePeer Dial(string host, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(host, port);
        return new FramePeer(socket);
    }

    /// <summary>The next message: kind, sequence number, contents.</summary>
    internal (MessageKind Kind, long Sequence, PyTuple Contents) Read()
    {
        Span<byte> header = stackalloc byte[5];
        _stream.ReadExactly(header);
        var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header) + 1];
        _stream.ReadExactly(payload);
        var reader = new BrineReader(payload.AsSpan(..^1), _limits);
        var start = Message.ReadStart(ref reader);
        return (start.Kind, start.Sequence, (PyTuple)reader.ReadValue()!);
    }

    /// <summary>Whether the link ends before another byte comes.</summary>
    internal bool IsEnded() => _stream.ReadByte() < 0;

    internal void Send(Dialect dialect, MessageKind kind, long sequence, object? contents)
    {
        using var writer = new BrineWriter();
        writer.Reserve(5);
        Message.WriteStart(writer, dialect, kind, sequence);
        writer.WriteValue(contents);
        BinaryPrimitives.WriteInt32BigEndian(writer.WritableSpan(0, 4), writer.Length - 5);
        writer.WriteRawByte((byte)'\n');
        _stream.Write(writer.WrittenSpan);
    }

    /// <summary>The request (6.x) with boxed arguments.</summary>
    internal void Request(long sequence, Handler handler, params object?[] boxed) =>
        Send(Dialect.V6, MessageKind.Request, sequence, new PyTuple((int)handler, new PyTuple(2, new PyTuple(boxed))));

    internal void Announce(Dialect dialect = Dialect.V6, long sequence = 0) =>
        Send(dialect, MessageKind.Request, sequence, new PyTuple(1, new PyTuple(1, new PyTuple([new PyTuple("DynamicRpyc", 1, 1)]))));

    public void Dispose() => _stream.Dispose();
}

/// <summary>A stream on a socket that keeps what was written, write by write.</summary>
internal sealed class RecordingStream(Socket socket) : Stream
{
    private readonly NetworkStream _inner = new(socket, ownsSocket: true);
    private readonly List<byte[]> _writes = [];

    internal byte[][] Writes
    {
        get
        {
            lock (_writes)
                return [.. _writes];
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush() => _inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => _inner.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => _inner.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _inner.ReadAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_writes)
            _writes.Add(buffer.ToArray());
        _inner.Write(buffer);
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing) => _inner.Dispose();
}
