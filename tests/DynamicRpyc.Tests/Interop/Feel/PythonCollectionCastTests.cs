using System.Collections.Specialized;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop.Feel;

/// <summary>Lists, tuples and dicts of a Python server, cast: a tuple becomes whatever a list does, and a dict gives its pairs to whoever asks for pairs.</summary>
internal sealed class PythonCollectionCastTests : PythonFeelFixture
{
    private static readonly KeyValuePair<string, int>[] _pairs = [new("a", 1), new("b", 2)];

    private PythonServer _service = null!;
    private Connection _open = null!;

    [OneTimeSetUp]
    public void Serve()
    {
        _service = PythonPeer.StartServer("calculator_server.py");
        _open = Rpyc.Connect(_service.Host, _service.Port);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _open?.Dispose();
        _service?.Dispose();
    }

    [TestCaseSource(typeof(CollectionCasts), nameof(CollectionCasts.Numbers))]
    public void Cast_ofAListAndATuple_to(Func<object, IEnumerable<int>> cast)
    {
        Assert.That(cast(Conn.eval("(1, 2, 3)")), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(cast(Conn.eval("[1, 2, 3]")), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [TestCaseSource(typeof(CollectionCasts), nameof(CollectionCasts.Dictionaries))]
    public void Cast_ofADictAndATupleOfPairs_to(Func<object, IEnumerable<KeyValuePair<string, int>>> cast)
    {
        Assert.That(cast(Conn.eval("(('a', 1), ('b', 2))")), Is.EquivalentTo(_pairs));
        Assert.That(cast(Conn.eval("{'a': 1, 'b': 2}")), Is.EquivalentTo(_pairs));
    }

    [TestCaseSource(typeof(CollectionCasts), nameof(CollectionCasts.Sequences))]
    public void Cast_ofADictAndATupleOfPairs_toSequence(Func<object, IEnumerable<KeyValuePair<string, int>>> cast)
    {
        Assert.That(cast(Conn.eval("(('a', 1), ('b', 2))")), Is.EqualTo(_pairs));
        Assert.That(cast(Conn.eval("{'a': 1, 'b': 2}")), Is.EqualTo(_pairs));
        Assert.That(cast(((dynamic)_open.Root).make_mapping(a: 1, b: 2)), Is.EqualTo(_pairs), "whose owner refuses 'items'");
    }

    /// <summary>What is asked for decides, not what the dict holds: two are a key with its value.</summary>
    [Test]
    public void Cast_ofADictWhoseKeysAreTuples_givesPairs()
    {
        dynamic points = Conn.eval("{(1, 2): 'x'}");
        Assert.That((IEnumerable<((int, int), string)>)points, Is.EqualTo(new[] { ((1, 2), "x") }));
        Assert.That(((IEnumerable<(object, object)>)points).Single(), Is.EqualTo(((object)new PyTuple(1, 2), (object)"x")));
        Assert.That(() => ((IEnumerable<(int, int)>)points).ToList(), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "a key of the remote builtins.dict: cannot convert PyTuple to Int32; pairs of a mapping are keys with their values, its keys alone are nr.keys()."));
        Assert.That((IEnumerable<(int, int)>)points.keys(), Is.EqualTo(new[] { (1, 2) }));
        Assert.That((IEnumerable<PyTuple>)points, Is.EqualTo(new[] { new PyTuple(1, 2) }), "where the peer refuses 'keys'");
        Assert.That((Dictionary<(int, int), string>)points, Is.EqualTo(new Dictionary<(int, int), string> { [(1, 2)] = "x" }));
        Assert.That((IEnumerable<(int, int, int)>)Conn.eval("{(1, 2, 3): 'x'}"), Is.EqualTo(new[] { (1, 2, 3) }), "three are no pair, and a key");
        Assert.That(((IEnumerable<dynamic>)points).Single() == new PyTuple(1, 2), "nothing is asked for: as Python walks over it");
    }

    [Test]
    public void Cast_ofOtherMappings_givesPairs()
    {
        dynamic ordered = Conn.eval("__import__('collections').OrderedDict(a=1)"), view = Conn.eval("__import__('types').MappingProxyType({'a': 1})");
        Conn.execute("import sqlite3\nbase = sqlite3.connect(':memory:')\nbase.row_factory = sqlite3.Row\nrow = base.execute(\"select 1 as a, 2 as b\").fetchone()");
        Assert.That((List<(string, int)>)ordered, Is.EqualTo(new[] { ("a", 1) }));
        Assert.That((List<(string, int)>)view, Is.EqualTo(new[] { ("a", 1) }));
        Assert.That((IEnumerable<(string, int)>)Named("row"), Is.EqualTo(new[] { ("a", 1), ("b", 2) }), "a row of a database gives its values when it is walked over");
        Assert.That((Dictionary<string, int>)Named("row"), Is.EqualTo(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }));
        Assert.That((int[])Named("row"), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(((string, int))Conn.eval("['a', 1]"), Is.EqualTo(("a", 1)), "a sequence of two is a pair itself");
        Assert.That((List<(string, int)>)Conn.eval("[('a', 1), ['b', 2]]"), Is.EqualTo(new[] { ("a", 1), ("b", 2) }));
    }

    [Test]
    public async Task Cast_ofADict_withoutWaiting()
    {
        var pairs = new List<(string, int)>();
        await foreach (var (key, value) in (IAsyncEnumerable<(string, int)>)Conn.eval("{'a': 1, 'b': 2}"))
            pairs.Add((key, value));
        await foreach (var pair in (IAsyncEnumerable<(string, int)>)Named("row_of_one"))
            pairs.Add(pair);
        Assert.That(pairs, Is.EqualTo(new[] { ("a", 1), ("b", 2), ("c", 3) }));
        Assert.That(await (Task<List<(string, long)>>)Rpyc.Async(Conn.eval)("{'a': 1}"), Is.EqualTo(new[] { ("a", 1L) }));
        Assert.That(await (Task<KeyValuePair<string, int>>)Rpyc.Async(Conn.eval)("['a', 1]"), Is.EqualTo(KeyValuePair.Create("a", 1)));
        Assert.That(await (Task<SortedDictionary<string, int>>)Rpyc.Async(Conn.eval)("{'a': 1}"), Is.EqualTo(new SortedDictionary<string, int> { ["a"] = 1 }));
        Assert.That(await (Task<(int, int, int, int, int, int, int, int[])>)Rpyc.Async(Conn.eval)("[1, 2, 3, 4, 5, 6, 7, [8]]"), Is.EqualTo((1, 2, 3, 4, 5, 6, 7, new[] { 8 })));
    }

    [OneTimeSetUp]
    public void MakeRow() => Conn.execute("""
        class RowOfOne:
            def keys(self): return ['c']
            def __iter__(self): return iter([3])
            def __getitem__(self, key): return {'c': 3}[key]
        row_of_one = RowOfOne()
        """);

    [Test]
    public void Cast_toACollectionOfPairs_writesThrough_andToAListSaysWhatToWrite()
    {
        dynamic map = Conn.eval("{'a': 1}");
        var entries = (ICollection<KeyValuePair<string, int>>)map;
        entries.Add(new("c", 3));
        Assert.That((entries.Count, entries.Contains(new("c", 3)), entries.Remove(new("a", 1)), (string)Py.Repr(map)), Is.EqualTo((2, true, true, "{'c': 3}")));
        Assert.That(() => ((IDictionary<string, int>)map).Add("c", 4), Throws.ArgumentException.With.Message.StartsWith("The remote 'builtins.dict' has the key c already."));
        Assert.That(() => (IList<KeyValuePair<string, int>>)map, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The remote 'builtins.dict' cannot become a System.Collections.Generic.IList`1[System.Collections.Generic.KeyValuePair`2[System.String,System.Int32]]: "
            + "nothing can be written to the pairs of a mapping by their place; write IDictionary<String, Int32>, or List<...> or IReadOnlyList<...> for a copy."));
    }

