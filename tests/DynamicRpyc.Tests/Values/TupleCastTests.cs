using System.Collections;
using System.Collections.Immutable;
using DynamicRpyc.Foundation;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Values;

/// <summary>A tuple of this side, held as <c>dynamic</c>, cast to all that a remote list can be cast to.</summary>
internal sealed class TupleCastTests
{
    private static readonly PyTuple _pairs = [new PyTuple("a", 1), new PyTuple("b", 2)];

    [TestCaseSource(typeof(CollectionCasts), nameof(CollectionCasts.Numbers))]
    public void Cast_to(Func<object, IEnumerable<int>> cast) => Assert.That(cast(new PyTuple(1, 2, 3)), Is.EqualTo(new[] { 1, 2, 3 }));

    [TestCaseSource(typeof(CollectionCasts), nameof(CollectionCasts.Dictionaries))]
    public void Cast_ofPairs_to(Func<object, IEnumerable<KeyValuePair<string, int>>> cast) =>
        Assert.That(cast(_pairs), Is.EquivalentTo(new[] { KeyValuePair.Create("a", 1), KeyValuePair.Create("b", 2) }));

    [TestCaseSource(typeof(CollectionCasts), nameof(CollectionCasts.Sequences))]
    public void Cast_ofPairs_toSequence(Func<object, IEnumerable<KeyValuePair<string, int>>> cast) =>
        Assert.That(cast(_pairs), Is.EqualTo(new[] { KeyValuePair.Create("a", 1), KeyValuePair.Create("b", 2) }));

    [Test]
    public void Cast_toGridsAndNestedCollections()
    {
        dynamic rows = new PyTuple(new PyTuple(1, 2), new PyTuple(3, 4));
        Assert.That((int[,])rows, Is.EqualTo(new[,] { { 1, 2 }, { 3, 4 } }));
        Assert.That((double[][])rows, Is.EqualTo(new double[][] { [1, 2], [3, 4] }));
        Assert.That((List<Queue<int>>)rows, Is.EqualTo(new[] { new[] { 1, 2 }, [3, 4] }));
        Assert.That((ImmutableArray<(int, int)>)rows, Is.EqualTo(new[] { (1, 2), (3, 4) }));
        Assert.That((long[,,])(dynamic)new PyTuple(rows), Is.EqualTo(new long[,,] { { { 1, 2 }, { 3, 4 } } }));
        Assert.That((int[,])(dynamic)new PyTuple(new[] { 1, 2 }, (3, 4)), Is.EqualTo(new[,] { { 1, 2 }, { 3, 4 } }), "rows of either kind");
        Assert.That(((int[,])(dynamic)PyTuple.Empty).Length, Is.Zero);
        Assert.That((Dictionary<string, int[]>)(dynamic)new PyTuple(new PyTuple("a", new PyTuple(1))), Is.EqualTo(new Dictionary<string, int[]> { ["a"] = [1] }));
    }

    [Test]
    public void Cast_ofItems_takesWhatAListTakes()
    {
        dynamic mixed = new PyTuple(1.5, 2, true, 0.25m);
        Assert.That((decimal[])mixed, Is.EqualTo(new[] { 1.5m, 2m, 1m, 0.25m }));
        Assert.That((float[])mixed, Is.EqualTo(new[] { 1.5f, 2f, 1f, 0.25f }));
        Assert.That((System.Numerics.Complex[])mixed, Is.EqualTo(new System.Numerics.Complex[] { 1.5, 2, 1, 0.25 }));
        Assert.That((DayOfWeek[])(dynamic)new PyTuple("Friday", "monday", 2), Is.EqualTo(new[] { DayOfWeek.Friday, DayOfWeek.Monday, DayOfWeek.Tuesday }));
        Assert.That((string[])(dynamic)new PyTuple('a', "b"), Is.EqualTo(new[] { "a", "b" }));
        Assert.That((Index[])(dynamic)new PyTuple(1, -1), Is.EqualTo(new Index[] { 1, ^1 }));
        Assert.That((DateTimeOffset[])(dynamic)new PyTuple(DateTime.UnixEpoch), Is.EqualTo(new[] { DateTimeOffset.UnixEpoch }), "user-defined conversions");
        Assert.That((List<int>[])(dynamic)new PyTuple(new byte[] { 1, 2 }, new HashSet<object> { 3 }), Is.EqualTo(new[] { new[] { 1, 2 }, [3] }));
        Assert.That((SortedDictionary<string, int>[])(dynamic)new PyTuple(new Dictionary<object, object> { ["a"] = 1L }), Is.EqualTo(new[] { new Dictionary<string, int> { ["a"] = 1 } }));
        Assert.That(((string, int)[])(dynamic)new PyTuple(KeyValuePair.Create("a", 1L), new DictionaryEntry("b", 2)), Is.EqualTo(new[] { ("a", 1), ("b", 2) }));
        Assert.That((IReadOnlyList<int>[])(dynamic)new PyTuple(new Stood(new[] { 1 })), Is.EqualTo(new[] { new[] { 1 } }), "what stands for another object is that");
    }

