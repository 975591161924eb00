namespace DynamicRpyc.Brine;

/// <summary>What a peer's bytes may ask of the reader. Lengths and counts need no setting: they are bounded by the bytes that are really there.</summary>
/// <param name="MaxDepth">How deep tuples may nest; 0 or less means the default of 128, since RPyC says nothing without a tuple.</param>
internal readonly record struct BrineLimits(int MaxDepth)
{
    private const int DefaultDepth = 128;

    internal static BrineLimits Default => new(DefaultDepth);

    internal int Depth => MaxDepth > 0 ? MaxDepth : DefaultDepth;
}
