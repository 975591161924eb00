using System.Dynamic;
using DynamicRpyc.Invocation;
using NUnit.Framework;

namespace DynamicRpyc.Tests.Invocation;

/// <summary>What a peer reads when a call, an index or an assignment does not fit, to the letter. What the scenes of the Python clients assert is not repeated here.</summary>
[TestFixture]
public sealed class BindErrorTests
{
    private static readonly Awkward _target = new();

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Row("No overload: spans", () => On.Call(_target, "Window", 1, 2),
            "Awkward.Window(Int32 1, Int32 2) fits no overload:\n  Window(ReadOnlySpan<Int32> items): argument 'items' is a ReadOnlySpan<Int32>, which lives in one call on one stack and cannot be passed; in C#, have Memory<T> or an array in its place");
        yield return Row("No overload: one argument too many", () => On.Call(_target, "One", 1, 2),
            "Awkward.One(Int32 1, Int32 2) fits no overload:\n  One(Int32 value): takes 1 argument, but 2 positional were given");
        yield return Row("No overload: many arguments are not all described", () => On.Call(_target, "One", [.. Enumerable.Repeat<object?>(1, 14)]),
            $"Awkward.One({string.Join(", ", Enumerable.Repeat("Int32 1", 12))}, and 2 more) fits no overload:\n  One(Int32 value): takes 1 argument, but 14 positional were given");
        yield return Row("No overload: params by name", () => On.CallNamed(_target, "Rest", [5], "rest"),
            "Awkward.Rest(rest: Int32 5) fits no overload:\n  Rest(params Int32[] rest): argument 'rest' is named, so it must be a whole sequence");
        yield return Row("No overload: a name in another manner of writing", () => On.CallNamed(_target, "Rest", [5], "Rest"),
            "Awkward.Rest(Rest: Int32 5) fits no overload:\n  Rest(params Int32[] rest): no parameter is named 'Rest'; did you mean 'rest'?");
        yield return Row("No overload: a constructor", () => On.Invoke(typeof(Awkward), "x"),
            "Awkward(String \"x\") fits no overload:\n  Awkward(): takes 0 arguments, but 1 positional were given");
        yield return Row("Tie: a constructor", () => On.Invoke(typeof(Knot), "a", "b"),
            "Knot(String \"a\", String \"b\") is ambiguous between\n  Knot(String first, Object second)\n  Knot(Object first, String second)\n"
            + "  name the parameters' types to choose one, as in Knot.Overloads[String, Object](...)");
        yield return Row("Tie: generic types as they are indexed", () => On.Call(_target, "Either", PyTuple.Empty),
            "Awkward.Either(PyTuple) is ambiguous between\n  Either(Dictionary<String, Int32?>[] first)\n  Either(Int32[][] second)\n"
            + "  name the parameters' types to choose one, as in Either.Overloads[Array[Dictionary[String, Nullable[Int32]]]](...)");
        yield return Row("Generic method: a constraint", () => Generics.Index(On.Get(_target, "Only")!, typeof(string)),
            "Awkward.Only cannot be closed so:\n  Only<T>() cannot take <String>: GenericArguments[0], 'System.String', on 'T Only[T]()' violates the constraint of type 'T'.");
        yield return Row("Null called", () => On.Call(_target, "Nothing"), "'Nothing' of Awkward is null and cannot be called");
        yield return Row("Not callable", () => On.Invoke(_target), "Awkward is not callable");
        yield return Row("Open generics called", () => On.Invoke(new OpenGeneric("Func", [typeof(Func<>), typeof(Func<,>)])), "Func is an open generic type: close it first, as in Func[String](...)");
        yield return Row("Static member of an open generic", () => On.Get(typeof(EqualityComparer<>), "Default"),
            "EqualityComparer<T> is an open generic type: close it first, as in EqualityComparer[String].Default");
        yield return Row("Span constructed", () => On.Invoke(typeof(Span<int>)), "Span<Int32> is by-ref-like or a pointer: its values cannot be passed");
        yield return Row("Array of several arguments", () => On.Invoke(typeof(int[]), 1, 2), "Int32[] is made from its items, as in Array[Int32]([...]), or from their number");
        yield return Row("List deleted by text", () => On.Call(new List<int> { 1 }, "__delitem__", "x"), "an index must be an integer, not String \"x\"");
        yield return Row("Array indexed by text", () => On.Call(new[] { 1 }, "__getitem__", "x"), 
            "Int32[].Item(String \"x\") fits no overload:\n  get_Item(Int32 index): argument 'index': cannot convert String \"x\" to Int32: text is not parsed unasked; parse it first, as Int32.Parse does");
        yield return Row("Dynamic object indexed", () => On.Call(new Willing(), "__getitem__", "x"), "Willing cannot be indexed with String \"x\"");
        yield return Row("Dynamic object assigned to by index", () => On.Call(new Willing(), "__setitem__", "x", 1), "Willing cannot be assigned to by String \"x\"");
        yield return Row("Special method with an argument too many", () => On.Call(new[] { 1 }, "__len__", 1), "__len__ of Int32[] takes 0 arguments, but 1 were given");
        yield return Row("Format that is no text", () => On.Call(1m, "__format__", 1), "__format__ takes a String, not Int32 1");
        yield return Row("Format of too many digits", () => On.Call(1m, "__format__", "F100000000"), "the format 'F100000000' asks for 100,000,000 digits; 10,000 are the most that a peer may ask for");
        yield return Row("Stream written with text", () => On.Call(new MemoryStream(), "write", "x"), "write of MemoryStream takes bytes, not String \"x\"");
        yield return Row("Writer written with bytes", () => On.Call(new StringWriter(), "write", new byte[] { 1 }), "write of StringWriter takes a text, not Byte[]");
        yield return Row("Stream sought from nowhere", () => On.Call(new MemoryStream(), "seek", 0, 9), "seek takes 0, 1 or 2 as its second argument, not 9");
        yield return Row("Event and null", () => On.Call(On.Get(_target, "Changed")!, "__iadd__", [null]), "an event takes a callable, not null");
        yield return Row("Delegates without end", () => Enumerable.Range(0, 12).Aggregate((object)new Action(static () => { }), static (sum, _) => On.Call(sum, "__add__", sum)!),
            "a delegate of more than 1000 functions is not made for a peer: one that adds a delegate to itself would double it with each request");
        yield return Row("Not an iterator", () => ClrOperations.TakeFromIterator(_target, 1), "Awkward is not an iterator");
        yield return Row("Property assigned", () => ClrOperations.SetMember(_target, "Nothing", 5), "'Nothing' of Awkward: cannot convert Int32 5 to Action");
        yield return Row("Grid of ragged rows", () => Conversions.Convert(new PyTuple(new PyTuple(1, 2), new PyTuple(3)), typeof(int[,])),
            "cannot convert PyTuple to Int32[,]: row 0 has 2 items, row 1 has 1; a jagged array takes both");
        yield return Row("Tuple of another length", () => On.Call(_target, "Pair", new PyTuple(1, "a", 2)),
            "Awkward.Pair(PyTuple) fits no overload:\n  Pair(ValueTuple<Int32, String> pair): argument 'pair': cannot convert PyTuple to ValueTuple<Int32, String>: it has 3 items, 2 are needed");
        yield return Row("Enum out of its range", () => Conversions.Convert(300, typeof(Colour)), "cannot convert Int32 300 to Colour: it is out of the range of its numbers, which are of type Byte");
        yield return Row("Real out of range", () => Conversions.Convert(1e300, typeof(float)), "cannot convert Double 1E+300 to Single: it is out of range");
        yield return Row("Dynamic object called that takes no call", () => On.Invoke(new Newtonsoft.Json.Linq.JObject(), 1), "JObject cannot be called so: Cannot invoke a non-delegate type");
        yield return Row("Dynamic object called with names", () => ClrOperations.Call(new Newtonsoft.Json.Linq.JObject(), new CallArguments([1], ["a"])), "JObject is dynamic and takes at most 14 arguments, none of them named");
        yield return Row("Remote object where a class is needed", () => Conversions.Convert(new FakeRemote(), typeof(Version)), "cannot convert remote builtins.thing to Version; a parameter of type object or dynamic takes any remote object");
        yield return Row("Real: an integer out of range", () => Conversions.Convert(System.Numerics.BigInteger.Pow(10, 39), typeof(float)), "cannot convert BigInteger to Single: it is out of range");
        yield return Row("Operator of a dynamic object that has none", () => On.Call(new Willing(), "__neg__"), "the operator Negate is not defined on Willing: its TryUnaryOperation answers false");
        yield return Row("Operator by a method of its name that takes something else", () => On.Call(new Minus(), "__neg__"), "the operator Negate is not defined on Minus: its op_UnaryNegation does not take one");
        yield return Row("Operator that a number has not", () => On.Call(1.5, "__invert__"), "the operator OnesComplement is not defined on Double");
        yield return Row("Decimal of no number", () => Conversions.Convert(double.NaN, typeof(decimal)), "cannot convert Double NaN to Decimal: it has neither NaN nor infinities");
    }

    private static IEnumerable<TestCaseData> MissingMembers()
    {
        yield return Row("Write-only property", () => On.Get(_target, "Sink"), "'Sink' of Awkward has no public getter");
        yield return Row("Span of a memory", () => On.Get(new Memory<int>([1]), "Span"),
            "'Span' of Memory<Int32> is a Span<Int32>, which lives in one call on one stack and cannot be passed; walk over the memory itself, or index it");
        yield return Row("Property of a span", () => On.Get(_target, "Span"), "'Span' of Awkward is a ReadOnlySpan<Char>, which lives in one call on one stack and cannot be passed; in C#, have Memory<T> or an array in its place");
        yield return Row("Read-only property", () => ClrOperations.SetMember(_target, "Fixed", 1), "'Fixed' of Awkward is read-only");
        yield return Row("Read-only field", () => ClrOperations.SetMember(new Minus(), "Sign", "x"), "'Sign' of Minus is read-only");
        yield return Row("Write-only indexer got by its name", () => On.Get(new Minus(), "Item"), "'Item' of Minus has no public getter");
        yield return Row("Method assigned to", () => ClrOperations.SetMember(_target, "One", 1), "'One' of Awkward cannot be assigned to");
        yield return Row("No type arguments", () => Generics.Index(5, typeof(int)), "'__getitem__' of Int32 takes no type arguments");
        yield return Row("No comparison", () => ClrOperations.Compare(_target, 1, "__add__"), "'__add__' of Awkward is not a comparison; there are __eq__, __ne__, __lt__, __le__, __gt__ and __ge__");
        yield return Row("Keyword with an underscore", () => On.Get(typeof(FileOptions), "None_"), "type FileOptions has no public member 'None_'; write getattr(x, \"None\")");
        yield return Row("Python's name of an enum", () => On.Get(Colour.Red, "name"), "Colour has no public member 'name'; write str(x)");
        yield return Row("Python's append", () => On.Get(new List<int>(), "append"), "List<Int32> has no public member 'append'; write x.Add(item)");
        yield return Row("Python's append to an array", () => On.Get(new[] { 1 }, "append"), "Int32[] has no public member 'append'");
        yield return Row("Pointer", () => On.Get(default(System.Buffers.MemoryHandle), "Pointer"), "'Pointer' of MemoryHandle is a Void*, which cannot be passed");
        yield return Row("Left, and not disposable", () => On.Call(_target, "__exit__", null, null, null), "Awkward has no public member '__exit__'");
        yield return Row("No negation", () => On.Call(_target, "__neg__"), "Awkward has no public member '__neg__'");
        yield return Row("Missing in an ExpandoObject", () => On.Get(new ExpandoObject(), "x"), "this ExpandoObject has no public member 'x'");
        yield return Row("Python's pop", () => On.Get(new List<int>(), "pop"), "List<Int32> has no public member 'pop'; write item = x[-1], then del x[-1]");
        yield return Row("Python's discard", () => On.Get(new HashSet<int>(), "discard"), "HashSet<Int32> has no public member 'discard'; write x.Remove(item)");
        yield return Row("Python's union", () => On.Get(new HashSet<int>(), "union"), "HashSet<Int32> has no public member 'union'; write x.UnionWith(items), which changes x");
        yield return Row("Python's intersection", () => On.Get(new HashSet<int>(), "intersection"), "HashSet<Int32> has no public member 'intersection'; write x.IntersectWith(items), which changes x");
        yield return Row("Python's difference", () => On.Get(new HashSet<int>(), "difference"), "HashSet<Int32> has no public member 'difference'; write x.ExceptWith(items), which changes x");
        yield return Row("numpy's shape", () => On.Get(new int[1, 2], "shape"), "Int32[,] has no public member 'shape'; write x.GetLength(dimension)");
        yield return Row("Python's strftime", () => On.Get(DateTime.UnixEpoch, "strftime"),
            "DateTime has no public member 'strftime'; write format(x, \"yyyy-MM-dd\"), with .NET's format strings");
    }

    [TestCaseSource(nameof(Cases))]
    public void Mismatch_isTold(Action request, string text) => Assert.That(() => request(), Throws.TypeOf<BindException>().With.Message.EqualTo(text));

    [TestCaseSource(nameof(MissingMembers))]
    public void MissingMember_isTold(Action request, string text) => Assert.That(() => request(), Throws.TypeOf<MissingMemberException>().With.Message.EqualTo(text));

    [Test]
    public void Deletion_ofAKeyThatIsNotThere_isTold() => Assert.That(() => On.Call(new Dictionary<string, int>(), "__delitem__", "x"), Throws.TypeOf<KeyNotFoundException>().With.Message.EqualTo(
        "The key String \"x\" is not in this Dictionary<String, Int32>."));

    [Test]
    public void Iterator_setBack_isTold() => Assert.That(((System.Collections.IEnumerator)On.Call(new[] { 1 }, "__iter__")!).Reset, Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(
        "An iterator of a remote loop runs once; ask the collection for a new one."));

    [Test]
    public void DynamicObject_thatFallsBackOnItsBinder_isTold() => Assert.That(() => On.Get(new Leaning(), "x"), Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(
        "This binder carries a name to a DynamicObject that is called directly, and binds nothing: answer false where there is no such member."));

    private static TestCaseData Row(string name, Func<object?> request, string text) => Row(name, () => { _ = request(); }, text);

    private static TestCaseData Row(string name, Action request, string text) => new TestCaseData(request, text).SetArgDisplayNames(name);

    public sealed class Awkward
    {
        private int _written;

        public event EventHandler? Changed;

        public Action? Nothing { get; set; }

        public int Fixed => _written;

        public int Sink { set => _written = value; }

        public ReadOnlySpan<char> Span => "x";

        public int One(int value) => value;

        public int Rest(params int[] rest) => rest.Length;

        public int Window(params ReadOnlySpan<int> items) => items.Length;

        public T Only<T>() where T : struct => default;

        public int Pair((int Number, string Text) pair) => pair.Number;

        public string Either(Dictionary<string, int?>[] first) => "dictionaries";

        public string Either(int[][] second) => "rows";

        public void Change() => Changed?.Invoke(this, EventArgs.Empty);
    }

    public sealed class Knot
    {
        public Knot(string first, object second) => Text = $"string, object: {first} {second}";

        public Knot(object first, string second) => Text = $"object, string: {first} {second}";

        public string Text { get; }
    }

    private sealed class Willing : DynamicObject;

    private sealed class Leaning : DynamicObject
    {
        public override bool TryGetMember(GetMemberBinder binder, out object? result)
        {
            result = binder.FallbackGetMember(new DynamicMetaObject(System.Linq.Expressions.Expression.Constant(this), BindingRestrictions.Empty));
            return true;
        }
    }

    public sealed class Minus
    {
        public readonly string Sign = "-";

        public int this[int index] { set => _ = index + value; }

        public static string op_UnaryNegation(string text) => $"-{text}";
    }
}
