using System.Text;

namespace DynamicRpyc.Tests.Feel;

/// <summary>
/// "Explicit type arguments nr.Foo&lt;int&gt;(x); named and optional arguments; out and ref arguments written back; (bool)Rpyc.IsInstance(nr, type), Rpyc.TypeOf(nr); deletion of attributes; Rpyc.Dir(nr)."
/// </summary>
internal sealed class CSharpCallTests : WorkshopFixture
{
    [Test]
    public void Call_explicitTypeArgument() => Assert.That(((string)Types.Workshop.TypeOf<long>(5), (string)Types.Workshop.TypeOf<string>("a")), Is.EqualTo(("Int64 5", "String a")));

    [Test]
    public void Call_namedAndOptionalArguments() => Assert.That(
        ((string)Types.Workshop.Describe(1), (string)Types.Workshop.Describe(name: "x", id: 2), (string)Types.Workshop.Describe(3, "y", "a", "b")), Is.EqualTo(("1 none ", "2 x ", "3 y a,b")));

    [Test]
    public void Call_outArgument_isWrittenBack()
    {
        bool found = Shop.TryFind("bolt", out int count);
        bool missing = Shop.TryFind("screw", out int none);
        Assert.That((found, count, missing, none), Is.EqualTo((true, 3, false, 0)));
    }

    [Test]
    public void Call_outArgument_ofAnotherType_isConverted()
    {
        Shop.TryFind("nut", out long wide);
        Shop.TryFind("nut", out dynamic any);
        object boxed;
        Shop.TryFind("nut", out boxed);
        Assert.That((wide, (int)any, boxed), Is.EqualTo((5L, 5, 5)));
        Assert.That(() => { Shop.TryFind("nut", out Version version); return version; }, Throws.TypeOf<InvalidCastException>());
    }

    [Test]
    public void Call_outArgument_picksTheOverloadThatHasIt()
    {
        bool taken = Shop.Take("nut", out int count);
        Assert.That((taken, count, (bool)Shop.Take("bolt")), Is.EqualTo((true, 5, true)));
    }

    [Test]
    public void Call_outArguments_ofAVoidMethod()
    {
        Types.Workshop.Split("text", out string head, out string tail);
        Assert.That((head, tail), Is.EqualTo(("t", "ext")));
    }

    [Test]
    public void Call_refArguments_areWrittenBack()
    {
        var (a, b) = (1, 2);
        Types.Workshop.Swap(ref a, ref b);
        Assert.That((a, b), Is.EqualTo((2, 1)));
    }

    [Test]
    public void Call_byRefArguments_named_areWrittenBackEachToItsOwn()
    {
        bool found = Shop.TryFind(count: out int count, part: "nut");
        Assert.That((found, count), Is.EqualTo((true, 5)));
        var (a, b) = (1, 2);
        Types.Workshop.Measure(b: ref b, a: ref a);
        Assert.That((a, b), Is.EqualTo((10, 200)));
        Types.Workshop.Split("text", tail: out string tail, head: out string head);
        Assert.That((head, tail), Is.EqualTo(("t", "ext")));
        Types.Workshop.Split(tail: out tail, head: out head, text: "name");
        Assert.That((head, tail), Is.EqualTo(("n", "ame")));
    }

    [Test]
    public void Call_byRefArguments_someNamed_besidesAResultAndOptionalOnes()
    {
        var step = 2;
        long sum = Types.Workshop.Walk(1, last: out int last, step: ref step, first: out int first);
        Assert.That((sum, first, step, last), Is.EqualTo((6L, 1, 3, 5)));
        sum = Types.Workshop.Walk(1, out first, last: out last, count: 2, step: ref step);
        Assert.That((sum, first, step, last), Is.EqualTo((3L, 1, 4, 4)));
        sum = Types.Workshop.Walk<int>(1, last: out last, count: 2, step: ref step, first: out first);
        Assert.That((sum, first, step, last), Is.EqualTo((3L, 1, 5, 5)));
    }

