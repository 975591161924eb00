using System.Collections;
using DynamicRpyc.Netrefs;
using NUnit.Framework;

namespace DynamicRpyc.Tests.Netrefs;

/// <summary>What keeps asking the peer: enumerations, delegates, disposables.</summary>
[TestFixture]
internal sealed class NetrefAdapterTests
{
    private delegate int WithOut(out int value);

    private delegate int OfSpan(ReadOnlySpan<char> text);

    private delegate object? OfFive(int a, int b, int c, int d, string e);

    private FakeRequester _peer = null!;

    [SetUp]
    public void SetUp() => _peer = new FakeRequester();

    [Test]
    public void Foreach_asks_for_one_item_at_a_time()
    {
        dynamic n = _peer.MakeIterable([1, "two", null]);
        var items = new List<object?>();
        foreach (var item in n)
            items.Add(item);
        Assert.That(items, Is.EqualTo(new object?[] { 1, "two", null }));
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr __iter__()", "CallAttr __next__()", "CallAttr __next__()", "CallAttr __next__()", "CallAttr __next__()" }));
    }

    [Test]
    public void Linq_over_dynamic_items_works_and_stops_early()
    {
        dynamic n = _peer.MakeIterable(Enumerable.Range(1, 1000).Cast<object?>());
        var squares = ((IEnumerable<dynamic>)n).Where(static x => x % 2 == 0).Select(static x => (int)(x * x)).Take(2).ToArray();
        Assert.That(squares, Is.EqualTo(new[] { 4, 16 }));
        Assert.That(_peer.Operations, Has.Count.EqualTo(5));
    }

    [Test]
    public void Enumerable_of_T_converts_each_item()
    {
        dynamic n = _peer.MakeIterable([1, 2]);
        Assert.That(((IEnumerable<long>)n).Sum(), Is.EqualTo(3L));
        IEnumerable<string> wrong = n;
        Assert.That(() => wrong.First(), Throws.TypeOf<InvalidCastException>().With.Message.Contains("System.String"));
    }

    [Test]
    public void Enumerable_may_be_walked_twice()
    {
        IEnumerable<object> n = (dynamic)_peer.MakeIterable([1, 2]);
        Assert.That(n.Concat(n), Is.EqualTo(new[] { 1, 2, 1, 2 }));
    }

    [Test]
    public void Enumerable_of_a_thing_without_iter_refuses_at_once()
    {
        dynamic n = _peer.Make("mod.Thing");
        Assert.That(() => (IEnumerable)n, Throws.TypeOf<InvalidCastException>().With.Message.Contains("mod.Thing").And.Message.Contains("__iter__"));
        Assert.That(() => (int[])n, Throws.TypeOf<InvalidCastException>().With.Message.Contains("__iter__"));
    }

