using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>Collections that a C# client with RPyC's default settings passes to Python code on a server: that code reads them by Python's names, and changes them by none but the safe ones.</summary>
[Category("Interop")]
internal sealed class LentCollectionTests
{
    private const string Script = """
        import rpyc
        from serving import serve

        def refused(x, *names):
            return tuple(name for name in names if not hasattr(x, name))

        class ReaderService(rpyc.Service):
            def exposed_mapping(self, ages):
                total = 0
                for name, age in ages.items():
                    total += age
                return (tuple(ages.keys()), tuple(ages.values()), tuple(ages.items()), total, ages.get("x"), ages.get("Ada", 5), len(ages.keys()), "Ada" in ages, ages["Ada"])

            def exposed_copied(self, ages):
                copy = dict(ages)
                copy.update(x=1)
                return (tuple(sorted(copy)), tuple(sorted({**ages})), "{Ada}".format(**ages), tuple(sorted(set(ages.keys()) | {"b"})))

            def exposed_sequence(self, items):
                return (items.index(2), items.count(2), tuple(items[1:]), tuple(reversed(items)), sorted(items, reverse=True)[0], sum(items), 3 in items)

            def exposed_set(self, items):
                return (len(items), 2 in items, tuple(sorted(items)), tuple(sorted(set(items) & {2, 9})))

            def exposed_lines(self, file):
                return tuple(line for line in file)

            def exposed_refused(self, x):
                return refused(x, "Add", "add", "append", "Remove", "remove", "pop", "Clear", "clear", "update", "setdefault", "sort", "insert", "extend", "discard", "__class__", "GetType")

            def exposed_entries(self, ages):
                return tuple((entry.Key, entry.Value) for entry in ages)

        serve(ReaderService)
        """;

    private static readonly PyTuple _refusedNames =
        new("Add", "add", "append", "Remove", "remove", "pop", "Clear", "clear", "update", "setdefault", "sort", "insert", "extend", "discard", "__class__", "GetType");

    private PythonServer _server = null!;
    private Connection _connection = null!;

    private dynamic Root => _connection.Root;

    [OneTimeSetUp]
    public void Start()
    {
        _server = PythonPeer.StartServerText(Script);
        _connection = Rpyc.Connect(_server.Host, _server.Port);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _connection?.Dispose();
        _server?.Dispose();
    }

    private static IEnumerable<object> Mappings =>
        [new Dictionary<string, int> { ["Ada"] = 36 }, new SortedDictionary<string, int> { ["Ada"] = 36 }, new System.Collections.Hashtable { ["Ada"] = 36 }, new Dictionary<string, int> { ["Ada"] = 36 }.AsReadOnly()];

    [TestCaseSource(nameof(Mappings))]
    public void Dictionary_isReadAsAMapping(object ages)
    {
        Assert.That((object)Root.mapping(ages), Is.EqualTo(new PyTuple(
            new PyTuple("Ada"), new PyTuple(36), new PyTuple(new PyTuple("Ada", 36)), 36, null, 36, 1, true, 36)));
        Assert.That((object)Root.copied(ages), Is.EqualTo(new PyTuple(new PyTuple("Ada", "x"), new PyTuple("Ada"), "36", new PyTuple("Ada", "b"))));
        Assert.That((object)Root.entries(ages), Is.EqualTo(new PyTuple(new PyTuple("Ada", 36))));
    }

    [Test]
    public void ListAndArray_areReadAsSequences()
    {
        foreach (object items in new object[] { new List<int> { 1, 2, 3 }, new[] { 1, 2, 3 }, new Memory<int>([1, 2, 3]), new ArraySegment<int>([1, 2, 3]) })
            Assert.That((object)Root.sequence(items), Is.EqualTo(new PyTuple(1, 1, new PyTuple(2, 3), new PyTuple(3, 2, 1), 3, 6, true)), $"{items}");
    }

    [Test]
    public void ReaderAndStream_areReadByLine()
    {
        Assert.That((object)Root.lines(new StringReader("one\ntwo")), Is.EqualTo(new PyTuple("one\n", "two\n")));
        Assert.That((object)Root.lines(new MemoryStream("one\ntwo"u8.ToArray())), Is.EqualTo(new PyTuple("one\n"u8.ToArray(), "two"u8.ToArray())));
    }

    [Test]
    public void Set_isReadAsACollection() =>
        Assert.That((object)Root.set(new HashSet<int> { 3, 2 }), Is.EqualTo(new PyTuple(2, true, new PyTuple(2, 3), new PyTuple(2))));

    [Test]
    public void AnyOfThem_isChangedByNoMethod()
    {
        foreach (object lent in new object[] { new Dictionary<string, int> { ["Ada"] = 36 }, new List<int> { 1 }, new[] { 1 }, new HashSet<int> { 1 } })
            Assert.That((object)Root.refused(lent), Is.EqualTo(_refusedNames), $"{lent}");
    }
}
