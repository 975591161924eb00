using System.Diagnostics;

namespace DynamicRpyc.Benchmarks.Load;

/// <summary>w4: a window of calls that is kept between half full and full, so that calls go out while as many are under way.</summary>
internal static class Windowed
{
    /// <summary>Over this library: asynchronous calls.</summary>
    internal static void Run(dynamic root)
    {
        dynamic add = Rpyc.Async(root.add);
        var window = new Queue<(AsyncResult Result, int Number)>();
        Run(number => window.Enqueue(((AsyncResult)add(number, 2), number)), () =>
        {
            var (result, number) = window.Dequeue();
            return (int)result.Value == number + 2;
        });
    }

    /// <param name="send">Sends the n-th call.</param>
    /// <param name="take">Takes the oldest answer and tells whether it is right.</param>
    /// <param name="flush">Called when a batch of calls was sent.</param>
    internal static void Run(Action<int> send, Func<bool> take, Action? flush = null)
    {
        var (sent, taken, verified, samples) = (0, 0, true, new List<long>());
        verified &= new SteadyWarmup().Run(Turn);
        samples.Clear();
        var (start, before) = (Stopwatch.GetTimestamp(), taken);
        while (Stopwatch.GetElapsedTime(start) < Settings.Measure)
            verified &= Turn();
        var (seconds, count) = (Stopwatch.GetElapsedTime(start).TotalSeconds, taken - before);
        while (taken < sent)
            Take();
        Measurement.Print("calls/s", count / seconds, count, seconds, samples, verified);

        bool Turn()
        {
            while (sent - taken < Settings.Window)
                send(sent++);
            flush?.Invoke();
            var right = true;
            for (var half = 0; half < Settings.Window / 2; half++)
                right &= Take();
            return right;
        }

        bool Take()
        {
            var begin = Stopwatch.GetTimestamp();
            taken++;
            var right = take();
            verified &= right;
            samples.Add(Stopwatch.GetTimestamp() - begin);
            return right;
        }
    }
}