    [Test]
    public void Cast_ofALongTuple_namesTheItemByItsPlaceInTheWhole()
    {
        dynamic nine = PyTuple.From(new object[] { 1, 2, 3, 4, 5, 6, 7, 8, "x" });
        Assert.That(((int, int, int, int, int, int, int, int, string))nine, Is.EqualTo((1, 2, 3, 4, 5, 6, 7, 8, "x")));
        Assert.That(() => ((int, int, int, int, int, int, int, int, int))nine, Throws.TypeOf<InvalidCastException>().With.Message.StartsWith("Item 8 of the tuple cannot be converted for a System.ValueTuple`8["));
        Assert.That(() => ((int, int, int, int, int, int, int, int))nine, Throws.TypeOf<InvalidCastException>().With.Message.StartsWith("The tuple (1, 2, 3, 4, 5, 6, 7, 8, 'x') has 9 items and cannot become a System.ValueTuple`8["));
        ValueTuple none = (dynamic)PyTuple.Empty;
        Assert.That(none, Is.EqualTo(default(ValueTuple)));
    }

    [Test]
    public void Text_andTruth_areThoseOfPython()
    {
        dynamic pair = new PyTuple(1, "a"), empty = PyTuple.Empty;
        Assert.That(((string)pair, (bool)pair, (bool?)empty, pair ? 1 : 2, empty ? 1 : 2, (bool)!pair, (bool)!empty), Is.EqualTo(("(1, 'a')", true, (bool?)false, 1, 2, false, true)));
    }

    [TestCaseSource(nameof(Refusals))]
    public void Cast_refused(Action cast, string text) => Assert.That(cast, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(text));

    [Test]
    public void Cast_thatOverflows_saysWhat() =>
        Assert.That(() => (Queue<byte>)(dynamic)new PyTuple(300), Throws.TypeOf<OverflowException>().With.Message.EqualTo("The number 300 does not fit a System.Byte."));

    [Test]
    public void Cast_toATypeThatTakesTuples_isItsOwn() => Assert.That(((Willing)(dynamic)new PyTuple(1, 2)).Count, Is.EqualTo(2));

    private static IEnumerable<TestCaseData> Refusals()
    {
        dynamic ragged = new PyTuple(new PyTuple(1, 2), new PyTuple(3)), pair = new PyTuple(1, "a");
        yield return Row("ragged", () => _ = (int[,])ragged, "The tuple ((1, 2), (3,)) cannot become a System.Int32[,]: row 0 has 2 items, row 1 has 1; a jagged array takes both.");
        yield return Row("flat", () => _ = (int[,,])ragged, "The tuple ((1, 2), (3,)) cannot become a System.Int32[,,]: it has fewer than 3 dimensions.");
        yield return Row("cell", () => _ = (int[,])(dynamic)new PyTuple(new PyTuple("x")), "Item [0, 0] of the tuple cannot be converted for a System.Int32[,]: System.String cannot become System.Int32.");
        yield return Row("item", () => _ = (Queue<int>)pair, "Item 1 of the tuple cannot be converted for a System.Collections.Generic.Queue`1[System.Int32]: System.String cannot become System.Int32.");
        yield return Row("no pairs", () => _ = (Dictionary<string, int>)pair,
            "The tuple (1, 'a') cannot become a System.Collections.Generic.Dictionary`2[System.String,System.Int32]: item 0 is no pair of key and value; a dictionary is made of pairs, such as (('a', 1), ('b', 2)).");
        yield return Row("key", () => _ = (Dictionary<int, int>)(dynamic)_pairs,
            "A key of the tuple cannot be converted for a System.Collections.Generic.Dictionary`2[System.Int32,System.Int32]: System.String cannot become System.Int32.");
        yield return Row("value", () => _ = (Dictionary<string, Version>)(dynamic)_pairs,
            "Item 'a' of the tuple cannot be converted for a System.Collections.Generic.Dictionary`2[System.String,System.Version]: System.Int32 cannot become System.Version.");
        yield return Row("no key", () => _ = (Dictionary<string, int>)(dynamic)new PyTuple(new PyTuple(null, 1)),
            "The tuple ((None, 1),) cannot become a System.Collections.Generic.Dictionary`2[System.String,System.Int32]: one of its keys is None, which a .NET dictionary does not take.");
        const string instead = "a tuple becomes tuples, arrays and collections, a text and a truth; of anything else cast an item, as in";
        yield return Row("class", () => _ = (Version)pair, $"The tuple (1, 'a') cannot become a System.Version: {instead} (Version)t[0], or make it of the items.");
        yield return Row("number", () => _ = (int)pair, $"The tuple (1, 'a') cannot become a System.Int32: {instead} (Int32)t[0], or make it of the items.");
        yield return Row("interface", () => _ = (IServiceProvider)pair, $"The tuple (1, 'a') cannot become a System.IServiceProvider: {instead} (IServiceProvider)t[0], or make it of the items.");
        yield return Row("long tuple", () => _ = ((int, int))(dynamic)new PyTuple(new string('x', 1000)), $"The tuple ('{new string('x', 198)}... has 1 items and cannot become a System.ValueTuple`2[System.Int32,System.Int32].");
        yield return Row("generic class", () => _ = (Lazy<int>)pair, $"The tuple (1, 'a') cannot become a System.Lazy`1[System.Int32]: {instead} (T)t[0], or make it of the items.");
        yield return Row("delegate", () => _ = (Action)pair, $"The tuple (1, 'a') cannot become a System.Action: {instead} (Action)t[0], or make it of the items.");
    }

    private static TestCaseData Row(string name, Action cast, string text) => new TestCaseData(cast, text).SetName("{m}_" + name.Replace(' ', '_'));

    private sealed class Stood(object original) : IStandIn
    {
        public object Original => original;
    }

    private sealed class Willing
    {
        public int Count { get; private init; }

        public static implicit operator Willing(PyTuple tuple) => new() { Count = tuple.Count };
    }
}
