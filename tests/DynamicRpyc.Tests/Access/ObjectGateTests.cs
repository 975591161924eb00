namespace DynamicRpyc.Tests.Access;

/// <summary>"Per-object control as _rpyc_getattr, _rpyc_setattr, _rpyc_delattr: an interface for C# classes, and the same method names honoured"; and Rpyc.Restricted.</summary>
internal sealed class ObjectGateTests
{
    public sealed class Guarded : IRpycAttributes
    {
        public Dictionary<string, object?> Values { get; } = new() { ["a"] = 1 };

        [Exposed]
        public int Shown => 5;

        public object? RpycGetAttr(string name) => name switch
        {
            "twice" => new Func<int, int>(x => 2 * x),
            "type" => typeof(Guarded),
            "__next__" => new Func<object?>(() => throw new StopIterationExceptionOfATest()),
            _ when Values.TryGetValue(name, out var value) => value,
            _ => throw new AccessDeniedException($"no '{name}' for you"),
        };

        public void RpycSetAttr(string name, object? value) => Values[name] = value;
    }

    public sealed class StopIterationExceptionOfATest : Exception;

    public sealed class ReadOnly : IRpycAttributes
    {
        public object? RpycGetAttr(string name) => name;
    }

    public sealed class Named
    {
        public List<string> Log { get; } = [];

        [Exposed]
        public int Shown { get; set; } = 5;

        public object? _rpyc_getattr(string name)
        {
            Log.Add($"get {name}");
            return name == "open" ? 1 : throw new MissingMemberException(name);
        }

        public void _rpyc_delattr(string name) => Log.Add($"del {name}");
    }

    [Exposed]
    public sealed class Box : IDisposable
    {
        public void Dispose() => Disposed = true;

        [NotExposed]
        public bool Disposed { get; private set; }

        public Box Self() => this;

        public int Size { get; set; } = 3;

        public int Hidden => 4;

        public int this[int index] => index * 10;

        public int Invoke(int x) => x + 1;
    }

    public sealed class Desk(params object[] items) : Service
    {
        public object exposed_item(int index) => items[index];
    }