    [Test]
    public async Task InterfaceResults_ofPairs()
    {
        Conn.execute("class Holdings:\n def Map(self): return {'a': 1, 'b': 2}\n def Pairs(self): return (('a', 1), ('b', 2))");
        var holdings = Rpyc.ActLike<DynamicRpyc.Tests.Feel.CSharpCollectionCastTests.IHoldings>((object)Named("Holdings")());
        var others = Rpyc.ActLike<DynamicRpyc.Tests.Feel.CSharpCollectionCastTests.IAsyncHoldings>((object)Named("Holdings")());
        Assert.That(holdings.Map(), Is.EqualTo(new[] { ("a", 1), ("b", 2) }));
        Assert.That(holdings.Pairs(), Is.EqualTo(_pairs));
        Assert.That(await others.Map(), Is.EqualTo(new[] { ("a", 1), ("b", 2) }));
        Assert.That(await others.Pairs(), Is.EqualTo(_pairs));
    }

    [Test]
    public void Cast_ofTuplesThatHoldLists()
    {
        Assert.That((int[,])Conn.eval("([1, 2], (3, 4))"), Is.EqualTo(new[,] { { 1, 2 }, { 3, 4 } }));
        Assert.That((int[,])Conn.eval("[[1, 2], (3, 4)]"), Is.EqualTo(new[,] { { 1, 2 }, { 3, 4 } }));
        Assert.That((Dictionary<string, List<int>>)Conn.eval("(('a', [1]), ['b', (2, 3)])"), Is.EqualTo(new Dictionary<string, List<int>> { ["a"] = [1], ["b"] = [2, 3] }));
        Assert.That(() => (int[,])Conn.eval("([1, 2], [3])"), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The tuple (<remote builtins.list>, <remote builtins.list>) cannot become a System.Int32[,]: row 0 has 2 items, row 1 has 1; a jagged array takes both."));
        Assert.That(() => (int[,])Conn.eval("[[1, 2], [3]]"), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The remote 'builtins.list' cannot become a System.Int32[,]: row 0 has 2 items, row 1 has 1; a jagged array takes both."));
        Assert.That(() => (Dictionary<string, int>)Conn.eval("({'a': 1}, [2])"), Throws.TypeOf<InvalidCastException>().With.Message.Contains("item 0 is no pair of key and value"));
        Assert.That(() => (Dictionary<string, int>)Conn.eval("[('a', 1)]"), Throws.TypeOf<InvalidCastException>().With.Message.EndsWith("it is neither a Python mapping nor a .NET dictionary; write dict(...) around it."));
    }

    [Test]
    public async Task TupleOfACall_awaitedAsASequence()
    {
        Conn.execute("class Counting:\n def CountAsync(self): return (1, 2)");
        var seen = new List<long>();
        await foreach (var item in (IAsyncEnumerable<long>)Named("Counting")().CountAsync())
            seen.Add(item);
        Assert.That(seen, Is.EqualTo(new[] { 1L, 2 }));
    }

    /// <summary>As Python's own <c>a, b = count()</c>: what goes on and on is no pair.</summary>
    [Test]
    public void Cast_ofAnEndlessIterator_toATuple_endsAtOnce()
    {
        var endless = Conn.eval("__import__('itertools').count()");
        Assert.That(() => ((int, int))endless, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("The remote 'itertools.count' has more than 2 items and cannot become a System.ValueTuple`2[System.Int32,System.Int32]."));
        Assert.That((int)Conn.builtins.next(endless), Is.LessThan(200));
        Assert.That(() => ((int, int))Conn.eval("iter([1, 2, 3])"), Throws.TypeOf<InvalidCastException>().With.Message.StartsWith("The tuple (1, 2, 3) has 3 items"));
        Assert.That(((int, int))Conn.eval("iter([1, 2])"), Is.EqualTo((1, 2)));
    }

    [Test]
    public void Cast_toCollectionsOfNamesAndTexts()
    {
        var names = (NameValueCollection)Conn.eval("{'a': '1', 'b': None}");
        Assert.That((names["a"], names["b"], names.Count), Is.EqualTo(("1", (string?)null, 2)));
        Assert.That(((StringCollection)Conn.eval("['a', 'b']")).Cast<string>(), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(() => (NameValueCollection)Conn.eval("[1]"), Throws.TypeOf<InvalidCastException>().With.Message.EndsWith("it is neither a Python mapping nor a .NET dictionary; write dict(...) around it."));
        Assert.That(() => (DynamicRpyc.Tests.Support.OwnBag)Conn.eval("['x']"), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("item 0 of the remote builtins.list: cannot convert String \"x\" to Int32"));
        Assert.That(() => (DynamicRpyc.Tests.Support.OwnBag)Conn.eval("5 .__add__"), Throws.TypeOf<InvalidCastException>().With.Message.EndsWith("it has no __iter__."));
    }

    [Test]
    public async Task Cast_toAGrid_ofADataFrame_isItsRows()
    {
        PythonPeer.RequireModule("pandas");
        var frame = Conn.modules.pandas.DataFrame(Conn.eval("{'a': [1, 2], 'b': [3, 4]}"));
        Assert.That((double[,])frame, Is.EqualTo(new double[,] { { 1, 3 }, { 2, 4 } }));
        Assert.That(await (Task<long[,]>)Rpyc.Async(Conn.eval("lambda x: x"))(frame), Is.EqualTo(new long[,] { { 1, 3 }, { 2, 4 } }));
        Assert.That((List<string>)frame, Is.EqualTo(new[] { "a", "b" }), "walked over, as in Python");
        Assert.That(() => (double[,])frame["a"], Throws.TypeOf<InvalidCastException>().With.Message.EndsWith("it has fewer than 2 dimensions."));
    }

    [Test]
    public void Cast_toAGrid_widensWhatItHolds_andSaysWhatIsNoRow()
    {
        Assert.That((double[,])Conn.eval("[[1, 2], [3, 4.5]]"), Is.EqualTo(new[,] { { 1, 2 }, { 3, 4.5 } }));
        Assert.That((long[,])Conn.eval("((1, 2), (3, 4))"), Is.EqualTo(new long[,] { { 1, 2 }, { 3, 4 } }));
        Assert.That(() => (int[,])Conn.eval("[[0.5]]"), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("item [0, 0] of the remote builtins.list: cannot convert Double 0.5 to Int32"));
        Assert.That(() => (double[,])Conn.eval("{'a': [1, 2]}"), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The remote 'builtins.dict' cannot become a System.Double[,]: it has fewer than 2 dimensions: of its items, which have to be rows, item 0 is the text 'a'."));
    }
}
