using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Helpers;

/// <summary>Async, Timed, OneWay, BuffIter and AsyncResult: one suite, run against a C# server and, in Interop, against a Python one.</summary>
public abstract class HelperSuite
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private Connection _connection = null!;

    private protected abstract Connection Connect(RpycConfig? config = null);

    [SetUp]
    public void Open() => _connection = Connect();

    [TearDown]
    public void Close() => _connection.Close();

    [Test]
    public void Async_call_returnsAtOnceAndHasItsValueLater()
    {
        AsyncResult result = Rpyc.Async(_connection.Root.add)(20, 22);
        Assert.That((object?)result.Value, Is.EqualTo(42));
        Assert.Multiple(() =>
        {
            Assert.That(result.Ready, Is.True);
            Assert.That(result.Error, Is.False);
            Assert.That(result.Expired, Is.False);
        });
    }

    [Test]
    public void Async_ofAnAsync_isTheSame()
    {
        object wrapped = Rpyc.Async(_connection.Root.add);
        Assert.That((object)Rpyc.Async(wrapped), Is.SameAs(wrapped));
    }

    [Test]
    public void Async_keywords_arePassedOn()
    {
        AsyncResult result = Rpyc.Async(_connection.Root.@default)(1, c: 30);
        Assert.That((object?)result.Value, Is.EqualTo(new PyTuple(1, 2, 30)));
    }

    [Test]
    public void Async_localObject_isRefusedWithAWordWhatToPass() =>
        Assert.That(() => Rpyc.Async("text"), Throws.ArgumentException.With.Message.Contains("conn.root.add"));

    [Test]
    public async Task Async_await_givesTheValueOrThrowsTheRemoteException()
    {
        dynamic root = _connection.Root;
        AsyncResult sum = Rpyc.Async(root.add)(1, 2);
        AsyncResult failure = Rpyc.Async(root.raise_key_error)("k");
        Assert.That((object?)await sum, Is.EqualTo(3));
        Assert.That(async () => await failure, Throws.TypeOf<KeyNotFoundException>());
        Assert.That(failure.Error, Is.True);
        Assert.That(() => (object?)failure.Value, Throws.TypeOf<KeyNotFoundException>());
    }

    [Test]
    public void Async_manyCalls_runInTheOrderInWhichTheyWereSent()
    {
        dynamic root = _connection.Root;
        dynamic keep = Rpyc.Async(root.keep);
        var results = Enumerable.Range(0, 200).Select(number => (AsyncResult)keep(number)).ToList();
        Assert.That(results.Select(result => (int)result.Value), Is.EqualTo(Enumerable.Range(1, 200)));
        Assert.That((int)root.kept(137), Is.EqualTo(137));
    }

    [Test]
    public void Wait_pastTheExpiry_throwsAndStaysExpired()
    {
        AsyncResult result = Rpyc.Timed(_connection.Root.sleep, TimeSpan.FromMilliseconds(30))(0.4);
        Assert.That(result.Wait, Throws.TypeOf<AsyncResultTimeout>().With.Message.Contains("0.03 s"));
        Assert.Multiple(() =>
        {
            Assert.That(result.Expired, Is.True);
            Assert.That(result.Ready, Is.False);
            Assert.That(result.Error, Is.False);
            Assert.That(() => (object?)result.Value, Throws.TypeOf<AsyncResultTimeout>());
        });
        Assert.That((int)_connection.Root.add(1, 1), Is.EqualTo(2), "the connection is as good as before");
    }

    [Test]
    public void Await_pastTheExpiry_throws()
    {
        AsyncResult result = Rpyc.Timed(_connection.Root.sleep, TimeSpan.FromMilliseconds(30))(0.4);
        Assert.That(async () => await result, Throws.TypeOf<AsyncResultTimeout>());
    }

    [Test]
    public void SetExpiry_null_liftsTheLimit()
    {
        AsyncResult result = Rpyc.Timed(_connection.Root.sleep, TimeSpan.FromSeconds(30))(0.05);
        result.SetExpiry(null);
        Assert.That((double)result.Value, Is.EqualTo(0.05));
    }

    [Test]
    public void AsTask_cancelledToken_endsTheWaitAndNotTheRequest()
    {
        AsyncResult result = Rpyc.Async(_connection.Root.sleep)(0.3);
        using var source = new CancellationTokenSource();
        var task = result.AsTask(source.Token);
        source.Cancel();
        Assert.That(async () => await task, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((double)result.Value, Is.EqualTo(0.3));
    }

    [Test]
    public void AddCallback_beforeAndAfterTheResult_isCalledOnceEach()
    {
        using var called = new CountdownEvent(2);
        AsyncResult result = Rpyc.Async(_connection.Root.sleep)(0.05);
        result.AddCallback(arrived =>
        {
            if ((double)arrived.Value == 0.05)
                called.Signal();
        });
        result.Wait();
        result.AddCallback(_ => called.Signal());
        Assert.That(called.Wait(_patience), Is.True, "two callbacks within 20 s");
    }

    [Test]
    public void AddCallback_blockingCallback_delaysNoOtherResult()
    {
        dynamic add = Rpyc.Async(_connection.Root.add);
        using var letGo = new ManualResetEventSlim();
        AsyncResult first = add(1, 1);
        first.AddCallback(_ => letGo.Wait(_patience));
        AsyncResult second = add(2, 2);
        Assert.That((int)second.Value, Is.EqualTo(4));
        letGo.Set();
    }

    [Test]
    public void OneWay_call_isCarriedOutAndAnswersNothing()
    {
        dynamic root = _connection.Root;
        Assert.That((object?)Rpyc.OneWay(root.keep)(7), Is.Null);
        Assert.That((int)root.kept(0), Is.EqualTo(7), "the request was sent before this one");
        Assert.That((object?)Rpyc.OneWay(root.raise_key_error)("nobody hears"), Is.Null);
        Assert.That((int)root.add(1, 2), Is.EqualTo(3));
    }

    [TestCase(0, 2, 1000, 2)]
    [TestCase(1, 2, 1000, 2)]
    [TestCase(1000, 2, 1000, 2)]
    [TestCase(37, 5, 5, 1)]
    public void BuffIter_walksAllItems(int count, int chunk, int maxChunk, int factor)
    {
        object squares = _connection.Root.generate(count);
        Assert.That(Rpyc.BuffIter(squares, chunk, maxChunk, factor).Select(item => (int)item!), Is.EqualTo(Enumerable.Range(0, count).Select(number => number * number)));
    }

    [Test]
    public async Task BuffIter_asynchronously_walksAllItems()
    {
        object squares = _connection.Root.generate(100);
        var items = new List<int>();
        await foreach (var item in Rpyc.BuffIter(squares))
            items.Add((int)item!);
        Assert.That(items, Is.EqualTo(Enumerable.Range(0, 100).Select(number => number * number)));
    }

    [Test]
    public void BuffIter_stoppedEarly_leavesTheConnectionAsItWas()
    {
        object squares = _connection.Root.generate(1000);
        Assert.That(Rpyc.BuffIter(squares).Take(3).Count(), Is.EqualTo(3));
        Assert.That((int)_connection.Root.add(1, 2), Is.EqualTo(3));
    }

    [Test]
    public void BuffIter_badNumbers_areRefused()
    {
        object squares = _connection.Root.generate(1);
        Assert.Multiple(() =>
        {
            Assert.That(() => Rpyc.BuffIter(squares, chunk: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Rpyc.BuffIter(squares, chunk: 10, maxChunk: 5), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Rpyc.BuffIter(squares, factor: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void SyncRequest_timeout_namesCallTimeAndSetting()
    {
        using var hasty = Connect(new RpycConfig { SyncRequestTimeout = TimeSpan.FromMilliseconds(200) });
        Assert.That(() => (object?)hasty.Root.sleep(1.5), Throws.TypeOf<AsyncResultTimeout>()
            .With.Message.Contains("'sleep'").And.Message.Contains("0.2").And.Message.Contains("SyncRequestTimeout"));
    }

    [Test]
    public void SyncRequest_byHandler_isTheProtocolsOwn()
    {
        object root = _connection.SyncRequest(Handler.GetRoot)!;
        Assert.That((object?)_connection.SyncRequest(Handler.CallAttr, root, "add", new PyTuple(1, 2), PyTuple.Empty), Is.EqualTo(3));
        Assert.That((object?)_connection.AsyncRequest(Handler.Ping, ["x"], TimeSpan.FromSeconds(20)).Value, Is.EqualTo("x"));
    }

    [Test]
    public void Ping_anyValue_comesBack()
    {
        foreach (var data in new object?[] { null, "text", 7, new byte[] { 1, 2, 3 }, new PyTuple(1, "two") })
            Assert.That(() => _connection.Ping(data, _patience), Throws.Nothing);
    }

    [Test]
    public void Fileno_ofASocket_isItsHandle() => Assert.That(_connection.Fileno(), Is.GreaterThan((nint)2));

    [Test]
    public void Close_withAResultPending_endsItWithTheReason()
    {
        AsyncResult result = Rpyc.Async(_connection.Root.sleep)(0.3);
        _connection.Close();
        Assert.That(() => (object?)result.Value, Throws.TypeOf<ConnectionClosedException>().With.Property("Reason").EqualTo(CloseReason.ClosedHere));
    }
}

/// <summary>The suite against a C# server.</summary>
[TestFixture]
public sealed class HelperTests : HelperSuite
{
    private ThreadedServer _server = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _server = new ThreadedServer(typeof(HelperService));
        _server.StartInBackground();
    }

    [OneTimeTearDown]
    public void Stop() => _server.Close();

    private protected override Connection Connect(RpycConfig? config = null) => Rpyc.Connect("127.0.0.1", _server.Port, config: config);
}
