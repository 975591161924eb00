using DynamicRpyc.Foundation;

namespace DynamicRpyc.Transports;

/// <summary>
/// Any pair of streams: pipes, a child's stdio, TLS. A stream cannot be asked whether it has something to read, so one background thread reads it
/// into a small queue; the connection's own threads then wait on the queue as they would on a socket.
/// </summary>
internal sealed class StreamTransport : Transport
{
    private const int Capacity = 256 * 1024;

    /// <summary>The smallest buffer of any pipe, TLS link or terminal that is worth the name.</summary>
    private const int SurelyHeld = 16 * 1024;
    private static readonly TimeSpan _longestEnd = TimeSpan.FromSeconds(15);
    private readonly ByteQueue _received = new(Capacity);
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly Action? _onShutdown;
    private readonly ManualResetEventSlim _ended = new(false);

    // Written by the flusher and by the reader. A hint: a lost update costs a hand-over, or one write that waits.
    private long _sentUnheard;
    private int _shutdown;

    /// <param name="input">Read until its end; disposed with the transport.</param>
    /// <param name="output">Written and flushed; disposed with the transport.</param>
    /// <param name="description">The other end, for messages.</param>
    /// <param name="onShutdown">Runs once at the end, e.g. to reap a child process. It must not throw.</param>
    internal StreamTransport(Stream input, Stream output, string description, Action? onShutdown = null)
    {
        _input = input;
        _output = output;
        _onShutdown = onShutdown;
        Description = description;
        Start(ReadAll, "rpyc stream reader");
    }

    internal override string Description { get; }

    internal override int TryReceive(Span<byte> buffer)
    {
        var count = _received.TryRead(buffer);
        if (count > 0)
            _sentUnheard = 0;
        return count;
    }

    internal override bool WaitReadable(int milliseconds) => _received.WaitReadable(milliseconds);

    /// <summary>Takes nothing: a stream cannot promise not to wait, so its sends always go through a thread that may.</summary>
    internal override int TrySend(ReadOnlySpan<byte> data) => 0;

    /// <summary>A stream cannot be told to stop waiting. What any pipe holds goes out at once; a peer that was sent more than that since it was last heard may not be reading.</summary>
    internal override int SendWithin(ReadOnlySpan<byte> data, Deadline deadline)
    {
        if (!deadline.IsNever && _sentUnheard + data.Length > SurelyHeld)
            return 0;
        Send(data);
        return data.Length;
    }

    internal override void Send(ReadOnlySpan<byte> data)
    {
        _sentUnheard += data.Length;
        try
        {
            _output.Write(data);
            _output.Flush();
        }
        catch (Exception e) when (e is not IOException)
        {
            // Whichever exception the stream has for it: for the connection the link is broken, and the flusher may be a thread that nobody catches for.
            throw new IOException($"The link to {Description} {(Volatile.Read(ref _shutdown) != 0 ? "is closed" : $"broke while sending: {e.Message}")}", e);
        }
    }

    internal override void Shutdown()
    {
        if (Interlocked.Exchange(ref _shutdown, 1) != 0)
            return;
        _received.End();
        // Closing the output first lets a peer that reads to the end finish by itself. Disposing a stream may wait for a read or
        // write that is under way (a pipe does), which no caller of Shutdown should have to, and no thread of the pool: it takes as long as the peer likes.
        Start(CloseStreams, "rpyc stream closer");
        if (_onShutdown is not null)
            Start(End, "rpyc stream end");
    }

    internal override void AwaitEnd()
    {
        if (_onShutdown is not null)
            _ended.Wait(_longestEnd);
    }

    public override void Dispose() => Shutdown();

    private void CloseStreams()
    {
        CloseOne(_output);
        if (!ReferenceEquals(_input, _output))
            CloseOne(_input);
    }

    /// <summary>Beside the closing, not after it: what ends here (a child that reads nothing is killed) may be what the closing waits for.</summary>
    private void End()
    {
        _onShutdown!();
        _ended.Set();
    }

    private static void Start(ThreadStart work, string name) => new Thread(work, 128 * 1024) { IsBackground = true, Name = name }.Start();

    private static void CloseOne(Stream stream)
    {
        try
        {
            stream.Dispose();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // A pipe whose other end is gone fails to flush its last bytes; there is nobody left to read them.
        }
    }

    private void ReadAll()
    {
        var buffer = new byte[32 * 1024];
        try
        {
            while (true)
            {
                var count = _input.Read(buffer, 0, buffer.Length);
                if (count <= 0)
                    break;
                _received.Write(buffer.AsSpan(0, count));
            }
            _received.End();
        }
        catch (Exception e)
        {
            // Whatever the stream threw is the connection's reason, reported where the bytes would have been; after a shutdown it is only its echo.
            _received.End(Volatile.Read(ref _shutdown) == 0 ? e : null);
        }
    }
}
