namespace DynamicRpyc;

/// <summary>
/// Python's <c>NotImplemented</c>: what an operator or comparison answers when it cannot deal with its operand, so that the other operand is asked.
/// There is one: <see cref="Value"/>. Safe for any thread.
/// </summary>
public sealed class NotImplemented
{
    private NotImplemented() { }

    /// <summary>The only instance; compare by reference.</summary>
    public static NotImplemented Value { get; } = new();

    /// <summary>Python's own spelling.</summary>
    public override string ToString() => "NotImplemented";
}
