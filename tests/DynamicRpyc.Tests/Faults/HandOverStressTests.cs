using DynamicRpyc.Netrefs;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Faults;

/// <summary>
/// The handing over of the reader role between callers, pump and watch, under a random mix of everything that threads of one connection do. A lost wake-up is a call that takes its
/// whole time-out. DYNAMICRPYC_STRESS_SECONDS makes each last longer than its half a second.
/// </summary>
internal sealed class HandOverStressTests
{
    private static readonly TimeSpan _lost = TimeSpan.FromSeconds(20);

    private static TimeSpan Duration =>
        TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("DYNAMICRPYC_STRESS_SECONDS"), out var seconds) ? seconds : 0.5);

    [Test, Property("HangSeconds", 3600)]
    public void Mix_onOneConnection_losesNoWakeUp([Values(1, 2, 8)] int threads, [Values] bool overTcp, [Values(1, 3)] int concurrentRequests)
    {
        var config = RpycConfig.Default with { SyncRequestTimeout = _lost, ConcurrentRequests = concurrentRequests };
        using var server = new ThreadedServer(() => new StressService(), config: config);
        server.StartInBackground();
        using var connection = overTcp
            ? Rpyc.Connect("127.0.0.1", server.Port, new StressService(), config with { Dialect = Dialect.V6 })
            : Rpyc.ConnectThread(new StressService(), config, new StressService(), config);
        var end = System.Diagnostics.Stopwatch.StartNew();
        var calls = 0;
        Task[] workers = [.. Enumerable.Range(0, threads).Select(number => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(number * 31);
                using var idle = new ManualResetEventSlim();
                while (end.Elapsed < Duration)
                {
                    // Phases with a pace of their own: bursts, and gaps about as long as the watch's ticks, and longer.
                    var gap = random.Next(4) switch { 0 => 5, 1 => 2, 2 => 1, _ => 0 };
                    for (var i = random.Next(1, 60); i > 0 && end.Elapsed < Duration; i--)
                    {
                        if (gap > 0 && random.Next(3) == 0)
                            idle.Wait(random.Next(gap + 1));
                        Step(connection, random, depth: 0);
                        Interlocked.Increment(ref calls);
                    }
                }
            },
            TaskCreationOptions.LongRunning))];
        Eventually.Completes(Task.WhenAll(workers), "the workers", Duration + _lost + _lost);
        Assert.That(connection.Core.Pending.Count, Is.Zero);
        Assert.That(calls, Is.GreaterThan(threads));
        TestContext.Out.WriteLine($"{calls:N0} calls");
    }

    [Test, Property("HangSeconds", 3600)]
    public void Mix_withoutAPump_losesNoWakeUp([Values(1, 4)] int servers, [Values(1, 3)] int callers)
    {
        var config = RpycConfig.Default with { SyncRequestTimeout = _lost, Pump = false };
        using var connection = Rpyc.ConnectThread(new StressService(), config, new StressService(), config);
        using var ended = new CancellationTokenSource();
        Task[] loops = [.. Enumerable.Range(0, servers).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!ended.IsCancellationRequested)
                    connection.Serve(TimeSpan.FromMilliseconds(20));
            },
            TaskCreationOptions.LongRunning))];
        var end = System.Diagnostics.Stopwatch.StartNew();
        Task[] workers = [.. Enumerable.Range(0, callers).Select(number => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(number);
                while (end.Elapsed < Duration)
                    Step(connection, random, depth: 0);
            },
            TaskCreationOptions.LongRunning))];
        Eventually.Completes(Task.WhenAll(workers), "the workers", Duration + _lost + _lost);
        ended.Cancel();
        Eventually.Completes(Task.WhenAll(loops), "the serving loops");
    }

    /// <summary>One thing that a thread of an application may do.</summary>
    private static void Step(Connection connection, Random random, int depth)
    {
        dynamic root = connection.Root;
        var x = random.Next(1000);
        switch (random.Next(9))
        {
            case 0 or 1 or 2:
                Assert.That((int)root.inc(x), Is.EqualTo(x + 1));
                break;
            case 3:
                Assert.That((int)root.call(Rpyc.Fn(y => (int)y! + 2), x), Is.EqualTo(x + 2));
                break;
            case 4 when depth == 0 || connection.Config.Pump:
                // Without a pump a callback that waits in another way than by a call keeps its thread from serving, and may be on the only one that does.
                var window = Enumerable.Range(0, random.Next(1, 30)).Select(i => (i, task: Async(root, i))).ToArray();
                foreach (var (i, task) in window)
                    Assert.That(Eventually.Result((Task<object?>)task, "an asynchronous answer", _lost), Is.EqualTo(i + 1));
                break;
            case 5:
                Assert.That((int)root.later(x), Is.EqualTo(x + 3));
                break;
            case 6 when depth == 0:
                // The peer calls when nobody here waits. Not inside a callback: that one holds the line, and nothing tells that it waits for the peer.
                var called = new ManualResetEventSlim();
                root.soon(Rpyc.Act(_ => called.Set()));
                Eventually.Set(called, "the call that comes later", _lost);
                break;
            case 7 when depth < 3:
                Assert.That((int)root.call(Rpyc.Fn(y => Nested(connection, random.Next(), depth, (int)y!)), x), Is.EqualTo(x));
                break;
            default:
                connection.Ping(_lost);
                break;
        }
    }

    private static int Nested(Connection connection, int seed, int depth, int result)
    {
        Step(connection, new Random(seed), depth + 1);
        return result;
    }

    private static Task<object?> Async(dynamic root, int x)
    {
        var netref = (Netref)(object)root;
        return netref.Requester.RequestAsync(new Operation { Handler = DynamicRpyc.Handler.CallAttr, Target = netref, Name = "inc", Arguments = [x] }, _lost);
    }

    private sealed class StressService : Service
    {
        [Exposed("inc")]
        public int Increment(int x) => x + 1;

        [Exposed("call")]
        public object? Call(Func<object?, object?> function, object? x) => function(x);

        [Exposed("later")]
        public async Task<int> Later(int x)
        {
            await Task.Yield();
            return x + 3;
        }

        [Exposed("soon")]
        public void Soon(Action<object?> action) => Task.Factory.StartNew(() => action(null), TaskCreationOptions.LongRunning);
    }
}
