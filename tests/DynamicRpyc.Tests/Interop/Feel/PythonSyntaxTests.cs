using System.Numerics;
using DynamicRpyc.Tests.Support;
using Microsoft.CSharp.RuntimeBinder;

namespace DynamicRpyc.Tests.Interop.Feel;

/// <summary>C#'s own syntax on Python objects: indexes, compound assignment, operators, null, truth, texts, casts.</summary>
internal sealed class PythonSyntaxTests : PythonFeelFixture
{
    [Test]
    public void Index_one_several_fromTheEnd_andSlices()
    {
        var shelf = Shelf();
        shelf[1, 2] = "both";
        shelf["k"] = "text";
        var list = Conn.builtins.list(Conn.builtins.range(6));
        list[1..3] = new PyTuple("a", "b", "c");
        Assert.That(((string)shelf[1, 2], (string)shelf["k"], (int)list[^1], (string)Py.Repr(list), (string)Py.Repr(list[Py.Slice(null, null, -2)])),
            Is.EqualTo(("both", "text", 5, "[0, 'a', 'b', 'c', 3, 4, 5]", "[5, 3, 'b', 0]")));
    }

    /// <summary>Python's own slices: clamped, and of the type that is sliced.</summary>
    [Test]
    public void Index_range_isASlice()
    {
        var list = Conn.builtins.list(Conn.builtins.range(5));
        Assert.That(((int[])list[1..99], (int[])list[3..2], (int[])list[^0..], (string)Py.Repr(Conn.modules.numpy.arange(9).reshape(3, 3)[.., 1])), Is.EqualTo((new[] { 1, 2, 3, 4 }, Array.Empty<int>(), Array.Empty<int>(), "array([1, 4, 7])")));
    }

    [Test]
    public void Index_ofWhatHasNone_saysWhatToWrite()
    {
        Assert.That(() => Conn.eval("{1, 2}")[^1], Throws.TypeOf<MissingMemberException>().With.Message.EqualTo(
            "The remote 'builtins.set' cannot be indexed: it has no __getitem__. A copy can be, as in ((List<object>)nr)[0]."));
        Assert.That((int)((List<object>)Conn.eval("{1}"))[0], Is.EqualTo(1));
        Assert.That(() => Conn.builtins.len[0], Throws.TypeOf<MissingMemberException>().With.Message.EndsWith("cannot be indexed: it has no __getitem__."));
    }

    /// <summary>PEP 585: <c>list[int]</c>; and what the class of a class has, such as that of an enum.</summary>
    [Test]
    public void Index_ofAClass_typeArguments()
    {
        var (list, dict, number, text) = (Conn.builtins.list, Conn.builtins.dict, Conn.builtins.@int, Conn.builtins.str);
        Assert.That(((string)Py.Repr(list[number]), (string)Py.Repr(dict[text, list[number]]), (string)Py.Repr(Conn.modules.typing.Optional[number])), Is.EqualTo(("list[int]", "dict[str, list[int]]", "typing.Optional[int]")));
        Assert.That((int[])list[number](new[] { 1, 2 }), Is.EqualTo(new[] { 1, 2 }));
        Conn.execute("import enum, typing\nT = typing.TypeVar('T')\nclass Colour(enum.Enum):\n RED = 1\nclass Box(typing.Generic[T]):\n def __getitem__(self, key): return key\nclass Own:\n def __class_getitem__(cls, key): return (cls.__name__, key)");
        Assert.That(((string)Conn.eval("Colour")["RED"].name, (string)Py.Repr(Conn.eval("Box")[number]), (object)Conn.eval("Own")[1, 2]), Is.EqualTo(("RED", "Box[int]", new PyTuple("Own", new PyTuple(1, 2)))));
        Assert.That(() => Conn.eval("Colour")["BLUE"], Throws.TypeOf<KeyNotFoundException>());
        Assert.That(() => number[text], Throws.TypeOf<MissingMemberException>().With.Message.EqualTo("The remote class 'builtins.int' cannot be indexed: it takes no type arguments (__class_getitem__), and its own class has no __getitem__."));
        Assert.That(() => list[number, text][0, 1], Throws.TypeOf<InvalidCastException>(), "TypeError: not generic");
        Assert.That(() => Named("Shelf")["k"], Throws.TypeOf<ArgumentException>().With.Message.Contains("missing 1 required positional argument"));
    }

