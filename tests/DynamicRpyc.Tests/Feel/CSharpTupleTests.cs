namespace DynamicRpyc.Tests.Feel;

/// <summary>"var (a, b) = ((object, object))nr.f()": the tuples of a C# server, which keep their exact types, deconstruct, convert, are indexed and compared as those of a Python server.</summary>
internal sealed class CSharpTupleTests : WorkshopFixture
{
    [Test]
    public void Tuple_castToObjects_deconstructs()
    {
        var (id, name) = ((object, object))Types.Tuples.Pair();
        (dynamic number, dynamic text) = ((dynamic, dynamic))Types.Tuples.Pair();
        Assert.That((id, name, (int)number + 1, (int)text.Length), Is.EqualTo((7, "seven", 8, 5)));
    }

    [Test]
    public void Tuple_castToOtherTypes_convertsItsItems()
    {
        (long id, object name) = ((long, object))Types.Tuples.Pair();
        var (one, (text, number)) = ((int, (object, decimal)))Types.Tuples.Nested();
        (int, string)? maybe = Types.Tuples.Pair();
        Assert.That((id, name, one, text, number, maybe), Is.EqualTo((7L, "seven", 1, "x", 2m, (7, "seven"))));
        Assert.That((Tuple<int, string>)Types.Tuples.Pair(), Is.EqualTo(Tuple.Create(7, "seven")));
        Assert.That(((object, object))Types.Tuples.Reference(), Is.EqualTo((7, "seven")));
        Assert.That(((int, int, int, int, int, int, int, object, long))Types.Tuples.Nine(), Is.EqualTo((1, 2, 3, 4, 5, 6, 7, 8, 9L)));
        Assert.That((PyTuple)Types.Tuples.Pair(), Is.EqualTo(new PyTuple(7, "seven")));
        Assert.That(((object[])Types.Tuples.Pair(), (List<object>)Types.Tuples.Pair()), Is.EqualTo((new object[] { 7, "seven" }, new List<object> { 7, "seven" })));
    }

