namespace DynamicRpyc.Tests.Interop;

/// <summary>"To a Python peer, enums, decimal, DateTime, lists and arrays go by reference": what Python code can do with them under the default settings.</summary>
internal sealed class PythonLentObjectsTests : ClassicFixture
{
    private dynamic Operator => Conn.modules.@operator;

    [Test]
    public void Enum_asANumber_isItsValue()
    {
        Assert.That((int)Conn.builtins.@int(DayOfWeek.Friday), Is.EqualTo(5));
        Assert.That((int)Operator.index(DayOfWeek.Friday), Is.EqualTo(5));
        Assert.That((string)Conn.builtins.str(DayOfWeek.Friday), Is.EqualTo("Friday"));
        Assert.That((string)Conn.builtins.list(new[] { "a", "b" })[Operator.index(DayOfWeek.Monday)], Is.EqualTo("b"));
    }

    [Test]
    public void Enum_underBitwiseOperators_keepsItsType()
    {
        Assert.That((object)Operator.or_(FileAccess.Read, FileAccess.Write), Is.EqualTo(FileAccess.ReadWrite));
        Assert.That((object)Operator.and_(FileAccess.ReadWrite, FileAccess.Write), Is.EqualTo(FileAccess.Write));
        Assert.That((object)Operator.xor(FileAccess.ReadWrite, FileAccess.Write), Is.EqualTo(FileAccess.Read));
    }

    [Test]
    public void Enum_equalityAndHash_areByValue()
    {
        Assert.That((bool)Operator.eq(FileAccess.Read, FileAccess.Read), Is.True);
        Assert.That((bool)Operator.eq(FileAccess.Read, FileAccess.Write), Is.False);
        Assert.That((bool)Operator.eq(FileAccess.Write, 2), Is.True);
        Assert.That((bool)Operator.ne(FileAccess.Write, 2), Is.False);
        Assert.That((bool)Operator.lt(DayOfWeek.Monday, DayOfWeek.Tuesday), Is.True);
        Assert.That((int)Conn.builtins.hash(DayOfWeek.Friday), Is.EqualTo(5));
        Assert.That((int)Call("lambda first, second: len({first, second})", FileAccess.Read, FileAccess.Read), Is.EqualTo(1));
    }

    [Test]
    public void Decimal_travelsByReferenceAndIsANumber()
    {
        Assert.That((double)Conn.builtins.@float(1.25m), Is.EqualTo(1.25));
        Assert.That((int)Conn.builtins.@int(7.9m), Is.EqualTo(7));
        Assert.That((string)Conn.builtins.str(1.10m), Is.EqualTo("1.10"));
        Assert.That((object)Operator.add(1.5m, 2), Is.EqualTo(3.5m));
        Assert.That((bool)Operator.gt(1.5m, 1), Is.True);
    }

    [Test]
    public void DateTime_travelsByReferenceAndCompares()
    {
        var (early, late) = (new DateTime(2024, 1, 1), new DateTime(2024, 1, 3));
        Assert.That((bool)Operator.lt(early, late), Is.True);
        Assert.That((object)Operator.sub(late, early), Is.EqualTo(TimeSpan.FromDays(2)));
        Assert.That((bool)Operator.eq(early, new DateTime(2024, 1, 1)), Is.True);
        Assert.That((object)Call("lambda dates: max(dates)", new[] { early, late }), Is.EqualTo(late));
    }

    [Test]
    public void List_isReadByPythonLikeOneOfItsOwn()
    {
        var list = new List<int> { 4, 5, 6 };
        Assert.That((int)Conn.builtins.len(list), Is.EqualTo(3));
        Assert.That((int)Conn.builtins.sum(list), Is.EqualTo(15));
        Assert.That((bool)Operator.contains(list, 5), Is.True);
        Assert.That((bool)Operator.contains(list, "5"), Is.False);
        Assert.That((int)Operator.getitem(list, -1), Is.EqualTo(6));
        Assert.That((List<int>)Operator.getitem(list, 1..), Is.EqualTo(new[] { 5, 6 }));
        Assert.That((int[])Conn.builtins.sorted(list, reverse: true), Is.EqualTo(new[] { 6, 5, 4 }));
        Assert.That((bool)Conn.builtins.@bool(new List<int>()), Is.False);
        Assert.That(() => Operator.getitem(list, 3), Throws.TypeOf<IndexOutOfRangeException>());
    }

    [Test]
    public void Array_isIndexedAndIterated()
    {
        Assert.That((string)Call("lambda words: '-'.join(words)", (object)new[] { "a", "b" }), Is.EqualTo("a-b"));
        Assert.That((string)Call("lambda words: words[1]", (object)new[] { "a", "b" }), Is.EqualTo("b"));
        Assert.That((object)Call("lambda first, *rest: (first, len(rest))", 1, 2, 3), Is.EqualTo(new PyTuple(1, 2)));
        Assert.That((object)Call("lambda pairs: tuple(a + b for a, b in pairs)", new List<(int, int)> { (1, 2), (3, 4) }), Is.EqualTo(new PyTuple(3, 7)));
    }

    [Test]
    public void Dictionary_isReadByItsKeys()
    {
        var ages = new Dictionary<string, int> { ["Ada"] = 36, ["Grace"] = 85 };
        Assert.That((int)Operator.getitem(ages, "Ada"), Is.EqualTo(36));
        Assert.That((bool)Operator.contains(ages, "Alan"), Is.False);
        Assert.That((int)Conn.builtins.len(ages), Is.EqualTo(2));
        Assert.That(() => Operator.getitem(ages, "Alan"), Throws.TypeOf<KeyNotFoundException>());
    }

    [Test]
    public void Iterator_isConsumedStepByStep()
    {
        IEnumerable<int> Endless()
        {
            for (var i = 0; ; i++)
                yield return i;
        }
        Assert.That((object)Call("lambda items: tuple(__import__('itertools').islice(items, 4))", Endless()), Is.EqualTo(new PyTuple(0, 1, 2, 3)));
    }

    [Test]
    public void Object_thereAndBack_isTheSameObject()
    {
        var mine = new List<int>();
        Assert.That((object)Call("lambda x: x", mine), Is.SameAs(mine));
        Assert.That((object)((PyTuple)Call("lambda x: (1, (x,))", mine)[1])[0]!, Is.SameAs(mine));
        Assert.That((bool)Call("lambda a, b: a is b", mine, mine), Is.True, "it is one netref over there");
        Assert.That((object)Conn.builtins.list(new object[] { mine })[0], Is.SameAs(mine));
    }

    [Test]
    public void Disposable_inAWithStatement_isDisposed()
    {
        var stream = new MemoryStream();
        Conn.execute("def use(x):\n    with x:\n        return 'used'");
        Assert.That((string)Conn.@namespace["use"](stream), Is.EqualTo("used"));
        Assert.That(stream.CanRead, Is.False);
    }

    [Test]
    public void Refused_member_isAnAttributeErrorOverThere()
    {
        Assert.That((bool)Conn.builtins.hasattr(new UriBuilder(), "Host"), Is.False);
        Assert.That((bool)Conn.builtins.hasattr(new UriBuilder(), "Nothing"), Is.False);
        Assert.That((bool)Conn.builtins.callable(new Func<int>(() => 1)), Is.True);
        Assert.That((bool)Conn.builtins.isinstance(new List<int>(), Conn.builtins.@int), Is.False);
    }

    private dynamic Call(string function, params object?[] arguments) => Conn.eval($"lambda arguments: ({function})(*arguments)")(new PyTuple(arguments));
}
