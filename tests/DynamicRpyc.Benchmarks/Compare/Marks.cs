using System.Diagnostics;
using System.Globalization;

namespace DynamicRpyc.Benchmarks.Compare;

/// <summary>What is measured from outside while a client waits at a mark: the server's memory, and what both sides use of the CPU when idle.</summary>
internal sealed class Marks(Process server, Process client)
{
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(5);
    private double _base;
    private double? _held;
    private (double Server, double Client)? _cpu;

    /// <summary>Takes the line if it is a mark, measures, and lets the client go on.</summary>
    internal bool Take(string line)
    {
        switch (line)
        {
            case "MARK base":
                _base = Memory();
                break;
            case "MARK held":
                _held = Memory();
                break;
            case "MARK idle":
                // What was warm settles first.
                Thread.Sleep(TimeSpan.FromSeconds(1));
                var (there, here) = (server.TotalProcessorTime, client.TotalProcessorTime);
                Thread.Sleep(_idle);
                server.Refresh();
                client.Refresh();
                _cpu = ((server.TotalProcessorTime - there) / _idle * 100, (client.TotalProcessorTime - here) / _idle * 100);
                break;
            default:
                return false;
        }
        client.StandardInput.WriteLine();
        client.StandardInput.Flush();
        return true;
    }

    /// <summary>Puts in the result's place what only this side could measure.</summary>
    internal Result? Adjust(Result? result)
    {
        if (result is not null && _held is { } held)
            return result with { Value = (held - _base) / result.Value, Unit = "KB/connection" };
        return result is not null && _cpu is { } cpu ? result with { Value = Math.Max(cpu.Server, cpu.Client), Unit = "% of a core" } : result;
    }

    /// <summary>The server's resident memory that is its own, in KB.</summary>
    private double Memory()
    {
        foreach (var line in File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{server.Id}/smaps_rollup")))
        {
            if (line.StartsWith("Pss:", StringComparison.Ordinal))
                return double.Parse(line[4..^2], CultureInfo.InvariantCulture);
        }
        throw new InvalidOperationException("The kernel does not tell how much memory a process has.");
    }
}
