using DynamicRpyc.Foundation;

namespace DynamicRpyc.Transports;

/// <summary>One end of a pair that connects two parts of the same process.</summary>
internal sealed class MemoryTransport : Transport
{
    private const int Capacity = 64 * 1024;
    private readonly ByteQueue _incoming;
    private readonly ByteQueue _outgoing;

    private MemoryTransport(ByteQueue incoming, ByteQueue outgoing, string name)
    {
        _incoming = incoming;
        _outgoing = outgoing;
        Description = name;
    }

    internal static (MemoryTransport First, MemoryTransport Second) CreatePair()
    {
        var forth = new ByteQueue(Capacity);
        var back = new ByteQueue(Capacity);
        return (new MemoryTransport(back, forth, "this process (first end)"), new MemoryTransport(forth, back, "this process (second end)"));
    }

    internal override string Description { get; }

    internal override int TryReceive(Span<byte> buffer) => _incoming.TryRead(buffer);

    internal override bool WaitReadable(int milliseconds) => _incoming.WaitReadable(milliseconds);

    internal override int TrySend(ReadOnlySpan<byte> data) => _outgoing.TryWrite(data);

    internal override void Send(ReadOnlySpan<byte> data) => _outgoing.Write(data);

    internal override int SendWithin(ReadOnlySpan<byte> data, Deadline deadline) => _outgoing.Write(data, deadline);

    internal override void Shutdown()
    {
        _incoming.End();
        _outgoing.End();
    }

    public override void Dispose() => Shutdown();
}
