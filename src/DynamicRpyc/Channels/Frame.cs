using System.Buffers.Binary;

namespace DynamicRpyc.Channels;

/// <summary>The frame around a message: <c>length:u32 big-endian | compressed:u8 | payload | '\n'</c>; the length counts the payload only.</summary>
internal static class Frame
{
    internal const int HeaderLength = 5;
    internal const int TrailerLength = 1;
    internal const byte Trailer = (byte)'\n';

    internal static void WriteHeader(Span<byte> header, int payloadLength, bool compressed)
    {
        BinaryPrimitives.WriteUInt32BigEndian(header, (uint)payloadLength);
        header[4] = compressed ? (byte)1 : (byte)0;
    }

    internal static uint ReadLength(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);
}
