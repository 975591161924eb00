using System.Globalization;
using System.Runtime.InteropServices;

namespace DynamicRpyc.Benchmarks.Compare;

/// <summary>Runs all peers in interleaved rounds, so that the machine's moods hit all alike, and prints one Markdown table.</summary>
internal static class Comparison
{
    private static readonly int _rounds = int.TryParse(Environment.GetEnvironmentVariable("COMPARE_ROUNDS"), out var rounds) ? rounds : 5;

    internal static int Run(string[] workloads)
    {
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, loopback TCP, {_rounds} interleaved rounds");
        Console.WriteLine();
        Console.WriteLine("| workload | peer | calls/s: median | min | max | p50 us | p99 us | x Python RPyC |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var workload in workloads)
            RunWorkload(workload);
        return 0;
    }

    private static void RunWorkload(string workload)
    {
        var results = Peer.All.ToDictionary(peer => peer, _ => new List<Result>());
        for (var round = 0; round < _rounds; round++)
        {
            foreach (var peer in Peer.All)
                results[peer].Add(peer.Round(workload));
        }
        var python = Median(results.First(pair => pair.Key.Name == "Python RPyC").Value, result => result.Value);
        foreach (var (peer, list) in results)
        {
            var median = Median(list, result => result.Value);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {workload} | {peer.Name} | {median:N0} | {list.Min(r => r.Value):N0} | {list.Max(r => r.Value):N0} | {Median(list, r => r.P50):0.0} | {Median(list, r => r.P99):0.0} | {median / python:0.0} |"));
        }
    }

    private static double Median(List<Result> results, Func<Result, double> value)
    {
        var sorted = results.Select(value).Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
