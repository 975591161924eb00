using System.Diagnostics;

namespace DynamicRpyc.Benchmarks.Load;

/// <summary>
/// Runs a call until it is warm: for PEER_WARMUP_MS at least, and on until two windows in a row differ by less than a twentieth, or three times that has passed. The runtime
/// compiles hot methods again in the background, and a figure taken meanwhile is of two programs.
/// </summary>
internal sealed class SteadyWarmup
{
    private const double Alike = 0.05;
    private static readonly TimeSpan _window = Settings.Warmup / 5;
    private static readonly TimeSpan _longest = Settings.Warmup * 3;

    /// <returns>Whether all calls were right.</returns>
    internal bool Run(Func<bool> call)
    {
        var verified = true;
        var start = Stopwatch.GetTimestamp();
        var last = 0.0;
        while (true)
        {
            var (count, begin) = (0, Stopwatch.GetTimestamp());
            do
            {
                verified &= call();
                count++;
            }
            while (Stopwatch.GetElapsedTime(begin) < _window);
            var rate = count / Stopwatch.GetElapsedTime(begin).TotalSeconds;
            var (elapsed, isSteady) = (Stopwatch.GetElapsedTime(start), Math.Abs(rate - last) < Alike * rate);
            if (elapsed >= _longest || (elapsed >= Settings.Warmup && isSteady))
                return verified;
            last = rate;
        }
    }
}
