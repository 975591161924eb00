using System.Buffers;

namespace DynamicRpyc.Connections;

/// <summary>The bytes that senders left behind for the flusher: two buffers, one that fills while the other is written. Under the sender's lock.</summary>
internal sealed class SendQueue
{
    private const int KeptCapacity = 1 << 20;

    private byte[] _queued = [];
    private byte[] _taken = [];
    private volatile int _length;

    /// <summary>How many bytes wait. May be read without the lock, as a hint.</summary>
    internal int Length => _length;

    /// <summary>How many of them came from senders that could not wait.</summary>
    internal long OwedLength { get; private set; }

    internal void Add(ReadOnlySpan<byte> frames, bool isOwed)
    {
        var needed = checked(_length + frames.Length);
        if (needed > _queued.Length)
        {
            var bigger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Min(_queued.Length * 2, KeptCapacity)));
            _queued.AsSpan(0, _length).CopyTo(bigger);
            ArrayPool<byte>.Shared.Return(_queued);
            _queued = bigger;
        }
        frames.CopyTo(_queued.AsSpan(_length));
        _length = needed;
        if (isOwed)
            OwedLength += frames.Length;
    }

    /// <summary>Takes all that waits. The memory is valid until the next call.</summary>
    internal ReadOnlyMemory<byte> Take()
    {
        var (batch, length) = (_queued, _length);
        // What was taken before is written by now.
        _queued = _taken;
        if (_queued.Length > KeptCapacity)
        {
            ArrayPool<byte>.Shared.Return(_queued);
            _queued = [];
        }
        _taken = batch;
        Clear();
        return batch.AsMemory(0, length);
    }

    internal void Clear()
    {
        _length = 0;
        OwedLength = 0;
    }
}
