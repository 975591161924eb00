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
