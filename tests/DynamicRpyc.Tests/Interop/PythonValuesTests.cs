using System.Collections.Frozen;
using System.Numerics;

namespace DynamicRpyc.Tests.Interop;

/// <summary>"Values": every kind that travels by value, from Python and to Python.</summary>
internal sealed class PythonValuesTests() : CalculatorFixture
{
    private static readonly object?[] _table =
    [
        null, true, false, 0, -1, 159, 160, -49, 1L << 31, BigInteger.One << 63, -(BigInteger.One << 64), 1.5, double.PositiveInfinity, "", "\u00e4", Array.Empty<byte>(),
        new byte[] { 0, 255 }, PyTuple.Empty, new PyTuple(PyTuple.Empty), new object[] { 1, 2 }.ToFrozenSet(), new PySlice(1, null, 2), new Complex(1, 2), Ellipsis.Value,
        NotImplemented.Value,
    ];

    private static IEnumerable<TestCaseData> Sent()
    {
        yield return Case(null, "NoneType", "None");
        yield return Case(true, "bool", "True");
        yield return Case((sbyte)-7, "int", "-7", -7);
        yield return Case((byte)200, "int", "200", 200);
        yield return Case((short)-300, "int", "-300", -300);
        yield return Case(uint.MaxValue, "int", "4294967295", (long)uint.MaxValue);
        yield return Case(long.MinValue, "int", "-9223372036854775808");
        yield return Case(ulong.MaxValue, "int", "18446744073709551615", (BigInteger)ulong.MaxValue);
        yield return Case(BigInteger.Pow(10, 30), "int", "1" + new string('0', 30));
        yield return Case('\u20ac', "str", "'\u20ac'", "\u20ac");
        yield return Case("quote ' and \0 and \U0001f40d", "str", "\"quote ' and \\x00 and \U0001f40d\"");
        yield return Case(0.25f, "float", "0.25", 0.25);
        yield return Case((Half)0.5, "float", "0.5", 0.5);
        yield return Case(1e300, "float", "1e+300");
        yield return Case(new byte[] { 1, 2, 255 }, "bytes", "b'\\x01\\x02\\xff'");
        yield return Case((1, "two", (3.5, (object?)null)), "tuple", "(1, 'two', (3.5, None))", new PyTuple(1, "two", new PyTuple(3.5, null)));
        yield return Case(new PyTuple(true, new byte[] { 9 }), "tuple", "(True, b'\\t')");
        yield return Case(new object[] { 7 }.ToFrozenSet(), "frozenset", "frozenset({7})");
        yield return Case(1..^1, "slice", "slice(1, -1, None)", new PySlice(1, -1));
        yield return Case(new PySlice(null, 5, 2), "slice", "slice(None, 5, 2)");
        yield return Case(new Complex(1, -2), "complex", "(1-2j)");
        yield return Case(Ellipsis.Value, "ellipsis", "Ellipsis");
        yield return Case(NotImplemented.Value, "NotImplementedType", "NotImplemented");
    }

    [Test]
    public void Result_everyValueOfPython_arrivesAsItsClrType()
    {
        var values = (PyTuple)Root.values();
        Assert.That(values, Has.Count.EqualTo(_table.Length));
        Assert.Multiple(() =>
        {
            for (var i = 0; i < _table.Length; i++)
            {
                Assert.That(values[i], Is.EqualTo(_table[i]), $"value {i}");
                Assert.That(TypeOf(values[i]), Is.EqualTo(TypeOf(_table[i])), $"type of value {i}");
            }
        });
    }

    [TestCaseSource(nameof(Sent))]
    public void Argument_valueOfDotNet_isPythonsOwnKindAndComesBack(object? sent, string typeName, string repr, object? back)
    {
        Assert.That((string)Root.type_name(sent), Is.EqualTo(typeName));
        Assert.That((string)Root.repr(sent), Is.EqualTo(repr));
        var echo = (object?)Root.echo(sent);
        Assert.That(echo, Is.EqualTo(back));
        Assert.That(TypeOf(echo), Is.EqualTo(TypeOf(back)));
    }

    [Test]
    public void Argument_allKindsInOneTuple_comeBackEqual() => Assert.That((object)Root.echo(new PyTuple(_table)), Is.EqualTo(new PyTuple(_table)));

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3000)]
    [TestCase(1_000_000)]
    public void Bytes_ofAnyLength_arriveWhole(int count)
    {
        var expected = Enumerable.Range(0, count).Select(i => (byte)i).ToArray();
        Assert.That((byte[])Root.bytes(count), Is.EqualTo(expected));
        Assert.That((byte[])Root.echo(expected), Is.EqualTo(expected));
    }

    [Test]
    public void Text_outsideTheBasicPlane_arrivesWhole()
    {
        var expected = string.Concat(Enumerable.Repeat("\u00fcx\u20ac\U0001f40d", 5000));
        Assert.That((string)Root.text(5000), Is.EqualTo(expected));
        Assert.That((string)Root.echo(expected), Is.EqualTo(expected));
    }

    [Test]
    public void BigInt_of4300Digits_travelsBothWays()
    {
        var largest = BigInteger.Pow(10, 4300) - 1;
        Assert.That((BigInteger)Root.echo(largest), Is.EqualTo(largest));
        Assert.That((BigInteger)Root.big(14000), Is.EqualTo(BigInteger.One << 14000));
    }

    /// <summary>"Sending such an int is an OverflowException here, before anything is sent": Python would close the connection.</summary>
    [Test]
    public void BigInt_ofMoreDigits_overflowsBeforeItIsSent()
    {
        var sent = Requests(() => Assert.That(() => Root.echo(BigInteger.Pow(10, 4300)), Throws.TypeOf<OverflowException>().With.Message.Contains("4300")));
        Assert.That(sent, Is.Zero);
        Assert.That((int)Root.add(1, 2), Is.EqualTo(3));
    }

    [Test]
    public void Text_withALoneSurrogate_isRefusedBeforeItIsSent()
    {
        var sent = Requests(() => Assert.That(() => Root.echo("a\ud800b"), Throws.InstanceOf<ArgumentException>()));
        Assert.That(sent, Is.Zero);
        Assert.That((int)Root.add(1, 2), Is.EqualTo(3));
    }

    [Test]
    public void Result_tuple_convertsToACSharpTuple()
    {
        (int number, string text, double real, object? none, bool truth, byte[] bytes) = ((int, string, double, object?, bool, byte[]))Root.make_tuple();
        Assert.That((number, text, real, none, truth), Is.EqualTo((1, "two", 3.0, (object?)null, true)));
        Assert.That(bytes, Is.EqualTo("six"u8.ToArray()));
    }

    [Test]
    public void Result_number_convertsToTheNumberTypeAskedFor()
    {
        long wide = Root.add(1, 2);
        double real = Root.add(1, 2);
        BigInteger big = Root.big(100);
        Assert.That((wide, real, big), Is.EqualTo((3L, 3.0, BigInteger.One << 100)));
    }

    private static TestCaseData Case(object? sent, string typeName, string repr, object? back) =>
        new TestCaseData(sent, typeName, repr, back).SetArgDisplayNames(sent?.GetType().Name ?? "null", repr.Length > 30 ? repr[..30] : repr);

    private static TestCaseData Case(object? sent, string typeName, string repr) => Case(sent, typeName, repr, sent);

    /// <summary>A frozen set is of one of several hidden classes.</summary>
    private static Type? TypeOf(object? value) => value is FrozenSet<object> ? typeof(FrozenSet<object>) : value?.GetType();
}