    [Test]
    public void Call_byRefArguments_named_ofADelegateAndAnInterfaceMember()
    {
        dynamic split = Types.Workshop.Splitter;
        split(whole: "text", second: out string second, first: out string first);
        Assert.That((first, second), Is.EqualTo(("t", "ext")));
        split.Invoke("name", tail: out second, head: out first);
        Assert.That((first, second), Is.EqualTo(("n", "ame")));
    }

    /// <summary>A delegate's parameters have the names of its type, which are all that C# knows, and those of the function behind it, which its author wrote.</summary>
    [Test]
    public void Call_delegate_namedArguments_ofItsTypeAndOfItsFunction()
    {
        dynamic subtract = Types.Workshop.Subtract;
        Assert.That(new object[] { subtract(right: 2, left: 5), subtract(arg2: 2, arg1: 5), subtract.Invoke(right: 2, left: 5), subtract.Invoke(arg2: 2, arg1: 5), subtract.Invoke(5, right: 2), subtract(5, arg2: 2) },
            Is.All.EqualTo(3));
        dynamic swapped = Types.Workshop.Swapped;
        Assert.That(((int)swapped(arg1: 2, arg2: 5), (int)swapped.Invoke(arg1: 2, arg2: 5), (int)swapped(2, arg2: 5)), Is.EqualTo((3, 3, 3)), "where they clash, those of the type count");
        dynamic greet = Types.Workshop.Greet;
        Assert.That(((string)greet(name: "you"), (string)greet.Invoke(arg: "you"), (string)greet.Invoke(name: "you")), Is.EqualTo(("hello you", "hello you", "hello you")));
        Assert.That(() => subtract.Invoke(first: 1, second: 2), Throws.InstanceOf<ArgumentException>().With.Message.Contains("Invoke(Int32 left, Int32 right): no parameter is named 'first'"));
        Assert.That(() => subtract.Invoke(left: 1, arg1: 2), Throws.InstanceOf<ArgumentException>().With.Message.Contains("argument 'left' is given twice"));
    }

    [Test]
    public void Call_byRefArguments_named_wrongly_saysSo()
    {
        Assert.That(() => { Types.Workshop.Split("text", tale: out string tail, head: out string head); return head + tail; }, Throws.InstanceOf<ArgumentException>().With.Message.EqualTo(
            "Workshop.Split(String \"text\", tale: out, head: out) fits no overload:\n  Split(String text, out String head, out String tail): no parameter is named 'tale'"));
        Assert.That(() => { Shop.TryFind("nut", number: out int number); return number; }, Throws.InstanceOf<ArgumentException>().With.Message.Contains("no parameter is named 'number'"));
    }

    [Test]
    public void Call_outArgument_throughTheFramework()
    {
        bool parsed = Conn.modules.System.Int32.TryParse("42", out int number);
        Assert.That((parsed, number), Is.EqualTo((true, 42)));
    }

    [Test]
    public void Call_outArgument_leftAway_comesInATuple()
    {
        (bool found, int count) = ((bool, int))Shop.TryFind("bolt");
        Assert.That((found, count), Is.EqualTo((true, 3)));
    }

    [Test]
    public void Call_outArgument_whereThereIsNone_saysWhatToWrite()
    {
        Assert.That(() => { Shop.Tick(out int value); return value; }, Throws.InstanceOf<ArgumentException>().With.Message.Contains("argument 'value': cannot convert"));
        Assert.That(() => { Shop.AddAsync(1, out int value); return value; }, Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(
            "A call that does not wait cannot write to a variable: AddAsync(...) takes no ref or out argument. Await it without, and read them from the tuple that it gives."));
    }

    [Test]
    public void Call_wrongArguments_listsTheCandidates() => Assert.That(() => Types.Workshop.Describe("one"), Throws.InstanceOf<ArgumentException>().With.Message.Contains(
        "Describe(Int32 id, String name = \"none\", params String[] tags): argument 'id': cannot convert String \"one\" to Int32: text is not parsed unasked; parse it first, as Int32.Parse does"));

