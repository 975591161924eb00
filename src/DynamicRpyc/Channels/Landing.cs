namespace DynamicRpyc.Channels;

/// <summary>Finds the large value in the start of a message; see <c>LargeBytes.TryFind</c>.</summary>
internal delegate bool FindLarge(ReadOnlySpan<byte> start, out int at, out int length);

/// <summary>
/// The array that a large value of the frame at hand is received into, which becomes the value itself: it is never copied. The frame's other bytes stay in the reader's buffer, closed up where
/// the value was. Owned by the frame reader.
/// </summary>
internal sealed class Landing(FindLarge find)
{
    /// <summary>A value that begins later than this in its message is copied like any other.</summary>
    private const int Searched = 4096;

    private byte[]? _value;
    private int _filled;
    private bool _isDecided;

    /// <summary>Whether bytes are to be received into <see cref="Room"/>.</summary>
    internal bool IsFilling => _value is not null && _filled < _value.Length;

    internal Span<byte> Room => _value.AsSpan(_filled);

    /// <summary>How many of the frame's bytes are, or will be, here and not in the buffer.</summary>
    internal int Length => _value?.Length ?? 0;

    /// <summary>Where in the payload they are missing.</summary>
    internal int At { get; private set; }

    /// <summary>The part of a payload that is looked through.</summary>
    internal static ReadOnlySpan<byte> Searchable(ReadOnlySpan<byte> start) => start[..Math.Min(start.Length, Searched)];

    internal void Advance(int count) => _filled += count;

    /// <summary>Looks whether the payload of a frame holds such a value.</summary>
    /// <param name="start">The payload as far as it has arrived.</param>
    /// <param name="payloadLength">The length of the whole.</param>
    /// <returns>How many of the bytes at the end of <paramref name="start"/> were taken over.</returns>
    internal int TryBegin(ReadOnlySpan<byte> start, int payloadLength)
    {
        if (_isDecided)
            return 0;
        _isDecided = start.Length >= Searched;
        if (!find(Searchable(start), out var at, out var length) || length > payloadLength - at || length < start.Length - at)
            return 0;
        _isDecided = true;
        Ballast.OfProcess.Lay(length);
        _value = GC.AllocateUninitializedArray<byte>(length);
        At = at;
        start[at..].CopyTo(_value);
        return _filled = start.Length - at;
    }

    /// <summary>Hands the value over and makes ready for the next frame.</summary>
    internal byte[]? Take()
    {
        var value = _value;
        (_value, _filled, _isDecided) = (null, 0, false);
        return value;
    }
}
