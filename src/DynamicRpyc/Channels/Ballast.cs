namespace DynamicRpyc.Channels;

/// <summary>
/// Memory of the large object heap that is taken and never touched, so that it costs addresses and no pages. It fills what is left of that heap's first region, the only one whose empty end the
/// collector gives back to the system at each collection: an array that comes to lie there is new memory, which the system hands out again page by page, and of 16 MiB that may take as long as
/// receiving them. In all other regions, arrays are laid over dead ones. With it an echo of 16 MiB, one after the other, stops for a third of the pages.
/// Taken when the first large array is received, once a process; where memory is scarce, not at all. Any thread.
/// </summary>
internal sealed class Ballast(long availableMemory)
{
    /// <summary>Shorter arrays do not make it worth while. Also the length of a piece: several fit where one does not.</summary>
    internal const int Least = 4 << 20;

    // A region has 32 MiB (eight times the usual 4), of which the collector keeps a little for itself.
    private const int Pieces = 7;
    private const long LeastMemory = 1L << 30;

    private int _isLaid;
    private byte[][] _pieces = [];

    internal static Ballast OfProcess { get; } = new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>In bytes.</summary>
    internal int Length => _pieces.Length * Least;

    /// <summary>To be called before an array of that many bytes is made, to be filled by a peer.</summary>
    internal void Lay(int length)
    {
        if (length < Least || _isLaid != 0 || Interlocked.Exchange(ref _isLaid, 1) != 0 || availableMemory < LeastMemory)
            return;
        var pieces = new byte[Pieces][];
        for (var i = 0; i < pieces.Length; i++)
            pieces[i] = GC.AllocateUninitializedArray<byte>(Least);
        _pieces = pieces;
    }
}