    /// <summary>The overload is found by the value that arrives; where that does not tell, its parameters' types choose it.</summary>
    [Test]
    public void Call_overload_isThatOfTheArgumentsOwnType_orChosenByName()
    {
        var choice = Types.Choice;
        Assert.That(((string)choice.Of(new[] { 1 }), (string)choice.Of(new List<int> { 1 }), (string)choice.Of(1L), (string)choice.Of((short)1), (string)choice.Of("a")), Is.EqualTo(("array", "list", "long", "short", "text")));
        Assert.That(((string)choice.Of.Overloads[typeof(object)]("a"), (string)choice.Of.Overloads[typeof(string)](null), (string)choice.Of.Overloads[typeof(long)](1)), Is.EqualTo(("object", "text", "long")));
        Assert.That(() => choice.Of(null), Throws.InstanceOf<ArgumentException>().With.Message.Contains("is ambiguous between").And.Message.Contains("name the parameters' types to choose one, as in Of.Overloads["));
    }

    [Test]
    public async Task Call_overload_ofATaskOrAGenericMethod_isThatOfTheValue_orChosenByName()
    {
        var choice = Types.Choice;
        Assert.That(((string)await choice.SoonAsync((object)"a"), (string)await Rpyc.Async(choice.SoonAsync.Overloads[typeof(object)])("a"), (string)await Rpyc.Async(choice.SoonAsync.Overloads[typeof(string)])(null)), Is.EqualTo(("text", "object", "text")));
        Assert.That(((string)choice.Shape(new List<int>()), (string)choice.Shape.Overloads[typeof(object)](new List<int>()), (string)choice.Shape[typeof(int)].Overloads[typeof(int)](1)), Is.EqualTo(("list of Object", "object", "Int32")));
    }

    [Test]
    public void IsInstance_ofSeveralTypes_asksForAny() => Assert.That(((bool)Rpyc.IsInstance(Shop, (Types.Length, typeof(Workshop))), (bool)Rpyc.IsInstance(Shop, new PyTuple(typeof(string), Types.Length)), (bool)Rpyc.IsInstance(5, (typeof(string), typeof(int)))),
        Is.EqualTo((true, false, true)));

    [Test]
    public void IsInstance_ofARemoteType()
    {
        Assert.That(((bool)Rpyc.IsInstance(Shop, Types.Workshop), (bool)Rpyc.IsInstance(Shop, Types.IComponentLike), (bool)Rpyc.IsInstance(Shop, Types.Length)), Is.EqualTo((true, true, false)));
        var generic = Conn.modules["System.Collections.Generic"];
        Assert.That(((bool)Rpyc.IsInstance(Shop.Stock(), generic.Dictionary), (bool)Rpyc.IsInstance(Shop.Stock(), generic.List)), Is.EqualTo((true, false)));
    }

    [Test]
    public void IsInstance_ofALocalType()
    {
        Assert.That(((bool)Rpyc.IsInstance(Shop, typeof(IDisposable)), (bool)Rpyc.IsInstance(Shop, typeof(Workshop)), (bool)Rpyc.IsInstance(Shop, typeof(IComponentLike)), (bool)Rpyc.IsInstance(Shop, typeof(StringBuilder))),
            Is.EqualTo((true, true, true, false)));
        Assert.That(((bool)Rpyc.IsInstance(Shop.Stock(), typeof(IDictionary<,>)), (bool)Rpyc.IsInstance(Shop.Stock(), typeof(Dictionary<string, int>)), (bool)Rpyc.IsInstance(Shop, typeof(RemoteObject)), (bool)Rpyc.IsInstance(5, typeof(int)), (bool)Rpyc.IsInstance(null, typeof(object))),
            Is.EqualTo((true, true, true, true, false)));
    }

    [Test]
    public void IsInstance_ofWhatIsNoType_saysWhatToGive()
    {
        Assert.That(() => Rpyc.IsInstance(Shop, Shop), Throws.ArgumentException.With.Message.StartsWith("'DynamicRpyc.Tests.Feel.Workshop' is a remote object, not a type; the type of it is Rpyc.TypeOf(...)."));
        Assert.That(() => Rpyc.IsInstance(Shop, "Workshop"), Throws.ArgumentException.With.Message.StartsWith("A System.String is no type: give a remote type or a System.Type."));
    }