    private static void With(object item, Action<dynamic, Connection> use, RpycConfig? config = null)
    {
        using var connection = Rpyc.ConnectThread(remoteService: new Desk(item), remoteConfig: config);
        use(connection.Root.item(0), connection);
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Refused(string text) => Throws.TypeOf<AccessDeniedException>().With.Message.Contains(text);

    [Test]
    public void IRpycAttributes_getAndCall_areTheObjectsOwnBusiness() => With(new Guarded(), (item, _) =>
    {
        Assert.That((int)item.a, Is.EqualTo(1));
        Assert.That((int)item.twice(4), Is.EqualTo(8));
        Assert.That(() => item.Shown, Refused("no 'Shown' for you"), "neither a mark nor the policy has a say");
        Assert.That(() => item.GetType(), Refused("no 'GetType' for you"));
        Assert.That(() => $"{item}", Does.Contain(nameof(Guarded)), "STR asks for no attribute");
    });

    [Test]
    public void IRpycAttributes_underAllAttributes_stillDecides() =>
        With(new Guarded(), (item, _) => Assert.That(() => item.Values, Refused("no 'Values' for you")), RpycConfig.Classic with { AllowExposedAttributes = true });

    [Test]
    public void IRpycAttributes_setWithoutTheSetting_isTheObjectsOwnBusiness()
    {
        var guarded = new Guarded();
        With(guarded, (item, _) => item.b = 7);
        Assert.That(guarded.Values["b"], Is.EqualTo(7));
    }

    [Test]
    public void IRpycAttributes_notImplementedDelete_refusesAndSaysWhatWouldAllowIt() => With(new Guarded(), (item, connection) =>
        Assert.That(() => connection.SyncRequest(Handler.DelAttr, (object)item, "a"), Throws.TypeOf<AccessDeniedException>().With.Message.EqualTo(
            "deleting 'a' of a Guarded was refused by the side that owns the object: it decides itself, and would have to implement IRpycAttributes.RpycDelAttr.")));

    [Test]
    public void IRpycAttributes_notImplementedSet_refusesAndSaysWhatWouldAllowIt() => With(new ReadOnly(), (item, _) =>
        Assert.That(() => item.a = 1, Throws.TypeOf<AccessDeniedException>().With.Message.EqualTo(
            "writing 'a' of a ReadOnly was refused by the side that owns the object: it decides itself, and would have to implement IRpycAttributes.RpycSetAttr.")));

    [Test]
    public void IRpycAttributes_calledOrIteratedOrEntered_asksTheObject() => With(new Guarded(), (item, connection) =>
    {
        Assert.That(() => item(), Refused("no '__call__' for you"));
        Assert.That(() => connection.SyncRequest(Handler.CtxExit, (object)item, null), Refused("no '__exit__' for you"));
        Assert.That(() => connection.SyncRequest(Handler.BuffIter, (object)item, 3), Throws.Exception.With.Message.Contains(nameof(StopIterationExceptionOfATest)));
    });

    [Test]
    public void IRpycAttributes_typeGivenOut_mayNotBeCalled() => With(new Guarded(), (item, _) => Assert.That(() => item.type(), Throws.TypeOf<AccessDeniedException>().With.Message.EqualTo(
        "creating a Guarded was refused by the side that owns it: mark the type [Exposed], or set RpycConfig.AllowAllAttributes there.")));

    [Test]
    public void MethodsOfRpycsNames_areHonoured_andWhatIsLeftOutIsThePolicys()
    {
        var named = new Named();
        With(named, (item, connection) =>
        {
            Assert.That((int)item.open, Is.EqualTo(1));
            Assert.That(() => item.Shown, Throws.InstanceOf<MissingMemberException>());
            Assert.That(() => item.Shown = 1, Refused(nameof(RpycConfig.AllowSetAttribute)));
            connection.SyncRequest(Handler.DelAttr, (object)item, "x");
        });
        Assert.That(named.Log, Is.EqualTo(new[] { "get open", "get Shown", "del x" }));
    }

    [Test]
    public void Restricted_namedAttributes_canBeReadAndCalled_othersNot() => With(Rpyc.Restricted(new Box(), ["Size", "Self"], []), (item, _) =>
    {
        Assert.That((int)item.Size, Is.EqualTo(3));
        const string why = "' of a restricted object was refused by the side that owns the object: it would have to name it among the ";
        Assert.That(() => item.Hidden, Throws.TypeOf<AccessDeniedException>().With.Message.EqualTo($"access to 'Hidden{why}attrs given to Rpyc.Restricted."));
        Assert.That(() => item.Size = 4, Throws.TypeOf<AccessDeniedException>().With.Message.EqualTo($"access to 'Size{why}wattrs given to Rpyc.Restricted."));
        Assert.That(() => item(1), Refused("__call__"));
        Assert.That(() => item[1], Refused("__getitem__"));
        Assert.That(() => item.Self().Hidden, Refused("Hidden"), "a method that returns the object returns the view");
        Assert.That(() => item.Self.__self__, Throws.InstanceOf<AccessDeniedException>());
    });

    [Test]
    public void Restricted_underClassicConfiguration_holdsToo() => With(Rpyc.Restricted(new Box(), ["Size", "Self"]), (item, _) =>
    {
        Assert.That(() => item.Hidden, Refused("Hidden"));
        Assert.That(() => item._target, Refused("_target"));
        Assert.That(() => item.__class__, Refused("__class__"));
        Assert.That(() => item.Self.__self__, Throws.InstanceOf<MissingMemberException>());
    }, RpycConfig.Default with { AllowAllAttributes = true });

    [Test]
    public void Restricted_writable_defaultsToReadable()
    {
        var box = new Box();
        With(Rpyc.Restricted(box, ["Size"]), (item, _) => item.Size = 8);
        Assert.That(box.Size, Is.EqualTo(8));
    }

    [Test]
    public void Restricted_specialNames_allowWhatTheyStandFor() => With(Rpyc.Restricted(new Box(), ["__getitem__", "__call__", "__enter__", "__exit__", "Size"]), (item, connection) =>
    {
        Assert.That(((int)item[2], (int)item(4)), Is.EqualTo((20, 5)));
        dynamic entered = connection.SyncRequest(Handler.CallAttr, (object)item, "__enter__", new PyTuple(), new PyTuple())!;
        Assert.That(() => entered.Hidden, Refused("Hidden"), "entering gives the view, not the object");
        connection.SyncRequest(Handler.CtxExit, (object)item, null);
    });

    [Test]
    public void Restricted_remoteObject_isRestrictedHere()
    {
        using var upstream = Rpyc.ConnectThread(remoteService: new Desk(new Box()), remoteConfig: RpycConfig.Default);
        object remote = upstream.Root.item(0);
        With(Rpyc.Restricted(remote, ["Size"]), (item, _) =>
        {
            Assert.That((int)item.Size, Is.EqualTo(3));
            Assert.That(() => item.Self(), Refused("Self"));
        });
    }
}
