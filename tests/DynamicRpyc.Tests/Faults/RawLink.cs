using System.Net;
using System.Net.Sockets;
using DynamicRpyc.Brine;
using DynamicRpyc.Channels;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Tests.Faults;

/// <summary>
/// One end of a socket that says what the test wants: bytes, frames, or messages made with the production codecs. Every wait ends after 15 s with an exception. For one thread.
/// </summary>
internal sealed class RawLink : IDisposable
{
    private static readonly BrineLimits _limits = new(1000);
    private readonly Socket _socket;

    internal RawLink(Socket socket)
    {
        _socket = socket;
        socket.NoDelay = true;
        socket.ReceiveTimeout = socket.SendTimeout = 15_000;
    }

    internal Socket Socket => _socket;

    /// <summary>The dialect of the messages that are sent.</summary>
    internal Dialect Dialect { get; set; } = Dialect.V6;

    internal static RawLink Dial(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        return new RawLink(socket);
    }

    internal void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[_socket.Send(bytes)..];
    }

    internal void SendFrame(ReadOnlySpan<byte> payload) => Send(FrameOf(payload));

    /// <summary>Sends a request. <paramref name="boxed"/> is the boxed arguments: <c>(label, value)</c>.</summary>
    internal void Request(long sequence, int handler, PyTuple boxed) => SendFrame(PayloadOf(Dialect, 1, sequence, new PyTuple(handler, boxed)));

    /// <summary>As <see cref="Request(long, int, PyTuple)"/>, with arguments that all go by value.</summary>
    internal void RequestValues(long sequence, Handler handler, params object?[] arguments) => Request(sequence, (int)handler, new PyTuple(1, new PyTuple(arguments)));

    /// <summary>Sends a reply with a value.</summary>
    internal void Reply(long sequence, object? value) => SendFrame(PayloadOf(Dialect, 2, sequence, new PyTuple(1, value)));

    /// <summary>Sends a reply with a reference to an object of this end.</summary>
    internal void ReplyReference(long sequence, string type, int typeId, int instance) =>
        SendFrame(PayloadOf(Dialect, 2, sequence, new PyTuple(4, new PyTuple(type, typeId, instance))));

    /// <summary>Receives one frame's payload; null at the end of the stream.</summary>
    internal byte[]? ReceiveFrame(out bool compressed)
    {
        compressed = false;
        var header = new byte[Frame.HeaderLength];
        if (!ReceiveAll(header))
            return null;
        compressed = header[4] == 1;
        var rest = new byte[Frame.ReadLength(header) + Frame.TrailerLength];
        return ReceiveAll(rest) ? rest[..^1] : null;
    }

    /// <summary>Receives one message; null at the end of the stream.</summary>
    internal RawMessage? Receive()
    {
        if (ReceiveFrame(out var compressed) is not { } payload)
            return null;
        if (compressed)
            payload = Compressor.Inflate(payload, 1 << 26, out var length)[..length];
        var reader = new BrineReader(payload, _limits);
        var start = Message.ReadStart(ref reader);
        var contents = reader.ReadValue();
        reader.ExpectEnd();
        return new RawMessage(start.Dialect, start.Kind, start.Sequence, contents);
    }

    /// <summary>Receives until a message fits; what comes before is dropped. An end of the stream fails the test.</summary>
    internal RawMessage ReceiveUntil(Func<RawMessage, bool> fits, string what)
    {
        while (Receive() is { } message)
        {
            if (fits(message))
                return message;
        }
        throw new AssertionException($"The peer closed the link before {what}.");
    }

    /// <summary>The answer to a request of this end.</summary>
    internal RawMessage ReceiveAnswer(long sequence) =>
        ReceiveUntil(message => message.Kind != MessageKind.Request && message.Sequence == sequence, $"the answer to request {sequence}");

    /// <summary>Reads until the peer has closed the link, however it did.</summary>
    internal void AwaitEnd()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (_socket.Receive(buffer) > 0)
            {
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
        {
            // Closed with unread bytes: just as good.
        }
    }

    public void Dispose() => _socket.Dispose();

    internal static byte[] FrameOf(ReadOnlySpan<byte> payload)
    {
        var frame = new byte[Frame.HeaderLength + payload.Length + Frame.TrailerLength];
        Frame.WriteHeader(frame, payload.Length, compressed: false);
        payload.CopyTo(frame.AsSpan(Frame.HeaderLength));
        frame[^1] = Frame.Trailer;
        return frame;
    }

    internal static byte[] PayloadOf(Dialect dialect, int kind, long sequence, object? contents)
    {
        using var writer = new BrineWriter();
        Message.WriteStart(writer, dialect, (MessageKind)kind, sequence);
        writer.WriteValue(contents);
        return writer.WrittenSpan.ToArray();
    }

    private bool ReceiveAll(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = _socket.Receive(buffer);
            if (count == 0)
                return false;
            buffer = buffer[count..];
        }
        return true;
    }
}

/// <summary>A received message with its contents as one value.</summary>
internal sealed record RawMessage(Dialect Dialect, MessageKind Kind, long Sequence, object? Contents)
{
    /// <summary>The handler of a request.</summary>
    internal Handler Handler => Kind == MessageKind.Request && Contents is PyTuple contents ? (Handler)(int)contents[0]! : throw new AssertionException($"{this} is no request.");

    /// <summary>The boxed value of a reply.</summary>
    internal PyTuple Boxed => Kind == MessageKind.Reply ? (PyTuple)Contents! : throw new AssertionException($"{this} is no reply.");

    /// <summary>Class name and text of an exception.</summary>
    internal string Error => Kind == MessageKind.Exception && Contents is PyTuple { Count: 4 } parts
        ? $"{((PyTuple)parts[0]!)[1]}: {string.Join(", ", (PyTuple)parts[1]!)}"
        : throw new AssertionException($"{this} is no exception.");
}
