using System.Collections;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;
using NUnit.Framework;

namespace DynamicRpyc.Tests.Invocation;

[TestFixture]
public sealed class SpecialMethodTests
{
    [Test]
    public void GetItem_lists_and_arrays_as_in_Python()
    {
        foreach (IList items in new IList[] { new List<int> { 10, 20, 30 }, new[] { 10, 20, 30 } })
        {
            Assert.That(On.Call(items, "__getitem__", 0), Is.EqualTo(10));
            Assert.That(On.Call(items, "__getitem__", -1), Is.EqualTo(30));
            Assert.That(On.Call(items, "__getitem__", new PySlice(1, null)), Is.EqualTo(new[] { 20, 30 }).And.TypeOf<List<int>>());
            Assert.That(On.Call(items, "__getitem__", new PySlice(null, null, -1)), Is.EqualTo(new[] { 30, 20, 10 }));
            Assert.That(() => On.Call(items, "__getitem__", 3), Throws.TypeOf<IndexOutOfRangeException>());
            Assert.That(() => On.Call(items, "__getitem__", -4), Throws.TypeOf<IndexOutOfRangeException>());
            On.Call(items, "__setitem__", -1, 33);
            Assert.That(items[2], Is.EqualTo(33));
            Assert.That(() => On.Call(items, "__setitem__", 5, 1), Throws.TypeOf<IndexOutOfRangeException>());
            Assert.That(() => On.Call(items, "__setitem__", 0, "x"), Throws.TypeOf<BindException>());
        }
    }

    [Test]
    public void GetItem_arrays_of_several_dimensions()
    {
        var grid = new int[2, 3];
        On.Call(grid, "__setitem__", new PyTuple(1, -1), 7);
        Assert.That(grid[1, 2], Is.EqualTo(7));
        Assert.That(On.Call(grid, "__getitem__", new PyTuple(-1, 2)), Is.EqualTo(7));
        Assert.That(() => On.Call(grid, "__getitem__", 1), Throws.TypeOf<BindException>().With.Message.Contains("rank 2"));
        Assert.That(() => On.Call(grid, "__getitem__", new PyTuple(2, 0)), Throws.TypeOf<IndexOutOfRangeException>());
    }

    [Test]
    public void GetItem_dictionaries()
    {
        var map = new Dictionary<string, long>();
        On.Call(map, "__setitem__", "a", 1);
        Assert.That(map["a"], Is.EqualTo(1L));
        Assert.That(On.Call(map, "__getitem__", "a"), Is.EqualTo(1L));
        Assert.That(() => On.Call(map, "__getitem__", "b"), Throws.TypeOf<KeyNotFoundException>());
        Assert.That(On.Call(map, "__contains__", "a"), Is.True);
        Assert.That(On.Call(map, "__contains__", 5), Is.False);
        Assert.That(On.Call(map, "__contains__", [null]), Is.False);
        On.Call(map, "__delitem__", "a");
        Assert.That(map, Is.Empty);
        Assert.That(() => On.Call(map, "__delitem__", "a"), Throws.TypeOf<KeyNotFoundException>());
        Assert.That(On.Call(new Dictionary<int, string> { [-1] = "minus" }, "__getitem__", -1), Is.EqualTo("minus"), "a dictionary's negative key is a key");
    }

    [Test]
    public void GetItem_indexers_with_several_parameters_and_by_name()
    {
        var target = new Grid();
        Assert.That(On.Call(target, "__getitem__", new PyTuple(1, 2)), Is.EqualTo("1,2"));
        Assert.That(On.Call(target, "__getitem__", "k"), Is.EqualTo("key k"));
        Assert.That(On.Call(target, "Item", 3, 4), Is.EqualTo("3,4"));
        Assert.That(On.Call(new List<int> { 5 }, "Item", 0), Is.EqualTo(5));
        Assert.That(SpecialMethods.Find(target, "__setitem__"), Is.Null);
    }

    [Test]
    public void DelItem_list_removes_and_array_has_none()
    {
        var list = new List<int> { 1, 2, 3 };
        On.Call(list, "__delitem__", -1);
        Assert.That(list, Is.EqualTo(new[] { 1, 2 }));
        Assert.That(() => On.Call(list, "__delitem__", 2), Throws.TypeOf<IndexOutOfRangeException>());
        Assert.That(() => On.Call(new int[1], "__delitem__", 0), Throws.TypeOf<MissingMemberException>());
    }

    [Test]
    public void Len_of_what_has_a_count_or_length()
    {
        Assert.That(On.Call(new[] { 1, 2 }, "__len__"), Is.EqualTo(2));
        Assert.That(On.Call(new HashSet<int> { 1 }, "__len__"), Is.EqualTo(1));
        Assert.That(On.Call(new System.Text.StringBuilder("abc"), "__len__"), Is.EqualTo(3));
        Assert.That(On.Call((1, 2, 3), "__len__"), Is.EqualTo(3));
        Assert.That(() => On.Call(new Members(), "__len__"), Throws.TypeOf<MissingMemberException>());
    }

