using System.Collections.Frozen;

namespace DynamicRpyc.Tests.Access;

/// <summary>Both positions of every setting about attributes, as a peer meets them: "the rule is RPyC's, name by name, for get, set, delete and call".</summary>
internal sealed class AccessOnTheWireTests
{
    public sealed class Thing
    {
        public int Plain { get; set; } = 1;

        public int exposed_Number { get; set; } = 2;

        public int pub_Number => 3;

        public int exposed_Twice(int x) => 2 * x;

        public static int Version => 4;

        public int Invoke() => 5;

        public override string ToString() => "a thing";
    }

    private sealed class Offer(object root) : IService
    {
        public object Root => root;

        public RpycConfig Configure(RpycConfig config) => config;

        public void OnConnect(Connection connection) { }

        public void OnDisconnect(Connection connection) { }
    }

    private static void With(RpycConfig config, object target, Action<dynamic> use)
    {
        using var connection = Rpyc.ConnectThread(remoteService: new Offer(target), remoteConfig: config);
        use(connection.Root);
    }

    private static void AssertRefused(Func<object?> use, string setting) => Assert.That(() => use(), Throws.TypeOf<AccessDeniedException>().With.Message.Contains(setting));

    private static readonly RpycConfig _default = RpycConfig.Default;

    [Test]
    public void AllowSafeAttributes_bothPositions()
    {
        With(_default, new List<int> { 1, 2 }, root => Assert.That((int)root.Count, Is.EqualTo(2)));
        With(_default with { AllowSafeAttributes = false }, new List<int> { 1, 2 }, root =>
        {
            AssertRefused(() => root.Count, nameof(RpycConfig.AllowPublicAttributes));
            AssertRefused(() => root[0], "__getitem__");
            AssertRefused(() => ((IEnumerable<object>)root).First(), "__iter__");
            AssertRefused(() => Rpyc.BuffIter((object)root).GetEnumerator().MoveNext(), "__iter__");
        });
    }

    [Test]
    public void SafeAttributes_bothPositions()
    {
        With(_default, new Thing(), root => AssertRefused(() => root.Plain, "Plain"));
        With(_default with { SafeAttributes = new[] { "Plain" }.ToFrozenSet() }, new Thing(), root => Assert.That((int)root.Plain, Is.EqualTo(1)));
    }

    [Test]
    public void AllowExposedAttributes_bothPositions()
    {
        With(_default, new Thing(), root => Assert.That(((int)root.Number, (int)root.exposed_Number, (int)root.Twice(4)), Is.EqualTo((2, 2, 8))));
        With(_default with { AllowExposedAttributes = false }, new Thing(), root => Assert.That(() => root.Number, Throws.TypeOf<AccessDeniedException>().With.Message.EqualTo(
            "access to 'Number' of a Thing was refused by the side that owns the object: set RpycConfig.AllowExposedAttributes and expose the member, or set "
            + "RpycConfig.AllowPublicAttributes or AllowAllAttributes there to allow it.")));
    }

    [Test]
    public void ExposedPrefix_bothPositions()
    {
        With(_default with { ExposedPrefix = "pub_" }, new Thing(), root =>
        {
            Assert.That((int)root.Number, Is.EqualTo(3));
            AssertRefused(() => root.Twice(1), "pub_Twice");
        });
        With(_default, new Thing(), root => Assert.That((int)root.Number, Is.EqualTo(2)));
    }

    [Test]
    public void AllowPublicAttributes_bothPositions()
    {
        With(_default, new Thing(), root =>
        {
            AssertRefused(() => root.Plain, nameof(RpycConfig.AllowPublicAttributes));
            Assert.That(() => root(), Throws.TypeOf<AccessDeniedException>().With.Message.EqualTo(
                "calling a Thing was refused by the side that owns it: mark the type [Exposed], or set RpycConfig.AllowAllAttributes there."));
        });
        With(_default with { AllowPublicAttributes = true }, new Thing(), root =>
        {
            Assert.That(((int)root.Plain, (int)root()), Is.EqualTo((1, 5)));
            AssertRefused(() => root.__class__, nameof(RpycConfig.AllowAllAttributes));
        });
    }

    [Test]
    public void AllowAllAttributes_bothPositions()
    {
        With(_default, new Thing(), root => AssertRefused(() => root.__class__, nameof(RpycConfig.AllowAllAttributes)));
        With(_default with { AllowAllAttributes = true }, new Thing(), root => Assert.That((int)root.__class__.Version, Is.EqualTo(4)));
    }

