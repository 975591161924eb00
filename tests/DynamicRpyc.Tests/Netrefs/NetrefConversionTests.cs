using System.Collections;
using System.Numerics;
using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;
using NUnit.Framework;

namespace DynamicRpyc.Tests.Netrefs;

[TestFixture]
internal sealed class NetrefConversionTests
{
    private FakeRequester _peer = null!;

    [SetUp]
    public void SetUp() => _peer = new FakeRequester();

    [Test]
    public void Convert_to_string_is_one_Str()
    {
        _peer.Answer = static _ => "text";
        dynamic n = _peer.Make();
        string text = n;
        Assert.That((text, (string)n), Is.EqualTo(("text", "text")));
        Assert.That(_peer.Log, Is.EqualTo(new[] { "Str ()", "Str ()" }));
    }

    [Test]
    public void Convert_to_any_integer_asks_for_index()
    {
        _peer.Answer = static _ => 200;
        dynamic n = _peer.Make("numpy.int64", "__int__", "__index__");
        int implicitly = n;
        Assert.That(implicitly, Is.EqualTo(200));
        Assert.That(((byte)n, (short)n, (uint)n, (long)n, (ulong)n), Is.EqualTo(((byte)200, (short)200, 200u, 200L, 200UL)));
        Assert.That(((nint)n, (BigInteger)n, (int?)n), Is.EqualTo(((nint)200, new BigInteger(200), (int?)200)));
        Assert.That(_peer.Log, Is.All.EqualTo("CallAttr __index__()"));
        Assert.That(() => (sbyte)n, Throws.TypeOf<OverflowException>().With.Message.Contains("200"));
    }

    [Test]
    public void Convert_to_integer_without_index_asks_for_int()
    {
        _peer.Answer = static _ => 3;
        dynamic n = _peer.Make("decimal.Decimal", "__int__");
        Assert.That((int)n, Is.EqualTo(3));
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr __int__()" }));
    }

    [Test]
    public void Convert_to_real_numbers_asks_for_float()
    {
        _peer.Answer = static _ => 1.5;
        dynamic n = _peer.Make("numpy.float32", "__float__");
        Assert.That(((double)n, (float)n, (Half)n, (decimal)n, (Complex)n), Is.EqualTo((1.5, 1.5f, (Half)1.5, 1.5m, new Complex(1.5, 0))));
        Assert.That(_peer.Log, Is.All.EqualTo("CallAttr __float__()"));
    }

    [Test]
    public void Convert_decimal_to_decimal_keeps_every_digit()
    {
        _peer.Answer = static _ => "0.1234567890123456789012345678";
        dynamic n = _peer.Make("decimal.Decimal", "__float__");
        Assert.That((decimal)n, Is.EqualTo(0.1234567890123456789012345678m));
        _peer.Answer = static _ => "NaN";
        Assert.That(() => (decimal)n, Throws.TypeOf<InvalidCastException>().With.Message.Contains("NaN"));
    }

    [Test]
    public void Convert_to_number_without_the_method_names_both()
    {
        dynamic n = _peer.Make("mod.Thing");
        Assert.That(() => (int)n, Throws.TypeOf<InvalidCastException>().With.Message.Contains("mod.Thing").And.Message.Contains("System.Int32").And.Message.Contains("__index__"));
        Assert.That(() => (double)n, Throws.TypeOf<InvalidCastException>().With.Message.Contains("__float__"));
        Assert.That(_peer.Operations, Is.Empty);
    }

    [Test]
    public void Convert_index_of_a_local_array_uses_the_number()
    {
        _peer.Answer = static _ => 1;
        dynamic n = _peer.Make("numpy.int64", "__index__");
        Assert.That(new[] { "a", "b" }[n], Is.EqualTo("b"));
    }

    [Test]
    public void Convert_to_enum_takes_the_number_or_the_name()
    {
        _peer.Answer = operation => operation.Name switch { "__int__" => 2, "name" => "TUESDAY", _ => null };
        dynamic number = _peer.Make("enum.IntEnum", "__int__");
        dynamic name = _peer.Make("enum.Enum");
        Assert.That((DayOfWeek)number, Is.EqualTo(DayOfWeek.Tuesday));
        Assert.That((DayOfWeek)name, Is.EqualTo(DayOfWeek.Tuesday));
        _peer.Answer = static _ => "Someday";
        Assert.That(() => (DayOfWeek)name, Throws.TypeOf<InvalidCastException>().With.Message.Contains("DayOfWeek"));
    }

