using DynamicRpyc.Invocation;
using NUnit.Framework;

namespace DynamicRpyc.Tests.Invocation;

[TestFixture]
public sealed class GenericsTests
{
    private readonly Methods _target = new();

    [Test]
    public void Index_closes_a_definition()
    {
        Assert.That(On.Call(typeof(List<>), "__getitem__", typeof(int)), Is.EqualTo(typeof(List<int>)));
        Assert.That(On.Call(typeof(Dictionary<,>), "__getitem__", new PyTuple(typeof(string), typeof(int))), Is.EqualTo(typeof(Dictionary<string, int>)));
        Assert.That(On.Invoke(On.Call(typeof(List<>), "__getitem__", typeof(int))!), Is.EqualTo(new List<int>()));
    }

    [Test]
    public void Index_of_a_plain_type_finds_its_generic_namesake()
    {
        Assert.That(On.Call(typeof(Task), "__getitem__", typeof(int)), Is.EqualTo(typeof(Task<int>)));
        Assert.That(On.Call(typeof(Action), "__getitem__", new PyTuple(typeof(int), typeof(string))), Is.EqualTo(typeof(Action<int, string>)));
        Assert.That(SpecialMethods.Find(typeof(int), "__getitem__"), Is.Null);
        Assert.That(() => On.Call(typeof(int), "__getitem__", typeof(int)), Throws.TypeOf<MissingMemberException>());
    }

    [Test]
    public void ByName_one_several_and_plain()
    {
        Assert.That(Generics.ByName("List", [typeof(List<>)]), Is.EqualTo(typeof(List<>)));
        Assert.That(Generics.ByName("Action", [typeof(Action<>), typeof(Action), typeof(Action<,>)]), Is.EqualTo(typeof(Action)));
        var group = (OpenGeneric)Generics.ByName("Func", [typeof(Func<,>), typeof(Func<>)]);
        Assert.That(On.Call(group, "__getitem__", typeof(int)), Is.EqualTo(typeof(Func<int>)));
        Assert.That(On.Call(group, "__getitem__", new PyTuple(typeof(int), typeof(string))), Is.EqualTo(typeof(Func<int, string>)));
        Assert.That(() => On.Call(group, "__getitem__", new PyTuple(typeof(int), typeof(int), typeof(int))), Throws.TypeOf<BindException>().With.Message.Contains("3 type arguments"));
        Assert.That(() => On.Invoke(group), Throws.TypeOf<BindException>().With.Message.Contains("Func[String]"));
        Assert.That(On.Get(group, "__name__"), Is.EqualTo("Func"));
    }

    [Test]
    public void Index_refusals_say_why()
    {
        Assert.That(() => On.Call(typeof(List<>), "__getitem__", 5), Throws.TypeOf<BindException>().With.Message.Contains("must be types"));
        Assert.That(() => On.Call(typeof(Nullable<>), "__getitem__", typeof(string)), Throws.TypeOf<BindException>().With.Message.Contains("Nullable"));
        Assert.That(() => On.Call(typeof(List<>), "__getitem__", typeof(List<>)), Throws.TypeOf<BindException>(), "an open type is no argument");
        Assert.That(() => On.Call(typeof(List<>), "__getitem__", typeof(Span<int>)), Throws.TypeOf<BindException>());
        Assert.That(() => On.Call(typeof(List<>), "__getitem__", typeof(void)), Throws.TypeOf<BindException>());
        Assert.That(() => On.Call(_target, "Add", typeof(int)), Throws.TypeOf<BindException>());
        Assert.That(() => On.Get(typeof(List<>), "Empty"), Throws.TypeOf<MissingMemberException>());
        Assert.That(() => On.Get(typeof(EqualityComparer<>), "Default"), Throws.TypeOf<BindException>().With.Message.Contains("EqualityComparer[String].Default"));
    }

