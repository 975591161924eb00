using DynamicRpyc.Formatters;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Tests.Connections;

/// <summary>Issue: "classes, records and structs marked [ByValue] (through the by-value formatter, allow-listed by that mark alone; the mark also works on a method's return value)".</summary>
internal sealed class ByValueTests
{
    private readonly EchoService _service = new();
    private ThreadedServer _server = null!;
    private Connection _connection = null!;
    private dynamic _root = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _server = new ThreadedServer(_service);
        _server.StartInBackground();
        _connection = Rpyc.Connect(_server.Host, _server.Port);
        _root = _connection.Root;
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _connection.Dispose();
        _server.Dispose();
    }

    [Test]
    public void MarkedClass_withEveryKindOfMember_arrivesAsAnEqualCopy()
    {
        var order = new Order
        {
            Id = Guid.NewGuid(),
            Placed = new DateTime(2024, 2, 29, 1, 2, 3, 4, DateTimeKind.Utc).AddTicks(5),
            Due = new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(-3)),
            Day = new DateOnly(2024, 2, 29),
            Time = new TimeOnly(1, 2, 3, 4, 5),
            Span = TimeSpan.FromTicks(77),
            Huge = Int128.MaxValue,
            Small = (Half)0.5,
            Colour = Colour.Green,
            Site = new Uri("https://example.org/"),
            Bytes = [1, 2, 255],
            Points = [new Point(1, 0.1), new Point(2, double.NaN)],
            Prices = new() { ["a"] = [new Money(1.10m, "EUR")], ["$type"] = [] },
            Pair = (5, "five"),
            Shape = new Circle("c", 0.1f),
            Next = new Order { Colour = Colour.Red },
        };
        Order back = _root.Echo(order);
        Assert.That(_service.Last, Is.Not.SameAs(order).And.TypeOf<Order>());
        Assert.That(back, Is.Not.SameAs(order).And.Not.SameAs(_service.Last));
        Assert.That((back.Id, back.Placed, back.Placed.Kind, back.Due, back.Due.Offset, back.Day, back.Time, back.Span),
            Is.EqualTo((order.Id, order.Placed, DateTimeKind.Utc, order.Due, order.Due.Offset, order.Day, order.Time, order.Span)));
        Assert.That((back.Huge, back.Small, back.Colour, back.Site, back.Pair, back.Shape), Is.EqualTo((order.Huge, order.Small, order.Colour, order.Site, order.Pair, order.Shape)));
        Assert.That(back.Bytes, Is.EqualTo(order.Bytes));
        Assert.That(back.Points, Is.EqualTo(order.Points));
        Assert.That(back.Prices, Is.EqualTo(order.Prices));
        Assert.That(back.Next?.Colour, Is.EqualTo(Colour.Red));
    }

    [Test]
    public void MarkedGeneric_ofMarkedTypesAndCollections_arrives()
    {
        Page<(Point, List<Money>)> back = _root.Echo(new Page<(Point, List<Money>)>([(new Point(1, 2), [new Money(3m, "X")])], 9));
        Assert.That(back.Next, Is.EqualTo(9));
        Assert.That(back.Items.Single().Item1, Is.EqualTo(new Point(1, 2)));
        Assert.That(back.Items.Single().Item2, Is.EqualTo(new[] { new Money(3m, "X") }));
    }

    [Test]
    public void MarkedObjects_asKeywordsAndInsideTuples_arrive()
    {
        Assert.That((string)_root.Describe(value: new Point(1, 2)), Is.EqualTo("Point Point { X = 1, Y = 2 }"));
        object? back = _root.Echo(new PyTuple(new Point(1, 2), "x", _root));
        Assert.That(((PyTuple)back!)[0], Is.EqualTo(new Point(1, 2)));
        Assert.That(((PyTuple)back)[2], Is.SameAs((object)_root));
    }

    [Test]
    public void UnmarkedTypes_anyOf_goByReference()
    {
        Assert.That((object)_root.MakePlain(), Is.InstanceOf<Netref>(), "an unmarked class");
        Assert.That((object)_root.MakeSecret(), Is.InstanceOf<Netref>(), "a class derived from a marked one");
        Assert.That((object)_root.MakeRemoteList(), Is.InstanceOf<Netref>(), "a list");
        Assert.That((string)_root.Describe(new List<Point>()), Does.StartWith("Netref"));
    }

    [Test]
    public async Task MarkedResult_ofUnmarkedTypesAndCollections_arrivesByValue()
    {
        object report = _root.MakeReport();
        Assert.That(report, Is.TypeOf<Report>());
        Assert.That((((Report)report).Title, ((Report)report).Lines), Is.EqualTo(("t", new List<int> { 1, 2 })));
        object later = await Rpyc.Async(_root.MakeReportLater)();
        Assert.That((later as Report)?.Title, Is.EqualTo("later"), "a task's result");
        Assert.That((((object)_root.ByContract()) as Report)?.Title, Is.EqualTo("contract"), "marked in the interface");
        Assert.That((object)_root.MakePoints(), Is.EqualTo(new[] { new Point(1, 2), new Point(3, 4) }), "an iterator");
        Assert.That((object)_root.MakeList(), Is.EqualTo(new[] { 1, 2, 3 }).And.TypeOf<List<int>>());
        Assert.That((object?)_root.MakeNothing(), Is.Null);
        var method = _root.MakeReport;
        Assert.That((object)method(), Is.TypeOf<Report>(), "called as a method that was got before");
    }

    [Test]
    public void MarkedType_withAnUnmarkedMember_isRefusedBySenderAndNamesTheMark()
    {
        Assert.That(() => _root.Echo(new Leaky { Inner = new Plain() }), Throws.InvalidOperationException.With.Message.Contains("[ByValue]").And.Message.Contains(nameof(Plain)));
        Assert.That(() => (object)_root.MakeLeaky(), Throws.InvalidOperationException.With.Message.Contains("[ByValue]"));
        Assert.That(() => _root.Echo(new Page<Shape>([new Secret("s")], 1)), Throws.InvalidOperationException.With.Message.Contains(nameof(Secret)));
        Assert.That((int)_root.Echo(1), Is.EqualTo(1), "and the connection goes on");
    }

    [Test]
    public void MarkedObject_thatContainsItself_isRefusedBySender()
    {
        var order = new Order();
        order.Next = order;
        Assert.That(() => _root.Echo(order), Throws.InvalidOperationException.With.Message.Contains("cannot be sent by value"));
        var deep = new Order();
        for (var i = 0; i < 100_000; i++)
            deep = new Order { Next = deep };
        Assert.That(() => _root.Echo(deep), Throws.InvalidOperationException.With.Message.Contains("deep"));
    }

    [Test]
    public void DotNetExtensions_offOnEitherSide_passesAsToPython([Values] bool here)
    {
        var off = new RpycConfig { DotNetExtensions = false };
        using var connection = Rpyc.ConnectThread(null, here ? off : RpycConfig.Default, new EchoService(), here ? RpycConfig.Default : off);
        dynamic root = connection.Root;
        Assert.That(connection.Core.PeerIsDotNet, Is.False);
        Assert.That((object)root.Echo(5L), Is.TypeOf<int>());
        Assert.That((string)root.Describe(1.5m), Does.StartWith("Netref"));
        Assert.That((object)root.MakeReport(), Is.InstanceOf<Netref>());
        Assert.That((object)root.Echo(('a', 2)), Is.EqualTo(new PyTuple("a", 2)));
    }

    [Test]
    public void MarkedAndExactValues_throughAProcessInBetween_arriveAsTheyLeft()
    {
        using var upstream = Rpyc.Connect(_server.Host, _server.Port);
        using var hub = Rpyc.ConnectThread(null, null, new Hub(upstream));
        dynamic root = hub.Root;
        Assert.That((object)root.Echo(new Point(1, 2)), Is.EqualTo(new Point(1, 2)));
        Assert.That((object)root.Echo((1.50m, new Circle("c", 1))), Is.EqualTo((1.50m, new Circle("c", 1))));
        Assert.That((object)root.MakeReport(), Is.TypeOf<Report>());
        Assert.That((string)root.Describe((byte)3), Is.EqualTo("Byte 3"));
        Assert.That((object)root.MakePlain(), Is.InstanceOf<Netref>());
    }

    /// <summary>A service whose root is another process's.</summary>
    private sealed class Hub(Connection upstream) : Service
    {
        public override object Root => upstream.Root;
    }

    [Test]
    public void Formatter_ofOnesOwn_isUsedByBothSides_andADifferentOneIsNamed()
    {
        var config = new RpycConfig { ByValueFormatter = new Numbers() };
        using var alike = Rpyc.ConnectThread(null, config, new EchoService(), config);
        Assert.That((Picky)alike.Root.Echo(new Picky(5)), Has.Property("Size").EqualTo(5));
        using var unlike = Rpyc.ConnectThread(null, config, new EchoService(), null);
        Assert.That(() => unlike.Root.Echo(new Picky(5)), Throws.InvalidOperationException.With.Message.Contains("'numbers'").And.Message.Contains("'json'"));
    }

    [TestCase("{")]
    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("5")]
    [TestCase("{\"Size\":\"x\"}")]
    [TestCase("{\"size\":-1}")]
    [TestCase("{\"size\":1}{}")]
    [TestCase("{\"$type\":\"System.IO.FileInfo\",\"size\":1}")]
    [TestCase("{\"size\":99999999999999999999}")]
    public void Deferred_jsonThatMakesNoObject_isAProtocolException(string json)
    {
        var deferred = new DynamicRpyc.Boxing.DeferredObject(JsonByValueFormatter.Instance, "json", TransferNames.Of(typeof(Picky)), System.Text.Encoding.UTF8.GetBytes(json));
        Assert.That(deferred.Resolve, Throws.TypeOf<ProtocolException>());
    }

    [TestCase("System.IO.FileInfo")]
    [TestCase("System.Diagnostics.Process, System.Diagnostics.Process")]
    [TestCase("System.Collections.Generic.List`1[[System.IO.FileInfo]]")]
    [TestCase("No.Such.Type, Nowhere")]
    [TestCase("][")]
    [TestCase("")]
    public void Deferred_typeWithoutTheMark_isRefusedByName(string type)
    {
        var deferred = new DynamicRpyc.Boxing.DeferredObject(JsonByValueFormatter.Instance, "json", type, "{}"u8.ToArray());
        Assert.That(deferred.Resolve, Throws.InvalidOperationException.With.Message.Contains("[ByValue]").And.Message.Contains(type));
    }

    /// <summary>A formatter that knows one type.</summary>
    private sealed class Numbers : IByValueFormatter
    {
        public string Name => "numbers";

        public byte[] Serialize(object value) => [(byte)((Picky)value).Size];

        public object Deserialize(ReadOnlyMemory<byte> data, Type type) => new Picky(data.Span[0]);
    }
}