    [Test]
    public void Convert_to_object_and_own_interfaces_is_the_netref_itself()
    {
        var netref = _peer.Make();
        dynamic n = netref;
        Assert.That((object)n, Is.SameAs(netref));
        Assert.That((IFormattable)n, Is.SameAs(netref));
        Assert.That((RemoteObject)n, Is.SameAs(netref));
        Assert.That(_peer.Operations, Is.Empty);
    }

    [Test]
    public void Convert_to_a_type_without_a_way_names_both_and_advises()
    {
        dynamic n = _peer.Make("mod.Thing");
        Assert.That(() => (Version)n, Throws.TypeOf<InvalidCastException>().With.Message.Contains("mod.Thing").And.Message.Contains("System.Version").And.Message.Contains("through dynamic"));
        Assert.That(() => (Proxies.ISpans)n, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The remote 'mod.Thing' cannot become a DynamicRpyc.Tests.Proxies.ISpans: No object can be made to act like DynamicRpyc.Tests.Proxies.ISpans: "
            + "its member 'ISpans.Fill' has the parameter 'buffer' of type Span<Byte>, which is by-ref-like or a pointer."));
    }

    [Test]
    public void Convert_to_collections_copies_in_chunks()
    {
        dynamic n = _peer.MakeIterable(Enumerable.Range(0, 100).Cast<object?>());
        var expected = Enumerable.Range(0, 100).ToArray();
        Assert.That((int[])n, Is.EqualTo(expected));
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr __iter__()", "BuffIter (64)", "BuffIter (128)" }));
        Assert.That((List<long>)n, Is.EqualTo(expected));
        Assert.That((IList<double>)n, Is.EqualTo(expected).And.InstanceOf<List<double>>());
        Assert.That((IReadOnlyList<object>)n, Is.EqualTo(expected));
        Assert.That((ICollection<short>)n, Has.Count.EqualTo(100));
        Assert.That((HashSet<int>)n, Is.EquivalentTo(expected));
        Assert.That((ISet<int>)n, Is.EquivalentTo(expected));
        Assert.That((IList)n, Is.EqualTo(expected));
    }

    [Test]
    public void Convert_to_array_converts_nested_netrefs()
    {
        var inner = _peer.MakeIterable([1, 2], "inner");
        var outer = _peer.MakeIterable([inner, new PyTuple(3)], "outer");
        Assert.That((int[][])(dynamic)outer, Is.EqualTo(new[] { new[] { 1, 2 }, [3] }));
    }

    [Test]
    public void Convert_to_array_item_that_does_not_fit_names_it()
    {
        dynamic n = _peer.MakeIterable([1, "two"]);
        Assert.That(() => (int[])n, Throws.TypeOf<InvalidCastException>().With.Message.Contains("Int32"));
    }

    [Test]
    public void Convert_endless_remote_to_array_stops_at_the_limit()
    {
        _peer.Config = RpycConfig.Default with { Limits = new RpycLimits { MaxCopiedItems = 5000 } };
        dynamic n = _peer.MakeIterable(Endless());
        Assert.That(() => (int[])n, Throws.InvalidOperationException.With.Message.Contains("MaxCopiedItems"));

        static IEnumerable<object?> Endless()
        {
            while (true)
                yield return 1;
        }
    }

    [Test]
    public void Convert_peer_that_sends_more_than_asked_is_a_protocol_error()
    {
        dynamic n = _peer.Make("list", "__iter__");
        _peer.Answer = operation => operation.Handler == Handler.BuffIter ? new PyTuple(new object?[65]) : _peer.Make("iterator");
        Assert.That(() => (int[])n, Throws.TypeOf<ProtocolException>());
    }

    [Test]
    public void Convert_to_value_tuple_needs_as_many_items()
    {
        dynamic n = _peer.MakeIterable([1, "a"]);
        var (number, text) = ((int, string))n;
        Assert.That((number, text), Is.EqualTo((1, "a")));
        Assert.That(() => ((int, string, int))n, Throws.TypeOf<InvalidCastException>());
    }

    [Test]
    public void Convert_python_mapping_to_dictionary_takes_its_items()
    {
        var items = _peer.MakeIterable([new PyTuple("a", 1), new PyTuple("b", 2)], "builtins.dict_items");
        _peer.Answer = Prepend("items", items);
        dynamic n = _peer.Make("builtins.dict", "__iter__", "__getitem__", "keys", "items");
        Assert.That((Dictionary<string, long>)n, Is.EquivalentTo(new Dictionary<string, long> { ["a"] = 1, ["b"] = 2 }));
        Assert.That((IReadOnlyDictionary<object, object>)n, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Convert_python_mapping_whose_items_are_refused_goes_by_keys()
    {
        dynamic n = _peer.MakeIterable(["a", "b"], "builtins.dict", "__getitem__", "keys", "items");
        var iterate = _peer.Answer;
        _peer.Answer = operation => operation.Name switch
        {
            "items" => throw new MissingMemberException("refused"),
            "__getitem__" => operation.Arguments[0] + "!",
            _ => iterate(operation),
        };
        Assert.That((IDictionary<string, string>)n, Is.EquivalentTo(new Dictionary<string, string> { ["a"] = "a!", ["b"] = "b!" }));
        KeyValuePair<string, string>[] pairs = [new("a", "a!"), new("b", "b!")];
        Assert.That((KeyValuePair<string, string>[])n, Is.EqualTo(pairs));
        Assert.That(((IEnumerable<KeyValuePair<string, string>>)n).ToList(), Is.EqualTo(pairs), "walked over");
        List<KeyValuePair<string, string>> awaited = [];
        await foreach (var pair in (IAsyncEnumerable<KeyValuePair<string, string>>)n)
            awaited.Add(pair);
        Assert.That(awaited, Is.EqualTo(pairs), "walked over without waiting");
    }

    [TestCase(int.MaxValue, 3)]
    [TestCase(-1, -1)]
    public void Convert_clr_grid_that_tells_other_lengths_than_it_has_items_is_refused(int rows, int columns)
    {
        _peer.IsDotNet = true;
        dynamic n = _peer.MakeIterable([1], "System.Int32[,]");
        var iterate = _peer.Answer;
        _peer.Answer = operation => operation.Name == "GetLength" ? (int)operation.Arguments[0]! == 0 ? rows : columns : iterate(operation);
        Assert.That(() => (int[,])n, Throws.InvalidOperationException.With.Message.EqualTo("The remote 'System.Int32[,]' changed while it was copied."));
    }

    [Test]
    public void Convert_clr_dictionary_takes_its_keys_and_values()
    {
        var keys = _peer.MakeIterable([1, 2], "KeyCollection");
        var values = _peer.MakeIterable(["x", null], "ValueCollection");
        _peer.Answer = Prepend("Keys", keys);
        _peer.Answer = Prepend("Values", values);
        dynamic n = _peer.Make("System.Collections.Generic.Dictionary", "__iter__", "__getitem__");
        Assert.That((Dictionary<int, string?>)n, Is.EquivalentTo(new Dictionary<int, string?> { [1] = "x", [2] = null }));
    }

    [Test]
    public void Convert_no_mapping_to_dictionary_says_so()
    {
        _peer.Answer = static _ => throw new MissingMemberException("no Keys");
        dynamic n = _peer.Make("mod.Thing");
        Assert.That(() => (Dictionary<int, int>)n, Throws.TypeOf<InvalidCastException>().With.Message.Contains("mod.Thing").And.InnerException.TypeOf<MissingMemberException>());
    }

    [Test]
    public void CanConvertTo_sends_nothing_and_never_offers_text_or_truth()
    {
        IRemoteObject n = _peer.Make();
        Type[] yes = [typeof(object), typeof(int), typeof(int?), typeof(decimal), typeof(DayOfWeek), typeof(int[]), typeof(List<string>), typeof(IEnumerable<int>),
            typeof(IEnumerable), typeof(IDisposable), typeof(Func<int, string>), typeof(EventHandler), typeof(Dictionary<int, int>), typeof((int, int)), typeof(IServiceProvider), typeof(int[,]), typeof(Queue<int>), typeof(SortedList<int, int>)];
        Type[] no = [typeof(string), typeof(bool), typeof(Version), typeof(Proxies.ISpans), typeof(Delegate), typeof(Span<int>)];
        Assert.That(yes, Has.All.Matches<Type>(n.CanConvertTo));
        Assert.That(no, Has.None.Matches<Type>(n.CanConvertTo));
        Assert.That(_peer.Operations, Is.Empty);
    }

    [Test]
    public void ConvertTo_text_works_when_asked_for()
    {
        _peer.Answer = static _ => "text";
        Assert.That(((IRemoteObject)_peer.Make()).ConvertTo(typeof(string)), Is.EqualTo("text"));
    }

    private Func<Recorded, object?> Prepend(string name, object? answer)
    {
        var before = _peer.Answer;
        return operation => operation.Name == name ? answer : before(operation);
    }
}
