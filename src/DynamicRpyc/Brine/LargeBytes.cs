using System.Buffers.Binary;

namespace DynamicRpyc.Brine;

/// <summary>Finds the bytes value that makes a message large, from the message's start alone, so that it need not be collected before it is put where it belongs. Pure.</summary>
internal static class LargeBytes
{
    /// <summary>Shorter values are copied: that takes less time than to treat them apart.</summary>
    internal const int Least = 128 * 1024;

    /// <summary>Looks for a bytes value that goes on beyond the start. What surrounds it is not judged here: whoever reads the whole message will.</summary>
    /// <param name="start">The message as far as it has arrived.</param>
    /// <param name="at">Where the value's own bytes begin.</param>
    /// <param name="length">How many they are.</param>
    internal static bool TryFind(ReadOnlySpan<byte> start, out int at, out int length)
    {
        (at, length) = (0, 0);
        var isText = false;
        var position = 0;
        while (position < start.Length)
        {
            var tag = start[position++];
            if (!TryReadLength(tag, start, ref position, out var size))
                return false;
            if (size > (uint)(start.Length - position))
            {
                // A str is decoded from where it was received.
                if (tag != BrineTags.BytesL4 || isText || size is < Least or > int.MaxValue)
                    return false;
                (at, length) = (position, (int)size);
                return true;
            }
            position += (int)size;
            isText = tag == BrineTags.String;
        }
        return false;
    }

    /// <summary>How many bytes follow the tag and its length. The items of a tuple are values of their own and follow in any case.</summary>
    private static bool TryReadLength(byte tag, ReadOnlySpan<byte> start, ref int position, out uint size)
    {
        size = tag switch
        {
            >= BrineTags.Bytes1 and <= BrineTags.Bytes4 => (uint)(tag - BrineTags.Bytes1 + 1),
            BrineTags.Double => sizeof(double),
            BrineTags.Complex => 2 * sizeof(double),
            BrineTags.TupleL1 => sizeof(byte),
            BrineTags.TupleL4 => sizeof(uint),
            _ => 0,
        };
        var left = start.Length - position;
        switch (tag)
        {
            case BrineTags.BytesL1 or BrineTags.IntL1 when left >= sizeof(byte):
                size = start[position++];
                return true;
            case BrineTags.BytesL4 or BrineTags.IntL4 when left >= sizeof(uint):
                size = BinaryPrimitives.ReadUInt32BigEndian(start[position..]);
                position += sizeof(uint);
                return true;
            default:
                return tag is not (BrineTags.BytesL1 or BrineTags.IntL1 or BrineTags.BytesL4 or BrineTags.IntL4);
        }
    }
}
