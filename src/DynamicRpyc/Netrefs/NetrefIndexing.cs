namespace DynamicRpyc.Netrefs;

/// <summary>Indexing: one key as it is, several as one tuple, as Python writes <c>a[1, 2]</c>. C#'s <c>^1</c> travels as -1, <c>1..3</c> as a slice.</summary>
internal static class NetrefIndexing
{
    internal static object? Get(Netref target, object? index) => NetrefOperations.CallMember1(target, "__getitem__", null, Part(index));

    internal static object? Get(Netref target, object?[] indexes) => NetrefOperations.CallMember1(target, "__getitem__", null, Key(indexes));

    internal static object? Set(Netref target, object? index, object? value)
    {
        NetrefOperations.CallMember2(target, "__setitem__", null, Part(index), value);
        return value;
    }

    internal static object? Set(Netref target, object?[] indexes, object? value)
    {
        NetrefOperations.CallMember2(target, "__setitem__", null, Key(indexes), value);
        return value;
    }

    internal static void Delete(Netref target, object?[] indexes) => NetrefOperations.CallMember1(target, "__delitem__", null, Key(indexes));

    private static object? Key(object?[] indexes) => indexes is [var only] ? Part(only) : new PyTuple(Array.ConvertAll(indexes, Part));

    private static object? Part(object? index) => index switch
    {
        Index { IsFromEnd: true, Value: 0 } => throw new ArgumentOutOfRangeException(nameof(index), "^0 is one past the last item; the last one is ^1."),
        Index single => single.IsFromEnd ? -single.Value : single.Value,
        Range range => PySlice.FromRange(range),
        _ => index,
    };
}
