using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Connections;

/// <summary>
/// "A netref of one connection passed over another works in every respect": client, hub and server all C#, under the default configuration, with either dialect on either hop.
/// </summary>
[TestFixture(Dialect.V6, Dialect.V6)]
[TestFixture(Dialect.V5, Dialect.V6)]
[TestFixture(Dialect.V6, Dialect.V5)]
internal sealed class ChainTests(Dialect near, Dialect far)
{
    private ThreadedServer _server = null!;
    private ThreadedServer _hub = null!;
    private Connection _upstream = null!;
    private Connection _client = null!;
    private Witness _world = null!;
    private dynamic _root = null!;

    [SetUp]
    public void Connect()
    {
        _world = new Witness(new ChainWorld());
        _server = new ThreadedServer(_world);
        _server.StartInBackground();
        _upstream = Rpyc.Connect(_server.Host, _server.Port, config: new RpycConfig { Dialect = far });
        _hub = new ThreadedServer(Service.For((object)_upstream.Root));
        _hub.StartInBackground();
        _client = Rpyc.Connect(_hub.Host, _hub.Port, config: new RpycConfig { Dialect = near });
        _root = _client.Root;
    }

    [TearDown]
    public void Close()
    {
        _client.Dispose();
        _hub.Dispose();
        _upstream.Dispose();
        _server.Dispose();
    }

    [Test]
    public void Members_ofAnObjectBehindTheHub_workAsDirectly()
    {
        dynamic gauge = _root.Make(4);
        Assert.That((int)gauge.Level, Is.EqualTo(4));
        Assert.That((int)gauge[10], Is.EqualTo(14));
        Assert.That((string)_root.Named(1, c: 9), Is.EqualTo("1 b 9"));
        Assert.That($"{gauge}", Is.EqualTo("gauge at 4"));
        Assert.That((int)gauge.GetHashCode(), Is.EqualTo(4));
        Assert.That((int)(gauge + 3).Level, Is.EqualTo(7));
        Assert.That((bool)(gauge == _root.Make(4)), Is.True);
        Assert.That((bool)(gauge == _root.Make(5)), Is.False);
        Assert.That(((System.Dynamic.DynamicObject)gauge).GetDynamicMemberNames(), Does.Contain("Level").And.Contain("Raise"));
    }

    [Test]
    public void Iteration_overTheHub_endsWhereItShould()
    {
        var items = new List<int>();
        foreach (var item in _root.Count(20))
            items.Add((int)item);
        Assert.That(items, Is.EqualTo(Enumerable.Range(0, 20)));
        Assert.That(((IEnumerable<object?>)Rpyc.BuffIter(_root.Count(100), chunk: 3)).Select(Convert.ToInt32), Is.EqualTo(Enumerable.Range(0, 100)));
    }

    [Test]
    public void Identity_ofAnObject_survivesTheHubBothWays()
    {
        object same = _root.Same;
        Assert.That((object)_root.Same, Is.SameAs(same));
        Assert.That((object)_root.Echo(same), Is.SameAs(same));
        var own = new Gauge { Level = 8 };
        Assert.That((object)_root.Echo(own), Is.SameAs(own), "back at its owner it is the original");
        var tuple = (PyTuple)_root.Echo(new PyTuple(own, new PyTuple(same, 1)));
        Assert.That((tuple[0], ((PyTuple)tuple[1]!)[0]), Is.EqualTo(((object?)own, (object?)same)));
    }

    [Test]
    public void Using_anObjectBehindTheHub_disposesIt()
    {
        dynamic gauge = _root.Make(1);
        using ((IDisposable)gauge)
        {
        }
        Assert.That((bool)gauge.IsDisposed, Is.True);
    }

