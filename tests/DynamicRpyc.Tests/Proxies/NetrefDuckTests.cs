using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Proxies;

/// <summary>The list over a remote C# object.</summary>
internal sealed class NetrefDuckTests : RemoteDuckSuite
{
    protected override string Description => "remote DynamicRpyc.Tests.Proxies.Duck";

    protected override string BareDescription => "remote DynamicRpyc.Tests.Proxies.Bare";

    protected override Connection Connect(RpycConfig? config = null) =>
        Rpyc.ConnectThread(config: config, remoteService: new DuckService(), remoteConfig: RpycConfig.Default with { AllowPublicAttributes = true, AllowSetAttribute = true });

    [Test]
    public void Row05_dynamicArguments_areBoundByWhatTheyHold()
    {
        var target = Make().ActLike<IOverloads>();
        Assert.That((target.KindOfDynamic(1), target.KindOfDynamic("s")), Is.EqualTo(("int", "string")));
    }

    /// <summary>Under the default settings, by the names that the marks give.</summary>
    [Test]
    public void Row14_exposedNames_areFoundAndVerified()
    {
        using var connection = Rpyc.ConnectThread(remoteService: new MarkedService());
        var marked = ((object)connection.Root).ActLike<IMarked>(verify: true);
        Assert.That((marked.Add(1, 2), marked.Prefixed()), Is.EqualTo((3, "prefixed")), "neither is replaced by its default");
        Assert.That(() => ((object)connection.Root).ActLike<IUnmarked>().Kept(), Throws.TypeOf<AccessDeniedException>().With.Message.Contains("Kept"), "it is there, and refused");
    }

    public interface IMarked
    {
        [RemoteName("add")]
        int Add(int a, int b) => -1;

        [RemoteName("prefixed")]
        string Prefixed() => "default";
    }

    public interface IUnmarked
    {
        string Kept();
    }

    public sealed class MarkedService : Service
    {
        [Exposed("add")]
        public int Sum(int a, int b) => a + b;

        public string exposed_prefixed() => "prefixed";

        public string Kept() => "not for peers";
    }

    [Test]
    public void Row05_overloads_areChosenByTheDeclaredType()
    {
        var target = Make().ActLike<IOverloads>();
        Assert.That((target.Kind(1), target.Kind("s"), target.Kind(2.5)), Is.EqualTo(("int", "string", "object")));
        Assert.That((target.Kind((object)1), target.Kind((object)"s"), target.Kind((string)null!), target.Kind((object)null!)), Is.EqualTo(("object", "object", "string", "object")));
    }

    [Test]
    public void Row17_explicitImplementationsOfTheTarget_areReachable() => Assert.That(((object)Root.MakeExplicit()).ActLike<IOtherValue>().Value(), Is.EqualTo(7));

    [Test]
    public void Row07_typeArguments_reachTheTarget() => Assert.That(Make().ActLike<IGenerics>().TypeName<Guid>(), Is.EqualTo("Guid"));

    [Test]
    public void Row16_disposableProxy_disposesTheObjectAndReleasesTheReference()
    {
        var duck = Make();
        IClosable kept;
        using (var closable = duck.ActLike<IClosable>())
            kept = closable;
        Assert.That((bool)Root.IsDisposed, Is.True);
        Assert.That(() => kept.Name, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(kept.Dispose, Throws.Nothing);
        Assert.That(Rpyc.Release(duck), Is.False, "it is released");
    }
}

/// <summary>What holds for remote ducks of either language.</summary>
internal abstract class RemoteDuckSuite : DuckTypingSuite
{
    private readonly List<Connection> _busy = [];
    private Connection? _connection;

    protected abstract Connection Connect(RpycConfig? config = null);

    protected dynamic Root => _connection!.Root;

    protected override object Make() => Root.Make();

    protected override object MakeBare() => Root.MakeBare();

    protected override object MakeAside()
    {
        var connection = Connect();
        _busy.Add(connection);
        return connection.Root.Make();
    }

    [OneTimeSetUp]
    public void Open() => _connection = Connect();

    [OneTimeTearDown]
    public void Close()
    {
        _connection?.Close();
        foreach (var connection in _busy)
            connection.Close();
    }

    [Test]
    public void Row01_cast_isTheSameProxy()
    {
        dynamic duck = Make();
        var person = (IPerson)duck;
        Assert.That((person.Name, person.Age), Is.EqualTo(("Ada", 36)));
        IPerson implicitly = duck;
        Assert.That(implicitly, Is.EqualTo(person));
        Assert.That((object)person.UndoActLike(), Is.SameAs((object)duck));
    }

    /// <summary>"The cast for Take((IFoo)nr)": C# chooses a local method's overload by what a netref is here.</summary>
    [Test]
    public void Row01_cast_forAParameterOfThisSide()
    {
        dynamic duck = Make();
        Assert.That(() => Take(duck), Throws.TypeOf<Microsoft.CSharp.RuntimeBinder.RuntimeBinderException>());
        Assert.That(Take((IPerson)duck), Is.EqualTo("Ada"));
    }

