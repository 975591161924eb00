using System.Runtime.InteropServices;

namespace DynamicRpyc.Channels;

/// <summary>
/// Asks Linux for pages of 2 MiB under an array that is about to be filled. The collector gives the memory of large arrays back to the system as soon as they are dead, so that the next one is new
/// memory again: without this, receiving 16 MiB into it stops 4,096 times for a page of its own, which takes about a fifth of the whole echo.
/// See madvise(2), MADV_HUGEPAGE: the default of most systems is to give huge pages to those who ask. Every byte of the array will be written, so that none of such a page is wasted; a page costs
/// memory only when its first byte arrives.
/// </summary>
internal static partial class HugePages
{
    /// <summary>Shorter arrays hold at most one whole page of that size.</summary>
    private const int Least = 4 << 20;

    private const int MadviseHugePage = 14;

    /// <summary>Advice: where the system does not know it, or gives none, the array is as good, and only slower to fill.</summary>
    internal static unsafe void Prefer(byte[] array)
    {
        if (array.Length < Least || !OperatingSystem.IsLinux())
            return;
        fixed (byte* first = array)
        {
            // Whole small pages only: what else lies on the first and the last is somebody else's.
            var page = (nuint)Environment.SystemPageSize;
            var start = ((nuint)first + page - 1) & ~(page - 1);
            var end = ((nuint)first + (nuint)array.Length) & ~(page - 1);
            _ = Advise(start, end - start, MadviseHugePage);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint start, nuint length, int advice);
}
