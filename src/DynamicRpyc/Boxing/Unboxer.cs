using DynamicRpyc.Brine;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Boxing;

/// <summary>
/// Reads boxed values. It runs as frames are read, in wire order, under the reader role: one thread at a time. It never sends: a netref is made from its
/// id_pack alone. Nor does it run user code: what only user code can make is left as a <see cref="Deferred"/>.
/// </summary>
internal sealed class Unboxer(LentTable lent, NetrefTable netrefs, TypeNameCache names, PeerFeatures peer, ExactReader exact)
{
    private string? _missing;

    /// <summary>Where new netrefs are noted while a frame is read that belongs to a scope; else null.</summary>
    internal List<INetref>? NewNetrefs { get; set; }

    /// <summary>
    /// What was named as an object of this side and is not lent (any more), since the last call. A frame with such a name is read to its end all the same,
    /// so that every reference in it is counted.
    /// </summary>
    internal string? TakeMissing()
    {
        var missing = _missing;
        _missing = null;
        return missing;
    }

    /// <summary>How many values came under extended labels; tells a caller whether the one just read did.</summary>
    internal int ExactCount { get; private set; }

    internal object? Read(ref BrineReader reader)
    {
        switch (ReadLabel(ref reader))
        {
            case Label.Value:
                return reader.ReadValue();
            case Label.Tuple:
                return ReadTuple(ref reader);
            case Label.LocalReference:
                return ReadLocal(ref reader);
            case Label.Exact:
                ExactCount++;
                return exact.Read(ref reader);
            case Label.ExactTuple:
                ExactCount++;
                return ReadExactTuple(ref reader);
            default:
                return ReadRemote(ref reader);
        }
    }

    /// <summary>Reads a boxed value that nobody waits for, and names the references in it that are to be given back.</summary>
    internal void Discard(ref BrineReader reader, Action<IdPack> giveBack)
    {
        switch (ReadLabel(ref reader))
        {
            case Label.Tuple:
                DiscardItems(ref reader, giveBack);
                break;
            case Label.ExactTuple:
                SkipTupleType(ref reader);
                DiscardItems(ref reader, giveBack);
                break;
            case Label.RemoteReference:
                var id = IdPackFormat.Read(ref reader, names);
                if (!netrefs.TryCount(id))
                    giveBack(id);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void DiscardItems(ref BrineReader reader, Action<IdPack> giveBack)
    {
        reader.EnterNested();
        for (var left = reader.ReadTupleHeader(); left > 0; left--)
            Discard(ref reader, giveBack);
        reader.ExitNested();
    }

    internal Label ReadLabel(ref BrineReader reader)
    {
        if (reader.ReadTupleHeader() != 2)
            throw new ProtocolException("A boxed value is not a tuple of two (label, value).");
        var label = reader.ReadInt64();
        if (label is >= 1 and <= (long)Label.RemoteReference || (label is > 0 and <= (long)Label.ExactTuple && peer.IsDotNet))
            return (Label)label;
        throw new ProtocolException($"There is no box label {label}; 1 is a value, 2 a tuple, 3 and 4 are references.");
    }

    internal object? ReadLocal(ref BrineReader reader)
    {
        if (lent.Recent is { } recent && reader.TrySkip(recent.EncodedId))
            return recent.Target;
        var start = reader.Position;
        var (typeId, instanceId) = IdPackFormat.ReadIds(ref reader);
        if (lent.TryFind(new LentId(typeId, instanceId), out var target))
            return target;
        var named = new BrineReader(reader.Slice(start, reader.Position), new BrineLimits(2));
        _missing ??= named.ReadValue()?.ToString();
        return null;
    }

    private INetref ReadRemote(ref BrineReader reader)
    {
        var netref = netrefs.Receive(IdPackFormat.Read(ref reader, names), out var isNew);
        if (isNew)
            NewNetrefs?.Add(netref);
        return netref;
    }

    private object ReadTuple(ref BrineReader reader)
    {
        var items = ReadItems(ref reader);
        return HasDeferred(items) ? new DeferredTuple(items, null) : PyTuple.Adopt(items);
    }

    private object ReadExactTuple(ref BrineReader reader)
    {
        var type = ExactTuples.Find(ReadTupleType(ref reader));
        var items = ReadItems(ref reader);
        if (HasDeferred(items))
            return new DeferredTuple(items, type);
        return type is null ? PyTuple.Adopt(items) : ExactTuples.Make(type, items);
    }

    /// <summary>Passes over the type of a CLR tuple; its boxed items come next.</summary>
    internal static void SkipTupleType(ref BrineReader reader) => ReadTupleType(ref reader);

    private static string ReadTupleType(ref BrineReader reader)
    {
        if (reader.ReadTupleHeader() != 2)
            throw new ProtocolException("A CLR tuple is not passed as a tuple of two (type name, items).");
        return reader.ReadString();
    }

    private static bool HasDeferred(object?[] items) => Array.Exists(items, static item => item is Deferred);

    /// <summary>Reads the boxed items of a tuple. The array grows as they arrive: a claimed count costs nothing.</summary>
    internal object?[] ReadItems(ref BrineReader reader)
    {
        reader.EnterNested();
        var count = reader.ReadTupleHeader();
        var items = count == 0 ? [] : new object?[BrineReader.FirstCapacity(count)];
        for (var i = 0; i < count; i++)
        {
            if (i == items.Length)
                Array.Resize(ref items, (int)Math.Min(count, items.Length * 2L));
            items[i] = Read(ref reader);
        }
        reader.ExitNested();
        return items;
    }
}