    private static string Take(IPerson person) => person.Name;

    [Test]
    public void Row09_propertyNamedLikeAnEvent_doesNotCollide()
    {
        object plain = Root.MakePlain();
        Assert.That(plain.ActLike<IHasPropertyChanged>().Changed, Is.EqualTo(3));
        var both = plain.ActLike<IHasPropertyChanged>(typeof(INotifier));
        Assert.That(both.Changed, Is.EqualTo(3));
        Assert.That(() => ((INotifier)both).Changed += (_, _) => { }, Throws.TypeOf<InvalidCastException>()
            .With.Message.Matches("^INotifier.Changed: 'Changed' of the remote .* is a plain value, to which no handler can be added\\.$"));
    }

    [Test]
    public void Row14_namingOfTheConfiguration_holdsForCasts()
    {
        using var connection = Connect(RpycConfig.Default with { InterfaceNaming = MemberNaming.SnakeCase });
        var snake = (ISnake)connection.Root.Make();
        Assert.That((snake.GetTime(), snake.NextOne.GetTime()), Is.EqualTo(("noon", "noon")));
    }

    [Test]
    public async Task Row16_asyncDisposableProxy_disposesTheObjectAndReleasesTheReference()
    {
        var duck = Make();
        await using (var closable = duck.ActLike<IAsyncClosable>())
            Assert.That(closable.Name, Is.EqualTo("Ada"));
        Assert.That((bool)Root.IsDisposed, Is.True);
        Assert.That(Rpyc.Release(duck), Is.False, "it is released");
    }

    [Test]
    public async Task Row16_asyncDisposableWithADefaultBody_isTheObjectsOwnEnd()
    {
        await using (Make().ActLike<IOwnEnd>())
            Assert.That((bool)Root.IsDisposed, Is.False);
        Assert.That((bool)Root.IsDisposed, Is.True);
    }

    [Test]
    public void Row16_release_ofAProxy_releasesTheObject()
    {
        var person = Make().ActLike<IPerson>();
        Assert.That(Rpyc.Release(person), Is.True);
        Assert.That(() => person.Name, Throws.TypeOf<ObjectDisposedException>());
        Assert.That((bool)Root.IsDisposed, Is.False);
    }

    [Test]
    public void Row16_helpers_takeProxies()
    {
        var person = Make().ActLike<IPerson>();
        Assert.That(Rpyc.Dir(person), Does.Contain("Name"));
        using var scope = _connection!.Scope();
        var kept = Make().ActLike<IPerson>();
        scope.Keep(kept);
        scope.Dispose();
        Assert.That(kept.Name, Is.EqualTo("Ada"));
    }

    [Test]
    public void Row16_proxyPassedOnToAThirdProcess_isPassedOnAsTheObject()
    {
        var person = Make().ActLike<IPerson>();
        var open = RpycConfig.Default with { AllowPublicAttributes = true };
        using var third = Rpyc.ConnectThread(config: open, remoteService: new DuckService(), remoteConfig: open);
        Assert.That((string)third.Root.KindOf(person), Is.EqualTo("Netref"));
        Assert.That((string)third.Root.NameOf(person), Is.EqualTo("Ada"));
    }

    [Test]
    public void Row16_proxyInsideATuple_arrivesAsTheOriginalObject()
    {
        var person = Make().ActLike<IPerson>();
        Assert.That((bool)Root.IsOriginal(value: person), Is.True);
        Assert.That((bool)Root.IsFirstOriginal(new PyTuple(person, 1)), Is.True);
    }

    [Test]
    public void Row15_waitThatTheTokenEnds_servesThePeerMeanwhile()
    {
        var worker = Make().ActLike<IWaiting>();
        using var never = new CancellationTokenSource();
        Assert.That(worker.CallBack(value => worker.CallBack(inner => inner + 1, value, never.Token), 40, never.Token), Is.EqualTo(41));
    }

