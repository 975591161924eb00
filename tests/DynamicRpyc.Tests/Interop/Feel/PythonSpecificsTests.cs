using System.Numerics;
using DynamicRpyc.Foundation;
using DynamicRpyc.Tests.Netrefs;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop.Feel;

/// <summary>"Python specifics from C#", each clause a test.</summary>
internal sealed class PythonSpecificsTests : PythonFeelFixture
{
    [Test]
    public void Kwargs() => Assert.That((object)Named("keywords")(1, y: 2, x: "a"), Is.EqualTo(new PyTuple(new PyTuple(1), new PyTuple(new PyTuple("x", "a"), new PyTuple("y", 2)))));

    [Test]
    public void Kwargs_namedLikeCSharpKeywords() => Assert.That((object)((PyTuple)Named("keywords")(@class: 1, @in: 2, @default: 3))[1]!,
        Is.EqualTo(new PyTuple(new PyTuple("class", 1), new PyTuple("default", 3), new PyTuple("in", 2))));

    [Test]
    public void Kwargs_knownAtRunTimeOnly()
    {
        var named = new Dictionary<string, object?> { ["no identifier"] = 1, ["b"] = null };
        Assert.That((object)Py.Call((object)Named("keywords"), [7], named)!, Is.EqualTo(new PyTuple(new PyTuple(7), new PyTuple(new PyTuple("b", null), new PyTuple("no identifier", 1)))));
        Assert.That((object)Py.Call((object)Named("keywords"))!, Is.EqualTo(new PyTuple(PyTuple.Empty, PyTuple.Empty)));
    }

    [Test]
    public void Tuples_deconstructIndexAndConvert()
    {
        dynamic tuple = Conn.eval("(1, 'two', (3, None))");
        var (one, two, _) = (PyTuple)tuple;
        var (first, second, third) = ((object, object, object))tuple;
        (int Number, string Text, (long, object?) Inner) typed = tuple;
        Assert.That((one, two, first, second, third, (int)tuple[0], (string)tuple[1], (int)tuple.Count, typed), Is.EqualTo((1, "two", 1, "two", new PyTuple(3, null), 1, "two", 3, (1, "two", (3L, (object?)null)))));
    }

    [Test]
    public void Tuples_operatorsAndMethods()
    {
        dynamic t = Conn.eval("(1, 'two', 3.0)"), u = Conn.eval("(1, 'two')");
        Assert.That(((object)(u + u), (object)(u * 2), (object)(2 * u), (object)(u + (5, "x"))), Is.EqualTo(
            (new PyTuple(1, "two", 1, "two"), new PyTuple(1, "two", 1, "two"), new PyTuple(1, "two", 1, "two"), new PyTuple(1, "two", 5, "x"))));
        Assert.That(((bool)(u < t), (bool)(t <= u), (bool)(t > u), (bool)(t >= u), (int)t.count(3), (int)t.index("two"), (bool)Py.In(3, t), (bool)Py.In(4, t)), Is.EqualTo((true, false, true, true, 1, 1, true, false)));
        t += u;
        Assert.That((object)t, Is.EqualTo(new PyTuple(1, "two", 3.0, 1, "two")));
        Assert.That((string)Py.Repr(Conn.builtins.sorted(new[] { t, u })), Is.EqualTo("[(1, 'two'), (1, 'two', 3.0, 1, 'two')]"));
    }

    /// <summary>Items that stayed over there are asked, and so is a remote operand.</summary>
    [Test]
    public void Tuples_operators_withRemoteItemsAndOperands()
    {
        dynamic t = Conn.eval("(1, [2], __import__('decimal').Decimal(5))"), u = Conn.eval("(1, [3])");
        Assert.That(((bool)(t < u), (bool)(t > u), (int)t.count(5), (int)t.index(Conn.builtins.list(new[] { 2 })), (bool)Py.In(5, t), (bool)(t == u)), Is.EqualTo((true, false, 1, 1, true, false)));
        Assert.That(() => u + Conn.builtins.list(), Throws.TypeOf<InvalidOperationException>().With.Message.Contains("'+' is not supported"));
        Assert.That((object)(new PyTuple(1) + Named("Metres")(1)), Is.EqualTo(new PyTuple("radd", new PyTuple(1))));
        Assert.That(() => Conn.eval("(1, object())") < Conn.eval("(1, object())"), Throws.TypeOf<InvalidOperationException>());
    }

