using System.Diagnostics;

namespace DynamicRpyc.Benchmarks.Load;

/// <summary>w7: connect, first call, close. w8: many idle connections. c5: what one idle connection costs.</summary>
internal static class Connecting
{
    /// <param name="once">Connects, makes the n-th call, closes; tells whether the result was right.</param>
    internal static void Run(Func<int, bool> once)
    {
        var (samples, verified) = (new List<long>(), new SteadyWarmup().Run(() => once(1)));
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < Settings.Measure && samples.Count < Settings.MaxConnects)
        {
            var start = Stopwatch.GetTimestamp();
            verified &= once(samples.Count);
            samples.Add(Stopwatch.GetTimestamp() - start);
        }
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Measurement.Print("connects/s", samples.Count / seconds, samples.Count, seconds, samples, verified);
    }

    /// <param name="connect">Opens one connection.</param>
    /// <param name="add">Has two numbers added over it, and tells whether the sum was right.</param>
    internal static void Hold<T>(Func<T> connect, Func<T, int, int, bool> add) where T : IDisposable
    {
        Mark("base");
        var connections = Enumerable.Range(0, Settings.Connections).Select(_ => connect()).ToList();
        var verified = connections.All(connection => add(connection, 1, 2));
        Mark("held");
        var (samples, begin) = (new List<long>(), Stopwatch.GetTimestamp());
        foreach (var connection in connections)
        {
            var start = Stopwatch.GetTimestamp();
            verified &= add(connection, 2, 3);
            samples.Add(Stopwatch.GetTimestamp() - start);
        }
        Measurement.Print("connections", connections.Count, connections.Count, Stopwatch.GetElapsedTime(begin).TotalSeconds, samples, verified);
        connections.ForEach(connection => connection.Dispose());
    }

    /// <summary>Warms one connection up and leaves it alone between two marks.</summary>
    /// <inheritdoc cref="Hold"/>
    internal static void Idle<T>(Func<T> connect, Func<T, int, int, bool> add) where T : IDisposable
    {
        using var connection = connect();
        var (verified, samples, begin) = (true, new List<long>(), Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(begin) < Settings.Warmup)
            verified &= add(connection, samples.Count, 2);
        Mark("idle");
        verified &= add(connection, 2, 3);
        Measurement.Print("idle", 0, 1, Stopwatch.GetElapsedTime(begin).TotalSeconds, samples, verified);
    }

    private static void Mark(string name)
    {
        Console.WriteLine($"MARK {name}");
        Console.ReadLine();
    }
}
