using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Tests.Values;

[TestFixture]
internal sealed class PyTupleTests
{
    [Test]
    public void Equals_is_by_value_whatever_the_integer_width()
    {
        var tuple = new PyTuple(1, "a", new byte[] { 1 }, new PyTuple(2L), null);
        var same = new PyTuple(1L, "a", new byte[] { 1 }, new PyTuple((BigInteger)2), null);
        Assert.That(tuple == same);
        Assert.That(tuple.GetHashCode(), Is.EqualTo(same.GetHashCode()));
        Assert.That(tuple != new PyTuple(1, "a", new byte[] { 2 }, new PyTuple(2L), null));
        Assert.That(tuple.Equals(null), Is.False);
        Assert.That((object)new PyTuple(1).Equals(new PyTuple(1, 2)), Is.False);
        Assert.That((PyTuple?)null == null);
    }

    [Test]
    public void Equals_of_two_held_as_dynamic_is_by_value()
    {
        dynamic left = new PyTuple(1, 2), right = new PyTuple(1, 2);
        Assert.That((bool)(left == right));
    }

    [Test]
    public void Constructor_copies_its_array()
    {
        var items = new object?[] { 1, 2 };
        var tuple = new PyTuple(items);
        items[0] = 9;
        Assert.That(tuple[0], Is.EqualTo(1));
        Assert.That(new PyTuple(null), Has.Count.EqualTo(1));
        tuple.ToArray()[0] = 9;
        Assert.That(tuple[0], Is.EqualTo(1));
    }

