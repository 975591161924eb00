using System.Numerics;
using DynamicRpyc.Brine;

namespace DynamicRpyc.Messages;

/// <summary>
/// What surrounds a frame's contents, in both dialects.
/// 6.x: <c>u8 kind | brine((seq, contents))</c>; 5.x and older: <c>brine((kind, seq, contents))</c>, whose first byte is a tuple's tag.
/// </summary>
internal static class Message
{
    private const byte TupleOfThree = BrineTags.Tuple1 + 2;

    /// <summary>Writes all that comes before the contents.</summary>
    internal static void WriteStart(BrineWriter writer, Dialect dialect, MessageKind kind, long sequence)
    {
        if (dialect == Dialect.V5)
        {
            writer.WriteTupleHeader(3);
            writer.WriteInt((long)kind);
        }
        else
        {
            writer.WriteRawByte((byte)kind);
            writer.WriteTupleHeader(2);
        }
        writer.WriteInt(sequence);
    }

    /// <summary>Reads all that comes before the contents; the reader is left at them.</summary>
    /// <exception cref="ProtocolException">The payload is not a message of either dialect.</exception>
    internal static MessageStart ReadStart(ref BrineReader reader)
    {
        if (reader.AtEnd)
            throw new ProtocolException("An empty frame is not a message.");
        var first = reader.PeekTag();
        switch (first)
        {
            case TupleOfThree:
                reader.ReadTupleHeader();
                return new MessageStart(Dialect.V5, Kind(ReadInt(ref reader, "message type")), ReadInt(ref reader, "sequence number"));
            case (byte)MessageKind.Request or (byte)MessageKind.Reply or (byte)MessageKind.Exception:
                reader.ReadRawByte();
                if (reader.ReadTupleHeader() != 2)
                    throw new ProtocolException("A message of the 6.x dialect is not a tuple of two (sequence number, contents).");
                return new MessageStart(Dialect.V6, (MessageKind)first, ReadInt(ref reader, "sequence number"));
            case 0:
                throw new ProtocolException(
                    "The peer prefixes messages with a thread id: its bind_threads setting (RPYC_BIND_THREADS) is on. That experimental mode is not supported; switch it off there.");
            default:
                throw new ProtocolException($"A message starts with 0x{first:X2}, which neither RPyC 5 nor RPyC 6 sends. The peer does not seem to speak RPyC.");
        }
    }

    private static long ReadInt(ref BrineReader reader, string what) => reader.TryReadCommonInt(out var value) ? value : ReadOddInt(ref reader, what);

    private static long ReadOddInt(ref BrineReader reader, string what)
    {
        try
        {
            return reader.ReadInt64();
        }
        catch (ProtocolException e)
        {
            throw new ProtocolException($"A message's {what} cannot be read. {e.Message}", e);
        }
    }

    private static MessageKind Kind(long number) => number is >= 1 and <= 3
        ? (MessageKind)number
        : throw new ProtocolException($"There is no message type {new BigInteger(number)}; 1 is a request, 2 a reply, 3 an exception.");
}

/// <summary>What was read in front of a message's contents.</summary>
internal readonly record struct MessageStart(Dialect Dialect, MessageKind Kind, long Sequence);
