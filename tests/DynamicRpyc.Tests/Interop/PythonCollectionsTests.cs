using System.Collections;
using DynamicRpyc.Tests.Netrefs;

namespace DynamicRpyc.Tests.Interop;

/// <summary>"Netrefs": indexing, slices, iteration and conversions, on a server of RPyC's default settings.</summary>
internal sealed class PythonCollectionsTests() : CalculatorFixture
{
    [Test]
    public void Index_getSetDelete_actOnThePythonList()
    {
        var list = Root.make_list(5);
        Assert.That((int)list[3], Is.EqualTo(3));
        Assert.That((int)list[-1], Is.EqualTo(4));
        Assert.That((int)list[^2], Is.EqualTo(3));
        list[0] = "first";
        Assert.That((string)list[0], Is.EqualTo("first"));
        DeleteSites.DeleteIndex((object)list, 0);
        Assert.That((List<int>)list, Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void Index_ofADict_takesItsKeys()
    {
        var dict = Root.make_dict();
        Assert.That((int)dict["two"], Is.EqualTo(2));
        dict["four"] = 4;
        Assert.That((int)dict["four"], Is.EqualTo(4));
        Assert.That(() => dict["none"], Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("none"));
    }

    [Test]
    public void Index_outOfRange_isAnIndexOutOfRangeException() => Assert.That(() => Root.make_list(2)[2], Throws.TypeOf<IndexOutOfRangeException>());

    [Test]
    public void Index_range_isASlice()
    {
        var counter = Root.counter(10);
        Assert.That((object)counter[1..4], Is.EqualTo(new PyTuple(1, 2, 3)));
        Assert.That((object)counter[^2..], Is.EqualTo(new PyTuple(8, 9)));
        Assert.That((object)counter[..^8], Is.EqualTo(new PyTuple(0, 1)));
        Assert.That((object)counter[new PySlice(null, null, 4)], Is.EqualTo(new PyTuple(0, 4, 8)));
        Assert.That((int[])Root.make_list(6)[2..^1], Is.EqualTo(new[] { 2, 3, 4 }));
    }

    [Test]
    public void Length_andContains_areAskedByTheirPythonNames()
    {
        var counter = Root.counter(7);
        Assert.That((int)counter.__len__(), Is.EqualTo(7));
        Assert.That(((bool)counter.__contains__(6), (bool)counter.__contains__(7)), Is.EqualTo((true, false)));
    }

    [Test]
    public void ForEach_overPythonIterables_seesEveryItem()
    {
        Assert.That(Items(Root.make_list(4)), Is.EqualTo(new object[] { 0, 1, 2, 3 }));
        Assert.That(Items(Root.make_dict()), Is.EqualTo(new object[] { "one", "two", "three" }));
        Assert.That(Items(Root.generate(4)), Is.EqualTo(new object[] { 0, 1, 4, 9 }));
        Assert.That(Items(Root.counter(3)), Is.EqualTo(new object[] { 0, 1, 2 }));
        Assert.That(Items(Root.make_list(0)), Is.Empty);
    }

    [Test]
    public void ForEach_overAnEndlessGenerator_mayStopEarly()
    {
        var seen = new List<int>();
        foreach (int number in Root.endless())
        {
            if (number == 5)
                break;
            seen.Add(number);
        }
        Assert.That(seen, Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        Assert.That(((IEnumerable<object>)Root.endless()).Skip(10).Take(3), Is.EqualTo(new object[] { 10, 11, 12 }));
    }

    [Test]
    public void ForEach_inNestedLoopsOverOneList_iteratesTwice()
    {
        var list = Root.make_list(3);
        var pairs = new List<(int, int)>();
        foreach (int left in list)
        {
            foreach (int right in list)
                pairs.Add((left, right));
        }
        Assert.That(pairs, Has.Count.EqualTo(9).And.Contain((2, 1)));
    }

    [Test]
    public void Conversion_toCollections_copiesOrReadsThrough()
    {
        var list = Root.make_list(3);
        IEnumerable<object> objects = list;
        IEnumerable untyped = list;
        IEnumerable<long> longs = list;
        List<int> copy = list;
        int[] array = list;
        IReadOnlyList<double> reals = list;
        HashSet<int> set = list;
        Assert.That(objects, Is.EqualTo(new object[] { 0, 1, 2 }));
        Assert.That(untyped.Cast<int>().Sum(), Is.EqualTo(3));
        Assert.That(longs.Sum(), Is.EqualTo(3L));
        Assert.That(copy, Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(array, Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(reals, Is.EqualTo(new[] { 0.0, 1.0, 2.0 }));
        Assert.That(set, Is.EquivalentTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public void Conversion_ofADict_copiesItsPairs()
    {
        Dictionary<string, int> copy = Root.make_dict();
        Assert.That(copy, Is.EqualTo(new Dictionary<string, int> { ["one"] = 1, ["two"] = 2, ["three"] = 3 }));
    }

    [Test]
    public void Conversion_toADelegate_callsThePythonObject()
    {
        Func<int, int> times = Root.counter(5);
        Assert.That(new[] { 1, 2, 3 }.Select(times), Is.EqualTo(new[] { 5, 10, 15 }));
        Func<int, long> add = Root.counter(1).increment;
        Assert.That((add(10), add(1)), Is.EqualTo((11L, 12L)));
    }

    [Test]
    public void Conversion_toWhatThePythonObjectIsNot_namesBothTypes()
    {
        Assert.That(() => (List<int>)Root.call_back, Throws.TypeOf<InvalidCastException>().With.Message.Contains("__iter__"));
        Assert.That(() => (Version)Root.counter(1), Throws.TypeOf<InvalidCastException>().With.Message.Contains("Counter").And.Message.Contains("System.Version"));
        Assert.That(() => (int[])Root.nested()["list"], Throws.TypeOf<InvalidCastException>(), "the second item is a list, not an int");
    }

    [Test]
    public void Using_onAContextManager_entersAndLeavesIt()
    {
        var counter = Root.counter(3);
        using ((IDisposable)counter)
            Assert.That((string)counter.name, Is.EqualTo("counter"));
        Assert.That((string)counter.name, Is.EqualTo("closed"));
    }

    [Test]
    public void Nested_structures_keepTheirShape()
    {
        var nested = Root.nested();
        Assert.That((int)nested["list"][1][1][0], Is.EqualTo(3));
        Assert.That((object)nested["tuple"], Is.EqualTo(new PyTuple(1, new PyTuple(2, new PyTuple(3)))));
        Assert.That((int)nested["counter"].get(), Is.EqualTo(3));
    }

    private static List<object?> Items(dynamic items)
    {
        var seen = new List<object?>();
        foreach (var item in items)
            seen.Add((object?)item);
        return seen;
    }
}