    [Test]
    public void TypeOf_isTheRemoteType_andMakesMoreOfIt()
    {
        var type = Rpyc.TypeOf(Shop);
        Assert.That(((string)type.Name, (bool)(type == Types.Workshop), (bool)Rpyc.IsInstance(type(), type)), Is.EqualTo(("Workshop", true, true)));
        var list = Conn.modules["System.Collections.Generic"].List[typeof(int)]();
        Assert.That((int)Rpyc.TypeOf(list)(new[] { 1, 2 }).Count, Is.EqualTo(2), "also where the type is known here");
        Assert.That((Type)Rpyc.TypeOf(5), Is.EqualTo(typeof(int)));
    }

    [Test]
    public void Dir_listsTheMembers()
    {
        Assert.That(Rpyc.Dir(Shop), Does.Contain("TryFind").And.Contain("Name").And.Contain("__getitem__"));
        Assert.That(((int)Rpyc.Dir(Shop).Count, (string)Rpyc.Dir(Shop)[0]), Is.EqualTo((Rpyc.Dir((object)Shop).Count, Rpyc.Dir((object)Shop)[0])), "also where the result is dynamic, its argument being so");
        Assert.That(() => Rpyc.Dir("text"), Throws.ArgumentException.With.Message.StartsWith("Rpyc.Dir takes a remote object, such as conn.root.add; a String lives in this process."));
    }

    [Test]
    public void Delete_ofAnAttribute()
    {
        Shop.Bag.Colour = "red";
        Assert.That(((bool)Py.HasAttr(Shop.Bag, "Colour"), (string)Py.GetAttr(Shop.Bag, "Colour")), Is.EqualTo((true, "red")));
        Py.DelAttr(Shop.Bag, "Colour");
        Assert.That(((bool)Py.HasAttr(Shop.Bag, "Colour"), (string)Py.GetAttr(Shop.Bag, "Colour", "none")), Is.EqualTo((false, "none")));
        Assert.That(() => { Py.DelAttr("text", "Length"); }, Throws.ArgumentException.With.Message.StartsWith("Py.DelAttr takes a remote object; a System.String lives in this process."));
        Assert.That(() => { Py.DelAttr(Shop, "Name"); }, Throws.InstanceOf<MissingMemberException>().With.Message.Contains("cannot be deleted: the members of a CLR object are fixed"));
    }

    [Test]
    public void Delete_ofAnItem()
    {
        Py.DelItem(Shop.Stock(), "bolt");
        Assert.That(((bool)Py.In("bolt", Shop.Stock()), (bool)Py.In("nut", Shop.Stock()), (int)Py.Len(Shop.Stock())), Is.EqualTo((false, true, 1)));
    }

    [Test]
    public void With_disposesAlsoAfterAnException()
    {
        int before = Types.Workshop.Disposed;
        Assert.That(() => { Py.With(Shop.Lease(), Rpyc.Act(_ => throw new FormatException("here"))); }, Throws.TypeOf<FormatException>().With.Message.EqualTo("here"));
        Assert.That((int)Types.Workshop.Disposed, Is.EqualTo(before + 1));
        Assert.That((int)Py.With(Shop.Lease(), Rpyc.Fn(_ => 5)), Is.EqualTo(5));
        Assert.That(() => { Py.With(Types.Workshop.Metres(1), Rpyc.Act(_ => { })); }, Throws.ArgumentException.With.Message.StartsWith(
            "A remote 'DynamicRpyc.Tests.Feel.Length' is no context manager: it has no __enter__. 'using' closes what has a close or a Dispose."));
    }
}

/// <summary>Overloads that differ by type alone.</summary>
public static class Choice
{
    public static string Of(int[] value) => "array";

    public static string Of(List<int> value) => "list";

    public static string Of(long value) => "long";

    public static string Of(short value) => "short";

    public static string Of(string? value) => "text";

    public static string Of(object? value) => "object";

    public static Task<string> SoonAsync(string? value) => Task.FromResult("text");

    public static Task<string> SoonAsync(object? value) => Task.FromResult("object");

    public static string Shape<T>(T value) => typeof(T).Name;

    public static string Shape<T>(List<T> value) => $"list of {typeof(T).Name}";

    public static string Shape(object value) => "object";
}
