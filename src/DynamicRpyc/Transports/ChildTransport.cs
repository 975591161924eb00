using System.ComponentModel;
using System.Diagnostics;

namespace DynamicRpyc.Transports;

/// <summary>Starts a child process whose standard input and output are the link.</summary>
internal static class ChildTransport
{
    /// <summary>How long a child may take to end by itself after its input is closed, before it is killed.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Starts the program. Its standard error is this process's.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    internal static StreamTransport Start(string fileName, IEnumerable<string> arguments) => Wrap(StartProcess(fileName, arguments));

    internal static Process StartProcess(string fileName, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(fileName, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        try
        {
            return Process.Start(start) ?? throw new IOException($"'{fileName}' was not started.");
        }
        catch (Win32Exception e)
        {
            throw new IOException($"'{fileName}' cannot be started: {e.Message}.", e);
        }
    }

    /// <summary>Makes the process's pipes the link; the process ends with it.</summary>
    internal static StreamTransport Wrap(Process process) => new(
        process.StandardOutput.BaseStream, process.StandardInput.BaseStream, $"the child process {process.Id} ({process.StartInfo.FileName})", () => Reap(process));

    private static void Reap(Process process)
    {
        try
        {
            if (!process.WaitForExit(_patience))
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit(_patience);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended between the look and the kill.
        }
        finally
        {
            process.Dispose();
        }
    }
}
