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
        Assert.That((List<int>)Shop.Sizes[^2..], Is.EqualTo(new[] { 40, 50 }));
        Assert.That((int[])Shop.Sizes[..], Has.Length.EqualTo(5));
        Assert.That((int[])Shop.Sizes[Py.Slice(null, null, -2)], Is.EqualTo(new[] { 50, 30, 10 }));
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
        Assert.That(((string)shelf[^1], (string)shelf[^3], (string[])shelf[1..], (string[])shelf[2..1]), Is.EqualTo(("last", "a", new[] { "b", "last" }, Array.Empty<string>())));
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
