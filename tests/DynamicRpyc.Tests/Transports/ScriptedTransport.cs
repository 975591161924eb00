using System.Collections.Concurrent;
using DynamicRpyc.Transports;

namespace DynamicRpyc.Tests.Transports;

/// <summary>
/// A link that does as the test says: what arrives and in which pieces, how much of a send is taken, where it stops and where it breaks. It signals when a write is
/// entered, so that a test acts at that very point.
/// </summary>
internal sealed class ScriptedTransport : Transport
{
    private readonly ConcurrentQueue<byte[]> _incoming = new();
    private readonly ManualResetEventSlim _readable = new(false);
    private readonly MemoryStream _sent = new();
    private readonly Lock _guard = new();
    private volatile bool _ended;
    private volatile bool _shutdown;
    private volatile IOException? _receiveError;
    private ReadOnlyMemory<byte> _piece;

    /// <summary>How many bytes a send that does not wait takes; the rest it leaves. Default all.</summary>
    internal int TakesAtOnce { get; set; } = int.MaxValue;

    /// <summary>Reset to hold a send that waits in the middle of it, like a peer that does not read.</summary>
    internal ManualResetEventSlim MaySend { get; } = new(true);

    /// <summary>Set when a send that waits was entered.</summary>
    internal ManualResetEventSlim SendEntered { get; } = new(false);

    /// <summary>The send after so many bytes breaks the link; null never.</summary>
    internal int? BreaksAfter { get; set; }

    internal int Writes { get; private set; }

    internal bool IsShutDown => _shutdown;

    internal override string Description => "a scripted link";

    internal byte[] Sent
    {
        get
        {
            lock (_guard)
                return _sent.ToArray();
        }
    }

    internal void Arrive(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        _incoming.Enqueue(bytes.ToArray());
        _readable.Set();
    }

    internal void End()
    {
        _ended = true;
        _readable.Set();
    }

    internal void Break(string text)
    {
        _receiveError = new IOException(text);
        _readable.Set();
    }

    /// <summary>Each call gives out of one arrived piece only, as a network would.</summary>
    internal override int TryReceive(Span<byte> buffer)
    {
        if (_piece.IsEmpty && _incoming.TryDequeue(out var next))
            _piece = next;
        if (!_piece.IsEmpty)
        {
            var count = Math.Min(buffer.Length, _piece.Length);
            _piece.Span[..count].CopyTo(buffer);
            _piece = _piece[count..];
            return count;
        }
        if (_receiveError is { } error && !_shutdown)
            throw error;
        if (_ended || _shutdown)
            return 0;
        _readable.Reset();
        if (!_incoming.IsEmpty || _ended || _shutdown || _receiveError is not null)
            _readable.Set();
        return -1;
    }

    internal override bool WaitReadable(int milliseconds) => _readable.Wait(milliseconds);

    internal override int TrySend(ReadOnlySpan<byte> data)
    {
        var taken = Math.Min(TakesAtOnce, data.Length);
        if (taken > 0)
            Take(data[..taken]);
        return taken;
    }

    internal override void Send(ReadOnlySpan<byte> data)
    {
        SendEntered.Set();
        MaySend.Wait();
        if (_shutdown)
            throw new IOException("The scripted link was shut down.");
        Take(data);
    }

    internal override void Shutdown()
    {
        _shutdown = true;
        _readable.Set();
        MaySend.Set();
    }

    public override void Dispose() => Shutdown();

    private void Take(ReadOnlySpan<byte> data)
    {
        lock (_guard)
        {
            Writes++;
            if (BreaksAfter is { } limit && _sent.Length + data.Length > limit)
            {
                _sent.Write(data[..(int)(limit - _sent.Length)]);
                throw new IOException("The scripted link broke while sending.");
            }
            _sent.Write(data);
        }
    }
}