    [Test]
    public void Tuples_fromTheEndSlicedAndCompared()
    {
        dynamic tuple = Conn.eval("(1, 'two', (3, None), 4)");
        Assert.That(((int)tuple[^1], (int)tuple[-1], (int)tuple.Item1, (int)tuple.Length, (object)tuple[1..^1], (object)tuple[Py.Slice(null, null, -2)]),
            Is.EqualTo((4, 4, 1, 4, new PyTuple("two", new PyTuple(3, null)), new PyTuple(4, "two"))));
        Assert.That(((bool)(Conn.eval("(1, 'a')") == (1, "a")), (bool)(Conn.eval("(1, 'a')") != (1L, "a"))), Is.EqualTo((true, false)));
        Assert.That(() => tuple[4], Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("The tuple has 4 items."));
    }

    [Test]
    public void Len_andIn()
    {
        Assert.That(((int)Py.Len(Conn.builtins.range(5)), Py.Len("né\U0001F600"), Py.Len(new PyTuple(1, 2)), (bool)Py.In(3, Conn.builtins.range(5)), (bool)Py.In(9, Conn.builtins.range(5)), (bool)Py.In("b", Named("count")(3))),
            Is.EqualTo((5, 3, 2, true, false, false)));
        Assert.That(((bool)Py.In("a", Conn.eval("{'a': 1}")), Py.In(2, new PyTuple(1, 2)), Py.In("el", "hello")), Is.EqualTo((true, true, true)));
        Assert.That(() => Py.Len(Named("count")(3)), Throws.ArgumentException.With.Message.EqualTo("A remote 'builtins.generator' has no len(): it has no __len__."));
        Assert.That(() => Py.Len(5), Throws.ArgumentException.With.Message.StartsWith("A System.Int32 has no len()."));
        Assert.That(() => Py.In(1, Conn.builtins.len), Throws.ArgumentException.With.Message.StartsWith("Nothing can be 'in' a remote 'builtins.builtin_function_or_method': it has neither __contains__ nor __iter__."));
    }

    [Test]
    public void Slices_getSetDelete()
    {
        var list = Conn.builtins.list(Conn.builtins.range(10));
        list[Py.Slice(0, 6, 2)] = new PyTuple("a", "b", "c");
        Py.DelItem(list, 6..);
        Py.DelItem(list, ^1);
        Assert.That((string)Py.Repr(list), Is.EqualTo("['a', 1, 'b', 3, 'c']"));
    }

    [Test]
    public void With_theEntered_andTheEnd()
    {
        var shelf = Shelf(("a", 1));
        Assert.That((int)Py.With(shelf, Rpyc.Fn(items => items!["a"])), Is.EqualTo(1), "the body gets what __enter__ gave");
        Assert.That((object?)shelf.left, Is.Null);
    }

    [Test]
    public void With_passesTheExceptionToExit()
    {
        var shelf = Shelf();
        Assert.That(() => { Py.With(shelf, Rpyc.Act(_ => throw new FormatException("not so"))); }, Throws.TypeOf<FormatException>().With.Message.EqualTo("not so"));
        Assert.That((object)shelf.left, Is.EqualTo(new PyTuple("ValueError", true, "not so")), "as the class that Python has for it");
        Assert.That(() => { Py.With(shelf, Rpyc.Act(_ => Conn.builtins.@int("x"))); }, Throws.ArgumentException);
        Assert.That((object)shelf.left, Is.EqualTo(new PyTuple("ValueError", true, "invalid literal for int() with base 10: 'x'")), "an exception of Python's own comes back to it");
        Assert.That(() => { Py.With(shelf, Rpyc.Act(_ => throw new InvalidOperationException("odd"))); }, Throws.InvalidOperationException);
        Assert.That((object)shelf.left, Is.EqualTo(new PyTuple("Exception", true, "odd")));
    }