    [Test]
    public void AllowGetAttribute_bothPositions()
    {
        With(_default, new Thing(), root => Assert.That((int)root.Number, Is.EqualTo(2)));
        With(_default with { AllowGetAttribute = false }, new Thing(), root =>
        {
            AssertRefused(() => root.Number, nameof(RpycConfig.AllowGetAttribute));
            AssertRefused(() => root.Twice(1), nameof(RpycConfig.AllowGetAttribute));
        });
    }

    [Test]
    public void AllowSetAttribute_bothPositions()
    {
        var thing = new Thing();
        With(_default, thing, root => AssertRefused(() => root.Number = 9, nameof(RpycConfig.AllowSetAttribute)));
        Assert.That(thing.exposed_Number, Is.EqualTo(2));
        With(_default with { AllowSetAttribute = true }, thing, root =>
        {
            root.Number = 9;
            AssertRefused(() => root.Plain = 9, "Plain");
        });
        Assert.That((thing.exposed_Number, thing.Plain), Is.EqualTo((9, 1)));
    }

    [Test]
    public void AllowDeleteAttribute_bothPositions()
    {
        IDictionary<string, object?> bag = new System.Dynamic.ExpandoObject();
        bag["exposed_a"] = 1;
        object? Delete(dynamic root) => ((Connection)Owner(root)).SyncRequest(DynamicRpyc.Handler.DelAttr, root, "a");
        With(_default, bag, root => AssertRefused(() => Delete(root), nameof(RpycConfig.AllowDeleteAttribute)));
        Assert.That(bag, Contains.Key("exposed_a"));
        With(_default with { AllowDeleteAttribute = true }, bag, root => Delete(root));
        Assert.That(bag, Is.Empty);

        static Connection Owner(object root) => ((DynamicRpyc.Connections.Requester)((DynamicRpyc.Netrefs.Netref)root).Requester).Connection;
    }

    [Test]
    public void AllowPickle_bothPositions()
    {
        var list = new List<object?> { 1, "a", null };
        void Pickle(RpycConfig config, Action<Func<object?>> check)
        {
            using var connection = Rpyc.ConnectThread(remoteService: new Offer(list), remoteConfig: config);
            check(() => connection.SyncRequest(DynamicRpyc.Handler.Pickle, connection.Root, 4));
        }

        Pickle(_default, pickle => Assert.That(() => pickle(), Throws.ArgumentException.With.Message.Contains("allow_pickle")));
        Pickle(_default with { AllowPickle = true }, pickle => Assert.That(pickle(), Is.InstanceOf<byte[]>().With.Property("Length").GreaterThan(4)));
    }

    /// <summary>numpy's copy of a rectangular array of plain values tells what walking over it tells, and their shape: where the one is allowed, so is the other.</summary>
    [Test]
    public void CopyForNumpy_withoutAllowPickle_ofGridsOfPlainValuesAlone()
    {
        static object? Copy(RpycConfig config, object target, int protocol = -1)
        {
            using var connection = Rpyc.ConnectThread(remoteService: new Offer(target), remoteConfig: config);
            return connection.SyncRequest(DynamicRpyc.Handler.Pickle, connection.Root, protocol);
        }

        void AssertRefused(RpycConfig config, object target, int protocol = -1) => Assert.That(() => Copy(config, target, protocol), Throws.ArgumentException.With.Message.Contains("allow_pickle"));

        var grid = new double[2, 2];
        Assert.That(Copy(_default, grid), Is.InstanceOf<byte[]>());
        Assert.That(Copy(_default, new string?[1, 1, 1]), Is.InstanceOf<byte[]>());
        AssertRefused(_default, grid, 4);
        AssertRefused(_default, new[] { 1, 2 });
        AssertRefused(_default, new List<double[,]> { grid });
        AssertRefused(_default, new object[1, 1]);
        AssertRefused(_default, new int[1, 1][]);
        AssertRefused(_default with { AllowSafeAttributes = false }, grid);
        AssertRefused(_default with { AllowGetAttribute = false }, grid);
        AssertRefused(_default with { SafeAttributes = _default.SafeAttributes.Where(name => name != "__iter__").ToFrozenSet() }, grid);
        Assert.That(() => Copy(_default with { AllowPickle = true }, new Thing[1, 1]), Throws.TypeOf<NotSupportedException>().With.Message.StartsWith("numpy cannot have a copy of a Thing[,], whose items are objects"));
    }

    [Test]
    public void Refusal_names_memberTypeSideAndRemedy() => With(_default, new Thing(), root => Assert.That(
        () => root.Plain,
        Throws.TypeOf<AccessDeniedException>().With.Message.Contains("'Plain' of a Thing").And.Message.Contains("refused by the side that owns the object").And.Message.Contains("exposed_Plain")));
}
