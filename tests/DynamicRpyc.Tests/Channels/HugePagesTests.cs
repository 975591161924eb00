using System.Globalization;
using System.Runtime.InteropServices;
using DynamicRpyc.Channels;

namespace DynamicRpyc.Tests.Channels;

/// <summary>Large arrays ask the system for large pages, and nothing else about them changes.</summary>
internal sealed class HugePagesTests
{
    private const int Large = 32 << 20;

    private const int MadviseNoHugePage = 15;

    /// <summary>What the kernel itself says of the memory: "hg" stands among the flags of what asked. Memory of the collector's may have been asked for in an earlier life, and is told off first.</summary>
    [Test]
    public void Prefer_arrays_asksForLargeOnesOnly()
    {
        if (!Directory.Exists("/sys/kernel/mm/transparent_hugepage"))
            Assert.Ignore("This system has no huge pages to ask for.");
        var shortOne = GC.AllocateUninitializedArray<byte>((4 << 20) - 1, pinned: true);
        var large = GC.AllocateUninitializedArray<byte>(Large, pinned: true);
        foreach (var array in new[] { shortOne, large })
        {
            TellOff(array);
            Assert.That(FlagsAt(array), Does.Not.Contain("hg"));
        }

        HugePages.Prefer(shortOne);
        HugePages.Prefer(large);

        Assert.That(FlagsAt(shortOne), Does.Not.Contain("hg"));
        Assert.That(FlagsAt(large), Does.Contain("hg"));
    }

    [TestCase(0)]
    [TestCase(4096)]
    [TestCase(4 << 20)]
    [TestCase(Large + 1)]
    public void Prefer_anArrayWithContents_leavesThemAlone(int length)
    {
        var array = new byte[length];
        new Random(1).NextBytes(array);
        var copy = array.ToArray();

        HugePages.Prefer(array);

        Assert.That(array.AsSpan().SequenceEqual(copy), Is.True);
    }

    private static void TellOff(byte[] array)
    {
        var page = (nuint)Environment.SystemPageSize;
        var first = (nuint)Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        var start = (first + page - 1) & ~(page - 1);
        Assert.That(Advise(start, ((first + (nuint)array.Length) & ~(page - 1)) - start, MadviseNoHugePage), Is.Zero);
    }

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nuint start, nuint length, int advice);

    private static string[] FlagsAt(byte[] array)
    {
        var address = (ulong)Marshal.UnsafeAddrOfPinnedArrayElement(array, array.Length / 2);
        var isThere = false;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            var word = line.Split(' ', 2)[0];
            if (word.Split('-') is [var from, var to] && TryHex(from, out var start) && TryHex(to, out var end))
                isThere = start <= address && address < end;
            else if (isThere && word == "VmFlags:")
                return line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        }
        throw new AssertionException($"The kernel knows nothing of the memory at {address:x}.");
    }

    private static bool TryHex(string text, out ulong value) => ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