    [Test]
    public void Enumerator_over_a_local_iterator_handed_back_walks_locally()
    {
        dynamic n = _peer.Make("mod.Wrapper", "__iter__");
        _peer.Answer = static _ => new List<int> { 1, 2 };
        Assert.That((IEnumerable<int>)n, Is.EqualTo(new[] { 1, 2 }));
        Assert.That((int[])n, Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public void Enumerator_left_early_is_disposed_on_the_other_side()
    {
        var iterator = _peer.Make("Iterator", "__next__", "Dispose");
        _peer.Answer = operation => operation.Name switch { "__iter__" => iterator, "__next__" => 1, _ => null };
        foreach (var _ in (dynamic)_peer.Make("Collection", "__iter__"))
            break;
        Assert.That(_peer.Log.Last(), Is.EqualTo("CallAttr Dispose()"));
        Assert.That(_peer.Operations[^1].Target, Is.SameAs(iterator));
    }

    [Test]
    public void Enumerator_that_is_the_iterable_itself_is_left_alone()
    {
        var generator = _peer.Make("builtins.generator", "__iter__", "__next__", "__exit__");
        _peer.Answer = operation => operation.Name == "__iter__" ? generator : 1;
        foreach (var _ in (dynamic)generator)
            break;
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr __iter__()", "CallAttr __next__()" }));
    }

    [Test]
    public void Enumerator_cannot_reset()
    {
        IEnumerator n = (dynamic)_peer.MakeIterable([1]);
        Assert.That(n.MoveNext(), Is.True);
        Assert.That(n.Current, Is.EqualTo(1));
        Assert.That(n.MoveNext(), Is.False);
        Assert.That(n.MoveNext(), Is.False);
        Assert.That(n.Reset, Throws.TypeOf<NotSupportedException>());
        Assert.That(_peer.Operations, Has.Count.EqualTo(3));
    }

    [Test]
    public void Delegate_of_any_signature_is_one_Call()
    {
        _peer.Answer = static operation => operation.Arguments.Length;
        dynamic n = _peer.Make();
        Func<int, string, long> two = n;
        OfFive five = n;
        Action<object?> act = n;
        Assert.That(two(1, "a"), Is.EqualTo(2L));
        Assert.That(five(1, 2, 3, 4, "e"), Is.EqualTo(5));
        act(null);
        Assert.That(_peer.Log, Is.EqualTo(new[] { "Call (1, a)", "Call (1, 2, 3, 4, e)", "Call (null)" }));
    }

    [Test]
    public void Delegate_result_converts_to_the_return_type()
    {
        dynamic n = _peer.Make();
        Func<int[]> array = n;
        Func<int> number = n;
        Func<string?> text = n;
        _peer.Answer = static _ => new PyTuple(1, 2);
        Assert.That(array(), Is.EqualTo(new[] { 1, 2 }));
        _peer.Answer = static _ => null;
        Assert.That(text(), Is.Null);
        Assert.That(() => number(), Throws.TypeOf<InvalidCastException>().With.Message.Contains("Int32"));
    }

    [Test]
    public void Delegate_of_one_type_is_one_object()
    {
        dynamic n = _peer.Make();
        EventHandler first = n, second = n;
        EventHandler other = (dynamic)_peer.Make();
        Assert.That(first, Is.SameAs(second).And.Not.SameAs(other));
    }

    [Test]
    public void Delegate_with_out_or_span_parameter_refuses()
    {
        dynamic n = _peer.Make("mod.f");
        Assert.That(() => (WithOut)n, Throws.TypeOf<InvalidCastException>().With.Message.Contains("mod.f").And.Message.Contains("'value'"));
        Assert.That(() => (OfSpan)n, Throws.TypeOf<InvalidCastException>().With.Message.Contains("'text'"));
        Assert.That(() => (Delegate)n, Throws.TypeOf<InvalidCastException>());
    }

    [Test]
    public void Using_disposes_a_clr_object_once()
    {
        var n = _peer.Make("System.IO.MemoryStream", "Dispose", "__enter__", "__exit__");
        using (IDisposable d = (dynamic)n)
            d.Dispose();
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr Dispose()" }));
    }

    [Test]
    public void Using_enters_and_leaves_a_context_manager()
    {
        using (dynamic n = _peer.Make("threading.Lock", "__enter__", "__exit__", "close"))
            n.work();
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr __enter__()", "CallAttr work()", "CallAttr __exit__(null, null, null)" }));
    }

    [Test]
    public void Using_closes_what_has_only_close()
    {
        using (dynamic n = _peer.Make("mod.Handle", "close")) { }
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr close()" }));
    }

    [Test]
    public void Using_a_thing_without_an_end_refuses_at_the_start()
    {
        dynamic n = _peer.Make("mod.Thing");
        Assert.That(() => { using (n) { } }, Throws.TypeOf<InvalidCastException>().With.Message.Contains("Rpyc.Release"));
    }

    [Test]
    public void Using_lets_the_error_of_the_block_through_when_the_link_died_in_it()
    {
        dynamic n = _peer.Make("mod.Handle", "close");
        Assert.That(() =>
        {
            using (n)
            {
                _peer.IsClosed = true;
                throw new InvalidDataException("the block's own");
            }
        }, Throws.TypeOf<InvalidDataException>());
    }
}
