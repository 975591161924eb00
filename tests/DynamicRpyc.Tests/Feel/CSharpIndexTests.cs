namespace DynamicRpyc.Tests.Feel;

/// <summary>"nr[1], nr[1, 2], nr["k"] = v, nr[^1], nr[1..3] (a Range for CLR targets)"; "compound assignment".</summary>
internal sealed class CSharpIndexTests : WorkshopFixture
{
    [Test]
    public void Index_one() => Assert.That((int)Shop.Sizes[1], Is.EqualTo(20));

    [Test]
    public void Index_two() => Assert.That((int)Shop[1, 2], Is.EqualTo(102));

    [Test]
    public void Index_byKey_getAndSet()
    {
        Shop["bolt"] = 9;
        Assert.That((int)Shop["bolt"], Is.EqualTo(9));
    }

    [Test]
    public void Index_fromTheEnd()
    {
        Assert.That((int)Shop.Sizes[^1], Is.EqualTo(50));
        Shop.Sizes[^2] = 44;
        Assert.That((int)Shop.Sizes[3], Is.EqualTo(44));
        Assert.That(() => Shop.Sizes[^0], Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("^0 is one past the last item; the last one is ^1."));
    }

    [Test]
    public void Index_range_ofAnArray()
    {
        Assert.That((int[])Shop.Sizes[1..3], Is.EqualTo(new[] { 20, 30 }));
        Assert.That(((string)Shop.Sizes[1..3].GetType().Name, (int)Shop.Sizes[1..3].Length, (int)Shop.Sizes[5..].Length, (int)Shop.Sizes[^0..].Length), Is.EqualTo(("Int32[]", 2, 0, 0)), "as in C#, part of an array is an array");
        Assert.That((List<int>)Shop.Sizes[^2..], Is.EqualTo(new[] { 40, 50 }));
        Assert.That((int[])Shop.Sizes[..], Has.Length.EqualTo(5));
        Assert.That((int[])Shop.Sizes[Py.Slice(null, null, -2)], Is.EqualTo(new[] { 50, 30, 10 }));
    }

    /// <summary>As in C# itself, and unlike Python's slices, which are clamped.</summary>
    [Test]
    public void Index_range_beyondTheItems_isOutOfRange()
    {
        foreach (var range in new[] { 1..99, 6.., ^6.., 3..2, ..^6 })
        {
            Assert.That(() => Shop.Sizes[range], Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith($"The range {range} is out of range: there are 5 items."));
            Assert.That(() => Shop.SizeList[range], Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => Shop.Fixed[range], Throws.TypeOf<ArgumentOutOfRangeException>());
        }
        Assert.That((int[])Shop.Sizes[Py.Slice(1, 99)], Is.EqualTo(new[] { 20, 30, 40, 50 }), "a slice is Python's");
    }