    [Test]
    public void Iter_and_next_end_with_StopIteration_and_dispose()
    {
        var disposed = 0;
        IEnumerable<int> Source()
        {
            try
            {
                yield return 1;
                yield return 2;
            }
            finally
            {
                disposed++;
            }
        }

        var iterator = On.Call(Source(), "__iter__")!;
        Assert.That(On.Call(iterator, "__iter__"), Is.SameAs(iterator));
        Assert.That(On.Call(iterator, "__next__"), Is.EqualTo(1));
        Assert.That(On.Call(iterator, "next"), Is.EqualTo(2));
        Assert.That(() => On.Call(iterator, "__next__"), Throws.TypeOf<StopIterationException>());
        Assert.That(() => On.Call(iterator, "__next__"), Throws.TypeOf<StopIterationException>());
        Assert.That(disposed, Is.EqualTo(1));
    }

    [Test]
    public void Iter_pairs_and_tuples_unpack()
    {
        Assert.That(ClrOperations.TakeFromIterator(On.Call(KeyValuePair.Create("a", 1), "__iter__")!, 9), Is.EqualTo(new object[] { "a", 1 }));
        Assert.That(ClrOperations.TakeFromIterator(On.Call((1, "x"), "__iter__")!, 9), Is.EqualTo(new object[] { 1, "x" }));
        Assert.That(On.Call(KeyValuePair.Create("a", 1), "__getitem__", 1), Is.EqualTo(1));
    }

    [Test]
    public void TakeFromIterator_batches_until_empty()
    {
        var iterator = On.Call(Enumerable.Range(0, 5), "__iter__")!;
        Assert.That(ClrOperations.TakeFromIterator(iterator, 3), Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(ClrOperations.TakeFromIterator(iterator, 3), Is.EqualTo(new[] { 3, 4 }));
        Assert.That(ClrOperations.TakeFromIterator(iterator, 3), Is.Empty);
        Assert.That(ClrOperations.TakeFromIterator(On.Call(Enumerable.Repeat(1, int.MaxValue), "__iter__")!, int.MaxValue), Has.Length.EqualTo(IterationSpecials.MaxBatch));
        Assert.That(() => ClrOperations.TakeFromIterator(iterator, -1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ClrOperations.TakeFromIterator(new Members(), 1), Throws.TypeOf<BindException>());
    }

    /// <summary>As a CTXEXIT request asks, which names no member.</summary>
    [Test]
    public void ContextExit_ofWhatIsNotDisposable_saysSo() => Assert.That(() => ClrOperations.ContextExit(new Members(), null), Throws.TypeOf<MissingMemberException>().With.Message.EqualTo(
        "'__exit__' of Members does not exist: the object is not disposable"));

    [Test]
    public void Contains_ofItemsWhoseOperatorGivesNoBool_asksEquals()
    {
        System.Data.SqlTypes.SqlInt32 two = 2, three = 3;
        Assert.That(On.Call(new List<System.Data.SqlTypes.SqlInt32> { 1, two }, "__contains__", two), Is.True);
        Assert.That(On.Call(new List<System.Data.SqlTypes.SqlInt32> { 1, two }, "__contains__", three), Is.False);
    }

    [Test]
    public void Contains_by_own_method_or_by_search()
    {
        Assert.That(On.Call(new List<long> { 1, 2 }, "__contains__", 2), Is.True);
        Assert.That(On.Call(Enumerable.Range(0, 3).Select(number => (decimal)number), "__contains__", 2), Is.True);
        Assert.That(On.Call(Enumerable.Range(0, 3).Select(number => (decimal)number), "__contains__", 5), Is.False);
        Assert.That(On.Call(new List<int>(), "__contains__", "x"), Is.False, "a value of another type is not in the list");
    }

    [Test]
    public void Enter_and_exit_dispose()
    {
        var stream = new MemoryStream();
        Assert.That(On.Call(stream, "__enter__"), Is.SameAs(stream));
        Assert.That(On.Call(stream, "__exit__", null, null, null), Is.False);
        Assert.That(stream.CanRead, Is.False);
        var asynchronous = new AsyncOnly();
        Assert.That(ClrOperations.ContextExit(asynchronous, typeof(Exception)), Is.False);
        Assert.That(asynchronous.Disposed, Is.True);
        Assert.That(ClrOperations.ContextExit(new OwnExit(), "ValueError"), Is.EqualTo("dealt with ValueError"));
        Assert.That(() => ClrOperations.ContextExit(new Members(), null), Throws.TypeOf<MissingMemberException>());
    }

    [Test]
    public void GetMember_of_a_special_is_callable_later()
    {
        var length = On.Get(new List<int> { 1 }, "__len__")!;
        Assert.That(On.Invoke(length), Is.EqualTo(1));
        Assert.That(On.Get(length, "__name__"), Is.EqualTo("__len__"));
        Assert.That(() => On.Call(new List<int>(), "__len__", 1), Throws.TypeOf<BindException>());
    }

    [Test]
    public void Own_method_of_a_special_name_comes_first() => Assert.That(On.Call(new OwnExit(), "__len__"), Is.EqualTo(99));

    private sealed class Grid
    {
        public string this[int row, int column] => $"{row},{column}";

        public string this[string key] => $"key {key}";
    }

    private sealed class AsyncOnly : IAsyncDisposable
    {
        public bool Disposed { get; private set; }

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            Disposed = true;
        }
    }

    private sealed class OwnExit
    {
        public int Count => 1;

        public string __exit__(object? type, object? value, object? trace) => $"dealt with {type}{value}{trace}";

        public int __len__() => 99;
    }
}
