using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Services;

/// <summary>"Services": names, one instance per connection or one shared, OnConnect may do I/O, OnDisconnect is called exactly once whatever happens, constructor arguments by a factory.</summary>
internal sealed class ServiceLifeTests
{
    [Aliases("Foo", "bar")]
    public sealed class AliasedService : Service;

    public sealed class PlainService : Service;

    public sealed class Service2 : Service;

    public sealed class Counter : Service
    {
        private int _count;

        public int exposed_next() => Interlocked.Increment(ref _count);
    }

    public sealed class Greeter(string greeting) : Service
    {
        public string exposed_greet() => greeting;
    }

    private sealed class Diary(Action<Connection>? onConnect = null) : Service
    {
        private int _connects;
        private int _disconnects;

        internal int Connects => Volatile.Read(ref _connects);

        internal int Disconnects => Volatile.Read(ref _disconnects);

        public int exposed_answer() => 42;

        public override void OnConnect(Connection connection)
        {
            Interlocked.Increment(ref _connects);
            onConnect?.Invoke(connection);
        }

        public override void OnDisconnect(Connection connection)
        {
            Assert.That(connection.Closed);
            Interlocked.Increment(ref _disconnects);
        }
    }

    private static string[] Names(IService service, string call)
    {
        using var connection = Rpyc.ConnectThread(remoteService: service);
        return [.. ((IEnumerable<object>)connection.SyncRequest(Handler.CallAttr, connection.Root, call, new PyTuple(), new PyTuple())!).Cast<string>()];
    }

    [TestCase("get_service_aliases")]
    [TestCase("exposed_get_service_aliases")]
    [TestCase("GetServiceAliases")]
    public void Aliases_areCallableUnderEveryName(string call)
    {
        Assert.That(Names(new AliasedService(), call), Is.EqualTo(new[] { "FOO", "BAR" }));
        Assert.That(Names(new PlainService(), call), Is.EqualTo(new[] { "PLAIN" }));
        Assert.That(Names(new Service2(), call), Is.EqualTo(new[] { "SERVICE2" }));
    }

    [TestCase("get_service_name")]
    [TestCase("exposed_get_service_name")]
    public void Name_isTheFirstAlias(string call)
    {
        using var connection = Rpyc.ConnectThread(remoteService: new AliasedService());
        Assert.That(connection.SyncRequest(Handler.CallAttr, connection.Root, call, new PyTuple(), new PyTuple()), Is.EqualTo("FOO"));
        using var classic = Rpyc.Classic.ConnectThread();
        Assert.That(classic.SyncRequest(Handler.CallAttr, classic.Root, call, new PyTuple(), new PyTuple()), Is.EqualTo("SLAVE"));
    }

    [Test]
    public void Server_ofAServiceClass_makesOneForEachConnection()
    {
        using var server = new ThreadedServer(typeof(Counter));
        Assert.That(NextOfTwoClients(server), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Server_ofAServiceInstance_sharesIt()
    {
        using var server = new ThreadedServer(new Counter());
        Assert.That(NextOfTwoClients(server), Is.EqualTo((1, 2)));
    }

    [Test]
    public void Server_ofAFactory_givesTheServiceItsArguments()
    {
        using var server = new ThreadedServer(() => new Greeter("hello"));
        server.StartInBackground();
        using var connection = Rpyc.Connect(server.Host, server.Port);
        Assert.That((string)connection.Root.greet(), Is.EqualTo("hello"));
    }

    [Test]
    public void Server_ofAClassThatNeedsArguments_saysToGiveAFactory() =>
        Assert.That(() => new ThreadedServer(typeof(Greeter)), Throws.ArgumentException.With.Message.Contains("() => new Greeter(...)"));

    [Test]
    public void OnConnect_mayCallThePeer()
    {
        var answer = 0;
        using var server = new ThreadedServer(() => new Diary(connection => Volatile.Write(ref answer, (int)connection.Root.answer())));
        server.StartInBackground();
        using var connection = Rpyc.Connect(server.Host, server.Port, new Diary());
        Assert.That((int)connection.Root.answer(), Is.EqualTo(42));
        Eventually.Equal(() => Volatile.Read(ref answer), 42, "the answer to OnConnect");
    }

    /// <summary>Every way in which a connection ends.</summary>
    private static readonly TestCaseData[] _ends =
    [
        new TestCaseData((Action<Connection, Connection>)((mine, _) => mine.Close())).SetArgDisplayNames("closed here"),
        new TestCaseData((Action<Connection, Connection>)((_, theirs) => theirs.Close())).SetArgDisplayNames("closed by the peer"),
        new TestCaseData((Action<Connection, Connection>)((mine, theirs) => Parallel.Invoke(mine.Close, theirs.Close, mine.Close, theirs.Close))).SetArgDisplayNames("closed by all at once"),
        new TestCaseData((Action<Connection, Connection>)((mine, _) => mine.Channel.Dispose())).SetArgDisplayNames("link cut"),
    ];

    [TestCaseSource(nameof(_ends))]
    public void OnDisconnect_whateverEndsTheConnection_isCalledOnceOnEachSide(Action<Connection, Connection> end)
    {
        var accepted = new TaskCompletionSource<Connection>();
        var (mine, theirs) = (new Diary(), new Diary(accepted.SetResult));
        using var connection = Rpyc.ConnectThread(mine, remoteService: theirs);
        var other = Eventually.Result(accepted.Task, "the other side");
        connection.Ping();
        end(connection, other);
        Eventually.True(() => connection.Closed && other.Closed, "both ends to be closed");
        Eventually.Completes(Task.WhenAll(connection.RunAsync(), other.RunAsync()), "both farewells");
        connection.Close();
        other.Close();
        Assert.That((mine.Connects, mine.Disconnects, theirs.Connects, theirs.Disconnects), Is.EqualTo((1, 1, 1, 1)));
    }

    [Test]
    public void OnDisconnect_afterAnOnConnectThatThrew_isCalledOnce()
    {
        var failing = new Diary(_ => throw new InvalidOperationException("not today"));
        Assert.That(() => Rpyc.ConnectThread(failing), Throws.InvalidOperationException);
        Assert.That((failing.Connects, failing.Disconnects), Is.EqualTo((1, 1)));
    }

    [Test]
    public void OnDisconnect_closedInsideOnConnect_comesAfterIt()
    {
        var inside = -1;
        Diary? diary = null;
        diary = new Diary(connection =>
        {
            connection.Close();
            inside = diary!.Disconnects;
        });
        using var connection = Rpyc.ConnectThread(diary);
        Eventually.Completes(connection.RunAsync(), "the farewell");
        Assert.That((inside, diary.Disconnects), Is.EqualTo((0, 1)));
    }

    [Test]
    public void Configure_isAskedBeforeTheConnectionExists_andNothingRewritesIt()
    {
        using var connection = Rpyc.Classic.ConnectThread(exposeSelf: true, config: RpycConfig.Default with { ConnectionId = "mine" });
        Assert.That((connection.Config.AllowAllAttributes, connection.Config.AllowPickle, connection.Config.InstantiateCustomExceptions, connection.Config.ConnectionId), Is.EqualTo((true, true, true, "mine")));
        Assert.That(typeof(Connection).GetProperty(nameof(Connection.Config))!.SetMethod, Is.Null);
    }

    private static (int, int) NextOfTwoClients(ThreadedServer server)
    {
        server.StartInBackground();
        using var first = Rpyc.Connect(server.Host, server.Port);
        using var second = Rpyc.Connect(server.Host, server.Port);
        return (first.Root.next(), second.Root.next());
    }
}