    /// <summary>Of a class that C# knows nothing of, in a module or in the namespace of <c>execute</c>; and of one whose constructor takes something else than its arguments.</summary>
    [Test]
    public void With_passesAnExceptionOfPythonsOwnClassToExit()
    {
        var shelf = Shelf();
        Assert.That(() => { Py.With(shelf, Rpyc.Act(_ => Conn.modules.json.loads("{"))); }, Throws.InstanceOf<Exception>());
        Assert.That((string)((PyTuple)shelf.left)[0]!, Is.EqualTo("JSONDecodeError"));
        Assert.That(() => { Py.With(shelf, Rpyc.Act(_ => Conn.modules.@decimal.Decimal("x"))); }, Throws.InstanceOf<Exception>());
        Assert.That((string)((PyTuple)shelf.left)[0]!, Is.EqualTo("InvalidOperation"));
        Assert.That(() => { Py.With(shelf, Rpyc.Act(_ => Named("fail")())); }, Throws.TypeOf<RemoteException>().With.Message.Contains("mine"), "what the body threw, whatever becomes of the class");
        Assert.That((string)((PyTuple)shelf.left)[0]!, Is.EqualTo("Exception"));
    }

    [Test]
    public void With_exitThatAnswersTrue_endsTheException()
    {
        Assert.That((object?)Py.With(Shelf(), Rpyc.Fn(items => items!["missing"])), Is.Null);
        using (var connection = Rpyc.Classic.Connect(Host, Port))
        {
            dynamic suppress = ((dynamic)connection).modules.contextlib.suppress(((dynamic)connection).builtins.ZeroDivisionError);
            Assert.That(() => { Py.With(suppress, Rpyc.Act(_ => throw new DivideByZeroException())); }, Throws.Nothing);
        }
    }

    [Test]
    public void With_ofWhatIsNoContextManager_saysSo() => Assert.That(() => { Py.With(Conn.builtins.list(), Rpyc.Act(_ => { })); }, Throws.ArgumentException.With.Message.StartsWith(
        "A remote 'builtins.list' is no context manager: it has no __enter__. 'using' closes what has a close or a Dispose."));

    [Test]
    public void With_whereAClassOfTheBuiltinsIsNone_saysSo()
    {
        using dynamic own = Rpyc.Classic.ConnectSubprocess();
        own.builtins.ArithmeticError = 5;
        Assert.That(() => { Py.With(own.modules.contextlib.nullcontext(), Rpyc.Act(_ => throw new ArithmeticException("here"))); }, Throws.TypeOf<ProtocolException>().With.Message.EqualTo(
            "The peer's builtins have no class 'ArithmeticError'."));
    }

    [Test]
    public void With_onAService_exitHearsOfAnException()
    {
        using var server = PythonPeer.StartServer("calculator_server.py", "public");
        using var connection = Rpyc.Connect(server.Host, server.Port);
        var counter = connection.Root.counter(1);
        Assert.That(() => { Py.With(counter, Rpyc.Act(_ => throw new KeyNotFoundException("here"))); }, Throws.TypeOf<KeyNotFoundException>());
        Assert.That((string)counter.name, Is.EqualTo("closed by TypeError"), "what stock RPyC makes of it: no class of Python's can be named from here");
    }

    [Test]
    public void Generators_nextSendAndClose()
    {
        var counting = Named("count")(10);
        Assert.That(((int)counting.__next__(), (int)counting.send("ignored at first" == "" ? 0 : 40), (int)Conn.builtins.next(counting)), Is.EqualTo((0, 40, 2)));
        counting.close();
        Assert.That(() => counting.__next__(), Throws.TypeOf<StopIterationException>());
    }

