namespace DynamicRpyc.Values;

/// <summary>
/// What stands where a C# caller wrote an <c>out</c> argument, on the way to a .NET peer: the method has no use for a value there, but which method is meant shows by it. A peer of another kind
/// gets nothing in its place. There is one: <see cref="Value"/>.
/// </summary>
internal sealed class OutPlace
{
    private OutPlace() { }

    internal static OutPlace Value { get; } = new();

    public override string ToString() => "out";
}
