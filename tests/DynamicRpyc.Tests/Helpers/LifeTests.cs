using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Helpers;

/// <summary>Disconnected, RunAsync, CloseAsync, Fileno, PollAll, ServeThreaded, BackgroundServing.</summary>
[TestFixture]
public sealed class LifeTests
{
    private static readonly RpycConfig _unserved = new() { Pump = false };

    [Test]
    public async Task Disconnected_earlyAndLateSubscribers_hearTheReasonOnce()
    {
        await using var connection = Rpyc.ConnectThread(remoteService: new HelperService());
        var heard = new List<CloseReason>();
        EventHandler<DisconnectedEventArgs> removed = (_, _) => heard.Add(CloseReason.ProtocolError);
        connection.Disconnected += (_, e) => heard.Add(e.Reason);
        connection.Disconnected += removed;
        connection.Disconnected -= removed;
        connection.Disconnected += (_, _) => throw new InvalidOperationException("one handler's failure is not the next one's");
        connection.Disconnected += (_, e) => heard.Add(e.Reason);
        await connection.CloseAsync();
        await connection.RunAsync();
        connection.Disconnected += (_, e) => heard.Add(e.Reason);
        Eventually.Equal(() => heard.Count, 3, "handlers that heard the end");
        Assert.That(heard, Is.All.EqualTo(CloseReason.ClosedHere));
    }

    [Test]
    public async Task RunAsync_cancelled_closesAndEndsInTheOrdinaryWay()
    {
        var connection = Rpyc.ConnectThread(remoteService: new HelperService());
        using var source = new CancellationTokenSource();
        var life = connection.RunAsync(source.Token);
        Assert.That(life.IsCompleted, Is.False);
        source.Cancel();
        await life.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(connection.Closed, Is.True);
    }

    [Test]
    public async Task RunAsync_withoutAPump_serves()
    {
        var (near, far) = Transports.Pair();
        using var server = new Connection(new HelperService(), far, _unserved);
        var life = server.RunAsync();
        using (var client = Rpyc.ConnectChannel(near))
            Assert.That((int)client.Root.add(1, 2), Is.EqualTo(3));
        await life.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Test]
    public void Fileno_withoutASocket_saysWhatToUse()
    {
        using var connection = Rpyc.ConnectThread();
        Assert.That(() => connection.Fileno(), Throws.TypeOf<NotSupportedException>().With.Message.Contains("Poll"));
    }

    [Test]
    public void PollAll_servesWhatArrivesWithinTheTime()
    {
        var (near, far) = Transports.Pair();
        using var server = new Connection(new HelperService(), far, _unserved);
        using var client = Rpyc.ConnectChannel(near);
        Assert.That(server.PollAll(), Is.False, "nothing was sent");
        var results = Enumerable.Range(0, 5).Select(_ => client.AsyncRequest(Handler.GetRoot, [])).ToList();
        Eventually.True(() => server.PollAll(TimeSpan.FromMilliseconds(10)) || results[^1].Ready, "the requests to arrive");
        Eventually.True(() => server.PollAll() | results.All(result => result.Ready), "all answers");
        client.Close();
        Eventually.True(() => !server.PollAll() && server.Closed, "the end, which is no error");
    }

    [Test]
    public void ServeThreaded_serves()
    {
        var (near, far) = Transports.Pair();
        using var server = new Connection(new HelperService(), far, _unserved);
        var serving = new Thread(() => server.ServeThreaded(3)) { IsBackground = true };
        serving.Start();
        using (var client = Rpyc.ConnectChannel(near))
            Parallel.For(0, 50, number => Assert.That((int)client.Root.add(number, 1), Is.EqualTo(number + 1)));
        Assert.That(serving.Join(TimeSpan.FromSeconds(20)), Is.True, "the threads end with the connection");
    }

    [Test]
    public void BackgroundServing_servesUntilStopped()
    {
        var (near, far) = Transports.Pair();
        using var server = new Connection(new HelperService(), far, _unserved);
        using var client = Rpyc.ConnectChannel(near);
        var serving = new BackgroundServing(server);
        Assert.That((int)client.Root.add(1, 2), Is.EqualTo(3));
        serving.Stop();
        Assert.That(serving.Active, Is.False);
        var unserved = client.AsyncRequest(Handler.GetRoot, [], TimeSpan.FromMilliseconds(100));
        Assert.That(unserved.Wait, Throws.TypeOf<AsyncResultTimeout>());
    }

    [Test]
    public void NestedCall_doesNotEatItsCallersTime()
    {
        // The callback takes longer than the whole outer call may; each of its own calls is within its time.
        using var connection = Rpyc.ConnectThread(
            config: new RpycConfig { SyncRequestTimeout = TimeSpan.FromSeconds(20) }, remoteService: new NestingService(), remoteConfig: new RpycConfig { SyncRequestTimeout = TimeSpan.FromSeconds(20) });
        Assert.That((int)connection.Root.nest(Rpyc.Fn(depth => connection.Root.step(depth)), 5), Is.EqualTo(5));
    }

    public sealed class NestingService : Service
    {
        [Exposed("nest")]
        public int Nest(Func<object?, object?> step, int depth) => Enumerable.Range(0, depth).Sum(number => (int)step(number)!);

        [Exposed("step")]
        public int Step(int number) => 1;
    }

    private static class Transports
    {
        internal static (Channel Near, Channel Far) Pair()
        {
            var (near, far) = DynamicRpyc.Transports.MemoryTransport.CreatePair();
            return (new Channel(near), new Channel(far));
        }
    }
}
