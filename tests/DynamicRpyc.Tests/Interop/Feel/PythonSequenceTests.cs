namespace DynamicRpyc.Tests.Interop.Feel;

/// <summary>"foreach, LINQ, await foreach over Python iterators" of objects that have items by number and no <c>__iter__</c>: Python's loops ask for item 0, 1, ... until IndexError.</summary>
internal sealed class PythonSequenceTests : PythonFeelFixture
{
    private const string Letters = """
        class Letters:
            def __init__(self, text):
                self.text, self.asked = text, []
            def __getitem__(self, key):
                self.asked.append(key)
                return self.text[key]
        class Row(Letters):
            def __len__(self): return len(self.text)
        class Endless:
            def __getitem__(self, key): return key * key
        class Broken:
            def __getitem__(self, key):
                if key == 2: raise KeyError('two')
                return key
        class Stopping:
            def __getitem__(self, key):
                if key == 2: raise StopIteration
                return key
        class Lazy(Letters):
            def __getitem__(self, key): return [self.text[key]]
        """;

    [OneTimeSetUp]
    public void MakeSequences() => Conn.execute(Letters);

    [Test]
    public void Foreach_askingForOneItemAfterTheOther()
    {
        var letters = Named("Letters")("abc");
        var seen = "";
        foreach (var letter in letters)
        {
            seen += letter;
            if (seen.Length == 2)
                break;
        }
        Assert.That((seen, (int[])letters.asked), Is.EqualTo(("ab", new[] { 0, 1 })), "no more is asked for than is needed");
        seen = "";
        foreach (string letter in letters)
            seen += letter;
        Assert.That(seen, Is.EqualTo("abc"));
    }

    [Test]
    public void Linq_overIt()
    {
        Assert.That((string.Concat((IEnumerable<string>)Named("Row")("abc")), ((IEnumerable<dynamic>)Named("Endless")()).Skip(2).Take(2).Sum(i => (int)i)), Is.EqualTo(("abc", 13)));
        Assert.That(((IEnumerable<dynamic>)Named("Lazy")("ab")).Select(item => (string)item[0]), Is.EqualTo(new[] { "a", "b" }));
        Assert.That((IEnumerable<int>)Named("Stopping")(), Is.EqualTo(new[] { 0, 1 }));
        Assert.That((IEnumerable<string>)Named("Letters")(""), Is.Empty);
    }

    [Test]
    public void Cast_toCollections()
    {
        var letters = Named("Letters")("abc");
        Assert.That(((List<string>)letters, (string[])letters, (HashSet<char>)letters, (PyTuple)Conn.builtins.tuple(letters)), Is.EqualTo((new List<string> { "a", "b", "c" }, new[] { "a", "b", "c" }, new HashSet<char> { 'a', 'b', 'c' }, new PyTuple("a", "b", "c"))));
        (string a, object b, char c) = ((string, object, char))letters;
        Assert.That((a, b, c), Is.EqualTo(("a", "b", 'c')));
        IList<string> live = Named("Row")("abc");
        Assert.That((live.Count, live[1], string.Concat(live)), Is.EqualTo((3, "b", "abc")));
        Assert.That(() => ((int, int))Named("Endless")(), Throws.TypeOf<InvalidCastException>().With.Message.StartsWith("The remote 'builtins.Endless' has more than 2 items"));
        Assert.That((string[,])Named("Lazy")("ab"), Is.EqualTo(new[,] { { "a" }, { "b" } }));
    }

    [Test]
    public async Task AwaitForeach_overIt()
    {
        var seen = new List<string>();
        await foreach (var letter in (IAsyncEnumerable<string>)Named("Letters")("abc"))
            seen.Add(letter);
        await foreach (string? letter in Rpyc.BuffIter((object)Named("Letters")("de")))
            seen.Add(letter!);
        List<string> copy = await (Task<List<string>>)Rpyc.Async(Conn.eval("lambda: Letters('fg')"))();
        Assert.That(string.Concat(seen.Concat(copy)), Is.EqualTo("abcdefg"));
    }

    [Test]
    public void BuffIter_overIt()
    {
        Assert.That(Rpyc.BuffIter(Named("Letters")("abc")), Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(() => Rpyc.BuffIter((object)Named("Metres")(1)).First(), Throws.InstanceOf<MissingMemberException>());
    }

    [Test]
    public void In_it()
    {
        var letters = Named("Letters")("abc");
        Assert.That(((bool)Py.In("b", letters), (bool)Py.In("x", letters), (bool)Py.In(9, Named("Endless")())), Is.EqualTo((true, false, true)));
    }

    [Test]
    public void Argument_forACSharpParameter()
    {
        Func<IEnumerable<string>, string> join = items => string.Concat(items);
        Func<List<string>, int> count = items => items.Count;
        Assert.That(((string)Conn.eval("lambda join, count: join(Letters('abc')) + str(count(Letters('de')))")(join, count)), Is.EqualTo("abc2"));
    }

    [Test]
    public void Foreach_whereItFails_orCannotBe()
    {
        var seen = new List<int>();
        Assert.That(() => { foreach (int item in Named("Broken")()) seen.Add(item); }, Throws.TypeOf<KeyNotFoundException>());
        Assert.That(seen, Is.EqualTo(new[] { 0, 1 }));
        Assert.That(() => { foreach (var item in Named("Metres")(1)) seen.Add((int)item); }, Throws.TypeOf<InvalidCastException>().With.Message.EndsWith("it has no __iter__."));
        Assert.That(() => { foreach (var item in Named("Letters")) seen.Add((int)item); }, Throws.TypeOf<InvalidCastException>(), "a class has not what its objects have");
    }
    [Test]
    public void BuffIter_overAnIteratorThatIsNone_saysSo() => Assert.That(
        () => Rpyc.BuffIter((object)Conn.eval("type('Odd', (), {'__module__': 'odd', '__iter__': lambda self: 5})()")).First(),
        Throws.TypeOf<ProtocolException>().With.Message.EqualTo("The peer answered __iter__ with something that is not an object of its own to iterate with."));
}
