namespace DynamicRpyc.Netrefs;

/// <summary>
/// Indexing: one key as it is, several as one tuple, as Python writes <c>a[1, 2]</c>. C#'s <c>^1</c> travels as -1. <c>1..3</c> is a slice to Python, and to .NET the range that it is where
/// it is read; what is written or deleted is a slice to both, since C# has no such ranges.
/// </summary>
internal static class NetrefIndexing
{
    internal static object? Get(Netref target, object? index) => GetByKey(target, ReadPart(index));

    internal static object? Get(Netref target, object?[] indexes) => GetByKey(target, Key(indexes, ReadPart));

    internal static object? Set(Netref target, object? index, object? value)
    {
        NetrefOperations.CallMember2(target, "__setitem__", null, Part(index), value);
        return value;
    }

    internal static object? Set(Netref target, object?[] indexes, object? value)
    {
        NetrefOperations.CallMember2(target, "__setitem__", null, Key(indexes, Part), value);
        return value;
    }

    internal static void Delete(Netref target, object?[] indexes) => NetrefOperations.CallMember1(target, "__delitem__", null, Key(indexes, Part));

    private static object? GetByKey(Netref target, object? key)
    {
        try
        {
            return NetrefOperations.CallMember1(target, "__getitem__", null, key);
        }
        catch (Exception failure) when (target.Id.IsType && PythonClasses.MayBeGeneric(failure) && PythonKinds.IsOfPython(NetrefOperations.Methods(target)))
        {
            return PythonClasses.Close(target, key, failure);
        }
        catch (MissingMemberException missing)
        {
            if (NetrefOperations.Methods(target).Contains("__getitem__"))
                throw;
            var advice = RemoteIterator.IsIterable(target) ? " A copy can be, as in ((List<object>)nr)[0]." : "";
            throw new MissingMemberException($"The remote '{target.RemoteTypeName}' cannot be indexed: it has no __getitem__.{advice}", missing);
        }
    }

    private static object? Key(object?[] indexes, Converter<object?, object?> part) => indexes is [var only] ? part(only) : new PyTuple(Array.ConvertAll(indexes, part));

    // Boxing makes a slice of it for a Python peer.
    private static object? ReadPart(object? index) => index is Range ? index : Part(index);

    private static object? Part(object? index) => index switch
    {
        Index { IsFromEnd: true, Value: 0 } => throw new ArgumentOutOfRangeException(nameof(index), "^0 is one past the last item; the last one is ^1."),
        Index single => single.IsFromEnd ? -single.Value : single.Value,
        Range range => PySlice.FromRange(range),
        _ => index,
    };
}
