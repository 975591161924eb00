using DynamicRpyc.Invocation;
using NUnit.Framework;

namespace DynamicRpyc.Tests.Invocation;

[TestFixture]
public sealed class InspectionTests
{
    private static IEnumerable<string> Inspect(object target) => ClrOperations.Inspect(target).Select(entry => entry.Name);

    [Test]
    public void Inspect_list_has_what_a_list_can_do() =>
        Assert.That(Inspect(new List<int>()), Is.SupersetOf(new[] { "__getitem__", "__setitem__", "__delitem__", "__len__", "__iter__", "__contains__", "Add", "Clear" }));

    [Test]
    public void Inspect_list_lacks_what_it_cannot_do()
    {
        var names = Inspect(new List<int>()).ToArray();
        foreach (var absent in new[] { "__call__", "__next__", "__enter__", "__exit__", "__add__", "__int__", "__bool__", "Count", "ConvertAll" })
            Assert.That(names, Does.Not.Contain(absent));
    }

    [Test]
    public void Inspect_each_kind_of_object()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Inspect(new MemoryStream()), Is.SupersetOf(new[] { "__enter__", "__exit__", "Read" }));
            Assert.That(Inspect((Action)(() => { })), Does.Contain("__call__"));
            Assert.That(Inspect(Enumerable.Range(0, 1)), Does.Contain("__iter__"));
            Assert.That(Inspect(On.Call(new List<int>(), "__iter__")!), Is.SupersetOf(new[] { "__next__", "__iter__" }));
            Assert.That(Inspect(new int[1]), Does.Contain("__setitem__").And.Not.Contains("__delitem__"));
            Assert.That(Inspect(typeof(List<int>)), Does.Contain("__call__").And.Not.Contains("__getitem__").And.Not.Contains("__len__"));
            Assert.That(Inspect(typeof(List<>)), Does.Contain("__getitem__"));
            Assert.That(Inspect(On.Get(new Methods(), "Echo")!), Does.Contain("__call__").And.Contains("__getitem__"));
            Assert.That(Inspect(On.Get(new Methods(), "Add")!), Does.Contain("__call__").And.Not.Contains("__getitem__"));
            Assert.That(Inspect(Colour.Red), Is.SupersetOf(new[] { "__int__", "__index__", "__or__", "__and__", "__xor__", "__invert__", "__eq__", "__hash__" }));
            Assert.That(Inspect(1.5m), Is.SupersetOf(new[] { "__add__", "__radd__", "__float__", "__int__", "__bool__" }));
            Assert.That(Inspect(On.Get(new Members(), "Changed")!), Is.SupersetOf(new[] { "__iadd__", "__isub__", "Add", "Remove" }));
            Assert.That(Inspect(new ModuleLike()), Does.Not.Contain("TryGetMember"));
        });
    }

    [Test]
    public void Inspect_every_listed_special_can_be_got()
    {
        foreach (var target in new object[] { new List<int>(), new Dictionary<string, int>(), new MemoryStream(), Colour.Red, 1.5m, typeof(List<>), (Action)(() => { }), (1, 2) })
        {
            foreach (var name in Inspect(target))
                Assert.That(On.Get(target, name), Is.Not.Null, name);
        }
    }

    [Test]
    public void Dir_lists_members_and_specials_sorted()
    {
        var names = ClrOperations.Dir(new List<int>());
        Assert.That(names, Is.SupersetOf(new[] { "Add", "Count", "__len__", "__class__" }));
        Assert.That(names, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
        Assert.That(ClrOperations.Dir(typeof(Members)), Does.Contain("Answer").And.Contains("Nested"));
    }

    [Test]
    public void Repr_and_Str()
    {
        Assert.Multiple(() =>
        {
            Assert.That(ClrOperations.Str(new System.Text.StringBuilder("hi")), Is.EqualTo("hi"));
            Assert.That(ClrOperations.Repr(new System.Text.StringBuilder("hi")), Is.EqualTo("<System.Text.StringBuilder: hi>"));
            Assert.That(ClrOperations.Repr(new Members()), Does.Match("^<DynamicRpyc.Tests.Invocation.Members object at 0x[0-9a-f]{8}>$"));
            Assert.That(ClrOperations.Repr(new List<int>()), Does.StartWith("<System.Collections.Generic.List<Int32> object at"));
            Assert.That(ClrOperations.Repr(Colour.Green), Is.EqualTo("<Colour.Green: 2>"));
            Assert.That(ClrOperations.Repr(typeof(List<int>)), Is.EqualTo("<class 'System.Collections.Generic.List<Int32>'>"));
            Assert.That(ClrOperations.Str(Colour.Green), Is.EqualTo("Green"));
            Assert.That(On.Call(1234.5m, "__format__", "F2"), Is.EqualTo("1234.50"));
            Assert.That(On.Call(new Money(1), "__str__"), Is.EqualTo("1 coins"));
            Assert.That(On.Call(new List<int>(), "__hash__"), Is.TypeOf<long>());
        });
    }
}