    [Test]
    public void Tuple_thatDoesNotFit_saysWhy()
    {
        Assert.That(() => ((object, object, object))Types.Tuples.Pair(), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The tuple (7, 'seven') has 2 items and cannot become a System.ValueTuple`3[System.Object,System.Object,System.Object]."));
        Assert.That(() => ((int, int))Types.Tuples.Pair(), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "Item 1 of the tuple cannot be converted for a System.ValueTuple`2[System.Int32,System.Int32]: System.String cannot become System.Int32."));
        Assert.That(() => (Version)Types.Tuples.Pair(), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The tuple (7, 'seven') cannot become a System.Version: a tuple becomes tuples, arrays and collections, a text and a truth; of anything else cast an item, as in (Version)t[0], or make it of the items."));
    }

    [Test]
    public void Tuple_everyWayToIt_givesTheSame()
    {
        Types.Tuples.Give(out dynamic given);
        var all = new List<dynamic> { Types.Tuples.Property, Types.Tuples.List[0], Types.Tuples.Function(), Types.Tuples.Generic<int>(7), given, Py.GetAttr(Types.Tuples, "Property"), Py.Call(Types.Tuples.Pair) };
        foreach (var item in Types.Tuples.List)
            all.Add(item);
        foreach (var item in Rpyc.BuffIter(Types.Tuples.List))
            all.Add(item);
        all.AddRange(((IEnumerable<dynamic>)Types.Tuples.List).Select(item => item));
        Assert.That(all.Select(item => ((object, object))item), Is.EqualTo(Enumerable.Repeat<(object, object)>((7, "seven"), 10)));
    }

    [Test]
    public async Task Tuple_ofACallThatIsAwaited()
    {
        var (id, name) = ((object, object))await Types.Tuples.PairAsync();
        var (also, _) = ((long, object))await Rpyc.Async(Types.Tuples.Pair)();
        Task<(object, object)> typed = Types.Tuples.PairAsync();
        await foreach (var item in (IAsyncEnumerable<dynamic>)Types.Tuples.List)
            Assert.That(((object, object))item, Is.EqualTo((7, "seven")));
        Assert.That((id, name, also, await typed), Is.EqualTo((7, "seven", 7L, (7, "seven"))));
    }

    [Test]
    public void Tuple_membersIndexesAndComparison()
    {
        var pair = Types.Tuples.Pair();
        Assert.That(((int)pair.Item1, (string)pair.Item2, (int)pair[0], (string)pair[^1], (string)pair[-1], (int)pair.Count), Is.EqualTo((7, "seven", 7, "seven", "seven", 2)));
        Assert.That((object)Types.Tuples.Nine()[7..], Is.EqualTo(new PyTuple(8, 9)));
        Assert.That((object)Types.Tuples.Nine()[Py.Slice(null, null, -4)], Is.EqualTo(new PyTuple(9, 5, 1)));
        Assert.That(((bool)(pair == (7, "seven")), (bool)(pair == Types.Tuples.Pair()), (bool)(pair != (7, "eight")), (bool)pair.Equals((7, "seven"))), Is.EqualTo((true, true, true, true)));
        Assert.That((pair is (int, string), pair is (string, int), pair is ValueTuple<int, string>), Is.EqualTo((true, false, false)));
        Assert.That(pair is (int number, string text) ? text + number : "", Is.EqualTo("seven7"));
        Assert.That(($"{pair}", (int)Py.Len(pair), (bool)Py.In("seven", pair)), Is.EqualTo(("(7, seven)", 2, true)));
        Assert.That(() => pair[2], Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("The tuple has 2 items."));
        Assert.That(() => pair["x"], Throws.ArgumentException.With.Message.StartsWith("A tuple is indexed by a number, a range or a slice, not by a System.String."));
    }

    /// <summary>As those of a Python server: the same code does for either.</summary>
    [Test]
    public void Tuple_operatorsAndMethodsOfPython()
    {
        var pair = Types.Tuples.Pair();
        Assert.That((object)(pair + pair), Is.EqualTo(new PyTuple(7, "seven", 7, "seven")));
        Assert.That(((object)(pair * 2), (object)(2 * pair), (object)(pair + (8, 9)), (object)(new PyTuple(1) + pair)), Is.EqualTo(
            (new PyTuple(7, "seven", 7, "seven"), new PyTuple(7, "seven", 7, "seven"), new PyTuple(7, "seven", 8, 9), new PyTuple(1, 7, "seven"))));
        Assert.That(((bool)(pair < (7, "six")), (bool)(pair <= Types.Tuples.Pair()), (bool)(pair > (6, "x")), (bool)(pair == (7.0, "seven"))), Is.EqualTo((true, true, true, true)));
        Assert.That(((int)pair.index("seven"), (int)pair.count(7)), Is.EqualTo((1, 1)));
    }

    /// <summary>Exact it stays: for code of this side that wants the very type, and back at the peer.</summary>
    [Test]
    public void Tuple_isOfItsExactType()
    {
        var pair = Types.Tuples.Pair();
        var list = new List<(int, string)>();
        list.Add(pair);
        var numbers = new Dictionary<(int, string), int> { [pair] = 1 };
        Assert.That((list, numbers[(7, "seven")], (string)Second(pair), (Type)pair.GetType(), (Type)Rpyc.TypeOf(pair), (bool)Rpyc.IsInstance(pair, typeof((int, string)))),
            Is.EqualTo((new List<(int, string)> { (7, "seven") }, 1, "seven", typeof((int, string)), typeof((int, string)), true)));
        Assert.That((string)Types.Tuples.TypeOf(pair), Is.EqualTo(typeof((int, string)).ToString()));
        Assert.That((string)Types.Tuples.TypeOf(Tuple.Create(pair, 1).Item1), Is.EqualTo(typeof((int, string)).ToString()));
        Assert.That((object)pair, Is.InstanceOf<ClrTuple<(int, string)>>().With.Property("Value").EqualTo((7, "seven")));
    }

    private static string Second((int, string) pair) => pair.Item2;
}

/// <summary>Tuples of every kind.</summary>
public static class Tuples
{
    public static (int, string) Property => Pair();

    public static List<(int, string)> List { get; } = [(7, "seven")];

    public static Func<(int, string)> Function { get; } = Pair;

    public static (int Id, string Name) Pair() => (7, "seven");

    public static async Task<(int, string)> PairAsync()
    {
        await Task.Yield();
        return Pair();
    }

    public static (T, string) Generic<T>(T value) => (value, "seven");

    public static void Give(out (int, string) pair) => pair = Pair();

    public static Tuple<int, string> Reference() => Tuple.Create(7, "seven");

    public static (int, (string, long)) Nested() => (1, ("x", 2));

    public static (int, int, int, int, int, int, int, int, int) Nine() => (1, 2, 3, 4, 5, 6, 7, 8, 9);

    public static string TypeOf(object value) => value.GetType().ToString();
}