    [Test]
    public void Linq_overDynamicItems()
    {
        var words = from word in (IEnumerable<dynamic>)Conn.eval("['pear', 'fig', 'plum']") where word.Length > 3 orderby (string)word descending select (string)word;
        Assert.That(words, Is.EqualTo(new[] { "plum", "pear" }));
        Assert.That(((IEnumerable<dynamic>)Conn.eval("(i * i for i in __import__('itertools').count())")).Skip(1).Take(2).Sum(i => (int)i), Is.EqualTo(5), "no more is asked for than is needed");
    }

    [Test]
    public void Cast_ofASlice_toARange()
    {
        var slice = Conn.builtins.slice;
        Assert.That(((Range)slice(1, 3), (Range)slice(1, -1), (Range)slice(null)), Is.EqualTo((1..3, 1..^1, ..)));
        Assert.That(() => (Range)slice(1, 3, 2), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("A Range has int bounds and no step, so slice(1, 3, 2) cannot become one."));
        Assert.That(() => (Range)slice("a", "b"), Throws.TypeOf<InvalidCastException>());
    }

    [Test]
    public async Task Argument_indexAndRange()
    {
        var repr = Conn.builtins.repr;
        Assert.That(((string)repr(^1), (string)repr((Index)3), (string)repr(1..^1), (string)repr((^1, 1..)), (string)await Rpyc.Async(repr)(^2)), Is.EqualTo(("-1", "3", "slice(1, -1, None)", "(-1, slice(1, None, None))", "-2")));
        Assert.That((PyTuple)Named("keywords")(^1, part: 2.., at: ^3), Is.EqualTo(new PyTuple(new PyTuple(-1), new PyTuple(new PyTuple("at", -3), new PyTuple("part", new PySlice(2, null))))));
        Assert.That((string)Conn.builtins.list("abc").pop(^1), Is.EqualTo("c"));
        const string Beyond = "^0 is one past the last item, of which Python has no number: pass the length, or null where a slice is to go on to the end.";
        Assert.That(() => repr(^0), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith(Beyond));
        Assert.That(() => Named("keywords")(at: ^0), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith(Beyond));
        Assert.That(async () => await Rpyc.Async(repr)(^0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That((string)repr(1), Is.EqualTo("1"), "the connection works on");
    }

    [Test]
    public void Compound_onMembersItemsAndVariables()
    {
        var shelf = Shelf(("n", 1));
        shelf.kind += " wood";
        shelf["n"] += 4;
        shelf["n"] <<= 2;
        var half = Conn.modules.fractions.Fraction(1, 2);
        half += 1;
        half++;
        Assert.That(((string)shelf.kind, (int)shelf["n"], (string)half), Is.EqualTo(("oak wood", 20, "5/2")));
    }

    /// <summary>Each operator that C# has, on either side where C# lets it stand there.</summary>
    [Test]
    public void Operators_allOfCSharps_areAskedOfTheObject()
    {
        Conn.execute("""
            class Notes:
                def __bool__(self): return False
            for name in 'add sub mul truediv mod and or xor lshift rshift eq ne lt gt le ge'.split():
                setattr(Notes, f'__{name}__', lambda self, other, name=name: f'{name} {other}')
                setattr(Notes, f'__r{name}__', lambda self, other, name=name: f'r{name} {other}')
            for name in 'pos neg invert'.split():
                setattr(Notes, f'__{name}__', lambda self, name=name: name)
            """);
        var n = Conn.eval("Notes()");
        Assert.That(new string[] { n + 1, n - 1, n * 1, n / 1, n % 1, n & 1, n | 1, n ^ 1, n << 1, n >> 1 }, Is.EqualTo("add sub mul truediv mod and or xor lshift rshift".Split(' ').Select(name => name + " 1")));
        Assert.That(new string[] { 1 + n, 1 - n, 1 * n, 1 / n, 1 % n, 1 & n, 1 | n, 1 ^ n }, Is.EqualTo("add sub mul truediv mod and or xor".Split(' ').Select(name => $"r{name} 1")));
        Assert.That(new string[] { n == 1, n != 1, n < 1, n > 1, n <= 1, n >= 1 }, Is.EqualTo("eq ne lt gt le ge".Split(' ').Select(name => name + " 1")));
        Assert.That(((string)+n, (string)-n, (string)~n, (bool)!n, n ? 1 : 2), Is.EqualTo(("pos", "neg", "invert", true, 2)));
    }

    [Test]
    public void Operators_notImplemented_fallsBackAsPythonDoes()
    {
        var (metres, feet) = (Named("Metres")(1), Named("Feet")());
        Assert.That(((string)(metres - feet), (string)((PyTuple)(5 + metres))[0]!), Is.EqualTo(("feet were asked", "radd")));
        Assert.That(() => metres - 1, Throws.TypeOf<InvalidOperationException>().With.Message.EqualTo(
            "The operator '-' is not supported between 'builtins.Metres' and 'System.Int32': neither side's __sub__ or __rsub__ accepts the other."));
    }

    [Test]
    public void Operators_thatCSharpLacks_throughPy()
    {
        var metres = Named("Metres")(1);
        PyTuple Ask(dynamic? answer) => (PyTuple)answer!;
        Assert.That(new[] { Ask(Py.FloorDiv(metres, 2)), Ask(Py.Pow(metres, 2)), Ask(Py.MatMul(metres, 2)), Ask(Py.DivMod(metres, 2)), Ask(Py.FloorDiv(2, metres)), Ask(Py.Pow(2, metres)), Ask(Py.MatMul(2, metres)) },
            Is.EqualTo(new[] { new PyTuple("floordiv", 2), new PyTuple("pow", 2), new PyTuple("matmul", 2), new PyTuple("divmod", 2), new PyTuple("rfloordiv", 2), new PyTuple("rpow", 2), new PyTuple("rmatmul", 2) }));
        Assert.That((string)Py.FloorDiv(Conn.modules.fractions.Fraction(7, 2), 2).ToString(), Is.EqualTo("1"));
        Assert.That(() => Py.Pow(2, 3), Throws.ArgumentException.With.Message.EqualTo(
            "'**' is asked of a remote object, and both operands are of this process: a System.Int32 and a System.Int32. C# and System.Math have what these need."));
    }

    [Test]
    public void Operators_thatCSharpLacks_missing_saysWhich() => Assert.That(() => Py.MatMul(Shelf(), 2), Throws.TypeOf<InvalidOperationException>().With.Message.Contains(
        "The operator '@' is not supported between").And.Message.EndWith("neither side's __matmul__ or __rmatmul__ accepts the other."));

    [Test]
    public void Null_noneAndCoalescing()
    {
        var shelf = Shelf();
        dynamic? maybe = shelf;
        Assert.That(((bool)(shelf.left == null), (bool)(maybe == null), (string)(shelf.left?.text ?? "none")), Is.EqualTo((true, false, "none")));
        shelf.left ??= "now";
        Assert.That((string)shelf.left, Is.EqualTo("now"));
        shelf.left = null;
        Assert.That((bool)Conn.builtins.eval("s.left is None", Conn.builtins.dict(s: shelf)), Is.True);
    }

    [Test]
    public void Truth_inIf()
    {
        var (empty, full) = (Conn.builtins.list(), Conn.builtins.list(new[] { 1 }));
        Assert.That((empty ? "full" : "empty", full ? "full" : "empty", (bool)!full), Is.EqualTo(("empty", "full", false)));
    }

    [Test]
    public void Interpolation_withFormat() => Assert.That($"{Conn.modules["decimal"].Decimal("2.345"):.1f} {Conn.modules.datetime.date(2024, 2, 29):%d.%m.} {Conn.builtins.list()}", Is.EqualTo("2.3 29.02. []"));

    [Test]
    public void ToString_whereThePeerIsBusyOrGone_isALocalText()
    {
        using var own = Rpyc.Classic.Connect(Host, Port);
        dynamic conn = own;
        conn.execute("import sys, threading\nsys.gate = threading.Event()\nclass Stuck:\n def __str__(self):\n  sys.gate.wait(60)\n  return 'at last'");
        object stuck = conn.eval("Stuck()");
        Assert.That(Eventually.Result(Task.Run(() => $"{stuck}"), "a local text", TimeSpan.FromSeconds(20)), Is.EqualTo("<netref builtins.Stuck (no answer in 2 s)>"));
        Conn.modules.sys.gate.set();
        Assert.That((string)(dynamic)stuck, Is.EqualTo("at last"));
        own.Close();
        Assert.That(stuck.ToString(), Is.EqualTo("<netref builtins.Stuck (connection closed)>"));
    }

    [Test]
    public void Cast_toAnyNumericType()
    {
        var seven = Conn.modules.fractions.Fraction(7);
        object[] all = [(sbyte)seven, (byte)seven, (short)seven, (ushort)seven, (int)seven, (uint)seven, (long)seven, (ulong)seven, (nint)seven, (nuint)seven, (Int128)seven, (BigInteger)seven];
        Assert.That(all.Select(value => value.ToString()), Is.All.EqualTo("7"));
        var half = Conn.modules.fractions.Fraction(1, 2);
        Assert.That(((double)half, (float)half, (Half)half, (decimal)half, (Complex)half), Is.EqualTo((0.5, 0.5f, (Half)0.5, 0.5m, new Complex(0.5, 0))));
    }

    /// <summary>A cast cuts digits off, as in C#; what was not asked for does not.</summary>
    [Test]
    public void Cast_ofDigits()
    {
        var half = Conn.modules.fractions.Fraction(7, 2);
        Assert.That(((int)half, (long)Conn.modules.@decimal.Decimal("-1.9"), (byte?)half), Is.EqualTo((3, -1L, (byte?)3)));
        Func<dynamic, int> cut = Conn.builtins.@int;
        Assert.That(cut(half), Is.EqualTo(3));
        Func<dynamic, int> same = Conn.eval("lambda x: x");
        Assert.That(() => same(half), Throws.TypeOf<InvalidCastException>().With.InnerException.Message.EqualTo(
            "The remote 'fractions.Fraction' cannot become a System.Int32: digits are not cut off unasked, and it is 3.5; convert it to an integer first."));
        Assert.That(() => (List<int>)Conn.builtins.list(new[] { half }), Throws.TypeOf<InvalidCastException>().With.Message.Contains("digits are not cut off unasked"));
        Assert.That((List<int>)Conn.builtins.list(new[] { half * 2 }), Is.EqualTo(new[] { 7 }));
    }

    [Test]
    public void Cast_toCollectionsTuplesDelegatesAndInterfaces()
    {
        var numbers = Conn.builtins.list(new[] { 3, 1, 2 });
        (int a, long b, double c) = ((int, long, double))numbers;
        Func<int, int, int> most = Conn.builtins.max;
        Assert.That(((int[])numbers, (List<string>)Conn.builtins.list("ab"), a + b + c, most(2, 9), ((IEnumerable<int>)numbers).Max()), Is.EqualTo((new[] { 3, 1, 2 }, new List<string> { "a", "b" }, 6.0, 9, 3)));
        Assert.That(() => ((int, int))numbers, Throws.TypeOf<InvalidCastException>().With.Message.Contains("3"));
    }

    /// <summary>numpy's numbers are objects, each of which would cost a request.</summary>
    [Test]
    public void Cast_ofANumpyArray_copiesItsNumbersAsValues()
    {
        var np = Conn.modules.numpy;
        var watched = Named("Series")();
        (double mean, double top) = ((double, double))np.array(new PyTuple(1.5, 9));
        Assert.That(((double[])np.arange(4.0), (List<int>)np.arange(3), mean + top, (double[])watched), Is.EqualTo((new[] { 0.0, 1, 2, 3 }, new List<int> { 0, 1, 2 }, 10.5, new[] { 1.5, 2 })));
    }

    [Test]
    public void Cast_toArrayOfSeveralDimensions()
    {
        var np = Conn.modules.numpy;
        Assert.That((double[,])np.eye(2), Is.EqualTo(new double[,] { { 1, 0 }, { 0, 1 } }));
        Assert.That((int[,,])np.arange(8).reshape(2, 2, 2), Is.EqualTo(new[,,] { { { 0, 1 }, { 2, 3 } }, { { 4, 5 }, { 6, 7 } } }));
        Assert.That((string[,])Conn.eval("[['a'], ['b']]"), Is.EqualTo(new[,] { { "a" }, { "b" } }));
        Assert.That(() => (double[,])np.arange(3), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("The remote 'numpy.ndarray' cannot become a System.Double[,]: it has fewer than 2 dimensions."));
    }

    /// <summary>Python has one class, TypeError, for a wrong type and for wrong arguments.</summary>
    [TestCase("len()")]
    [TestCase("len(1, 2)")]
    [TestCase("(lambda a: a)()")]
    [TestCase("(lambda: 0)(1)")]
    [TestCase("(lambda a: a)(1, b=2)")]
    [TestCase("(lambda a: a)(1, a=2)")]
    [TestCase("(lambda *, a: a)(1)")]
    [TestCase("(lambda *, a: a)()")]
    [TestCase("(lambda a, b=1: a)(1, 2, 3)")]
    [TestCase("range()")]
    [TestCase("object(1)")]
    [TestCase("divmod(1)")]
    [TestCase("{}.get()")]
    [TestCase("int('5', b=3)")]
    [TestCase("[].sort(1)")]
    [TestCase("open()")]
    public void Call_withWrongArguments_isAnArgumentException(string call) =>
        Assert.That(() => Conn.eval(call), Throws.TypeOf<ArgumentException>().With.Matches<Exception>(error => Rpyc.RemoteInfo(error)!.TypeName == "builtins.TypeError"));

    [TestCase("1 + 'a'")]
    [TestCase("len(5)")]
    [TestCase("(5).real()")]
    [TestCase("list(None)")]
    [TestCase("hash([])")]
    [TestCase("''.join([1])")]
    [TestCase("None[0]")]
    public void Operation_onAWrongType_isAnInvalidCastException(string text) => Assert.That(() => Conn.eval(text), Throws.TypeOf<InvalidCastException>());

    [Test]
    public void Cast_toAnEnum_ofWhatHasNoName_saysWhatIsMissing() => Assert.That(() => (DayOfWeek)Conn.builtins.range(3), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
        "The remote 'builtins.range' cannot become a System.DayOfWeek: it has neither __index__ nor __int__ nor a name."));

    [Test]
    public void Cast_thatHasNoWay_saysWhatIsMissing() => Assert.That(() => (int)Shelf(), Throws.TypeOf<InvalidCastException>().With.Message.EndWith("cannot become a System.Int32: it has neither __index__ nor __int__."));

    [Test]
    public void Out_ofAPythonFunction_isTheTuplesRest()
    {
        int quotient = Conn.builtins.divmod(17, 5, out int rest);
        Assert.That((quotient, rest), Is.EqualTo((3, 2)));
        Assert.That(() => Conn.builtins.len("text", out int nothing), Throws.TypeOf<InvalidOperationException>().With.Message.EndWith(
            "gave nothing back for 1 ref or out argument(s), but 4. Call it without them and use what it returns."));
    }

    [Test]
    public void Out_ofAPythonFunction_named_oneIsTheTuplesRest_severalSayWhatToWrite()
    {
        int quotient = Conn.builtins.divmod(17, 5, rest: out int rest);
        Assert.That((quotient, rest), Is.EqualTo((3, 2)));
        Assert.That(() => { Conn.builtins.divmod(17, 5, rest: out int r, quotient: out int q); return q + r; }, Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(
            "A Python function returns the values of ref and out arguments in an order of its own, which names do not tell: where 'divmod' is called with several, write them in that order, without names."));
    }

    [Test]
    public void GenericMethod_thatIsAValueOverThere_saysSo()
    {
        Conn.execute("class Valued:\n    Echo = 5");
        var valued = ((object)Conn.eval("Valued()")).ActLike<Proxies.IGenerics>();
        Assert.That(() => valued.Echo(1), Throws.TypeOf<MissingMethodException>().With.Message.Match("^'Echo' of the remote type '.*Valued' is a value and cannot be called.$"));
    }

    [Test]
    public void Ref_ofAPythonFunction_isTheTuple()
    {
        Conn.execute("def swap(a, b): return b, a\ndef bump(a): return a + 1, a + 1");
        var (a, b) = (1, "x");
        object first = a, second = b;
        Named("swap")(ref first, ref second);
        int n = 5;
        int bumped = Named("bump")(ref n);
        Assert.That((first, second, n, bumped), Is.EqualTo(("x", 1, 6, 6)));
    }

    [Test]
    public void TypeArguments_onAPythonFunction_sayThatItHasNone() => Assert.That(() => Conn.builtins.len<int>("text"), Throws.TypeOf<MissingMethodException>().With.Message.EqualTo(
        "'len' of the remote type 'builtins' has no type parameters: call it without <...>."));
}
