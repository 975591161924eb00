using System.Diagnostics;

namespace DynamicRpyc.Benchmarks.Compare;

/// <summary>Processes that use up all the time they get on a core, while a comparison runs: what a spinning client must not suffer from.</summary>
internal sealed class Hogs : IDisposable
{
    private readonly List<Process> _processes;

    internal Hogs(int count) => _processes = [.. Enumerable.Range(0, count).Select(_ => Peer.Start([.. Peer.Self, "hog"]))];

    /// <summary>Runs until standard input closes.</summary>
    internal static int Run()
    {
        new Thread(static () =>
        {
            while (true)
                Thread.SpinWait(1000);
        }) { IsBackground = true }.Start();
        Console.OpenStandardInput().CopyTo(Stream.Null);
        return 0;
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
