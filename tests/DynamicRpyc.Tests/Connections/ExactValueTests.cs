using System.Numerics;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Tests.Connections;

/// <summary>Issue: "When both ends are this library they ... send by value, with their exact CLR types". Over real TCP, in both directions and dialects.</summary>
[TestFixture(Dialect.Auto)]
[TestFixture(Dialect.V5)]
internal sealed class ExactValueTests(Dialect dialect)
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
        _connection = Rpyc.Connect(_server.Host, _server.Port, config: new RpycConfig { Dialect = dialect });
        _root = _connection.Root;
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _connection.Dispose();
        _server.Dispose();
    }

    private static IEnumerable<object?> Values()
    {
        yield return null;
        yield return true;
        yield return (sbyte)-5;
        yield return byte.MaxValue;
        yield return short.MinValue;
        yield return ushort.MaxValue;
        yield return 5;
        yield return int.MinValue;
        yield return 5u;
        yield return uint.MaxValue;
        yield return 5L;
        yield return long.MinValue;
        yield return (long)int.MaxValue + 1;
        yield return 5UL;
        yield return ulong.MaxValue;
        yield return (nint)(-3);
        yield return (nuint)3;
        yield return (Int128)5;
        yield return Int128.MinValue;
        yield return UInt128.MaxValue;
        yield return new BigInteger(5);
        yield return BigInteger.Pow(10, 50);
        yield return (Half)1.5;
        yield return Half.NaN;
        yield return 0.1f;
        yield return float.NegativeInfinity;
        yield return 0.1;
        yield return new Complex(1, -2);
        yield return 1.50m;
        yield return decimal.MinValue;
        yield return 0.0000000000000000000000000001m;
        yield return 'x';
        yield return '\uD800';
        yield return "text \u20ac";
        yield return Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        yield return new DateTime(2024, 2, 29, 1, 2, 3, 4, DateTimeKind.Utc).AddTicks(7);
        yield return new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Local);
        yield return DateTime.MaxValue;
        yield return DateTime.MinValue;
        yield return new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(5.5));
        yield return DateTimeOffset.MaxValue;
        yield return new DateOnly(2024, 2, 29);
        yield return TimeOnly.MaxValue;
        yield return TimeSpan.MinValue;
        yield return new Uri("https://example.org/a%20b?q=\u00fc#f");
        yield return new Uri("../relative path", UriKind.Relative);
        yield return new Version(1, 2);
        yield return new Version(1, 2, 3, 4);
        yield return typeof(int);
        yield return typeof(List<string>);
        yield return typeof(Dictionary<,>);
        yield return typeof(SortedSet<Uri[]>);
        yield return typeof(int[,]);
        yield return typeof(Environment.SpecialFolder);
        yield return DayOfWeek.Friday;
        yield return Colour.Green;
        yield return (Colour)77;
        yield return Wide.Highest;
        yield return AttributeTargets.Class | AttributeTargets.Method;
        yield return Index.End;
        yield return ^1;
        yield return (Index)int.MaxValue;
        yield return ^int.MaxValue;
        yield return 1..^2;
        yield return Range.All;
        yield return (^0..);
        yield return (1..2, ^3);
        yield return new PyTuple(^3, new PyTuple(4..));
        yield return default(ValueTuple);
        yield return (1, "a");
        yield return (1L, (byte)2, 3m);
        yield return Tuple.Create((short)1, 'c');
        yield return ((object?)null, (object)5L, (long?)null, (DayOfWeek?)DayOfWeek.Monday);
        yield return (1, 2, 3, 4, 5, 6, 7, 8L, "nine", (10, 11m));
        yield return (new Point(1, 2), new Money(3.10m, "EUR"));
        yield return new Point(1, 0.1);
        yield return new Money(1.50m, "EUR");
        yield return new Circle("c", 0.1f);
        yield return new PyTuple(1, 5L, 2m, new PyTuple("x", (byte)3));
        yield return new PyTuple(new Point(1, 2), new PyTuple(new Point(3, 4)));
    }

    [TestCaseSource(nameof(Values))]
    public void Value_sentAndAnswered_keepsTypeAndValue(object? value)
    {
        dynamic? back = _root.Echo(value);
        Assert.That(_service.Last?.GetType(), Is.EqualTo(value?.GetType()), "the type at the server");
        Assert.That(_service.Last, Is.EqualTo(value), "the value at the server");
        Assert.That((Type?)back?.GetType(), Is.EqualTo(value?.GetType()), "the type of the answer");
        Assert.That((object?)back, Is.EqualTo(value), "the answer");
    }

    [TestCaseSource(nameof(Values))]
    public async Task Value_askedForWithoutWaiting_keepsTypeAndValue(object? value)
    {
        dynamic? back = await Rpyc.Async(_root.Echo)(value);
        Assert.That((Type?)back?.GetType(), Is.EqualTo(value?.GetType()));
        Assert.That((object?)back, Is.EqualTo(value));
    }

    [Test]
    public void DateTime_anyKind_keepsIt([Values] DateTimeKind kind)
    {
        DateTime back = _root.Echo(new DateTime(5, kind));
        Assert.That((back.Ticks, back.Kind), Is.EqualTo((5L, kind)));
    }

    [Test]
    public void Decimal_withTrailingZeros_keepsItsScale() =>
        Assert.That(((decimal)_root.Echo(1.500m)).ToString(System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo("1.500"));

    [Test]
    public void Tuple_withAReference_arrivesExactWhereItsTypeAllows()
    {
        var list = new List<int> { 1 };
        dynamic back = _root.Echo((1m, (object)list));
        Assert.That((Type)back.GetType(), Is.EqualTo(typeof(ValueTuple<decimal, object>)));
        Assert.That((object)back.Item2, Is.SameAs(list));
    }

    [Test]
    public void Tuple_ofATypeThatGoesByReference_arrivesAsAPlainTuple()
    {
        var list = new List<int> { 1 };
        object? back = _root.Echo((1m, list));
        Assert.That(back, Is.TypeOf<PyTuple>());
        Assert.That(((PyTuple)back!)[0], Is.EqualTo(1m));
        Assert.That(((PyTuple)back)[1], Is.SameAs(list));
    }

    [Test]
    public void ExactArguments_toParametersOfOtherTypes_areConvertedAsPlainOnesAre()
    {
        Assert.That((long)_root.Add((byte)1, (short)2), Is.EqualTo(3));
        Assert.That((string)_root.Join(("a", "b")), Is.EqualTo("a+b"));
        Assert.That((string)_root.Join(Tuple.Create("a", "b", "c")), Is.EqualTo("a+b+c"));
        Assert.That((string)_root.Name(typeof(Uri)), Is.EqualTo("Uri"));
    }

    [Test]
    public void Callback_withExactValues_getsAndGivesThem()
    {
        object? back = _root.Twice(Rpyc.Fn(value => (decimal)value + 0.5m), 1.0m);
        Assert.That(back, Is.TypeOf<decimal>().And.EqualTo(2.0m));
    }

    [Test]
    public void TypeOfOnesOwn_sentToThePeer_goesByReference()
    {
        Assert.That(_root.Describe(typeof(Plain)), Does.StartWith("Netref"));
        Assert.That((object)_root.Echo(typeof(Plain)), Is.SameAs(typeof(Plain)));
    }

    [Test]
    public void Ping_withWhateverData_isEchoed()
    {
        foreach (object? data in new object?[] { 5L, 1.5m, new Point(1, 2), (1, 2m), new PyTuple(1L, "x"), new PyTuple("DynamicRpyc", 1, 1), DayOfWeek.Friday })
            _connection.Ping(data);
        object? copy = _connection.SyncRequest(Handler.Ping, new Point(1, 2));
        Assert.That(copy, Is.EqualTo(new Point(1, 2)), "an echo that a user's code must make");
    }

    [Test]
    public void Request_onACopyInsteadOfALentObject_isRefused()
    {
        Assert.That(() => _connection.SyncRequest(Handler.CallAttr, typeof(Environment), "get_MachineName", new PyTuple(), new PyTuple()), Throws.ArgumentException.With.Message.Contains("made on a value"));
        Assert.That(() => _connection.SyncRequest(Handler.Str, 1.5m), Throws.ArgumentException.With.Message.Contains("made on a value"));
        Assert.That((string)_connection.SyncRequest(Handler.CallAttr, _root, "Join", ValueTuple.Create(("a", "b")), default(ValueTuple))!, Is.EqualTo("a+b"), "argument tuples of the CLR's own are fine");
    }

    [Test]
    public void Classic_typesReachedThroughNamespacesAndTypes_stayThePeers()
    {
        using var server = new ThreadedServer(() => new SlaveService());
        server.StartInBackground();
        using dynamic connection = Rpyc.Classic.Connect(server.Host, server.Port);
        Assert.That(((Connection)connection).Core.PeerIsDotNet);
        object file = connection.modules["System.IO"].File;
        Assert.That(file, Is.InstanceOf<Netref>(), "a type of a namespace");
        Assert.That((bool)((dynamic)file).Exists("/no/such/file"), Is.False);
        dynamic lists = connection.modules["System.Collections.Generic"].List;
        object closed = lists[typeof(int)];
        Assert.That(closed, Is.InstanceOf<Netref>(), "a closed generic type");
        dynamic list = ((dynamic)closed)();
        list.Add(5L);
        Assert.That((object)list[0], Is.EqualTo(5).And.TypeOf<int>());
        Assert.That((object)list.GetType(), Is.EqualTo(typeof(List<int>)), "what a method says of types is a value");
        Assert.That((object)connection.modules["System"].Environment.SpecialFolder, Is.InstanceOf<Netref>(), "a nested type");
        Assert.That((object)connection.modules["System"].DayOfWeek.Friday, Is.EqualTo(DayOfWeek.Friday));
        Assert.That((object)connection.modules["System"].Guid.Empty, Is.EqualTo(Guid.Empty));
    }
}
