namespace DynamicRpyc;

/// <summary>Python's <c>Ellipsis</c> (<c>...</c>), as in <c>array[..., 0]</c>. There is one: <see cref="Value"/>. Safe for any thread.</summary>
public sealed class Ellipsis
{
    private Ellipsis() { }

    /// <summary>The only instance; compare by reference.</summary>
    public static Ellipsis Value { get; } = new();

    /// <summary>Python's own spelling.</summary>
    public override string ToString() => "Ellipsis";
}
