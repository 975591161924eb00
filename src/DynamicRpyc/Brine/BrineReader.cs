using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using DynamicRpyc.Values;

namespace DynamicRpyc.Brine;

/// <summary>
/// Reads brine from one span. Directed, like the writer: a caller that knows the shape asks for what comes next and pays no object tree. Whatever is wrong with the bytes is a
/// <see cref="ProtocolException"/>. Lengths and counts are checked against the bytes that are left before anything is allocated.
/// A stack value, used by one thread; a failed read leaves the position undefined.
/// </summary>
internal ref struct BrineReader
{
    // A tuple's array starts no larger than this and grows as items really arrive. Otherwise nested headers, each claiming all that is left, cost 8 bytes a byte *and level*.
    private const int FirstItems = 1024;

    private readonly ReadOnlySpan<byte> _data;
    private readonly int _maxDepth;
    private readonly byte[]? _landed;
    private readonly int _landedAt;
    private int _position;
    private int _depth;

    internal BrineReader(ReadOnlySpan<byte> data, BrineLimits limits)
    {
        _data = data;
        _maxDepth = limits.Depth;
    }

    /// <param name="data">The brine, without the bytes of one large value.</param>
    /// <param name="limits">What is accepted.</param>
    /// <param name="landed">Those bytes and the position at which they are missing; null where nothing is.</param>
    internal BrineReader(ReadOnlySpan<byte> data, BrineLimits limits, (byte[]? Value, int At) landed) : this(data, limits) => (_landed, _landedAt) = landed;

    internal readonly int Position => _position;

    internal readonly int Remaining => _data.Length - _position;

    internal readonly bool AtEnd => _position == _data.Length;

    /// <summary>The capacity with which to begin collecting <paramref name="count"/> items of a peer; grow from there as they arrive.</summary>
    internal static int FirstCapacity(int count) => Math.Min(count, FirstItems);

    internal readonly byte PeekTag() => _position < _data.Length ? _data[_position] : throw BrineErrors.Truncated(_position, "a value", 1, 0);

    /// <summary>A byte that is not brine: what the 6.x dialect puts in front of it.</summary>
    internal byte ReadRawByte()
    {
        var value = PeekTag();
        _position++;
        return value;
    }

    /// <summary>Bytes already passed or still to come; for keeping an encoded part as it is.</summary>
    internal readonly ReadOnlySpan<byte> Slice(int from, int to) => _data[from..to];

    /// <summary>The number of items of the tuple that begins here; the items come next.</summary>
    internal int ReadTupleHeader() => TryReadTupleHeader(out var count) ? count : throw BrineErrors.Unexpected(_position, PeekTag(), "a tuple");

    /// <summary>Like <see cref="ReadTupleHeader"/>; where another value begins, it answers false and stays there.</summary>
    internal bool TryReadTupleHeader(out int count)
    {
        var start = _position;
        var tag = PeekTag();
        uint claimed;
        switch (tag)
        {
            case BrineTags.EmptyTuple: claimed = 0; _position++; break;
            case >= BrineTags.Tuple1 and <= BrineTags.Tuple4: claimed = (uint)(tag - BrineTags.Tuple1 + 1); _position++; break;
            case BrineTags.TupleL1: _position++; claimed = Take(1, "a tuple's count")[0]; break;
            case BrineTags.TupleL4: _position++; claimed = BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint), "a tuple's count")); break;
            default: count = 0; return false;
        }

        if (claimed > (uint)Remaining) throw BrineErrors.CountTooLarge(start, claimed, Remaining);
        count = (int)claimed;
        return true;
    }

    /// <summary>Counts one level of nesting; a caller that walks tuples by itself calls it for each, so that it too is bounded.</summary>
    internal void EnterNested()
    {
        if (++_depth > _maxDepth) throw BrineErrors.TooDeep(_position, _maxDepth);

        // A limit set high, on a thread with a small stack: the process must survive that too.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw BrineErrors.NoStack(_position);
    }

    internal void ExitNested() => _depth--;

    /// <summary>Passes over the next value if its encoding is exactly this one; else it answers false and stays there.</summary>
    internal bool TrySkip(ReadOnlySpan<byte> encoded)
    {
        if (!_data[_position..].StartsWith(encoded)) return false;
        _position += encoded.Length;
        return true;
    }

    /// <summary>An int of at most 64 bits.</summary>
    internal long ReadInt64()
    {
        if (TryReadCommonInt(out var value)) return value;
        var start = _position;
        var tag = PeekTag();
        if (tag is not (BrineTags.IntL1 or BrineTags.IntL4)) throw BrineErrors.Unexpected(start, tag, "an int");
        return IntText.TryParseLong(ReadIntText(), out value) ? value : throw BrineErrors.IntTooLarge(start);
    }

    /// <summary>The ints that messages are full of, read in one go: small ones, and what is written as 1 to 18 digits. Anything else, and all that is wrong, it leaves where it is and answers false.</summary>
    internal bool TryReadCommonInt(out long value)
    {
        value = 0;
        var rest = _data[_position..];
        if (rest.IsEmpty) return false;
        var tag = rest[0];
        if (tag is >= BrineTags.SmallIntFirst and <= BrineTags.SmallIntLast)
        {
            value = tag - BrineTags.SmallIntBias;
            _position++;
            return true;
        }

        if (tag != BrineTags.IntL1 || rest.Length < 2 || rest[1] is 0 or > IntText.SafeLongDigits || rest.Length - 2 < rest[1]) return false;
        var read = 0L;
        foreach (var digit in rest.Slice(2, rest[1]))
        {
            if (digit - (uint)'0' > 9) return false;
            read = (read * 10) + (digit - '0');
        }

        value = read;
        _position += 2 + rest[1];
        return true;
    }

    internal string ReadString() => Encoding.UTF8.GetString(ReadUtf8());

    /// <summary>The bytes of a str, checked to be strict UTF-8. Part of the span that is read.</summary>
    internal ReadOnlySpan<byte> ReadUtf8()
    {
        var start = _position;
        var text = ReadStringBytes();
        return Utf8.IsValid(text) ? text : throw BrineErrors.BadUtf8(start);
    }

    /// <summary>A bytes value, as a part of the span that is read.</summary>
    internal ReadOnlySpan<byte> ReadBytes()
    {
        var start = _position;
        var tag = PeekTag();
        _position++;
        var length = tag switch
        {
            BrineTags.EmptyBytes => 0u,
            >= BrineTags.Bytes1 and <= BrineTags.Bytes4 => (uint)(tag - BrineTags.Bytes1 + 1),
            BrineTags.BytesL1 => Take(1, "the length of bytes")[0],
            BrineTags.BytesL4 => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint), "the length of bytes")),
            _ => throw BrineErrors.Unexpected(start, tag, "bytes"),
        };
        return IsLanded(length) ? _landed : Take(length, "bytes");
    }

    /// <summary>The next value, of any type: int as <c>int</c> if it fits, then <c>long</c>, then <see cref="BigInteger"/>; tuple as <see cref="PyTuple"/>; and so on.</summary>
    internal object? ReadValue()
    {
        var tag = PeekTag();
        if (tag is >= BrineTags.SmallIntFirst and <= BrineTags.SmallIntLast)
        {
            _position++;
            return Integers.Box(tag - BrineTags.SmallIntBias);
        }

        switch (tag)
        {
            case BrineTags.None: _position++; return null;
            case BrineTags.True: _position++; return Integers.True;
            case BrineTags.False: _position++; return Integers.False;
            case BrineTags.NotImplemented: _position++; return NotImplemented.Value;
            case BrineTags.Ellipsis: _position++; return Ellipsis.Value;
            case BrineTags.String: return ReadString();
            case BrineTags.IntL1 or BrineTags.IntL4: return ReadInt();
            case BrineTags.Double: _position++; return ReadDouble();
            case BrineTags.Complex: _position++; return new Complex(ReadDouble(), ReadDouble());
            case BrineTags.EmptyBytes or (>= BrineTags.Bytes1 and <= BrineTags.BytesL4): return ReadByteArray();
            case BrineTags.EmptyTuple or (>= BrineTags.Tuple1 and <= BrineTags.TupleL4): return PyTuple.Adopt(ReadItems());
            case BrineTags.Slice: return ReadSlice();
            case BrineTags.FrozenSet: _position++; return ReadItems().ToFrozenSet(PyEquality.Instance);
            default: throw BrineErrors.UnknownTag(_position, tag);
        }
    }

    /// <summary>Passes over one value without allocating. Checks tags, lengths, counts and depth, not the insides of strings and ints.</summary>
    internal void Skip()
    {
        var tag = PeekTag();
        if (TryReadTupleHeader(out var count))
        {
            SkipItems(count);
            return;
        }

        switch (tag)
        {
            case BrineTags.None or BrineTags.True or BrineTags.False or BrineTags.NotImplemented or BrineTags.Ellipsis:
            case >= BrineTags.SmallIntFirst and <= BrineTags.SmallIntLast: _position++; break;
            case BrineTags.String: ReadStringBytes(); break;
            case BrineTags.EmptyBytes or (>= BrineTags.Bytes1 and <= BrineTags.BytesL4): ReadBytes(); break;
            case BrineTags.IntL1 or BrineTags.IntL4: TakeIntText(); break;
            case BrineTags.Double: _position++; Take(sizeof(double), "a float"); break;
            case BrineTags.Complex: _position++; Take(2 * sizeof(double), "a complex"); break;
            case BrineTags.Slice: ReadSliceHeader(); SkipItems(BrineTags.SliceParts); break;
            case BrineTags.FrozenSet: _position++; SkipItems(ReadTupleHeader()); break;
            default: throw BrineErrors.UnknownTag(_position, tag);
        }
    }

    /// <exception cref="ProtocolException">Something follows.</exception>
    internal readonly void ExpectEnd()
    {
        if (!AtEnd) throw BrineErrors.Trailing(_position, Remaining);
    }

    private readonly bool IsLanded(uint length) => _landed is not null && _position == _landedAt && length == (uint)_landed.Length;

    private byte[] ReadByteArray()
    {
        var bytes = ReadBytes();
        if (_landed is not null && Unsafe.AreSame(ref MemoryMarshal.GetReference(bytes), ref MemoryMarshal.GetArrayDataReference(_landed)))
            return _landed;
        var array = bytes.Length < LargeBytes.Least ? new byte[bytes.Length] : GC.AllocateUninitializedArray<byte>(bytes.Length);
        bytes.CopyTo(array);
        return array;
    }

    private object ReadInt()
    {
        if (TryReadCommonInt(out var value)) return Integers.Box(value);
        var text = ReadIntText();
        return IntText.TryParseLong(text, out value) ? Integers.Box(value) : Integers.Box(IntText.ParseBig(text));
    }

    private ReadOnlySpan<byte> ReadIntText()
    {
        var start = _position;
        var text = TakeIntText();
        return IntText.IsValid(text) ? text : throw BrineErrors.BadInt(start, text.Length);
    }

    private ReadOnlySpan<byte> TakeIntText()
    {
        var isShort = PeekTag() == BrineTags.IntL1;
        _position++;
        var length = isShort ? Take(1, "the length of an int")[0] : BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint), "the length of an int"));
        return Take(length, "an int");
    }

    private ReadOnlySpan<byte> ReadStringBytes()
    {
        if (PeekTag() != BrineTags.String) throw BrineErrors.Unexpected(_position, PeekTag(), "a str");
        _position++;
        return ReadBytes();
    }

    private double ReadDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double), "a float"));

    private object?[] ReadItems()
    {
        var count = ReadTupleHeader();
        if (count == 0) return [];
        EnterNested();
        var items = new object?[FirstCapacity(count)];
        for (var i = 0; i < count; i++)
        {
            if (i == items.Length) Array.Resize(ref items, (int)Math.Min(count, 2L * items.Length));
            items[i] = ReadValue();
        }

        ExitNested();
        return items;
    }

    private PySlice ReadSlice()
    {
        ReadSliceHeader();
        EnterNested();
        var slice = new PySlice(ReadValue(), ReadValue(), ReadValue());
        ExitNested();
        return slice;
    }

    private void ReadSliceHeader()
    {
        var start = _position++;
        var count = ReadTupleHeader();
        if (count != BrineTags.SliceParts) throw BrineErrors.BadSlice(start, count);
    }

    private void SkipItems(int count)
    {
        if (count == 0) return;
        EnterNested();
        for (var i = 0; i < count; i++) Skip();
        ExitNested();
    }

    private ReadOnlySpan<byte> Take(uint length, string what)
    {
        if (length > (uint)Remaining) throw BrineErrors.Truncated(_position, what, length, Remaining);
        var taken = _data.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }
}