    /// <summary>SETATTR of the event's own token is not a write, on the hub neither, which cannot see the event.</summary>
    [Test]
    public void Event_ofAnObjectBehindTheHub_isSubscribedAndUnsubscribed()
    {
        dynamic gauge = _root.Make(1);
        var heard = new List<int>();
        var handler = Rpyc.Act(level => heard.Add((int)level!));
        gauge.Raised += handler;
        gauge.Raise();
        gauge.Raised -= handler;
        gauge.Raise();
        Assert.That(heard, Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void Policy_ofTheHub_refusesWritesByItsOwnSettings()
    {
        dynamic gauge = _root.Make(1);
        var refused = Assert.Throws<AccessDeniedException>(() => gauge.Level = 5)!;
        Assert.That(refused.Message, Does.Contain("Level").And.Contain("AllowSetAttribute"));
        Assert.That(() => { _ = gauge.GetType(); }, Throws.TypeOf<AccessDeniedException>().With.Message.Contains("access to \'GetType\' of a Gauge"), "asked for under the exposed prefix, as RPyC does");
        Assert.That((int)gauge.Level, Is.EqualTo(1));
    }

    [Test]
    public void Exception_fromBehindTheHub_keepsTypeAndTraces()
    {
        var error = Assert.Throws<InvalidDataException>(() => _root.Fail("broken"))!;
        Assert.That(error.Message, Is.EqualTo("broken"));
        Assert.That(error.StackTrace, Does.Contain("Remote Traceback (1)").And.Contain("ChainWorld.Fail").And.Contain(nameof(Exception_fromBehindTheHub_keepsTypeAndTraces)));
        Assert.That(Rpyc.RemoteInfo(error)!.TypeName, Is.EqualTo("System.IO.InvalidDataException"));
    }

    [Test]
    public void Callbacks_throughTheHub_nestAsDeepAsTheyLike()
    {
        var self = default(Func<object?, object?>);
        self = depth => _root.Recurse(self, depth);
        Assert.That(Eventually.Result(Task.Run(() => (int)_root.Recurse(self, 30)), "thirty levels"), Is.EqualTo(30));
    }

    [Test]
    public void Callback_thatThrows_isCaughtWithItsTypeTwoHopsAway()
    {
        var error = Assert.Throws<DivideByZeroException>(() => _root.Call(Rpyc.Fn(x => 1 / (int)x!), 0))!;
        Assert.That(error.StackTrace, Does.Contain(nameof(Callback_thatThrows_isCaughtWithItsTypeTwoHopsAway)));
    }

    [Test]
    public void AsyncCalls_throughTheHub_runInTheOrderInWhichTheyWereSent()
    {
        dynamic gauge = _root.Make(0);
        var heard = new List<int>();
        gauge.Raised += Rpyc.Act(level => heard.Add((int)level!));
        dynamic raise = Rpyc.Async(gauge.Raise);
        var results = Enumerable.Range(0, 50).Select(_ => (AsyncResult)raise()).ToList();
        foreach (var result in results)
            Eventually.Completes(result.AsTask(), "a call");
        Assert.That(heard, Is.EqualTo(Enumerable.Range(1, 50)));
    }

    /// <summary>The count goes back over both hops: the hub's own references end with the client's.</summary>
    [Test]
    public void Release_byTheClient_reachesTheOwner()
    {
        var lent = Eventually.Result(_world.Connected, "the hub to connect").Core.Lent;
        var before = lent.Count;
        Use(100);
        Eventually.True(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return lent.Count <= before;
            },
            "the owner's table to shrink", state: () => $"{lent.Count} are lent, before it were {before}");

        void Use(int count)
        {
            for (var i = 0; i < count; i++)
                Rpyc.Release(_root.Make(i));
            Assert.That(lent.Count, Is.GreaterThan(before));
        }
    }

    [Test]
    public void Release_onTheHub_isSaidToTheClient()
    {
        dynamic gauge = _root.Make(1);
        object hubs = _upstream.Root.Same;
        dynamic same = _root.Same;
        Assert.That((int)same.Level, Is.EqualTo(1));
        Rpyc.Release(hubs);
        Assert.That(() => { _ = same.Level; }, Throws.Exception.With.Message.Contains("released"));
        Assert.That((int)gauge.Level, Is.EqualTo(1));
    }

    [Test]
    public void Upstream_closed_isTheReasonOfTheClientsCalls()
    {
        dynamic gauge = _root.Make(1);
        _upstream.Close();
        Assert.That(() => { _ = gauge.Level; }, Throws.InstanceOf<IOException>().With.Message.Contains("closed"));
        Assert.That(_client.Closed, Is.False, "the hub itself is well");
    }
}
