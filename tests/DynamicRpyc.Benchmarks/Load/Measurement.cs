using System.Diagnostics;
using System.Globalization;

namespace DynamicRpyc.Benchmarks.Load;

/// <summary>Times single calls, warm first, and prints the contract's line of JSON.</summary>
internal static class Measurement
{
    private const int MostSamples = 4_000_000;

    /// <summary>Runs the call again and again: for the warm-up, then for the measured time.</summary>
    /// <param name="call">Makes the n-th call and tells whether its result is right.</param>
    internal static void Sequential(Func<int, bool> call)
    {
        var number = 0;
        var verified = true;
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Settings.Warmup;)
            verified &= call(number++);

        var samples = new List<long>(MostSamples);
        var begin = Stopwatch.GetTimestamp();
        var before = begin;
        while (Stopwatch.GetElapsedTime(begin, before) < Settings.Measure)
        {
            verified &= call(number++);
            var now = Stopwatch.GetTimestamp();
            if (samples.Count < MostSamples)
                samples.Add(now - before);
            before = now;
        }
        Print(samples, Stopwatch.GetElapsedTime(begin, before).TotalSeconds, verified);
    }

    private static void Print(List<long> samples, double seconds, bool verified)
    {
        samples.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $$"""{"value": {{samples.Count / seconds:0.0}}, "unit": "calls/s", "count": {{samples.Count}}, "seconds": {{seconds:0.000}}, "p50_us": {{Microseconds(samples, 0.5):0.0}}, "p99_us": {{Microseconds(samples, 0.99):0.0}}, "verified": {{(verified ? "true" : "false")}}}"""));
    }

    private static double Microseconds(List<long> sorted, double share) => sorted[(int)((sorted.Count - 1) * share)] * 1e6 / Stopwatch.Frequency;
}
