using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DynamicRpyc.Benchmarks.Compare;

/// <summary>Runs all peers in interleaved rounds, so that the machine's moods hit all alike, and prints one Markdown table.</summary>
internal static class Comparison
{
    private static readonly int _rounds = int.TryParse(Environment.GetEnvironmentVariable("COMPARE_ROUNDS"), out var rounds) ? rounds : 5;
    private static readonly int _hogs = int.TryParse(Environment.GetEnvironmentVariable("COMPARE_HOGS"), out var hogs) ? hogs : 0;
    private static readonly string[] _all = ["w1", "w1a", "w2", "w3", "w4", "w5", "w6", "w6n", "w7", "w8", "c5"];

    internal static int Run(string[] workloads)
    {
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, loopback TCP, {_rounds} interleaved rounds, {_hogs} hogs");
        Console.WriteLine();
        Console.WriteLine("| workload | peer | unit | median | min | max | p50 us | p99 us | x raw spinning | x raw blocking | x Python | x StreamJsonRpc | hogs noticed |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        using var hogs = new Hogs(_hogs);
        foreach (var workload in workloads.Length == 0 ? _all : workloads)
            RunWorkload(workload);
        Console.WriteLine();
        foreach (var line in Peer.Own.Load("allocated", out _))
        {
            var root = JsonDocument.Parse(line).RootElement;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Allocated, {root.GetProperty("unit").GetString()}: {root.GetProperty("value").GetDouble():N0} in the client, {root.GetProperty("server").GetDouble():N0} in the server."));
        }
        return 0;
    }

    private static void RunWorkload(string workload)
    {
        var results = Peer.All.ToDictionary(peer => peer, _ => new List<Result>());
        for (var round = 0; round < _rounds; round++)
        {
            foreach (var peer in Peer.All)
            {
                if (peer.Round(workload) is { } result)
                    results[peer].Add(result);
            }
        }
        foreach (var (peer, list) in results)
        {
            if (list.Count == 0)
                continue;
            var median = Median(list, result => result.Value);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {workload} | {peer.Name} | {list[0].Unit} | {Shown(median)} | {Shown(list.Min(r => r.Value))} | {Shown(list.Max(r => r.Value))} | {Median(list, r => r.P50):0.0} | {Median(list, r => r.P99):0.0} | {Against(Peer.Spinning)} | {Against(Peer.Blocking)} | {Against(Peer.Python)} | {Against(Peer.StreamJsonRpc)} | {list.Max(r => r.HogsNoticed)} |"));

            string Against(Peer other) => results[other] is { Count: > 0 } theirs && Median(theirs, result => result.Value) is var value and not 0
                ? (median / value).ToString("0.00", CultureInfo.InvariantCulture)
                : "";
        }
    }

    private static string Shown(double value) => value.ToString(value < 100 ? "0.00" : "N0", CultureInfo.InvariantCulture);

    private static double Median(List<Result> results, Func<Result, double> value)
    {
        var sorted = results.Select(value).Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
