using System.Net.Sockets;
using DynamicRpyc.Transports;

namespace DynamicRpyc;

/// <summary>
/// A link that a <see cref="Connection"/> can be made on: a connected socket, or a pair of streams. It carries frames, and belongs to the one connection it is given to.
/// </summary>
public sealed class Channel : IDisposable
{
    private int _taken;

    internal Channel(Transport transport) => Transport = transport;

    /// <summary>A channel on a stream that is read and written, such as an <c>SslStream</c>. The channel owns the stream.</summary>
    public Channel(Stream stream) : this(stream, stream) { }

    /// <summary>A channel on two streams, such as a pair of pipes. The channel owns both.</summary>
    /// <param name="input">Where the peer's bytes are read from.</param>
    /// <param name="output">Where bytes for the peer are written and flushed to.</param>
    public Channel(Stream input, Stream output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        Transport = new StreamTransport(input, output, ReferenceEquals(input, output) ? input.GetType().Name : "a pair of streams");
    }

    /// <summary>A channel on a connected stream socket. The channel owns the socket and puts it into non-blocking mode.</summary>
    /// <exception cref="ArgumentException">The socket is not a connected stream socket.</exception>
    public Channel(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (!socket.Connected || socket.SocketType != SocketType.Stream)
            throw new ArgumentException("The socket must be a connected stream socket (TCP or unix).", nameof(socket));
        Transport = new SocketTransport(socket);
    }

    internal Transport Transport { get; }

    /// <summary>Marks the channel as used by a connection; two connections on one channel would tear each other's frames.</summary>
    internal void Take()
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
            throw new InvalidOperationException("The channel already belongs to a connection. A channel carries exactly one.");
    }

    /// <summary>Closes the link. A connection on it ends with <see cref="CloseReason.EndOfStream"/> or <see cref="CloseReason.LinkLost"/>; close the connection instead where there is one.</summary>
    public void Dispose() => Transport.Dispose();

    /// <summary>The two ends of the link.</summary>
    public override string ToString() => $"Channel to {Transport.Description}";
}
