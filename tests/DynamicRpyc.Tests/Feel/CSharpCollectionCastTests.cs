using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Feel;

/// <summary>Lists, tuples and dictionaries of a C# server, cast: a tuple becomes whatever a list does, and a dictionary gives its pairs to whoever asks for pairs.</summary>
internal sealed class CSharpCollectionCastTests : WorkshopFixture
{
    private static readonly KeyValuePair<string, int>[] _pairs = [new("a", 1), new("b", 2)];

    [TestCaseSource(typeof(CollectionCasts), nameof(CollectionCasts.Numbers))]
    public void Cast_ofAListAndATuple_to(Func<object, IEnumerable<int>> cast)
    {
        Assert.That(cast(Types.Holdings.Triple()), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(cast(Types.Holdings.Numbers()), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [TestCaseSource(typeof(CollectionCasts), nameof(CollectionCasts.Dictionaries))]
    public void Cast_ofADictionaryAndATupleOfPairs_to(Func<object, IEnumerable<KeyValuePair<string, int>>> cast)
    {
        Assert.That(cast(Types.Holdings.Pairs()), Is.EquivalentTo(_pairs));
        Assert.That(cast(Types.Holdings.Map()), Is.EquivalentTo(_pairs));
    }

    [TestCaseSource(typeof(CollectionCasts), nameof(CollectionCasts.Sequences))]
    public void Cast_ofADictionaryAndATupleOfPairs_toSequence(Func<object, IEnumerable<KeyValuePair<string, int>>> cast)
    {
        Assert.That(cast(Types.Holdings.Pairs()), Is.EqualTo(_pairs));
        Assert.That(cast(Types.Holdings.Map()), Is.EqualTo(_pairs));
    }

    [Test]
    public void Cast_ofADictionaryWhoseKeysAreTuples_givesPairs()
    {
        Assert.That((IEnumerable<((int, int), string)>)Types.Holdings.Points(), Is.EqualTo(new[] { ((1, 2), "x") }));
        Assert.That((List<KeyValuePair<(int, int), string>>)Types.Holdings.Points(), Is.EqualTo(new[] { KeyValuePair.Create((1, 2), "x") }));
        Assert.That((IEnumerable<(int, int)>)Types.Holdings.Points().Keys, Is.EqualTo(new[] { (1, 2) }));
    }

    [Test]
    public void Cast_toACollectionOfPairs_writesThrough_andToAListSaysWhatToWrite()
    {
        dynamic map = Types.Holdings.Map();
        var entries = (ICollection<KeyValuePair<string, int>>)map;
        entries.Add(new("c", 3));
        Assert.That((entries.Count, entries.Contains(new("c", 3)), entries.Remove(new("a", 1)), (int)map.Count), Is.EqualTo((3, true, true, 2)));
        Assert.That(() => (IList<(string, int)>)map, Throws.TypeOf<InvalidCastException>().With.Message.EndsWith(
            "nothing can be written to the pairs of a mapping by their place; write IDictionary<String, Int32>, or List<...> or IReadOnlyList<...> for a copy."));
    }

    [Test]
    public void Cast_ofATupleToGrids_andRefusals()
    {
        Assert.That((int[,])Types.Holdings.Rows(), Is.EqualTo(new[,] { { 1, 2 }, { 3, 4 } }));
        Assert.That((int[][])Types.Holdings.Rows(), Is.EqualTo(new[] { new[] { 1, 2 }, [3, 4] }));
        Assert.That(() => (int[,])Types.Holdings.Ragged(), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The tuple ((1, 2), (3)) cannot become a System.Int32[,]: row 0 has 2 items, row 1 has 1; a jagged array takes both."));
        Assert.That(((string)Types.Holdings.Triple(), (bool)Types.Holdings.Triple(), Types.Holdings.Triple() ? 1 : 2), Is.EqualTo(("(1, 2, 3)", true, 1)));
    }

    [Test]
    public void Cast_ofAListOfPairs_toADictionary_saysWhatToWrite_andThatWorks()
    {
        dynamic pairs = Types.Holdings.PairList();
        Assert.That(() => (Dictionary<string, int>)pairs, Throws.TypeOf<InvalidCastException>().With.Message.EndsWith(
            "it is neither a Python mapping nor a .NET dictionary; of pairs one is made here, as in ((IEnumerable<(K, V)>)nr).ToDictionary()."));
        Assert.That(((IEnumerable<(string, int)>)pairs).ToDictionary(), Is.EqualTo(_pairs));
    }

    [Test]
    public void InterfaceResults_ofPairs()
    {
        foreach (var holdings in new[] { Rpyc.ActLike<IHoldings>((object)Types.Holdings), Rpyc.ActLike<IHoldings>(new { Map = (Func<object>)Holdings.Map, Pairs = (Func<object>)(() => Holdings.Pairs()) }) })
        {
            Assert.That(holdings.Map(), Is.EqualTo(new[] { ("a", 1), ("b", 2) }));
            Assert.That(holdings.Pairs(), Is.EqualTo(_pairs));
        }
    }

    [Test]
    public async Task InterfaceResults_ofPairs_withoutWaiting()
    {
        var holdings = Rpyc.ActLike<IAsyncHoldings>((object)Types.Holdings);
        Assert.That(await holdings.Map(), Is.EqualTo(new[] { ("a", 1), ("b", 2) }));
        Assert.That(await holdings.Pairs(), Is.EqualTo(new SortedDictionary<string, int> { ["a"] = 1, ["b"] = 2 }));
        Assert.That(await (Task<SortedDictionary<string, int>>)Rpyc.Async(Types.Holdings.Map)(), Is.EqualTo(new SortedDictionary<string, int> { ["a"] = 1, ["b"] = 2 }));
        Assert.That(await (Task<KeyValuePair<int, long>>)Rpyc.Async(Types.Holdings.Two)(), Is.EqualTo(KeyValuePair.Create(1, 2L)));
        Assert.That(await (Task<int[,]>)Rpyc.Async(Types.Holdings.Rows)(), Is.EqualTo(new[,] { { 1, 2 }, { 3, 4 } }));
        Assert.That(await (Task<int[,]>)Rpyc.Async(Types.Boxes.Jagged)(2, 2), Is.EqualTo(new[,] { { 0, 1 }, { 0, 1 } }));
        Assert.That(await (Task<int[,]>)Rpyc.Async(Types.Boxes.Grid)(), Is.EqualTo(Boxes.Grid()));
        Assert.That(async () => await (Task<int[,]>)Rpyc.Async(Types.Boxes.Jagged)(1, 2), Throws.TypeOf<InvalidCastException>().With.Message.Contains("row 0 has 1 items, row 1 has 2; a jagged array takes both"));
    }

    public interface IHoldings
    {
        IEnumerable<(string, int)> Map();

        Dictionary<string, int> Pairs();
    }

    public interface IAsyncHoldings
    {
        Task<List<(string, int)>> Map();

        ValueTask<SortedDictionary<string, int>> Pairs();
    }
}

/// <summary>Small collections of every kind.</summary>
public static class Holdings
{
    public static (int, int, int) Triple() => (1, 2, 3);

    public static List<int> Numbers() => [1, 2, 3];

    public static List<int> Two() => [1, 2];

    public static ((string, int), (string, int)) Pairs() => (("a", 1), ("b", 2));

    public static List<(string, int)> PairList() => [("a", 1), ("b", 2)];

    public static Dictionary<string, int> Map() => new() { ["a"] = 1, ["b"] = 2 };

    public static Dictionary<(int, int), string> Points() => new() { [(1, 2)] = "x" };

    public static ((int, int), (int, int)) Rows() => ((1, 2), (3, 4));

    public static ((int, int), ValueTuple<int>) Ragged() => ((1, 2), new ValueTuple<int>(3));
}
