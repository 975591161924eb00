using System.Diagnostics;

namespace DynamicRpyc.Benchmarks.Load;

/// <summary>w4: a window of asynchronous calls that is kept full.</summary>
internal static class Windowed
{
    internal static void Run(dynamic root)
    {
        dynamic add = Rpyc.Async(root.add);
        var (window, sent) = (new Queue<(AsyncResult Result, int Number)>(), 0);
        var (verified, samples) = (true, new List<long>());
        Fill(Settings.Warmup);
        samples.Clear();
        var start = Stopwatch.GetTimestamp();
        var count = Fill(Settings.Measure);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        while (window.Count > 0)
            Take();
        Measurement.Print("calls/s", count / seconds, count, seconds, samples, verified);

        long Fill(TimeSpan time)
        {
            var (taken, begin) = (0L, Stopwatch.GetTimestamp());
            while (Stopwatch.GetElapsedTime(begin) < time)
            {
                while (window.Count < Settings.Window)
                    window.Enqueue(((AsyncResult)add(sent, 2), sent++));
                // Half the window, so that calls go out in batches while as many are under way.
                for (var half = 0; half < Settings.Window / 2; half++, taken++)
                    Take();
            }
            return taken;
        }

        void Take()
        {
            var (result, number) = window.Dequeue();
            var begin = Stopwatch.GetTimestamp();
            verified &= (int)result.Value == number + 2;
            samples.Add(Stopwatch.GetTimestamp() - begin);
        }
    }
}
