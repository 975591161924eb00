using System.Buffers;
using DynamicRpyc.Foundation;
using DynamicRpyc.Transports;

namespace DynamicRpyc.Channels;

/// <summary>
/// Cuts the received bytes into frames. Owned by the holder of the reader role: one thread at a time. The buffer is pooled, and grows only as bytes
/// really arrive, so that a claimed length costs nothing.
/// </summary>
/// <param name="transport">Where the bytes come from.</param>
/// <param name="limits">What is accepted.</param>
/// <param name="findLarge">Finds the value of a large frame that is to be received into an array of its own; null for none.</param>
internal sealed class FrameReader(Transport transport, RpycLimits limits, FindLarge? findLarge = null) : IDisposable
{
    private const int InitialCapacity = IdleBuffers.Length;
    private const int KeptCapacity = 256 * 1024;

    /// <summary>Of shorter frames no value is worth an own array.</summary>
    private const int LargeFrame = 128 * 1024;

    private byte[] _buffer = [];
    private byte[]? _inflated;
    private int _start;
    private int _end;
    private bool _hadFrame;
    private Landing? _landing;
    private (byte[]? Value, int At) _landed;

    /// <summary>
    /// Whether the buffer is for this frame alone: it is large for the sake of a value that the next of its kind will be received into an array of its own. Kept in the pool, it would lie in the
    /// way of those arrays, which the collector then gives back to the system piece by piece.
    /// </summary>
    private bool _isForOnce;

    /// <summary>The longest frame that the peer has sent in full: for as much again it is trusted, so that it is not collected bit by bit.</summary>
    private int _longest;

    /// <summary>Whether the stream ended inside a frame.</summary>
    internal bool IsInsideFrame => _end > _start;

    /// <summary>How many bytes were ever received; tells a link that never spoke from one that did.</summary>
    internal long BytesReceived { get; private set; }

    /// <summary>Whether a complete frame is buffered. Checks its header.</summary>
    internal bool HasFrame => _end - _start >= Frame.HeaderLength && _end - _start >= BufferedLength() && _landing is not { IsFilling: true };

    /// <summary>Of the frame read last: the value that is missing in its payload, and where; null where nothing is. It is then forgotten here.</summary>
    internal (byte[]? Value, int At) TakeLanded()
    {
        var landed = _landed;
        _landed = default;
        return landed;
    }

    /// <summary>Takes bytes that have arrived, without waiting.</summary>
    /// <returns>As <see cref="Transport.TryReceive"/>: bytes, 0 at the end, -1 for nothing yet.</returns>
    internal int Fill()
    {
        var isLanding = _landing is { IsFilling: true };
        if (!isLanding)
            MakeRoom();
        var count = transport.TryReceive(isLanding ? _landing!.Room : _buffer.AsSpan(_end));
        if (count <= 0)
            return count;
        BytesReceived += count;
        if (isLanding)
        {
            _landing!.Advance(count);
            return count;
        }
        _end += count;
        if (_longest >= LargeFrame)
            TryLand();
        return count;
    }

    /// <summary>Hands out the next complete frame's payload, decompressed. It is valid until the next <see cref="Fill"/> or <see cref="TryRead"/>.</summary>
    /// <exception cref="ProtocolException">The bytes are not a frame, or it breaks a limit.</exception>
    internal bool TryRead(out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (!HasFrame)
            return false;
        var total = BufferedLength();
        var frame = _buffer.AsSpan(_start, total);
        if (frame[^1] != Frame.Trailer)
            throw new ProtocolException($"A frame of {total - Frame.HeaderLength - Frame.TrailerLength} bytes does not end with a newline (0x0A) but with 0x{frame[^1]:X2}; {NotRpyc()}");
        _longest = Math.Max(_longest, FrameLength());
        _start += total;
        _hadFrame = true;
        _landed = _landing is null ? default : (_landing.Take(), _landing.At);
        payload = frame[Frame.HeaderLength..^Frame.TrailerLength];
        if (frame[4] != 0)
            payload = Inflate(payload);
        return true;
    }

    /// <summary>Gives the buffer away for the time being, where nothing is in it: an idle connection has none. For whoever is about to wait.</summary>
    internal void Rest()
    {
        if (_start == _end)
            ReturnBuffer();
    }

    public void Dispose() => ReturnBuffer();

    private void ReturnBuffer()
    {
        ReturnInflated();
        var buffer = _buffer;
        _buffer = [];
        _start = _end = 0;
        Give(buffer);
    }

