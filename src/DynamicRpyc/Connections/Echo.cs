using DynamicRpyc.Values;

namespace DynamicRpyc.Connections;

/// <summary>Whether what came back is what was sent, by value: an int may come back in another width, bytes in another array, a CLR tuple as a Python tuple.</summary>
internal static class Echo
{
    internal static bool IsSame(object? sent, object? received)
    {
        if (PyTuple.Of(sent) is { } tuple && PyTuple.Of(received) is { } items)
            return tuple.Count == items.Count && tuple.Zip(items).All(static pair => IsSame(pair.First, pair.Second));
        return PyEquality.Instance.Equals(sent, received) || (sent is byte[] bytes && received is byte[] back && bytes.AsSpan().SequenceEqual(back));
    }
}
