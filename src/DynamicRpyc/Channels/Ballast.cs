namespace DynamicRpyc.Channels;

/// <summary>
/// Memory of the large object heap that is taken and never touched, so that it costs addresses and no pages. It fills what is left of the regions in which something lives (and of the heap's first):
/// their empty ends the collector gives back to the system at each collection, so that an array that comes to lie there is new memory, which the system hands out again page by page, and of 16 MiB
/// that may take as long as receiving them. Regions in which nothing lives are kept for the next arrays. With it, echoes of 16 MiB, one after the other, soon stop for no page any more.
/// Taken when the first large array is received, once a process; where memory is scarce, not at all. Any thread.
/// </summary>
internal sealed class Ballast(long availableMemory)
{
    /// <summary>Shorter arrays do not make it worth while. Also the length of a piece: several fit where one does not.</summary>
    internal const int Least = 4 << 20;

    /// <summary>As much as a region has, twice: what else there is of regions with room is rarely more.</summary>
    private const int MostPieces = 16;
    private const long LeastMemory = 1L << 30;

    /// <summary>The collector counts it as memory in use, of which there may be a limit: at most one part of so many.</summary>
    private const long Share = 64;

    /// <summary>Regions begin at multiples of it at least, and an object there is at most so far behind as the second number says.</summary>
    private const nint RegionAlignment = 1 << 20;
    private const nint RegionHead = 128;

    private int _isLaid;
    private readonly List<byte[]> _pieces = [];

    internal static Ballast OfProcess { get; } = new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>In bytes.</summary>
    internal int Length => _pieces.Count * Least;

    /// <summary>To be called before an array of that many bytes is made, to be filled by a peer.</summary>
    internal void Lay(int length)
    {
        if (length < Least || _isLaid != 0 || Interlocked.Exchange(ref _isLaid, 1) != 0 || availableMemory < LeastMemory)
            return;
        while (_pieces.Count < Math.Min(MostPieces, availableMemory / Share / Least))
        {
            var piece = GC.AllocateUninitializedArray<byte>(Least);
            // What there was is full. Alone in a region of its own, this piece would make another such place, with itself in front; but where it is the first, the region is that heap's own first.
            if (_pieces.Count > 0 && IsFirstOfRegion(piece))
                return;
            _pieces.Add(piece);
        }
    }

    private static unsafe bool IsFirstOfRegion(byte[] piece)
    {
        fixed (byte* start = piece)
            return ((nint)start & (RegionAlignment - 1)) < RegionHead;
    }
}
