using System.Diagnostics;

namespace DynamicRpyc.Benchmarks.Load;

/// <summary>w7: connect, first call, close. w8: many idle connections.</summary>
internal static class Connecting
{
    internal static void Run(string host, int port)
    {
        var (samples, verified) = (new List<long>(), true);
        var warm = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(warm) < Settings.Warmup)
            Once(host, port, 1);
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < Settings.Measure && samples.Count < Settings.MaxConnects)
        {
            var start = Stopwatch.GetTimestamp();
            verified &= Once(host, port, samples.Count);
            samples.Add(Stopwatch.GetTimestamp() - start);
        }
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Measurement.Print("connects/s", samples.Count / seconds, samples.Count, seconds, samples, verified);
    }

    internal static void Hold(string host, int port)
    {
        Console.WriteLine("MARK base");
        Console.ReadLine();
        var connections = Enumerable.Range(0, Settings.Connections).Select(_ => Rpyc.Connect(host, port)).ToList();
        var verified = connections.All(connection => (int)connection.Root.add(1, 2) == 3);
        Console.WriteLine("MARK held");
        Console.ReadLine();
        var (samples, begin) = (new List<long>(), Stopwatch.GetTimestamp());
        foreach (var connection in connections)
        {
            var start = Stopwatch.GetTimestamp();
            verified &= (int)connection.Root.add(2, 3) == 5;
            samples.Add(Stopwatch.GetTimestamp() - start);
        }
        Measurement.Print("connections", connections.Count, connections.Count, Stopwatch.GetElapsedTime(begin).TotalSeconds, samples, verified);
        connections.ForEach(connection => connection.Close());
    }

    private static bool Once(string host, int port, int number)
    {
        using var connection = Rpyc.Connect(host, port);
        return (int)connection.Root.add(number, 2) == number + 2;
    }
}