    [Test]
    public void Numbers_complexAndBigInts()
    {
        Complex root = Conn.modules.cmath.sqrt(-4);
        BigInteger big = Conn.eval("2 ** 100");
        Assert.That((root, big, (long)Conn.eval("2 ** 40"), (bool)(Conn.builtins.pow(7, 100) == BigInteger.Pow(7, 100))), Is.EqualTo((new Complex(0, 2), BigInteger.Pow(2, 100), 1L << 40, true)));
        Assert.That((Complex)Conn.builtins.sum(new PyTuple(new Complex(1, 1), 2)), Is.EqualTo(new Complex(3, 1)));
    }

    [Test]
    public void BytesAgainstStr()
    {
        byte[] bytes = Conn.eval("'é'.encode()");
        Assert.That((bytes, (string)Conn.builtins.str(bytes, "utf-8"), (bool)Conn.builtins.isinstance(new byte[] { 1 }, Conn.builtins.bytes)), Is.EqualTo((new byte[] { 0xC3, 0xA9 }, "é", true)));
        Assert.That(() => (string)Conn.eval("b'x'"), Throws.InstanceOf<Exception>(), "bytes are no text until somebody says in which encoding");
    }

    [Test]
    public void DictAndSet_iteration()
    {
        var dict = Conn.eval("{'a': 1, 'b': 2}");
        var (keys, pairs) = (new List<string>(), new List<(string, int)>());
        foreach (string key in dict)
            keys.Add(key);
        foreach ((string, int) pair in dict.items())
            pairs.Add(pair);
        Assert.That((keys, pairs, ((IEnumerable<int>)dict.values()).Sum()), Is.EqualTo((new List<string> { "a", "b" }, new List<(string, int)> { ("a", 1), ("b", 2) }, 3)));
        Assert.That((HashSet<int>)Conn.eval("{1, 2, 2}"), Is.EquivalentTo(new[] { 1, 2 }));
    }

    [Test]
    public void Set_iteration()
    {
        var (seen, frozen) = (new List<int>(), new List<int>());
        foreach (int item in Conn.eval("{3, 1, 2}"))
            seen.Add(item);
        foreach (int item in Conn.eval("frozenset({5, 4})"))
            frozen.Add(item);
        Assert.That((seen.Order(), frozen.Order()), Is.EqualTo((new[] { 1, 2, 3 }, new[] { 4, 5 })));
    }

