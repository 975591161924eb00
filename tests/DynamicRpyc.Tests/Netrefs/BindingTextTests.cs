using System.Dynamic;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Tests.Netrefs;

/// <summary>"Each binding error message is asserted as text": what a user reads here when a cast, a call or an operator on a remote object does not fit. What the tests against real peers assert is not repeated here.</summary>
internal sealed class BindingTextTests
{
    private static readonly FakeRequester _peer = new() { Answer = static operation => operation.Handler == Handler.Str ? "the text" : operation.Name == "__int__" ? null : 5 };

    private delegate ref int Cell();

    private static IEnumerable<TestCaseData> Casts()
    {
        yield return Row("Observer", typeof(IObserver<int>), _peer.Make("mod.A"), "it has neither OnNext nor on_next.");
        yield return Row("Progress", typeof(IProgress<int>), _peer.Make("mod.A"), "it has neither Report nor report, and cannot be called.");
        yield return Row("Disposable", typeof(IDisposable), _peer.Make("mod.A"), "it has neither Dispose nor __exit__ nor close. Rpyc.Release gives a remote reference back.");
        foreach (var type in new[] { typeof(int[]), typeof(int[,]), typeof((int, int)), typeof(IEnumerable<int>), typeof(IAsyncEnumerable<int>) })
            yield return Row(type.Name, type, _peer.Make("mod.A"), "it has no __iter__.");
        yield return Row("Exception", typeof(Exception), _peer.Make("mod.A"), "it is no exception.");
        yield return Row("TextReader", typeof(TextReader), _peer.Make("mod.A"), "it has no read.");
        yield return Row("TextWriter", typeof(TextWriter), _peer.Make("mod.A"), "it has no write.");
        yield return Row("Delegate that returns by reference", typeof(Cell), _peer.Make("mod.B", "__call__"), "it returns a System.Int32&, which cannot leave the process.");
        yield return Row("Number of an object that gives none", typeof(int), _peer.Make("mod.C", "__int__"), "its __int__ gives no number.");
        yield return Row("Decimal", typeof(decimal), _peer.Make("decimal.Decimal", "__float__"), "its text 'the text' is no decimal number, or too large a one.");
        yield return Row("Time span", typeof(TimeSpan), _peer.Make("datetime.timedelta"), "its text is 'the text'. It is no time span; write datetime.timedelta(...).");
    }

    [TestCaseSource(nameof(Casts))]
    public void Cast_thatHasNoWay_says(Type type, object remote, string text) => Assert.That(() => ((DynamicRpyc.Foundation.IRemoteObject)remote).ConvertTo(type), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(text));

