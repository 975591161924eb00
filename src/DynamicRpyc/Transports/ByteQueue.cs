using System.Diagnostics;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Transports;

/// <summary>A bounded ring of bytes between one writing and one reading thread. Either may wait; either may end it.</summary>
internal sealed class ByteQueue(int capacity)
{
    private readonly Lock _guard = new();
    private readonly byte[] _ring = new byte[capacity];
    private readonly ManualResetEventSlim _readable = new(false);
    private readonly ManualResetEventSlim _writable = new(true);
    private Exception? _error;
    private int _start;
    private int _count;
    private bool _ended;

    /// <summary>Takes up to the buffer's length. Returns 0 when ended and empty, -1 when empty.</summary>
    internal int TryRead(Span<byte> buffer)
    {
        lock (_guard)
        {
            if (_count == 0)
            {
                if (!_ended)
                    return -1;
                return _error is null ? 0 : throw new IOException(_error.Message, _error);
            }
            var taken = Math.Min(buffer.Length, _count);
            var first = Math.Min(taken, _ring.Length - _start);
            _ring.AsSpan(_start, first).CopyTo(buffer);
            _ring.AsSpan(0, taken - first).CopyTo(buffer[first..]);
            _start = (_start + taken) % _ring.Length;
            _count -= taken;
            if (_count == 0 && !_ended)
                _readable.Reset();
            _writable.Set();
            return taken;
        }
    }

    internal bool WaitReadable(int milliseconds) => _readable.Wait(milliseconds);

    /// <summary>Puts in what fits. Throws when the queue has ended.</summary>
    internal int TryWrite(ReadOnlySpan<byte> data)
    {
        lock (_guard)
        {
            if (_ended)
                throw new IOException("The other end is closed.", _error);
            var taken = Math.Min(data.Length, _ring.Length - _count);
            var end = (_start + _count) % _ring.Length;
            var first = Math.Min(taken, _ring.Length - end);
            data[..first].CopyTo(_ring.AsSpan(end));
            data[first..taken].CopyTo(_ring);
            _count += taken;
            Debug.Assert(_count <= _ring.Length, "a ring holds at most its capacity");
            if (_count == _ring.Length)
                _writable.Reset();
            if (_count > 0)
                _readable.Set();
            return taken;
        }
    }

    /// <summary>Puts in everything, waiting for room.</summary>
    internal void Write(ReadOnlySpan<byte> data) => Write(data, Deadline.Never);

    /// <summary>Puts in everything, or as much as there is room for within the time. Returns how much.</summary>
    internal int Write(ReadOnlySpan<byte> data, Deadline deadline)
    {
        var written = 0;
        while (true)
        {
            written += TryWrite(data[written..]);
            if (written == data.Length || deadline.HasPassed)
                return written;
            _writable.Wait(deadline.MillisecondsLeft);
        }
    }

    /// <summary>Ends the queue: what is in it can still be read, then the end or <paramref name="error"/> is. The first end wins.</summary>
    internal void End(Exception? error = null)
    {
        lock (_guard)
        {
            if (_ended)
                return;
            _ended = true;
            _error = error;
            _readable.Set();
            _writable.Set();
        }
    }
}
