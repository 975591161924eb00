namespace DynamicRpyc.Connections;

/// <summary>Whether what came back is what was sent, by value: an int may come back in another width, bytes in another array.</summary>
internal static class Echo
{
    internal static bool IsSame(object? sent, object? received) =>
        Values.PyEquality.Instance.Equals(sent, received) || (sent is byte[] bytes && received is byte[] back && bytes.AsSpan().SequenceEqual(back));
}