    [Test]
    public void Method_index_closes_and_calls()
    {
        var typeName = On.Get(_target, "TypeName")!;
        Assert.That(On.Invoke(On.Call(typeName, "__getitem__", typeof(int))!), Is.EqualTo("Int32"));
        var both = On.Call(On.Get(_target, "Both")!, "__getitem__", typeof(long))!;
        Assert.That(On.Invoke(both, 3), Is.EqualTo("Int64"));
        var map = On.Call(On.Get(_target, "Map")!, "__getitem__", new PyTuple(typeof(int), typeof(string)))!;
        Assert.That(On.Invoke(map, 3, (Func<int, string>)(value => $"v{value}")), Is.EqualTo("v3"));
        Assert.That(() => On.Call(typeName, "__getitem__", new PyTuple(typeof(int), typeof(int))), Throws.TypeOf<BindException>().With.Message.Contains("2 type arguments"));
        Assert.That(() => On.Call(On.Get(_target, "Constrained")!, "__getitem__", typeof(string)), Throws.TypeOf<BindException>().With.Message.Contains("String"));
    }

    [Test]
    public void Call_infers_type_arguments()
    {
        Assert.Multiple(() =>
        {
            Assert.That(On.Call(_target, "Echo", "x"), Is.EqualTo("x"));
            Assert.That(On.Call(_target, "Both", 1), Is.EqualTo("plain"), "an ordinary overload is preferred");
            Assert.That(On.Call(_target, "Both", "s"), Is.EqualTo("String"));
            Assert.That(On.Call(_target, "First", new List<long> { 4 }), Is.EqualTo(4L));
            Assert.That(On.Call(_target, "First", new PyTuple("a", "b")), Is.EqualTo("a"));
            Assert.That(On.Call(_target, "First", new[] { 2.5 }), Is.EqualTo(2.5));
            Assert.That(On.Call(_target, "Map", 3, (Func<int, string>)(value => $"v{value}")), Is.EqualTo("v3"));
            Assert.That(On.Call(_target, "Map", 3, new FakeRemote((Func<int, object>)(value => value + 1))), Is.EqualTo(4), "what only a remote callable knows is object");
            Assert.That(On.Call(typeof(Enumerable), "Sum", new PyTuple(1, 2, 3)), Is.EqualTo(6));
            Assert.That(On.Call(typeof(Enumerable), "Where", new[] { 1, 2, 3 }, (Func<int, bool>)(value => value > 1)), Is.EqualTo(new[] { 2, 3 }));
        });
    }

    [Test]
    public void Call_that_cannot_infer_says_to_index() =>
        Assert.That(() => On.Call(_target, "TypeName"), Throws.TypeOf<BindException>().With.Message.Contains("TypeName[T](...)"));

    [Test]
    public void Call_inferred_argument_that_breaks_a_constraint_says_so() =>
        Assert.That(() => On.Call(_target, "Constrained", "x"), Throws.TypeOf<BindException>().With.Message.Contains("cannot take <String>"));

    [Test]
    public void Admit_beyondTheBound_refusesNewTypesAlone()
    {
        var types = new ClosedTypes(2);
        types.Admit(typeof(List<int>));
        types.Admit(typeof(List<long>));

        Assert.That(types.Admit(typeof(List<int>)), Is.EqualTo(typeof(List<int>)));
        Assert.That(() => types.Admit(typeof(List<byte>)), Throws.InvalidOperationException.With.Message.Match(
            "^Peers have closed 2 generic types in this process; .*List<.*Byte> is refused, since none of them is ever given back.$"));
    }

    [Test]
    public void Admit_beyondTheBound_refusesNewNamesAlone()
    {
        var names = new SeenNames(1);
        names.Admit("first");

        Assert.That(names.Admit("first"), Is.EqualTo("first"));
        Assert.That(() => names.Admit("second"), Throws.InvalidOperationException.With.Message.EqualTo(
            "More than 1 different member names of dynamic objects were used in this process; 'second' is refused. Use the object's indexer instead."));
    }
}