    private int FrameLength()
    {
        var header = _buffer.AsSpan(_start, Frame.HeaderLength);
        var length = Frame.ReadLength(header);

        // The only other protocol whose first bytes could be a frame's: one of 350 MB, for which both sides would wait in vain.
        if (!_hadFrame && header is [0x16, 0x03, <= 0x04, ..])
        {
            throw new ProtocolException(
                $"The peer at {transport.Description} began with a TLS handshake, which this side does not speak here: switch TLS off there, or make the connection on an SslStream here.");
        }
        if (header[4] > 1)
            throw new ProtocolException($"A frame header has 0x{header[4]:X2} where its compression flag (0 or 1) belongs; {NotRpyc()}");
        if (length > (uint)limits.MaxFrameLength)
        {
            throw new ProtocolException(
                $"A frame of {length:N0} bytes was announced; this side accepts {limits.MaxFrameLength:N0} ({nameof(RpycConfig)}.{nameof(RpycConfig.Limits)}.{nameof(RpycLimits.MaxFrameLength)}). {NotRpyc()}");
        }
        return Frame.HeaderLength + (int)length + Frame.TrailerLength;
    }

    /// <summary>How much of the frame is, or will be, in the buffer.</summary>
    private int BufferedLength() => FrameLength() - (_landing?.Length ?? 0);

    private void TryLand()
    {
        if (findLarge is null || _end - _start <= Frame.HeaderLength || FrameLength() is var length && (length < LargeFrame || length > _longest) || _buffer[_start + 4] != 0)
            return;
        var payload = _buffer.AsSpan(_start, Math.Min(_end - _start, length - Frame.TrailerLength))[Frame.HeaderLength..];
        _landing ??= new Landing(findLarge);
        // A frame that has arrived whole has nothing left to land.
        if (payload.Length < length - Frame.HeaderLength - Frame.TrailerLength)
            _end -= _landing.TryBegin(payload, length - Frame.HeaderLength - Frame.TrailerLength);
    }

    private string NotRpyc()
    {
        var seen = _buffer.AsSpan(_start, Math.Min(_end - _start, 16));
        foreach (var b in seen)
        {
            if (b is < 0x20 or > 0x7e && b is not (0x0d or 0x0a))
                return $"the peer at {transport.Description} does not seem to speak RPyC.";
        }
        var text = System.Text.Encoding.ASCII.GetString(seen).ReplaceLineEndings(" ").Trim();
        return $"the peer at {transport.Description} does not seem to speak RPyC: it sent \"{text}\".";
    }

    private ReadOnlySpan<byte> Inflate(ReadOnlySpan<byte> compressed)
    {
        ReturnInflated();
        _inflated = Compressor.Inflate(compressed, limits.MaxDecompressedLength, out var length);
        return _inflated.AsSpan(0, length);
    }

    private void ReturnInflated()
    {
        if (_inflated is { } old)
            ArrayPool<byte>.Shared.Return(old);
        _inflated = null;
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            if (_buffer.Length > KeptCapacity)
                Replace(InitialCapacity);
        }
        if (_end < _buffer.Length)
            return;
        if (_start > 0 && (_end - _start < Frame.HeaderLength || BufferedLength() <= _buffer.Length))
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            return;
        }
        // Double, but never past the frame that is being read: bytes that arrived pay for the room for as many again, once and for all.
        var wanted = _end - _start < Frame.HeaderLength ? InitialCapacity : BufferedLength();
        Replace(Math.Max(Math.Min(wanted, Math.Max(_longest, checked((_end - _start) * 2))), InitialCapacity));
    }

    private void Replace(int capacity)
    {
        var (start, length, old) = (_start, _end - _start, _buffer);
        var isForOnce = capacity >= Ballast.Least && IsLandable();
        _buffer = capacity == InitialCapacity ? IdleBuffers.Take() : isForOnce ? GC.AllocateUninitializedArray<byte>(capacity) : ArrayPool<byte>.Shared.Rent(capacity);
        old.AsSpan(start, length).CopyTo(_buffer);
        (_start, _end) = (0, length);
        Give(old);
        _isForOnce = isForOnce;
    }

    /// <summary>Whether the frame that has begun to arrive holds a value that can be received into an array of its own, once frames of its length are trusted.</summary>
    private bool IsLandable() =>
        findLarge is not null && _end - _start > Frame.HeaderLength && _buffer[_start + 4] == 0 && findLarge(Landing.Searchable(_buffer.AsSpan(_start, _end - _start)[Frame.HeaderLength..]), out _, out _);

    private void Give(byte[] buffer)
    {
        if (buffer.Length == InitialCapacity)
            IdleBuffers.Give(buffer);
        else if (buffer.Length > 0 && !_isForOnce)
            ArrayPool<byte>.Shared.Return(buffer);
        _isForOnce = false;
    }
}
