using DynamicRpyc.Invocation;
using NUnit.Framework;

namespace DynamicRpyc.Tests.Invocation;

[TestFixture]
public sealed class OperatorTests
{
    private static readonly object Missing = NotImplemented.Value;

    [Test]
    public void User_defined_operators_both_ways()
    {
        var money = new Money(10);
        Assert.Multiple(() =>
        {
            Assert.That(On.Call(money, "__add__", new Money(5)), Is.EqualTo(new Money(15)));
            Assert.That(On.Call(money, "__add__", 2.5m), Is.EqualTo(new Money(12.5m)), "through the implicit conversion");
            Assert.That(On.Call(money, "__mul__", 3), Is.EqualTo(new Money(30)));
            Assert.That(On.Call(money, "__rmul__", 3), Is.EqualTo(new Money(30)));
            Assert.That(On.Call(money, "__neg__"), Is.EqualTo(new Money(-10)));
            Assert.That(On.Call(money, "__bool__"), Is.True);
            Assert.That(On.Call(default(Money), "__bool__"), Is.False);
            Assert.That(On.Call(money, "__add__", "x"), Is.SameAs(Missing));
            Assert.That(On.Call(money, "__sub__", money), Is.EqualTo(0m), "as decimals, which both are by implicit conversion");
            Assert.That(On.Call(new DateTime(2000, 1, 2), "__sub__", new DateTime(2000, 1, 1)), Is.EqualTo(TimeSpan.FromDays(1)));
            Assert.That(On.Call(new DateTime(2000, 1, 1), "__add__", TimeSpan.FromDays(1)), Is.EqualTo(new DateTime(2000, 1, 2)));
        });
    }

    [Test]
    public void Decimal_works_with_ints_and_floats()
    {
        Assert.Multiple(() =>
        {
            Assert.That(On.Call(1.5m, "__add__", 1), Is.EqualTo(2.5m));
            Assert.That(On.Call(1.5m, "__mul__", 2.0), Is.EqualTo(3m));
            Assert.That(On.Call(3m, "__rsub__", 10), Is.EqualTo(7m));
            Assert.That(On.Call(7m, "__mod__", 4), Is.EqualTo(3m));
            Assert.That(On.Call(7.9m, "__int__"), Is.EqualTo(7));
            Assert.That(On.Call(7.5m, "__float__"), Is.EqualTo(7.5));
            Assert.That(On.Call(0m, "__bool__"), Is.False);
            Assert.That(On.Call(1m, "__eq__", 1), Is.True);
            Assert.That(On.Call(1m, "__lt__", 2), Is.True);
            Assert.That((On.Call(1.5m, "__neg__"), On.Call(1.5m, "__pos__"), On.Call(5, "__neg__"), On.Call(5, "__invert__")), Is.EqualTo((-1.5m, 1.5m, -5, -6)));
        });
    }

    [Test]
    public void Enums_behave_as_numbers_that_keep_their_type()
    {
        Assert.Multiple(() =>
        {
            Assert.That(On.Call(Colour.Blue, "__int__"), Is.EqualTo(4));
            Assert.That(On.Call(Colour.Blue, "__index__"), Is.EqualTo(4));
            Assert.That(On.Call(Colour.Red, "__or__", Colour.Green), Is.EqualTo(Colour.Red | Colour.Green));
            Assert.That(On.Call(Colour.Red, "__or__", 4), Is.EqualTo(Colour.Red | Colour.Blue));
            Assert.That(On.Call(Colour.Red, "__ror__", 4), Is.EqualTo(Colour.Red | Colour.Blue));
            Assert.That(On.Call(Colour.Red | Colour.Blue, "__and__", Colour.Blue), Is.EqualTo(Colour.Blue));
            Assert.That(On.Call(Colour.Red | Colour.Blue, "__xor__", Colour.Blue), Is.EqualTo(Colour.Red));
            Assert.That(On.Call(Colour.Red, "__invert__"), Is.EqualTo((Colour)254));
            Assert.That(On.Call(Colour.Red, "__or__", "Green"), Is.SameAs(Missing));
            Assert.That(On.Call(Colour.Red, "__or__", 4000), Is.SameAs(Missing));
            Assert.That(On.Call(Colour.Red, "__add__", 1), Is.EqualTo(Colour.Green));
            Assert.That(On.Call(Colour.Red, "__eq__", 1), Is.True);
            Assert.That(On.Call(Colour.Red, "__eq__", Colour.Red), Is.True);
            Assert.That(On.Call(Colour.Red, "__ne__", Colour.Green), Is.True);
            Assert.That(On.Call(Colour.Red, "__lt__", Colour.Green), Is.True);
            Assert.That(On.Call(Colour.Red, "__ge__", 1), Is.True);
            Assert.That(On.Call((Colour)0, "__bool__"), Is.False);
            Assert.That(ClrOperations.Hash(Colour.Blue), Is.EqualTo(4), "as the int that it equals in Python");
            Assert.That(On.Call(SignedFlags.All, "__and__", 3), Is.EqualTo((SignedFlags)3));
        });
    }