    [Test]
    public void Indexing_counts_from_either_end_and_slices()
    {
        PyTuple tuple = [1, "b", 3.0];
        Assert.That(tuple[^1], Is.EqualTo(3.0));
        Assert.That(tuple[1..], Is.EqualTo(new PyTuple("b", 3.0)));
        Assert.That(tuple[3..], Is.SameAs(PyTuple.Empty));
        Assert.That(((ITuple)tuple).Length, Is.EqualTo(3));
        Assert.That(() => tuple[3], Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("The tuple has 3 items."));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = tuple[-1]);
        Assert.That(() => tuple.Slice(1, 3), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("The tuple has 3 items, which does not include 3 from index 1."));
    }

    [Test]
    public void Enumerating_yields_the_items_in_order()
    {
        Assert.That(PyTuple.From(new List<int> { 3, 1, 2 }).ToList(), Is.EqualTo(new object[] { 3, 1, 2 }));
        Assert.That(((IEnumerable)new PyTuple(1, 2)).Cast<object>().Count(), Is.EqualTo(2));
    }

    [Test]
    public void Deconstruct_gives_the_items_and_refuses_another_count()
    {
        var (a, b) = new PyTuple(1, "b");
        Assert.That((a, b), Is.EqualTo(((object)1, (object)"b")));
        var (_, _, _, _, _, _, last) = new PyTuple(1, 2, 3, 4, 5, 6, 7);
        Assert.That(last, Is.EqualTo(7));
        Assert.That(() => { var (_, _, _) = new PyTuple(1, 2); }, Throws.InvalidOperationException.With.Message.EqualTo("The tuple (1, 2) has 2 items and cannot be taken apart into 3."));
    }

    [TestCaseSource(nameof(Reprs))]
    public void ToString_is_Pythons(PyTuple tuple, string expected) => Assert.That(tuple.ToString(), Is.EqualTo(expected));

    private static IEnumerable<object[]> Reprs()
    {
        yield return [PyTuple.Empty, "()"];
        yield return [new PyTuple(1), "(1,)"];
        yield return [new PyTuple(1, "a"), "(1, 'a')"];
        yield return [new PyTuple(null, true, false, "it's", "\"it's\"\n"), "(None, True, False, \"it's\", '\"it\\'s\"\\n')"];
        yield return [new PyTuple(1.0, 0.1, 1e16, 1e15, 123456789012345680.0, 1e-5, double.NaN), "(1.0, 0.1, 1e+16, 1000000000000000.0, 1.2345678901234568e+17, 1e-05, nan)"];
        yield return [new PyTuple(1000000000000000.25, -1234567890123456.5, -1.5e16), "(1000000000000000.2, -1234567890123456.5, -1.5e+16)"];
        yield return [new PyTuple(new byte[] { 97, 0, 255 }, new PyTuple(), new PySlice(1, null)), "(b'a\\x00\\xff', (), slice(1, None, None))"];
        yield return [new PyTuple(new Complex(1, -2), new Complex(0, 1.5), Ellipsis.Value, NotImplemented.Value), "((1-2j), 1.5j, Ellipsis, NotImplemented)"];
    }

    [Test]
    public void Convert_of_dynamic_to_CLR_tuples_converts_each_item()
    {
        dynamic tuple = new PyTuple(1, "a");
        (int Number, string Text) pair = tuple;
        Assert.That(pair, Is.EqualTo((1, "a")));
        (long, object) wider = tuple;
        Assert.That(wider, Is.EqualTo((1L, (object)"a")));
        (byte, char)? narrower = tuple;
        Assert.That(narrower, Is.EqualTo(((byte)1, 'a')));
        Tuple<double, string> reference = tuple;
        Assert.That(reference, Is.EqualTo(Tuple.Create(1.0, "a")));
    }

    [Test]
    public void Convert_of_dynamic_goes_into_nested_and_long_tuples()
    {
        dynamic nested = new PyTuple(1, new PyTuple("a", new PyTuple(2.5, null)), new PySlice(1, -1));
        (int, (string, (float, int?)), Range) converted = nested;
        Assert.That(converted, Is.EqualTo((1, ("a", (2.5f, (int?)null)), 1..^1)));
        dynamic nine = PyTuple.From(Enumerable.Range(1, 9));
        (int, int, int, int, int, int, int, int, long) all = nine;
        Assert.That(all, Is.EqualTo((1, 2, 3, 4, 5, 6, 7, 8, 9L)));
    }

    [Test]
    public void Convert_of_dynamic_to_lists_and_arrays_converts_each_item()
    {
        dynamic tuple = new PyTuple(1, 2L, (BigInteger)3);
        int[] array = tuple;
        List<long> list = tuple;
        IReadOnlyList<double> readOnly = tuple;
        object[] objects = tuple;
        byte[] bytes = tuple;
        Assert.That(array, Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(list, Is.EqualTo(new[] { 1L, 2L, 3L }));
        Assert.That(readOnly, Is.EqualTo(new[] { 1.0, 2.0, 3.0 }));
        Assert.That(objects, Has.Length.EqualTo(3));
        Assert.That(bytes, Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void Convert_of_dynamic_to_what_a_tuple_is_keeps_it()
    {
        dynamic tuple = new PyTuple(1, 2);
        IEnumerable<object?> items = tuple;
        ITuple interfaced = tuple;
        PyTuple typed = tuple;
        Assert.That(items, Is.SameAs(typed));
        Assert.That(interfaced, Is.SameAs(typed));
        Assert.That((int)tuple[1], Is.EqualTo(2));
        Assert.That((int)tuple.Count, Is.EqualTo(2));
    }

    [Test]
    public void Convert_of_dynamic_lets_a_remote_item_convert_itself()
    {
        dynamic tuple = new PyTuple(1, new RemoteList());
        (int, int[]) converted = tuple;
        Assert.That(converted.Item2, Is.EqualTo(new[] { 4, 5 }));
        Assert.Throws<InvalidCastException>(() => { (int, Guid) _ = tuple; });
        Assert.That(tuple.ToString(), Is.EqualTo("(1, <remote builtins.list>)"));
    }

    [Test]
    public void Convert_of_dynamic_that_cannot_be_names_both_types()
    {
        dynamic tuple = new PyTuple(1, "a");
        Assert.That(Assert.Throws<InvalidCastException>(() => { (int, int) _ = tuple; }).Message, Does.Contain("Item 1").And.Contain("System.String").And.Contain("System.Int32"));
        Assert.That(Assert.Throws<InvalidCastException>(() => { (int, string, int) _ = tuple; }).Message, Does.Contain("2 items"));
        Assert.Throws<InvalidCastException>(() => { int[] _ = tuple; });
        Assert.Throws<InvalidCastException>(() => { int _ = tuple; });
    }

    [Test]
    public void Convert_of_dynamic_never_loses_digits()
    {
        dynamic large = new PyTuple(300, 1.5);
        Assert.That(Assert.Throws<OverflowException>(() => { (byte, double) _ = large; }).Message, Does.Contain("300").And.Contain("System.Byte"));
        Assert.Throws<InvalidCastException>(() => { (int, int) _ = large; });
        Assert.Throws<InvalidCastException>(() => { (bool, double) _ = large; });
        dynamic huge = new PyTuple(BigInteger.Pow(10, 400), 1);
        Assert.Throws<OverflowException>(() => { (double, int) _ = huge; });
        dynamic none = new PyTuple(null, 1);
        Assert.Throws<InvalidCastException>(() => { (int, int) _ = none; });
    }

    private sealed class RemoteList : IRemoteObject
    {
        public string RemoteTypeName => "builtins.list";

        public bool IsRemoteType => false;

        public bool CanConvertTo(Type type) => type == typeof(int[]);

        public object ConvertTo(Type type) => new[] { 4, 5 };
    }
}