    [Test]
    public void Index_range_isOfTheTypeThatItIsInCSharp()
    {
        Assert.That(((string)Shop.SizeList[1..3].GetType().Name, (string)Shop.Fixed[1..3].GetType().Name, (int)Shop.SizeList[1..3][^1], (int[])Shop.Fixed[..2]), Is.EqualTo(("List`1", "List`1", 30, new[] { 10, 20 })));
        var immutable = Conn.modules["System.Collections.Immutable"].ImmutableArray.Create[typeof(int)](1, 2, 3);
        Assert.That(((string)immutable[1..].GetType().Name, (int)immutable[1..][0]), Is.EqualTo(("ImmutableArray`1", 2)));
        var text = Conn.modules["System.Text"].StringBuilder("abcd");
        Assert.That(() => text[1..99], Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That((List<char>)text[1..3], Is.EqualTo("bc"));
    }

    [Test]
    public void Index_range_ofWhatCSharpHasNoRangesFor_saysSo()
    {
        Assert.That(() => Shop.Grid[1..], Throws.ArgumentException.With.Message.StartsWith("an array of rank 2 takes 2 integer indexes, as in a[0, 0], not Range"));
        Assert.That(() => Shop.Stock()[1..], Throws.ArgumentException.With.Message.Contains("argument 'key': cannot convert Range to String"));
    }

    [Test]
    public void Index_range_writtenOrDeleted_isASlice()
    {
        var list = Shop.SizeList;
        list[1..3] = new[] { 7, 8, 9 };
        Py.DelItem(list, 3..);
        Assert.That((int[])list, Is.EqualTo(new[] { 10, 7, 8 }));
    }

    [Test]
    public async Task Argument_index()
    {
        Assert.That(((string)Shop.At(^1), (string)Shop.At((Index)2), (string)Shop.At(^0), (string)Shop.At(index: ^2), (string)Shop.At(3), (string)Shop.At(^2, "text")), Is.EqualTo(("at ^1", "at 2", "at ^0", "at ^2", "at 3", "x")));
        Assert.That(((string)Shop.KindOf(^1), (string)await Rpyc.Async(Shop.At)(^3)), Is.EqualTo(("Index", "at ^3")));
        Func<Index, string> at = Shop.At;
        Assert.That(at(^4), Is.EqualTo("at ^4"));
    }

    [Test]
    public async Task Argument_range()
    {
        Assert.That(((string)Shop.Within(1..3), (string)Shop.Within(..), (string)Shop.Within(^0..), (string)Shop.Within(range: ^2..^1), (string)Shop.Within(1..^1, "text")), Is.EqualTo(("within 1..3", "within 0..^0", "within ^0..^0", "within ^2..^1", "ex")));
        Assert.That(((string)Shop.KindOf(1..3), (string)await Rpyc.Async(Shop.Within)(1..), (PySlice)Shop.Sliced(1..3)), Is.EqualTo(("Range", "within 1..^0", new PySlice(1, 3))));
    }

    [Test]
    public void Result_indexAndRange()
    {
        Range middle = Shop.Middle;
        Index last = Shop.Last;
        Assert.That((middle, last, (int[])Shop.Sizes[Shop.Middle], (int)Shop.Sizes[last]), Is.EqualTo((1..^1, ^1, new[] { 20, 30, 40 }, 50)));
    }

    /// <summary>What C# reads into an index from the end, and into a range, where a type has no indexer for them.</summary>
    [Test]
    public void Index_fromTheEndAndRange_ofATypeWithALengthAndAnIndexerByInt()
    {
        var segment = Conn.modules.System.ArraySegment[typeof(int)](Shop.Sizes, 1, 4);
        Assert.That(((int)segment[^1], (int)segment[0], (int)segment.Count), Is.EqualTo((50, 20, 4)));
        Assert.That(((int[])segment[1..3], (int[])segment[..^1], (int[])segment[Py.Slice(null, null, -2)]), Is.EqualTo((new[] { 30, 40 }, new[] { 20, 30, 40 }, new[] { 50, 30 })));
        var shelf = Types.Numbered();
        shelf[^1] = "last";
        Assert.That(((string)shelf[^1], (string)shelf[^3], (string[])shelf[1..], (string[])shelf[2..2]), Is.EqualTo(("last", "a", new[] { "b", "last" }, Array.Empty<string>())));
        Assert.That(() => shelf[2..1], Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => shelf[^4], Throws.TypeOf<IndexOutOfRangeException>().With.Message.Contains("index -4 is out of range: there are 3 items"));
        var byNumber = Conn.modules["System.Collections.Generic"].Dictionary[typeof(int), typeof(string)]();
        byNumber[-1] = "a key";
        Assert.That((string)byNumber[-1], Is.EqualTo("a key"), "a dictionary's keys are its own");
    }

    [Test]
    public void Index_range_ofAnIndexerThatTakesOne() => Assert.That((string)Shop[1..^2], Is.EqualTo("range 1..^2"));

    [Test]
    public void Index_missingKey_isTheRemoteException() => Assert.That(() => Shop["screw"], Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("screw"));

    [Test]
    public void Index_ofWhatHasNoIndexer_saysWhatToWrite() => Assert.That(() => Conn.modules["System.Collections.Generic"].Queue[typeof(int)]()[0], Throws.TypeOf<MissingMemberException>().With.Message.EqualTo(
        "The remote 'System.Collections.Generic.Queue[Int32]' cannot be indexed: it has no __getitem__. A copy can be, as in ((List<object>)nr)[0]."));

    [Test]
    public void Index_named_saysWhatToWrite() => Assert.That(() => Shop[part: "bolt"], Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(
        "The indexes of a remote object cannot be named: the protocol's __getitem__ takes one key. Write them in order, without names."));

    [Test]
    public void Compound_onAMember()
    {
        Shop.Name += " hall";
        Assert.That((string)Shop.Name, Is.EqualTo("main hall"));
    }

    [Test]
    public void Compound_onAnItem()
    {
        Shop["bolt"] += 4;
        Shop["bolt"] *= 2;
        Shop["bolt"]--;
        Assert.That((int)Shop["bolt"], Is.EqualTo(13));
    }

    [Test]
    public void Compound_onAVariable()
    {
        var length = Types.Workshop.Metres(2);
        length += 1.5;
        length++;
        Assert.That((double)length.Metres, Is.EqualTo(4.5));
    }

    [Test]
    public void Compound_nullCoalescing()
    {
        Shop.Annex ??= Types.Workshop();
        var annex = Shop.Annex;
        Shop.Annex ??= Types.Workshop();
        Assert.That((bool)(Shop.Annex == annex), Is.True);
    }
}

/// <summary>Three texts, without any interface of a list.</summary>
public sealed class Numbered
{
    private readonly string[] _items = ["a", "b", "c"];

    public int Length => _items.Length;

    public string this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }
}
