using System.Diagnostics;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Faults;

/// <summary>
/// "Correctness under 64 threads hammering one connection for a minute with callbacks and exceptions mixed in": a number of calls each, every one of them checked; and, where
/// DYNAMICRPYC_HAMMER_SECONDS says so (60 in .ci/run), on until that time has passed. What is asserted depends on neither.
/// </summary>
internal sealed class HammerTests
{
    private const int Threads = 64;
    private const int CallsEach = 500;

    private static TimeSpan Duration =>
        TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("DYNAMICRPYC_HAMMER_SECONDS"), out var seconds) ? seconds : 0);

    [Test, Property("HangSeconds", 600)]
    public void Calls_of64ThreadsOnOneConnection_allEndAsTheyShould([Values(1, 4)] int concurrentRequests)
    {
        var config = RpycConfig.Default with { SyncRequestTimeout = TimeSpan.FromSeconds(60), ConcurrentRequests = concurrentRequests };
        using var server = new ThreadedServer(typeof(HammerService), config: config);
        server.StartInBackground();
        using var connection = Rpyc.Connect("127.0.0.1", server.Port, config: config);
        dynamic root = connection.Root;
        var time = Stopwatch.StartNew();
        var rightOnes = new long[Threads];
        var made = new long[Threads];
        Task[] workers = [.. Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var call = 0; call < CallsEach || time.Elapsed < Duration; call++)
                {
                    made[thread]++;
                    if (Call(root, thread, call))
                        rightOnes[thread]++;
                }
            },
            TaskCreationOptions.LongRunning))];
        Eventually.Completes(Task.WhenAll(workers), "the threads", Duration + TimeSpan.FromMinutes(4));
        Assert.That(rightOnes, Is.EqualTo(made));
        Assert.That(connection.Closed, Is.False);
        Assert.That((int)root.add(1, 2), Is.EqualTo(3));
        Assert.That(connection.Core.Pending.Count, Is.Zero, "requests without an answer");
        // Every callback was lent and is given back once the server's netrefs are collected.
        Eventually.True(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return connection.Core.Lent.Count <= 1;
            },
            "callbacks to be given back", TimeSpan.FromSeconds(60), () => $"{connection.Core.Lent.Count} are lent");
        TestContext.Out.WriteLine($"{made.Sum():N0} calls in {time.Elapsed.TotalSeconds:0.0} s");
    }

    /// <summary>One call of the mix; tells whether it came to what it should.</summary>
    private static bool Call(dynamic root, int thread, int call)
    {
        var number = (thread * 1_000_000) + call;
        switch ((thread + call) % 6)
        {
            case 0:
                return (int)root.add(number, 2) == number + 2;
            case 1:
                return (int)root.apply(Rpyc.Fn(value => (int)value! * 2), number) == number * 2;
            case 2:
                return Fails<KeyNotFoundException>(() => root.fail("missing " + number), "missing " + number);
            case 3:
                // Out of the callback, through the server, back to the caller.
                return Fails<InvalidOperationException>(() => root.apply(Rpyc.Fn(value => throw new InvalidOperationException("refused " + value)), number), "refused " + number);
            case 4:
                return ((byte[])root.echo(Payload(number))).AsSpan().SequenceEqual(Payload(number));
            default:
                return (int)Rpyc.Async(root.add)(number, 5).Value == number + 5;
        }
    }

    private static bool Fails<T>(Action call, string message) where T : Exception
    {
        try
        {
            call();
            return false;
        }
        catch (T e)
        {
            return e.Message.Contains(message, StringComparison.Ordinal);
        }
    }

    private static byte[] Payload(int number) => Enumerable.Repeat((byte)number, number % 20_000).ToArray();
}

/// <summary>What the threads call.</summary>
public sealed class HammerService : Service
{
    [Exposed("add")]
    public int Add(int a, int b) => a + b;

    [Exposed("apply")]
    public object? Apply(Func<object?, object?> function, int value) => function(value);

    [Exposed("fail")]
    public void Fail(string key) => throw new KeyNotFoundException(key);

    [Exposed("echo")]
    public byte[] Echo(byte[] value) => value;
}