    [Test]
    public void DictAndTuple_asPairsAndSets()
    {
        var pairs = new List<string>();
        foreach (var (key, value) in (IEnumerable<KeyValuePair<string, int>>)Conn.eval("{'a': 1, 'b': 2}"))
            pairs.Add(key + value);
        var pair = (KeyValuePair<int, string>)Conn.eval("(1, 'one')");
        Assert.That((pairs, (List<KeyValuePair<string, long>>)Conn.eval("{'a': 1}"), pair), Is.EqualTo((new List<string> { "a1", "b2" }, new List<KeyValuePair<string, long>> { new("a", 1) }, KeyValuePair.Create(1, "one"))));
        Assert.That((HashSet<int>)Conn.eval("(1, 2, 1)"), Is.EquivalentTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task Dict_asPairs_withoutWaiting()
    {
        var pairs = new List<string>();
        await foreach (var (key, value) in (IAsyncEnumerable<KeyValuePair<string, int>>)Conn.eval("{'a': 1, 'b': 2}"))
            pairs.Add(key + value);
        Assert.That(pairs, Is.EqualTo(new[] { "a1", "b2" }));
        Assert.That(await Rpyc.ActLike<ICounts>((object)Conn.eval("__import__('types').SimpleNamespace(CountsAsync=lambda: {'a': 1})")).CountsAsync(), Is.EqualTo(new[] { KeyValuePair.Create("a", 1) }));
    }

    public interface ICounts
    {
        Task<List<KeyValuePair<string, int>>> CountsAsync();
    }

    [Test]
    public void Modules_withDots()
    {
        dynamic tree = Conn.modules["xml.etree.ElementTree"];
        Assert.That((string)tree.fromstring("<a b='c'/>").get("b"), Is.EqualTo("c"));
        Assert.That((string)Conn.modules.xml.etree.ElementTree.fromstring("<d/>").tag, Is.EqualTo("d"), "what was imported once is an attribute of its package");
        Assert.That(() => Conn.modules.wsgiref.no_such_part, Throws.TypeOf<MissingMemberException>().With.Message.Contains("no_such_part"));
    }

    [Test]
    public void TypeOf_calledMakesAnother()
    {
        var type = Rpyc.TypeOf(Shelf(("a", 1)));
        Assert.That((bool)Py.Is(Shelf().GetType(), type), Is.True, "C#'s own spelling");
        Assert.That(((string)type.__name__, (int)Py.Len(type(Conn.eval("{'x': 1, 'y': 2}")).items), (bool)Py.Is(type, Conn.builtins.type(Shelf())), (bool)Py.Is(type, Named("Shelf"))), Is.EqualTo(("Shelf", 2, true, true)));
    }

    [Test]
    public void IsInstance_ofPythonClasses()
    {
        var wide = Named("Wide")();
        Assert.That(((bool)Rpyc.IsInstance(wide, Named("Shelf")), (bool)Rpyc.IsInstance(Shelf(), Named("Wide")), (bool)Rpyc.IsInstance(wide, Named("Wide")), (bool)Rpyc.IsInstance("text", Conn.builtins.str), (bool)Rpyc.IsInstance(Conn.builtins.list(), Conn.modules["collections.abc"].Sequence)),
            Is.EqualTo((true, false, true, true, true)));
        Assert.That(((bool)Rpyc.IsInstance(wide, (Conn.builtins.str, Named("Shelf"))), (bool)Rpyc.IsInstance(wide, new PyTuple(Conn.builtins.str, typeof(string)))), Is.EqualTo((true, false)));
        Assert.That(((bool)Rpyc.IsInstance(wide, typeof(List<int>)), (bool)Rpyc.IsInstance(wide, typeof(RemoteObject)), (bool)Rpyc.IsInstance(Named("Wide"), Conn.builtins.type)), Is.EqualTo((false, true, true)));
    }

    [Test]
    public void Dir_listsPythonsNames() => Assert.That(Rpyc.Dir((object)Shelf()), Does.Contain("kind").And.Contain("sizeAsync").And.Contain("__getitem__"));

    [Test]
    public void Attributes_byNameDeletedAndAsked()
    {
        var shelf = Shelf();
        Py.SetAttr(shelf, "no identifier", 5);
        Assert.That(((int)Py.GetAttr(shelf, "no identifier"), (bool)Py.HasAttr(shelf, "absent"), (int)Py.GetAttr(shelf, "absent", 9)), Is.EqualTo((5, false, 9)));
        Py.DelAttr(shelf, "no identifier");
        DeleteSites.DeleteMember(shelf, "items");
        Assert.That(((bool)Py.HasAttr(shelf, "no identifier"), (bool)Py.HasAttr(shelf, "items")), Is.EqualTo((false, false)));
        Assert.That(() => { Py.DelAttr(shelf, "items"); }, Throws.InstanceOf<MissingMemberException>().With.Message.Contains("items"));
    }

    [Test]
    public void Event_ofAPythonObject_isAMissingAttribute() => Assert.That(() => Shelf().Changed += Rpyc.Act(() => { }), Throws.TypeOf<MissingMemberException>().With.Message.Contains("Changed"));

    [Test]
    public void Is_andRepr()
    {
        var shelf = Shelf();
        Assert.That(((bool)Py.Is(shelf, Conn.builtins.next(Conn.builtins.iter(new PyTuple(shelf)))), (bool)Py.Is(shelf, Shelf()), Py.Repr("it's"), (string)Py.Repr(Conn.eval("[1, 'a']"))), Is.EqualTo((true, false, "\"it's\"", "[1, 'a']")));
    }
}
