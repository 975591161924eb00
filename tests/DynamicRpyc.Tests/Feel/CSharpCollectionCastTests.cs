using System.Collections;
using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Collections.Specialized;
using System.Dynamic;
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

    /// <summary>A collection of the program's own, as a parameter: of lists of either side, and of tuples. What the method would take as it is stays as it is.</summary>
    [Test]
    public void Argument_forACollectionOfItsOwn()
    {
        dynamic holdings = Types.Holdings;
        foreach (object items in new object[] { holdings.Numbers(), new[] { 1, 2, 3 }, new List<int> { 1, 2, 3 }, (1, 2, 3), Holdings.Numbers().Where(_ => true) })
        {
            Assert.That((string)holdings.TakeBag((dynamic)items), Is.EqualTo("OwnBag 1,2,3"));
            Assert.That((string)holdings.TakeBlocking((dynamic)items), Is.EqualTo("BlockingCollection`1 1,2,3"));
            Assert.That((string)holdings.TakeAny((dynamic)items), Is.Not.StartsWith("OwnBag"), "C# makes no collection of an object unasked");
        }
        foreach (object entries in new object[] { holdings.Map(), Holdings.Map() })
        {
            Assert.That((string)holdings.TakeOwnEntries((dynamic)entries), Is.EqualTo("OwnDictionary a1,b2"));
            Assert.That((string)holdings.TakeAnyEntries((dynamic)entries), Is.Not.StartsWith("OwnDictionary"));
        }
        Assert.That((string)holdings.TakeNames(new Dictionary<string, string> { ["a"] = "1" }), Is.EqualTo("a=1"));
        Assert.That(() => holdings.TakeBag(new[] { "x" }), Throws.InstanceOf<ArgumentException>().With.Message.Contains("cannot convert String \"x\" to Int32"));
        Assert.That(() => holdings.TakeBag(5), Throws.InstanceOf<ArgumentException>().With.Message.Contains("argument 'items': cannot convert Int32 5 to OwnBag"));
        Assert.That(() => holdings.TakePicky(new[] { 1, -1 }), Throws.InstanceOf<ArgumentOutOfRangeException>(), "what its Add throws");
    }

    /// <summary>The server's own dictionaries, handed back to it.</summary>
    [TestCase("Map")]
    [TestCase("SortedMap")]
    [TestCase("ConcurrentMap")]
    [TestCase("Table")]
    [TestCase("Expando")]
    [TestCase("Selected")]
    [TestCase("ReadOnlyMap")]
    public void Argument_ofPairs_ofADictionaryOfTheServersOwn(string kind)
    {
        dynamic holdings = Types.Holdings;
        object own = holdings.Kind(kind);
        Assert.That((string)holdings.TakeTuples((dynamic)own), Is.EqualTo("a1,b2"));
        Assert.That((string)holdings.TakeEntries((dynamic)own), Is.EqualTo("a1,b2"));
        Assert.That((string)holdings.TakeTupleList((dynamic)own), Is.EqualTo("a1,b2"));
    }

    [Test]
    public void Argument_aGrid_isWidened()
    {
        dynamic boxes = Types.Boxes;
        Assert.That((string)Types.Holdings.TakeGrid(new[,] { { 1, 2 }, { 3, 4 } }), Is.EqualTo("2x2 4"));
        Assert.That((string)Types.Holdings.TakeGrid(boxes.Grid()), Is.EqualTo(Holdings.TakeGrid(Widened(Boxes.Grid()))));
        Assert.That((double[,])boxes.Grid(), Is.EqualTo(Widened(Boxes.Grid())));
        Assert.That(() => Types.Holdings.TakeGrid(new[] { 1, 2 }), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => (int[,])Types.Holdings.Halves(), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("item [0, 0] of the remote System.Double[,]: cannot convert Double 0.5 to Int32"));
        Assert.That(() => (double[,])Types.Holdings.Words(), Throws.TypeOf<InvalidCastException>().With.Message.EndsWith(
            "cannot become a System.Double[,]: it has fewer than 2 dimensions: of its items, which have to be rows, item 0 is the text 'one'."));
    }

    private static double[,] Widened(int[,] grid)
    {
        var wide = new double[grid.GetLength(0), grid.GetLength(1)];
        Array.Copy(grid, wide, grid.Length);
        return wide;
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

    public static object Kind(string kind) => kind switch
    {
        "SortedMap" => new SortedDictionary<string, int>(Map()),
        "ConcurrentMap" => new ConcurrentDictionary<string, int>(Map()),
        "Table" => new ListDictionary { { "a", 1 }, { "b", 2 } },
        "Expando" => Map().Aggregate(new ExpandoObject(), (made, entry) => { ((IDictionary<string, object?>)made)[entry.Key] = entry.Value; return made; }),
        "Selected" => Map().Where(static entry => entry.Value > 0),
        "ReadOnlyMap" => new ReadOnlyDictionary<string, int>(Map()),
        _ => Map(),
    };

    public static string TakeTuples(IEnumerable<(string Key, int Value)> pairs) => string.Join(",", pairs.Select(pair => $"{pair.Key}{pair.Value}").Order());

    public static string TakeEntries(IEnumerable<KeyValuePair<string, int>> pairs) => string.Join(",", pairs.Select(pair => $"{pair.Key}{pair.Value}").Order());

    public static string TakeTupleList(List<(string Key, int Value)> pairs) => TakeTuples(pairs);

    public static string TakeBag(OwnBag items) => $"{items.GetType().Name} {string.Join(",", items)}";

    public static string TakeBlocking(BlockingCollection<int> items) => $"{items.GetType().Name} {string.Join(",", items)}";

    public static string TakePicky(Picky items) => $"{items.Cast<int>().Count()}";

    public static string TakeAny(OwnBag items) => TakeBag(items);

    public static string TakeAny(object items) => items.GetType().Name;

    public static string TakeOwnEntries(OwnDictionary entries) => $"{entries.GetType().Name} {TakeEntries(entries)}";

    public static string TakeAnyEntries(OwnDictionary entries) => TakeOwnEntries(entries);

    public static string TakeAnyEntries(object entries) => entries.GetType().Name;

    public static string TakeNames(NameValueCollection names) => string.Join(",", names.AllKeys.Select(key => $"{key}={names[key]}"));

    public static string TakeGrid(double[,] grid) => $"{grid.GetLength(0)}x{grid.GetLength(1)} {grid[grid.GetLength(0) - 1, grid.GetLength(1) - 1]}";

    public static double[,] Halves() => new[,] { { 0.5 } };

    public static string[] Words() => ["one", "two"];

    public static List<int> Two() => [1, 2];

    public static ((string, int), (string, int)) Pairs() => (("a", 1), ("b", 2));

    public static List<(string, int)> PairList() => [("a", 1), ("b", 2)];

    public static Dictionary<string, int> Map() => new() { ["a"] = 1, ["b"] = 2 };

    public static Dictionary<(int, int), string> Points() => new() { [(1, 2)] = "x" };

    public static ((int, int), (int, int)) Rows() => ((1, 2), (3, 4));

    public static ((int, int), ValueTuple<int>) Ragged() => ((1, 2), new ValueTuple<int>(3));
}

/// <summary>Refuses some items.</summary>
public sealed class Picky : IEnumerable
{
    private readonly List<int> _items = [];

    public void Add(int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        _items.Add(item);
    }

    public IEnumerator GetEnumerator() => _items.GetEnumerator();
}
