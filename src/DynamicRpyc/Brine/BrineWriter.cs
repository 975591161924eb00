using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace DynamicRpyc.Brine;

/// <summary>
/// Writes brine into one growing, pooled buffer. Directed: the caller knows the shape and writes it piece by piece, so that a message costs no object tree.
/// The choice of tag is always Python's own. One thread at a time; <see cref="Reset"/> makes it ready for the next message.
/// </summary>
internal sealed class BrineWriter : IDisposable
{
    // A connection keeps its writer; one huge message must not keep its memory for as long.
    private const int LargestKept = 1 << 20;

    private byte[] _buffer;
    private int _length;
    private byte[]? _large;
    private int _largeAt;

    internal BrineWriter(int capacity = 256) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    internal int Length => _length;

    /// <summary>Whether one large array may be left where it is, to be sent from there: see <see cref="Large"/>.</summary>
    internal bool LeavesLarge { get; init; }

    /// <summary>A value whose bytes were left out, and the position at which they belong; null where nothing is missing.</summary>
    internal (byte[]? Value, int At) Large => (_large, _largeAt);

    internal ReadOnlySpan<byte> WrittenSpan => _buffer.AsSpan(0, _length);

    internal ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _length);

    /// <summary>Forgets what was written. Spans and memory taken before are no longer valid.</summary>
    internal void Reset()
    {
        (_length, _large) = (0, null);
        if (_buffer.Length > LargestKept) Dispose();
    }

    /// <summary>Returns the buffer to the pool. Writing again rents a new one.</summary>
    public void Dispose()
    {
        var buffer = _buffer;
        (_buffer, _length) = ([], 0);
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Room for at least <paramref name="sizeHint"/> bytes behind what is written; follow with <see cref="Advance"/>.</summary>
    internal Span<byte> GetSpan(int sizeHint)
    {
        if (_buffer.Length - _length < sizeHint) Grow(sizeHint);
        return _buffer.AsSpan(_length);
    }

    internal void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_buffer.Length - _length), nameof(count));
        _length += count;
    }

    /// <summary>Skips bytes (zeroed) that are known only later, such as a frame's header; <see cref="WritableSpan"/> fills them in.</summary>
    internal void Reserve(int count)
    {
        GetSpan(count)[..count].Clear();
        _length += count;
    }

    /// <summary>A part of what is written, to be written over.</summary>
    internal Span<byte> WritableSpan(int offset, int length) => _buffer.AsSpan(0, _length).Slice(offset, length);

    /// <summary>Rolls back to an earlier <see cref="Length"/>.</summary>
    internal void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)_length, nameof(length));
        _length = length;
        if (_largeAt > length) _large = null;
    }

    /// <summary>Puts in what was left out.</summary>
    internal void PutLargeIn()
    {
        if (_large is not { } large) return;
        GetSpan(large.Length);
        _buffer.AsSpan(_largeAt, _length - _largeAt).CopyTo(_buffer.AsSpan(_largeAt + large.Length));
        large.CopyTo(_buffer.AsSpan(_largeAt));
        _length += large.Length;
        _large = null;
    }

    internal void WriteNone() => WriteRawByte(BrineTags.None);

    internal void WriteBool(bool value) => WriteRawByte(value ? BrineTags.True : BrineTags.False);

    internal void WriteEllipsis() => WriteRawByte(BrineTags.Ellipsis);

    internal void WriteNotImplemented() => WriteRawByte(BrineTags.NotImplemented);

    internal void WriteInt(long value)
    {
        if (value is >= BrineTags.SmallIntMin and <= BrineTags.SmallIntMax)
        {
            WriteRawByte((byte)(value + BrineTags.SmallIntBias));
            return;
        }

        var span = GetSpan(IntText.MaxLongLength + 2);
        EndShortInt(span, IntText.Format(value, span[2..]));
    }

    internal void WriteInt(ulong value)
    {
        if (value <= long.MaxValue)
        {
            WriteInt((long)value);
            return;
        }

        var span = GetSpan(IntText.MaxLongLength + 2);
        EndShortInt(span, IntText.Format(value, span[2..]));
    }

    /// <exception cref="OverflowException">The value has more than 4300 decimal digits, which no current Python reads. Nothing was written.</exception>
    internal void WriteInt(BigInteger value)
    {
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            WriteInt((long)value);
            return;
        }

        Span<char> chars = stackalloc char[IntText.MaxDigits + 1];
        var length = IntText.Format(value, chars);
        WriteHeader(BrineTags.IntL1, BrineTags.IntL4, length);
        Encoding.ASCII.GetBytes(chars[..length], GetSpan(length));
        _length += length;
    }

    internal void WriteDouble(double value)
    {
        var span = GetSpan(1 + sizeof(double));
        span[0] = BrineTags.Double;
        BinaryPrimitives.WriteDoubleBigEndian(span[1..], value);
        _length += 1 + sizeof(double);
    }

    internal void WriteComplex(Complex value)
    {
        var span = GetSpan(1 + (2 * sizeof(double)));
        span[0] = BrineTags.Complex;
        BinaryPrimitives.WriteDoubleBigEndian(span[1..], value.Real);
        BinaryPrimitives.WriteDoubleBigEndian(span[(1 + sizeof(double))..], value.Imaginary);
        _length += 1 + (2 * sizeof(double));
    }

    /// <exception cref="ArgumentException">The text holds a lone surrogate, for which UTF-8 has no bytes. Nothing was written.</exception>
    internal void WriteString(ReadOnlySpan<char> value)
    {
        var start = _length;
        WriteRawByte(BrineTags.String);
        var byteCount = Encoding.UTF8.GetByteCount(value);
        WriteBytesHeader(byteCount);
        var status = Utf8.FromUtf16(value, GetSpan(byteCount), out var read, out var written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
        {
            _length = start;
            throw new ArgumentException(
                $"The string has a lone surrogate U+{(int)value[read]:X4} at index {read}, which UTF-8 cannot hold and Python would refuse. Send it as bytes instead.", nameof(value));
        }

        _length += written;
    }

    /// <summary>Writes a str from bytes that are known to be strict UTF-8.</summary>
    internal void WriteUtf8(ReadOnlySpan<byte> validUtf8)
    {
        WriteRawByte(BrineTags.String);
        WriteBytes(validUtf8);
    }

    internal void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteBytesHeader(value.Length);
        WriteRaw(value);
    }

    /// <summary>As <see cref="WriteBytes"/>; the array's bytes may be left out where <see cref="LeavesLarge"/> is set.</summary>
    internal void WriteByteArray(byte[] value)
    {
        // What is too large for a frame is left to the growing buffer to refuse.
        if (!LeavesLarge || _large is not null || value.Length < LargeBytes.Least || value.Length > Array.MaxLength / 2)
        {
            WriteBytes(value);
            return;
        }

        WriteBytesHeader(value.Length);
        (_large, _largeAt) = (value, _length);
    }

    /// <summary>Begins a tuple: the caller writes exactly <paramref name="count"/> values next.</summary>
    internal void WriteTupleHeader(int count)
    {
        if (count == 0) WriteRawByte(BrineTags.EmptyTuple);
        else if (count <= BrineTags.MaxCountInTag) WriteRawByte((byte)(BrineTags.Tuple1 + count - 1));
        else WriteHeader(BrineTags.TupleL1, BrineTags.TupleL4, count);
    }

    /// <summary>Begins a slice: the caller writes start, stop and step next.</summary>
    internal void WriteSliceHeader()
    {
        WriteRawByte(BrineTags.Slice);
        WriteTupleHeader(BrineTags.SliceParts);
    }

    /// <summary>Begins a frozenset: the caller writes exactly <paramref name="count"/> values next.</summary>
    internal void WriteFrozenSetHeader(int count)
    {
        WriteRawByte(BrineTags.FrozenSet);
        WriteTupleHeader(count);
    }

    /// <summary>Copies bytes that are brine already.</summary>
    internal void WriteRaw(ReadOnlySpan<byte> alreadyEncoded)
    {
        alreadyEncoded.CopyTo(GetSpan(alreadyEncoded.Length));
        _length += alreadyEncoded.Length;
    }

    internal void WriteRawByte(byte value)
    {
        if (_length == _buffer.Length) Grow(1);
        _buffer[_length++] = value;
    }

    /// <summary>Writes any value that <see cref="BrineValues.IsDumpable"/> accepts.</summary>
    /// <exception cref="ArgumentException">The value cannot travel by value, or a string in it has a lone surrogate; what was written is rolled back.</exception>
    /// <exception cref="OverflowException">An int has more than 4300 decimal digits; what was written is rolled back.</exception>
    internal void WriteValue(object? value)
    {
        var start = _length;
        try
        {
            ValueWriter.Write(this, value, 0);
        }
        catch
        {
            Truncate(start);
            throw;
        }
    }

    private void WriteBytesHeader(int length)
    {
        if (length == 0) WriteRawByte(BrineTags.EmptyBytes);
        else if (length <= BrineTags.MaxCountInTag) WriteRawByte((byte)(BrineTags.Bytes1 + length - 1));
        else WriteHeader(BrineTags.BytesL1, BrineTags.BytesL4, length);
    }

    private void WriteHeader(byte shortTag, byte longTag, int count)
    {
        var span = GetSpan(1 + sizeof(uint));
        if (count <= byte.MaxValue)
        {
            (span[0], span[1]) = (shortTag, (byte)count);
            _length += 2;
            return;
        }

        span[0] = longTag;
        BinaryPrimitives.WriteUInt32BigEndian(span[1..], (uint)count);
        _length += 1 + sizeof(uint);
    }

    private void EndShortInt(Span<byte> span, int textLength)
    {
        (span[0], span[1]) = (BrineTags.IntL1, (byte)textLength);
        _length += 2 + textLength;
    }

    private void Grow(int more)
    {
        var needed = (long)_length + (_large?.Length ?? 0) + more;
        if (needed > Array.MaxLength) throw new ArgumentException($"A message of {needed} bytes is more than one buffer, and one frame, can hold. Send it in parts.");
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _buffer.Length)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        var old = _buffer;
        _buffer = larger;
        if (old.Length > 0) ArrayPool<byte>.Shared.Return(old);
    }
}