    [Test]
    public void Delegates_combine()
    {
        var log = new List<string>();
        Action first = () => log.Add("first");
        Action second = () => log.Add("second");
        var both = On.Call(first, "__add__", second)!;
        On.Invoke(both);
        On.Invoke(On.Call(both, "__sub__", first)!);
        Assert.That(log, Is.EqualTo(new[] { "first", "second", "second" }));
        Assert.That(On.Call(first, "__add__", 5), Is.SameAs(Missing));
    }

    [Test]
    public void Primitives_follow_the_rules_of_the_language()
    {
        Assert.That(On.Call((short)5, "__add__", 2), Is.EqualTo(7));
        Assert.That(On.Call((byte)6, "__and__", (byte)3), Is.EqualTo(2));
        Assert.That(On.Call(5ul, "__add__", 2.5), Is.EqualTo(7.5));
        Assert.That(On.Call((short)5, "__neg__"), Is.EqualTo(-5));
        Assert.That(On.Call((short)5, "__lshift__", 2.5), Is.SameAs(Missing));
        Assert.That(On.Call((short)5, "__add__", "x"), Is.SameAs(Missing));
    }

    [Test]
    public void Missing_operators_are_NotImplemented_when_called_and_missing_when_got()
    {
        var target = new Members();
        Assert.That(On.Call(target, "__add__", 1), Is.SameAs(Missing));
        Assert.That(On.Call(target, "__radd__", 1), Is.SameAs(Missing));
        Assert.That(On.Call(target, "__lt__", 1), Is.SameAs(Missing));
        Assert.That(On.Call(new List<int>(), "__iadd__", 1), Is.SameAs(Missing));
        Assert.That(() => On.Get(target, "__add__"), Throws.TypeOf<MissingMemberException>());
        Assert.That(() => On.Call(target, "__neg__"), Throws.TypeOf<MissingMemberException>());
    }

    [Test]
    public void Compare_equality_and_order()
    {
        var target = new Members();
        Assert.Multiple(() =>
        {
            Assert.That(ClrOperations.Compare(target, target, "__eq__"), Is.True);
            Assert.That(ClrOperations.Compare(target, new Members(), "__eq__"), Is.False);
            Assert.That(ClrOperations.Compare(target, null, "__eq__"), Is.False);
            Assert.That(ClrOperations.Compare(target, null, "__ne__"), Is.True);
            Assert.That(ClrOperations.Compare(target, new FakeRemote(), "__eq__"), Is.SameAs(Missing), "the owner of the other object may know better");
            Assert.That(ClrOperations.Compare(target, 1, "__lt__"), Is.SameAs(Missing));
            Assert.That(ClrOperations.Compare(new Version(1, 2), new Version(1, 3), "__lt__"), Is.True);
            Assert.That(ClrOperations.Compare(new Version(1, 2), "1.3", "__lt__"), Is.SameAs(Missing));
            Assert.That(ClrOperations.Compare(new Money(1), new Money(2), "__le__"), Is.True);
            Assert.That(ClrOperations.Compare(typeof(int), typeof(int), "__eq__"), Is.True);
            Assert.That(ClrOperations.Compare((short)3, 3, "__eq__"), Is.True);
            Assert.That(ClrOperations.Compare(new Uri("http://a/"), new Uri("http://a/"), "__eq__"), Is.True);
            Assert.That(() => ClrOperations.Compare(target, 1, "__add__"), Throws.TypeOf<MissingMemberException>());
        });
    }

    private enum SignedFlags
    {
        None = 0,
        All = -1,
    }
}
