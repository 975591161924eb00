using DynamicRpyc.Brine;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Boxing;

/// <summary>
/// How this library tells a peer what it is: a PING with the data <c>("DynamicRpyc", version, features)</c>, which RPyC echoes like any other. Its sequence number is 0, which
/// no request of this library's users has, so that none of their pings can be taken for it. The echo is dropped as an answer that nobody waits for.
/// </summary>
internal static class Announcement
{
    internal const long Sequence = 0;
    internal const int Version = 1;

    /// <summary>The feature bit of the labels <see cref="Label.Exact"/> and <see cref="Label.ExactTuple"/> with the kinds of <see cref="ExactKind"/> up to <see cref="ExactKind.Range"/>.</summary>
    internal const int ExactValues = 1;

    private const string Name = "DynamicRpyc";

    private static readonly byte[] _newer = Make(Dialect.V6);
    private static readonly byte[] _older = Make(Dialect.V5);

    /// <summary>The announcement as one whole frame.</summary>
    internal static ReadOnlySpan<byte> Frame(Dialect dialect) => dialect == Dialect.V5 ? _older : _newer;

    private static byte[] Make(Dialect dialect)
    {
        var batch = new FrameBatch();
        batch.Begin();
        var writer = batch.Writer;
        Message.WriteStart(writer, dialect, MessageKind.Request, Sequence);
        writer.WriteTupleHeader(2);
        writer.WriteInt((long)Handler.Ping);
        Boxer.WriteLabel(writer, Label.Value);
        writer.WriteTupleHeader(1);
        writer.WriteValue(new PyTuple(Name, Version, ExactValues));
        batch.End();
        var frame = writer.WrittenSpan.ToArray();
        writer.Dispose();
        return frame;
    }

    /// <summary>Whether a PING is an announcement, of a peer that takes exact values.</summary>
    internal static bool Is(long sequence, object? data) =>
        sequence == Sequence && data is PyTuple { Count: 3 } parts && parts[0] is Name && parts[1] is int and >= Version && parts[2] is int features && (features & ExactValues) != 0;
}
