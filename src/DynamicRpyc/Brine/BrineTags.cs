namespace DynamicRpyc.Brine;

/// <summary>
/// The first byte of every brine value (RPyC 5.3 and 6.0; all integers big-endian). Anything not in this table is not brine.
/// <code>
/// 00 None              01 empty bytes       02 empty tuple     03 True    04 False    05 NotImplemented    06 Ellipsis
/// 08 str:   a bytes value follows, holding strict UTF-8
/// 0a..0d    bytes of length 1..4            0e / 0f            bytes, u8 / u32 length
/// 10..13    tuple of 1..4 items             14 / 15            tuple, u8 / u32 count
/// 16 / 17   int as ASCII decimal text, u8 / u32 text length
/// 18 float: IEEE-754 double                 1b complex:        two doubles, real then imaginary
/// 19 slice: a tuple of 3 follows            1a frozenset:      a tuple follows
/// 20..ef    int -48..159, value = byte - 0x50
/// </code>
/// </summary>
internal static class BrineTags
{
    internal const byte None = 0x00;
    internal const byte EmptyBytes = 0x01;
    internal const byte EmptyTuple = 0x02;
    internal const byte True = 0x03;
    internal const byte False = 0x04;
    internal const byte NotImplemented = 0x05;
    internal const byte Ellipsis = 0x06;
    internal const byte String = 0x08;
    internal const byte Bytes1 = 0x0a;
    internal const byte Bytes4 = 0x0d;
    internal const byte BytesL1 = 0x0e;
    internal const byte BytesL4 = 0x0f;
    internal const byte Tuple1 = 0x10;
    internal const byte Tuple4 = 0x13;
    internal const byte TupleL1 = 0x14;
    internal const byte TupleL4 = 0x15;
    internal const byte IntL1 = 0x16;
    internal const byte IntL4 = 0x17;
    internal const byte Double = 0x18;
    internal const byte Slice = 0x19;
    internal const byte FrozenSet = 0x1a;
    internal const byte Complex = 0x1b;
    internal const byte SmallIntFirst = 0x20;
    internal const byte SmallIntLast = 0xef;

    /// <summary>What is added to a small int to make its tag.</summary>
    internal const int SmallIntBias = 0x50;
    internal const int SmallIntMin = SmallIntFirst - SmallIntBias;
    internal const int SmallIntMax = SmallIntLast - SmallIntBias;

    /// <summary>The most items of a tuple, or bytes, whose number is in the tag itself.</summary>
    internal const int MaxCountInTag = 4;

    /// <summary>How many items the slice's tuple has.</summary>
    internal const int SliceParts = 3;
}
