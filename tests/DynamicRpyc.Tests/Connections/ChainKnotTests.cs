using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Connections;

/// <summary>"Sync requests in a chain must not dead-lock with callbacks crossing": rings of calls through a hub whose own code takes part, several clients on one upstream.</summary>
internal sealed class ChainKnotTests
{
    private static readonly RpycConfig _config = new() { SyncRequestTimeout = TimeSpan.FromSeconds(10) };

    private ThreadedServer _server = null!;
    private ThreadedServer _hub = null!;
    private Connection _upstream = null!;

    [SetUp]
    public void Connect()
    {
        _server = new ThreadedServer(typeof(ChainWorld), config: _config);
        _server.StartInBackground();
        _upstream = Rpyc.Connect(_server.Host, _server.Port, config: _config);
        _hub = new ThreadedServer(() => new Hub(_upstream), config: _config);
        _hub.StartInBackground();
    }

    [TearDown]
    public void Close()
    {
        _hub.Dispose();
        _upstream.Dispose();
        _server.Dispose();
    }

    /// <summary>client -> the hub's code -> server -> (through the hub) client -> the hub's code -> ...</summary>
    [Test]
    public void Ring_throughTheHubsOwnCode_comesToItsEnd()
    {
        using var client = Rpyc.Connect(_hub.Host, _hub.Port, config: _config);
        dynamic root = client.Root;
        Func<object?, object?> again = null!;
        again = depth => (int)depth! == 0 ? 0 : (int)root.AskServer(again, (int)depth - 1) + 1;
        Assert.That(Eventually.Result(Task.Run(() => (int)root.AskServer(again, 10)), "the ring"), Is.EqualTo(10));
    }

    /// <summary>The callback of one client's call may be read by the thread that waits for another's; both still get through.</summary>
    [Test]
    public void Clients_onOneUpstream_doNotHoldEachOthersCallbacksUp()
    {
        const int Clients = 6;
        var results = Enumerable.Range(0, Clients).Select(number => Task.Factory.StartNew(() => Drive(number), TaskCreationOptions.LongRunning)).ToArray();
        Assert.That(Eventually.Result(Task.WhenAll(results), "all clients", TimeSpan.FromSeconds(40)), Is.EqualTo(Enumerable.Range(0, Clients).Select(number => 20 * (number + 1))));

        int Drive(int number)
        {
            using var client = Rpyc.Connect(_hub.Host, _hub.Port, config: _config);
            dynamic root = client.Root;
            var sum = 0;
            for (var i = 0; i < 20; i++)
                sum += (int)root.AskServer(Rpyc.Fn(x => (int)root.Add(x, number)), 1);
            return sum;
        }
    }

    /// <summary>The hub's code is busy with one request of the client; what the client unboxes meanwhile is inspected all the same.</summary>
    [Test]
    public void Inspect_ofAnObjectBehindTheHub_isAnsweredBehindALongCall()
    {
        using var client = Rpyc.Connect(_hub.Host, _hub.Port, config: _config);
        dynamic root = client.Root;
        dynamic gauge = root.Gauge;
        AsyncResult long_ = ((dynamic)Rpyc.Async(root.Block))();
        try
        {
            // A conversion to IDisposable looks at what INSPECT lists.
            Assert.That(() => (IDisposable)gauge, Throws.Nothing);
        }
        finally
        {
            Hub.Unblock.Set();
        }
        Eventually.Completes(long_.AsTask(), "the long call");
    }

    [Test]
    public void Root_thatIsATask_isGivenWhenItEnds()
    {
        var later = new TaskCompletionSource<object>();
        using var server = new ThreadedServer(Service.For(later.Task));
        server.StartInBackground();
        var connecting = Task.Run(() => Rpyc.Connect(server.Host, server.Port));
        Eventually.Equal(() => server.ConnectionCount, 1, "the client to connect");
        Assert.That(connecting.IsCompleted, Is.False);
        later.SetResult((object)_upstream.Root);
        using var client = Eventually.Result(connecting, "the client to get its root");
        Assert.That((string)client.Root.Named(7), Is.EqualTo("7 b 3"));
    }

    [Test]
    public void Root_thatIsAFailedTask_isItsException()
    {
        using var server = new ThreadedServer(Service.For(Task.FromException<object>(new InvalidDataException("no upstream"))));
        server.StartInBackground();
        Assert.That(() => Rpyc.Connect(server.Host, server.Port), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("no upstream"));
    }

    [Test]
    public void Relay_clientGone_closesTheUpstreamConnection()
    {
        using var relay = new ThreadedServer(() => new RelayService(_server.Host, _server.Port));
        relay.StartInBackground();
        var before = _server.ConnectionCount;
        var client = Rpyc.Connect(relay.Host, relay.Port);
        Assert.That(_server.ConnectionCount, Is.EqualTo(before + 1));
        client.Close();
        Eventually.Equal(() => _server.ConnectionCount, before, "the upstream connection to end");
    }

    [Test]
    public void Relay_upstreamGone_closesTheClientsConnection()
    {
        using var relay = new ThreadedServer(() => new RelayService(_server.Host, _server.Port));
        relay.StartInBackground();
        using var client = Rpyc.Connect(relay.Host, relay.Port);
        using var ended = new ManualResetEventSlim();
        client.Disconnected += (_, _) => ended.Set();
        _server.Close();
        Eventually.Set(ended, "the client to hear of it");
        Assert.That(client.CloseReason, Is.EqualTo(CloseReason.ClosedByPeer));
    }

    /// <summary>A hub with code of its own, which asks the server for something while a client waits.</summary>
    private sealed class Hub(Connection upstream) : Service
    {
        internal static ManualResetEventSlim Unblock { get; } = new();

        [Exposed]
        public object Gauge => upstream.Root.Same;

        [Exposed]
        public object? AskServer(object function, int value) => upstream.Root.Call(function, value);

        [Exposed]
        public int Add(int a, int b) => a + b;

        [Exposed]
        public void Block() => Unblock.Wait(TimeSpan.FromSeconds(8));
    }
}
