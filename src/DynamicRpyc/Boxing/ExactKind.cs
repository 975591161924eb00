namespace DynamicRpyc.Boxing;

/// <summary>
/// What a value under <see cref="Label.Exact"/> is, and the brine that holds it. Numbers are never used for something else. Those up to
/// <see cref="Range"/> are what <see cref="Announcement.ExactValues"/> stands for: no version without one of them was ever released, so none has to be asked for by itself. A kind that is added
/// after the first release gets a feature bit of its own there, and is boxed for peers that announced it.
/// What brine itself keeps exact (None, bool, int, a long that is no int, double, str, bytes, complex) has no kind.
/// </summary>
internal enum ExactKind
{
    /// <summary>int; and so for all integer types.</summary>
    SByte = 1,
    Byte = 2,
    Int16 = 3,
    UInt16 = 4,
    UInt32 = 5,
    Int64 = 6,
    UInt64 = 7,
    IntPtr = 8,
    UIntPtr = 9,
    Int128 = 10,
    UInt128 = 11,
    BigInteger = 12,

    /// <summary>float.</summary>
    Half = 13,

    /// <summary>float.</summary>
    Single = 14,

    /// <summary>16 bytes: the four words of <see cref="decimal.GetBits(decimal)"/>, big-endian; so the scale is kept.</summary>
    Decimal = 15,

    /// <summary>int: the UTF-16 unit, which may be half of a surrogate pair.</summary>
    Char = 16,

    /// <summary>16 bytes, big-endian.</summary>
    Guid = 17,

    /// <summary>(ticks, <see cref="DateTimeKind"/>). A local time stays the same clock time, whatever the receiver's zone.</summary>
    DateTime = 18,

    /// <summary>(ticks of the clock time, offset in minutes).</summary>
    DateTimeOffset = 19,

    /// <summary>int: days since 0001-01-01.</summary>
    DateOnly = 20,

    /// <summary>int: ticks since midnight.</summary>
    TimeOnly = 21,

    /// <summary>int: ticks.</summary>
    TimeSpan = 22,

    /// <summary>(text, whether absolute).</summary>
    Uri = 23,

    /// <summary>str.</summary>
    Version = 24,

    /// <summary>str: the name of a type of the shared framework. Other types go by reference.</summary>
    Type = 25,

    /// <summary>(type name, <see cref="TypeCode"/> of the underlying type, int). A receiver that does not know the type gets the number, as that underlying type.</summary>
    Enum = 26,

    /// <summary>(formatter, type name, bytes): an object of a marked type.</summary>
    Object = 27,

    /// <summary>None: the place of an <c>out</c> argument.</summary>
    Out = 28,

    /// <summary>int: the value, of an index from the end its complement (<c>^1</c> is ~1).</summary>
    Index = 29,

    /// <summary>(start, end), each as an <see cref="Index"/> is.</summary>
    Range = 30,
}
