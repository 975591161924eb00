using System.Diagnostics;
using System.Globalization;

namespace DynamicRpyc.Benchmarks.Load;

/// <summary>Times a load, warm first, and prints the contract's line of JSON.</summary>
internal static class Measurement
{
    private const int MostSamples = 4_000_000;

    /// <summary>Those of the warm-up, whose compiling threads are other work indeed, do not count.</summary>
    private static long _hogsBefore;

    /// <summary>Runs the call again and again on this thread.</summary>
    /// <param name="call">Makes the n-th call and tells whether its result is right.</param>
    internal static void Sequential(Func<int, bool> call) => Parallel([call]);

    /// <summary>As <see cref="Sequential"/>, on a thread for each call; the value is their sum.</summary>
    internal static void Parallel(IReadOnlyList<Func<int, bool>> calls)
    {
        using var warm = new Barrier(calls.Count);
        var runs = new Run[calls.Count];
        var threads = calls.Select((call, index) => new Thread(() => runs[index] = Loop(call, warm))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var samples = runs.SelectMany(run => run.Samples).ToList();
        Print("calls/s", samples.Count / runs.Max(run => run.Seconds), samples.Count, runs.Max(run => run.Seconds), samples, runs.All(run => run.Verified));
    }

    /// <summary>Runs work of many units a turn; each turn is a sample.</summary>
    /// <param name="unit">What is counted, e.g. items/s.</param>
    /// <param name="perTurn">Units of one turn.</param>
    /// <param name="turn">One turn; tells whether its result is right.</param>
    internal static void Turns(string unit, double perTurn, Func<int, bool> turn)
    {
        var run = Loop(turn, null);
        Print(unit, run.Samples.Count * perTurn / run.Seconds, run.Samples.Count, run.Seconds, run.Samples, run.Verified);
    }

    internal static void Print(string unit, double value, long count, double seconds, List<long> samples, bool verified)
    {
        samples.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $$"""{"value": {{value:0.0}}, "unit": "{{unit}}", "count": {{count}}, "seconds": {{seconds:0.000}}, "p50_us": {{Microseconds(samples, 0.5):0.0}}, "p99_us": {{Microseconds(samples, 0.99):0.0}}, "hogs_noticed": {{Connections.SpinControl.HogsNoticed - _hogsBefore}}, "verified": {{(verified ? "true" : "false")}}}"""));
    }

    private static Run Loop(Func<int, bool> call, Barrier? warm)
    {
        var number = 0;
        var verified = new SteadyWarmup().Run(() => call(number++));
        warm?.SignalAndWait();
        _hogsBefore = Connections.SpinControl.HogsNoticed;

        var samples = new List<long>(1 << 20);
        var begin = Stopwatch.GetTimestamp();
        var before = begin;
        while (samples.Count == 0 || Stopwatch.GetElapsedTime(begin, before) < Settings.Measure)
        {
            verified &= call(number++);
            var now = Stopwatch.GetTimestamp();
            if (samples.Count < MostSamples)
                samples.Add(now - before);
            before = now;
        }
        return new Run(samples, Stopwatch.GetElapsedTime(begin, before).TotalSeconds, verified);
    }

    private static double Microseconds(List<long> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)((sorted.Count - 1) * share)] * 1e6 / Stopwatch.Frequency;

    private sealed record Run(List<long> Samples, double Seconds, bool Verified);
}