    [Test]
    public void Row15_tokenCancelledWhileACallWaits_endsTheWaitAtOnce()
    {
        var worker = MakeAside().ActLike<IAsyncWorker>();
        using var ended = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var waiting = Task.Run(() => worker.Hang(ended.Token));
        Assert.That(() => Eventually.Result(waiting, "the wait to end with its token"), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Row15_tokenOfAGenericMethod_isHonouredHere()
    {
        var worker = MakeAside().ActLike<ITokens>();
        using var ended = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var waiting = Task.Run(() => worker.HangFor("x", ended.Token));
        Assert.That(() => Eventually.Result(waiting, "the wait to end with its token"), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Row10_collectionsOfTheFramework_areWhatACastGives()
    {
        object numbers = Root.Numbers();
        var list = numbers.ActLike<IList<long>>();
        list.Add(4);
        list.Insert(0, 0);
        Assert.That((list.ToArray(), list.Contains(4), list.IndexOf(4)), Is.EqualTo((new long[] { 0, 1, 2, 3, 4 }, true, 4)));
        Assert.That((list.Equals(numbers), list.GetHashCode(), list.ToString()), Is.EqualTo((true, numbers.GetHashCode(), numbers.ToString())));
        Assert.That((object)list.UndoActLike(), Is.SameAs(numbers));
        object table = Root.Table();
        var entries = table.ActLike<IDictionary<string, int>>();
        entries.Add("b", 2);
        Assert.That((entries["a"], entries.ContainsKey("b"), entries.Equals(table)), Is.EqualTo((1, true, true)));
    }

    [Test]
    public void Row14_dunderCall_isTheCallOfAFunction()
    {
        var adder = ((object)Root.Adder()).ActLike<IAdder>(verify: true);
        Assert.That((adder.Add(1, 2), adder.AddAsync(3, 4).Result), Is.EqualTo((3, 7)));
        Assert.That(() => Make().ActLike<IAdder>(verify: true), Throws.TypeOf<MissingMemberException>().With.Message.Contains("'__call__' (IAdder.Add)"));
    }

    [Test]
    public void Row14_namingOfTheConfiguration_holdsForActLikeUnlessItSaysOtherwise()
    {
        using var connection = Connect(RpycConfig.Default with { InterfaceNaming = MemberNaming.SnakeCase });
        object duck = connection.Root.Make();
        Assert.That(duck.ActLike<ISnake>().NextOne.GetTime(), Is.EqualTo("noon"));
        Assert.That(duck.ActLike<IPerson>(naming: MemberNaming.AsWritten).Age, Is.EqualTo(36));
        Assert.That(() => duck.ActLike<IPerson>(naming: (MemberNaming)9).Age, Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("There are AsWritten and SnakeCase."));
        Assert.That(() => duck.ActLike<IPerson>().Age, Throws.TypeOf<MissingMemberException>().With.Message.Contains("'age'"));
    }

    [Test]
    public void Row16_sequencePassedBack_arrivesAsTheOriginalObject()
    {
        dynamic duck = Make();
        Assert.That((bool)Root.IsOriginal((IEnumerable<int>)duck), Is.True);
        Assert.That((bool)Root.IsOriginal((IAsyncEnumerable<int>)duck), Is.True);
    }

    [Test]
    public void Row15_callWithATokenThatStays_hasTheTimeOutOfEveryCall()
    {
        using var connection = Connect(RpycConfig.Default with { SyncRequestTimeout = TimeSpan.FromMilliseconds(300) });
        var worker = ((object)connection.Root.Make()).ActLike<IAsyncWorker>();
        using var never = new CancellationTokenSource();
        var waiting = Task.Run(() => worker.Hang(never.Token));
        Assert.That(() => Eventually.Result(waiting, "the wait to end in time"), Throws.TypeOf<AsyncResultTimeout>().With.Message.Contains("'Hang'"));
    }

    [Test]
    public void Row16_proxyPassedBack_arrivesAsTheOriginalObject()
    {
        var person = Make().ActLike<IPerson>();
        Assert.That((bool)Root.IsOriginal(person), Is.True);
        Assert.That((string)Root.KindOf(person), Is.EqualTo("Duck"));
    }

    [Test]
    public void Row16_usedAfterADisconnect_saysSo()
    {
        var connection = Connect();
        var person = ((object)connection.Root.Make()).ActLike<IPerson>();
        var worker = person.ActLike<IAsyncWorker>();
        connection.Close();
        Assert.That(() => person.Name, Throws.TypeOf<ConnectionClosedException>());
        Assert.That(async () => await worker.AddAsync(1, 2), Throws.TypeOf<ConnectionClosedException>());
        Assert.That(person.ToString(), Does.Contain("(connection closed)"));
        Assert.That(((object)person).Equals((object)worker), Is.True);
    }

    [Test]
    public void Row15_asynchronousRequests_holdNoThread()
    {
        var worker = MakeAside().ActLike<IAsyncWorker>();
        using var ended = new CancellationTokenSource();
        // The calls come back at once, although the answers do not come at all.
        var hanging = Enumerable.Range(0, 3).Select(_ => worker.HangAsync(ended.Token)).ToArray();
        Assert.That(hanging, Has.All.Property(nameof(Task.IsCompleted)).False);
        ended.Cancel();
        foreach (var task in hanging)
            Assert.That(async () => await task.WaitAsync(Eventually.DefaultTimeout), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Row13_allActLike_ofARemoteSequence()
    {
        dynamic duck = Make();
        IEnumerable<INode> nodes = Rpyc.AllActLike<INode>(duck.Children);
        Assert.That(nodes.Select(node => node.Name), Is.EqualTo(new[] { "A", "B" }));
    }
}
