using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DynamicRpyc.Transports;

/// <summary>
/// This process's standard input and output as a link. On Unix the two descriptors are moved out of the way of everything else: a child process or a native library
/// that writes to descriptor 1 then writes to standard error, and cannot corrupt a frame.
/// </summary>
internal static partial class StandardPipes
{
    private const int DuplicateCloseOnExec = 1030;
    private static int _taken;

    /// <exception cref="InvalidOperationException">It was taken before.</exception>
    internal static Transport Take()
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
            throw new InvalidOperationException("This process's standard input and output already carry a connection.");
        var (input, output) = OperatingSystem.IsWindows() ? (Console.OpenStandardInput(), Console.OpenStandardOutput()) : MoveDescriptors();
        Console.SetOut(Console.Error);
        Console.SetIn(TextReader.Null);
        return new StreamTransport(input, output, "the parent process (standard input and output)");
    }

    private static (Stream Input, Stream Output) MoveDescriptors()
    {
        var input = Check(Move(0));
        var output = Check(Move(1));
        using (var nothing = File.OpenHandle("/dev/null"))
            Check(DuplicateTo((int)nothing.DangerousGetHandle(), 0));
        Check(DuplicateTo(2, 1));
        return (Open(input, FileAccess.Read), Open(output, FileAccess.Write));
    }

    private static FileStream Open(int descriptor, FileAccess access) => new(new SafeFileHandle(descriptor, ownsHandle: true), access, bufferSize: 0);

    private static int Check(int result) => result >= 0
        ? result
        : throw new IOException($"The standard descriptors cannot be moved: {Marshal.GetLastPInvokeErrorMessage()}.");

    /// <summary>
    /// On Linux the copy is not inherited by child processes, which would keep the link open after this process. Elsewhere it is: fcntl takes its argument in another way
    /// than declared here on some of those systems.
    /// </summary>
    private static int Move(int descriptor) => OperatingSystem.IsLinux() ? DuplicateAbove(descriptor, DuplicateCloseOnExec, 3) : Duplicate(descriptor);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int DuplicateAbove(int descriptor, int command, int lowest);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int DuplicateTo(int from, int to);
}
