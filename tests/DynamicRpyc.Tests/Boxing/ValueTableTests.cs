using System.Collections.Frozen;
using System.Numerics;
using DynamicRpyc.Tests.Connections;

namespace DynamicRpyc.Tests.Boxing;

public enum Season
{
    Spring = 1,
    Summer = 2,
    Autumn = 4,
}

/// <summary>The table of values, there and back over a connection between two .NET sides: what goes by value arrives as which type, and what goes by reference.</summary>
[TestFixture]
public class ValueTableTests
{
    private static readonly object?[][] _byValue =
    [
        [null, null], [true, true], [0, 0], [-1, -1], [int.MaxValue, int.MaxValue], [int.MinValue, int.MinValue],
        [1L, 1], [int.MaxValue + 1L, int.MaxValue + 1L], [long.MinValue, long.MinValue], [ulong.MaxValue, new BigInteger(ulong.MaxValue)],
        [BigInteger.One, 1], [BigInteger.Pow(10, 300), BigInteger.Pow(10, 300)], [-BigInteger.Pow(2, 64), -BigInteger.Pow(2, 64)],
        [(byte)7, 7], [(short)-7, -7], ['\u20ac', "\u20ac"], ["", ""], ["text \ud83d\ude00", "text \ud83d\ude00"],
        [0.1, 0.1], [double.NaN, double.NaN], [double.NegativeInfinity, double.NegativeInfinity], [1.5f, 1.5], [(Half)0.25, 0.25],
        [new Complex(1, -2), new Complex(1, -2)],
        [(1, "a"), new PyTuple(1, "a")], [new PyTuple(1, new PyTuple("b", null)), new PyTuple(1, new PyTuple("b", null))], [PyTuple.Empty, PyTuple.Empty],
        [new PySlice(1, null, -1), new PySlice(1, null, -1)], [1..^2, new PySlice(1, -2, null)],
    ];

    private Pair _pair = null!;
    private dynamic _root = null!;

    [OneTimeSetUp]
    public void Connect()
    {
        _pair = Pair.Open(far: new Probe(), farConfig: new RpycConfig { AllowPublicAttributes = true });
        _root = _pair.Root;
    }

    [OneTimeTearDown]
    public void Disconnect() => _pair.Dispose();

    [TestCaseSource(nameof(_byValue))]
    public void Value_arrives_as(object? sent, object? expected)
    {
        object? arrived = _root.Echo(sent);
        Assert.That(arrived, Is.EqualTo(expected));
        Assert.That(arrived?.GetType(), Is.EqualTo(expected?.GetType()));
    }

    [Test]
    public void Bytes_are_copied()
    {
        byte[] sent = [1, 2, 3];
        object arrived = _root.Echo(sent);
        Assert.That(arrived, Is.EqualTo(sent).And.Not.SameAs(sent));
    }

    [Test]
    public void Frozen_set_arrives_as_one()
    {
        object arrived = _root.Echo(new object[] { 1, "a", 2.5 }.ToFrozenSet());
        Assert.That(arrived, Is.AssignableTo<FrozenSet<object>>());
        Assert.That((FrozenSet<object>)arrived, Is.EquivalentTo(new object[] { 1, "a", 2.5 }));
    }

    [Test]
    public void Tuple_converts_to_a_csharp_tuple_and_unpacks()
    {
        (int number, string text) = ((int, string))_root.Echo((1, "a"));
        Assert.That((number, text), Is.EqualTo((1, "a")));
        dynamic tuple = _root.Echo((1, "a", 2.5));
        Assert.That((int)tuple[0], Is.EqualTo(1));
        Assert.That((int)tuple.Count, Is.EqualTo(3));
    }

    [Test]
    public void Int_converts_to_what_the_call_site_wants()
    {
        short narrow = (short)_root.Echo(7);
        long wide = _root.Echo(7);
        double real = _root.Echo(7);
        Assert.That((narrow, wide, real), Is.EqualTo(((short)7, 7L, 7.0)));
    }

    [TestCaseSource(nameof(ByReference))]
    public void Object_goes_by_reference_and_comes_home(object sent)
    {
        object arrived = _root.Echo(sent);
        Assert.That(arrived, Is.EqualTo(sent));
        if (!sent.GetType().IsValueType)
            Assert.That(arrived, Is.SameAs(sent));
    }

    private static object[] ByReference() => [new List<int> { 1 }, new[] { 1, 2 }, new Dictionary<string, int>(), 1.5m, new DateTime(2026, 1, 2), Season.Summer, Guid.Empty, new Thing(), typeof(string)];

    [Test]
    public void Far_decimal_date_and_list_are_references_that_convert()
    {
        _root.Echo(0);
        var probe = new Probe();
        probe.Bodies["decimal"] = _ => 1.25m;
        probe.Bodies["date"] = _ => new DateTime(2026, 1, 2, 3, 4, 5);
        probe.Bodies["list"] = _ => new List<int> { 3, 4 };
        probe.Bodies["season"] = _ => Season.Summer;
        using var pair = Pair.Open(far: probe, farConfig: new RpycConfig { AllowPublicAttributes = true });
        object number = pair.Root.Do("decimal");
        Assert.That(number, Is.InstanceOf<RemoteObject>());
        Assert.That((decimal)(dynamic)number, Is.EqualTo(1.25m));
        dynamic date = pair.Root.Do("date");
        Assert.That((int)date.Year, Is.EqualTo(2026));
        dynamic list = pair.Root.Do("list");
        Assert.That((int)list[1], Is.EqualTo(4));
        Assert.That((int[])list, Is.EqualTo(new[] { 3, 4 }));
        Assert.That((List<int>)list, Is.EqualTo(new[] { 3, 4 }));
        dynamic season = pair.Root.Do("season");
        Assert.Multiple(() =>
        {
            Assert.That((object)season, Is.InstanceOf<RemoteObject>());
            Assert.That((int)season, Is.EqualTo(2));
            Assert.That((int)season.__int__(), Is.EqualTo(2));
            Assert.That((int)season.__index__(), Is.EqualTo(2));
            Assert.That((int)(season | 1), Is.EqualTo(3));
            Assert.That((bool)(season == 2), Is.True);
            Assert.That((Season)season, Is.EqualTo(Season.Summer));
            Assert.That((string)season.ToString(), Is.EqualTo("Summer"));
        });
    }
}
