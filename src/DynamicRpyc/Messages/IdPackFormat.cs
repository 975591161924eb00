using DynamicRpyc.Brine;

namespace DynamicRpyc.Messages;

/// <summary>An id_pack on the wire: <c>(type name, type id, instance id)</c>.</summary>
internal static class IdPackFormat
{
    /// <summary>The bytes of an id_pack, kept where the same object is named again and again.</summary>
    internal static byte[] Encode(in IdPack id)
    {
        using var writer = new BrineWriter(96);
        Write(writer, id);
        return writer.WrittenSpan.ToArray();
    }

    internal static void Write(BrineWriter writer, in IdPack id)
    {
        writer.WriteTupleHeader(3);
        writer.WriteString(id.TypeName);
        writer.WriteInt(id.TypeId);
        writer.WriteInt(id.InstanceId);
    }

    /// <summary>Reads an id_pack whose name is not wanted: of an object of this side, whose ids alone find it.</summary>
    internal static (long TypeId, long InstanceId) ReadIds(ref BrineReader reader)
    {
        ReadHeader(ref reader);
        reader.ReadUtf8();
        return (reader.ReadInt64(), reader.ReadInt64());
    }

    internal static IdPack Read(ref BrineReader reader, TypeNameCache names)
    {
        ReadHeader(ref reader);
        var name = names.Get(reader.ReadUtf8());
        return new IdPack(name, reader.ReadInt64(), reader.ReadInt64());
    }

    private static void ReadHeader(ref BrineReader reader)
    {
        if (reader.ReadTupleHeader() != 3)
            throw new ProtocolException("An id_pack is not a tuple of three (type name, type id, instance id).");
    }
}