    [Test]
    public void Cast_toADictionary_whosePartsAreNone_says()
    {
        var peer = new FakeRequester { IsDotNet = true, Answer = static _ => 5 };
        dynamic odd = peer.Make("Mod.Odd", "Keys", "Values", "__getitem__");
        Assert.That(() => (Dictionary<string, int>)odd, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The remote 'Mod.Odd' cannot become a System.Collections.Generic.Dictionary`2[System.String,System.Int32]: its Keys and Values are no collections."));
    }

    [Test]
    public void Cast_toADictionary_ofMoreKeysThanValues_says()
    {
        var peer = new FakeRequester { IsDotNet = true };
        var (keys, values) = (peer.MakeIterable(["a", "b"], "Mod.Keys"), peer.MakeIterable([1], "Mod.Values"));
        var items = peer.Answer;
        peer.Answer = operation => operation.Name switch { "Keys" => keys, "Values" => values, _ => items(operation) };
        dynamic odd = peer.Make("Mod.Odd", "Keys", "Values", "__getitem__");
        Assert.That(() => (Dictionary<string, int>)odd, Throws.InvalidOperationException.With.Message.EqualTo("The remote 'Mod.Odd' changed while it was copied."));
    }

    [Test]
    public void Cast_toADictionary_ofItemsThatAreNoPairs_says()
    {
        object? items = null;
        var peer = new FakeRequester();
        peer.Answer = _ => items;
        dynamic map = peer.Make("builtins.dict", "keys", "items", "__getitem__");
        items = peer.MakeIterable([7], "builtins.dict_items");
        Assert.That(() => (Dictionary<string, int>)map, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("The items of a remote mapping must be pairs; one is 7."));
    }

    [Test]
    public void List_thatCannotBeChanged_says()
    {
        var list = (IList<int>)(dynamic)_peer.Make("mod.Fixed", "__iter__", "__getitem__", "__len__");
        Assert.That(() => list.Add(1), Throws.TypeOf<NotSupportedException>().With.Message.EqualTo("The remote 'mod.Fixed' cannot be changed so: it has no Add or append or add."));
    }

    [Test]
    public void Copy_ofMoreThanTheLimit_says()
    {
        var peer = new FakeRequester { Config = RpycConfig.Default with { Limits = RpycConfig.Default.Limits with { MaxCopiedItems = 3 } } };
        dynamic many = peer.MakeIterable(Enumerable.Range(0, 10).Cast<object?>());
        Assert.That(() => (List<int>)many, Throws.InvalidOperationException.With.Message.EqualTo(
            "The remote 'builtins.list' has more than 3 items, the most that are copied at once (RpycLimits.MaxCopiedItems). Walk over it as an IEnumerable instead."));
    }

    /// <summary>Each row is within the limit, and all of them together are not.</summary>
    [Test]
    public void Copy_toAGrid_ofMoreThanTheLimit_says()
    {
        var peer = new FakeRequester { Config = RpycConfig.Default with { Limits = RpycConfig.Default.Limits with { MaxCopiedItems = 3 } } };
        dynamic rows = peer.MakeIterable([new PyTuple(1, 2), new PyTuple(3, 4)]);
        Assert.That(() => (int[,])rows, Throws.InvalidOperationException.With.Message.EqualTo("The rows for a System.Int32[,] have more than 3 cells, the most that are copied at once (RpycLimits.MaxCopiedItems)."));
    }

    [Test]
    public void Loop_overAnIteratorThatIsNone_says()
    {
        dynamic odd = _peer.Make("mod.Odd", "__iter__");
        Assert.That(() => ((IEnumerable<int>)odd).First(), Throws.InvalidOperationException.With.Message.EqualTo("The __iter__ of the remote 'mod.Odd' gave 5, which is no iterator."));
        Assert.That(async () => await ((IAsyncEnumerable<int>)odd).GetAsyncEnumerator().MoveNextAsync(), Throws.InvalidOperationException.With.Message.EqualTo(
            "The __iter__ of the remote 'mod.Odd' gave no remote iterator; walk over it with foreach."));
        var items = ((IEnumerable<int>)(dynamic)_peer.Make("mod.Odd", "__iter__")).GetEnumerator();
        Assert.That(items.Reset, Throws.TypeOf<NotSupportedException>().With.Message.EqualTo("A remote iteration cannot start over; get a new enumerator."));
    }

    [Test]
    public void Operator_unary_thatIsMissing_says()
    {
        dynamic bare = _peer.Make("mod.Bare");
        foreach (var (use, symbol, method) in new (Func<object>, string, string)[] { (() => -bare, "-", "__neg__"), (() => +bare, "+", "__pos__"), (() => ~bare, "~", "__invert__") })
            Assert.That(() => use(), Throws.InvalidOperationException.With.Message.EqualTo($"The operator '{symbol}' is not supported by the remote type 'mod.Bare': it has no {method}."));
    }

    /// <summary>C# has none such; a language with operators of its own, on the DLR, has.</summary>
    [Test]
    public void Operator_ofAnotherLanguage_says()
    {
        object bare = _peer.Make("mod.Bare");
        const string why = "The operator Extension has no counterpart on a remote object: those of C# and Python have. Call a method of the object that does the same.";
        var two = CallSite<Func<CallSite, object, object?, object?>>.Create(new Spaceship());
        Assert.That(() => two.Target(two, bare, 1), Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(why));
        var one = CallSite<Func<CallSite, object, object?>>.Create(new Hash());
        Assert.That(() => one.Target(one, bare), Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(why));
    }

    [Test]
    public void Answer_thatIsNone_says()
    {
        var peer = new FakeRequester { Answer = static _ => 5 };
        var thing = peer.Make("mod.Thing", "__iter__");
        Assert.That(() => Rpyc.Dir(thing), Throws.TypeOf<ProtocolException>().With.Message.EqualTo("The peer answered DIR of 'mod.Thing' with something else than a tuple of names."));
        Assert.That(() => Py.Repr(thing), Throws.TypeOf<ProtocolException>().With.Message.EqualTo("The peer answered REPR of 'mod.Thing' with something else than a text."));
        peer.Answer = static _ => null;
        Assert.That(() => (object)Rpyc.TypeOf(thing), Throws.TypeOf<ProtocolException>().With.Message.EqualTo("The peer answered None for the type of a 'mod.Thing'."));
        peer.Answer = operation => operation.Handler == Handler.BuffIter ? new PyTuple(Enumerable.Range(0, 100_000).Cast<object?>().ToArray()) : peer.Make("mod.Iterator");
        Assert.That(() => (List<int>)(dynamic)thing, Throws.TypeOf<ProtocolException>().With.Message.Match("^The peer answered BUFFITER of 'mod.Iterator' with something else than a tuple of at most [0-9]+ items[.]$"));
    }

    [Test]
    public void TypeArguments_onAValue_say()
    {
        dynamic thing = _peer.Make("mod.Thing");
        Assert.That(() => thing.number<int>(1), Throws.TypeOf<MissingMethodException>().With.Message.EqualTo("'number' of the remote type 'mod.Thing' is a value, so it takes no type arguments."));
        var peer = new FakeRequester();
        peer.Answer = operation => operation.Name == "__getitem__" ? 5 : peer.Make("builtins.list", "__getitem__");
        dynamic other = peer.Make("mod.Thing");
        Assert.That(() => other.items<int>(1), Throws.TypeOf<MissingMethodException>().With.Message.EqualTo("'items' of the remote type 'mod.Thing' is not generic: indexed by types it gives a plain value."));
    }

    [Test]
    public void Format_thatTheTypeDoesNotTake_says()
    {
        var peer = new FakeRequester { Answer = static _ => NotImplemented.Value };
        var thing = peer.Make("mod.Thing", "__format__");
        Assert.That(() => $"{thing:x}", Throws.TypeOf<FormatException>().With.Message.EqualTo("The remote type 'mod.Thing' does not take the format 'x'."));
    }

    [Test]
    public void Reference_thatWasReleased_says()
    {
        dynamic thing = new FakeRequester().Make("mod.Thing");
        Rpyc.Release(thing);
        Assert.That(() => thing.x, Throws.TypeOf<ObjectDisposedException>().With.Message.StartsWith(
            "This reference to a remote 'mod.Thing' was released, by Rpyc.Release or at the end of a scope; get the object anew to go on using it."));
    }

    [Test]
    public void Files_ofTheWrongKind_say()
    {
        var peer = new FakeRequester();
        var reader = (TextReader)(dynamic)peer.Make("mod.File", "read", "readline", "write");
        var stream = (Stream)(dynamic)peer.Make("mod.File", "read", "readline", "write");
        object? answer = null;
        peer.Answer = _ => answer;
        answer = new byte[] { 1 };
        Assert.That(() => reader.ReadLine(), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("The remote 'mod.File' is a binary file: take it as a Stream, or open it in text mode."));
        answer = 5;
        Assert.That(() => reader.ReadLine(), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("The remote 'mod.File' gave Int32 5 where a text was to be read."));
        Assert.That(() => stream.ReadByte(), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("The remote 'mod.File' gave Int32 5 where bytes were to be read."));
        Assert.That(() => stream.Write([1, 2]), Throws.TypeOf<IOException>().With.Message.EqualTo("The remote file claims to have written 5 of 2 bytes."));
        answer = "text";
        Assert.That(() => stream.ReadByte(), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("The remote 'mod.File' is a text file: take it as a TextReader, or open it in binary mode."));
        Assert.That(() => reader.Read(new char[2], 0, 2), Throws.TypeOf<IOException>().With.Message.EqualTo("The remote 'mod.File' gave 4 characters where 2 were asked for."));
        answer = new byte[9];
        Assert.That(() => stream.Read(new byte[3], 0, 3), Throws.TypeOf<IOException>().With.Message.EqualTo("The remote 'mod.File' gave 9 bytes where 3 were asked for."));
    }

    [Test]
    public void File_thatWasClosed_says()
    {
        var stream = (Stream)(dynamic)_peer.Make("mod.File", "read", "close");
        stream.Dispose();
        Assert.That(() => stream.ReadByte(), Throws.TypeOf<ObjectDisposedException>().With.Message.StartsWith("This remote 'mod.File' was closed."));
    }

    private sealed class Spaceship() : BinaryOperationBinder(ExpressionType.Extension)
    {
        public override DynamicMetaObject FallbackBinaryOperation(DynamicMetaObject target, DynamicMetaObject arg, DynamicMetaObject? errorSuggestion) => errorSuggestion ?? target;
    }

    private sealed class Hash() : UnaryOperationBinder(ExpressionType.Extension)
    {
        public override DynamicMetaObject FallbackUnaryOperation(DynamicMetaObject target, DynamicMetaObject? errorSuggestion) => errorSuggestion ?? target;
    }

    private static TestCaseData Row(string name, Type type, Netref remote, string why) =>
        new TestCaseData(type, remote, $"The remote '{remote.RemoteTypeName}' cannot become a {type}: {why}").SetArgDisplayNames(name);
}
