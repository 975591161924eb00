using System.Collections;
using System.Collections.Frozen;
using System.Numerics;
using DynamicRpyc.Invocation;
using NUnit.Framework;

namespace DynamicRpyc.Tests.Invocation;

[TestFixture]
public sealed class ConversionTests
{
    private static readonly BigInteger Huge = BigInteger.Pow(10, 30);

    private static IEnumerable<TestCaseData> Possible()
    {
        (object? Value, Type Type, object? Expected)[] cases =
        [
            (5, typeof(long), 5L), (5, typeof(short), (short)5), (255, typeof(byte), (byte)255), (-1, typeof(sbyte), (sbyte)-1), (5, typeof(uint), 5u),
            (5, typeof(ulong), 5ul), (5, typeof(nint), (nint)5), (5, typeof(Int128), (Int128)5), (5, typeof(BigInteger), new BigInteger(5)), (5L, typeof(int), 5),
            (Huge, typeof(Int128), (Int128)Huge), (new BigInteger(ulong.MaxValue), typeof(ulong), ulong.MaxValue), (true, typeof(int), 1), (true, typeof(bool), true),
            (5, typeof(double), 5.0), (5, typeof(float), 5f), (5, typeof(decimal), 5m), (5, typeof(Half), (Half)5), (5, typeof(Complex), new Complex(5, 0)),
            (1.5, typeof(float), 1.5f), (1.5, typeof(Half), (Half)1.5), (1.5, typeof(decimal), 1.5m), (1.5, typeof(Complex), new Complex(1.5, 0)),
            (double.NaN, typeof(float), float.NaN), (double.PositiveInfinity, typeof(float), float.PositiveInfinity), (Huge, typeof(double), 1e30),
            (2, typeof(Colour), Colour.Green), ("Green", typeof(Colour), Colour.Green), ("green", typeof(Colour), Colour.Green), ("Red, Blue", typeof(Colour), Colour.Red | Colour.Blue),
            ("x", typeof(char), 'x'), ('x', typeof(string), "x"), (null, typeof(string), null), (null, typeof(int?), null), (5, typeof(long?), 5L), (2, typeof(Colour?), Colour.Green),
            (new PySlice(1, -1), typeof(Range), 1..^1), (new PySlice(null, null), typeof(Range), ..), (-1, typeof(Index), ^1), (3, typeof(Index), (Index)3),
            (new PyTuple(1, "a"), typeof((long, string)), (1L, "a")), (new PyTuple(1, "a"), typeof(Tuple<int, string>), Tuple.Create(1, "a")),
            (new PyTuple(1, 2, 3, 4, 5, 6, 7, 8), typeof((int, int, int, int, int, int, int, int)), (1, 2, 3, 4, 5, 6, 7, 8)),
            (new PyTuple("k", 1), typeof(KeyValuePair<string, int>), KeyValuePair.Create("k", 1)), (typeof(int), typeof(Type), typeof(int)),
            (1.5m, typeof(Money), new Money(1.5m)), (new Money(2), typeof(decimal), 2m), (new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc), typeof(DateTimeOffset), new DateTimeOffset(2000, 1, 1, 0, 0, 0, default)),
            (5, typeof(object), 5), (Colour.Red, typeof(Enum), Colour.Red), (5, typeof(IComparable), 5),
        ];
        return cases.Select(entry => new TestCaseData(entry.Value, entry.Type, entry.Expected).SetArgDisplayNames($"{TypeNames.Describe(entry.Value)}", TypeNames.Display(entry.Type)));
    }

    [TestCaseSource(nameof(Possible))]
    public void TryConvert_possible(object? value, Type type, object? expected)
    {
        Assert.That(Conversions.TryConvert(value, type, out var result), Is.True);
        Assert.That(result, Is.EqualTo(expected));
        Assert.That(result?.GetType(), Is.EqualTo(expected?.GetType()));
    }

    private static IEnumerable<TestCaseData> Impossible()
    {
        (object? Value, Type Type)[] cases =
        [
            (256, typeof(byte)), (-1, typeof(uint)), (-1, typeof(ulong)), (3_000_000_000L, typeof(int)), (Huge, typeof(long)), (Huge, typeof(decimal)), (1.0, typeof(int)), (1.5, typeof(long)),
            ("5", typeof(int)), (5, typeof(string)), (5, typeof(bool)), (5, typeof(char)), ("ab", typeof(char)), ("", typeof(char)), (double.NaN, typeof(decimal)), (1e300, typeof(float)),
            (1e300, typeof(decimal)), (BigInteger.Pow(10, 400), typeof(double)), ("Purple", typeof(Colour)), ("2", typeof(Colour)), (300, typeof(Colour)), (true, typeof(Colour)), (1.0, typeof(Colour)),
            (null, typeof(int)), (new PySlice(1, 2, 3), typeof(Range)), (new PyTuple(1), typeof((int, int))), (new PyTuple("x", 1), typeof((int, int))), (new PyTuple(1, "x"), typeof(int[])),
            ("text", typeof(List<char>)), (5, typeof(Action)), (5, typeof(List<int>)), (typeof(Members), typeof(Func<object>)), (new Members(), typeof(Methods)), ("x", typeof(Type)),
        ];
        return cases.Select(entry => new TestCaseData(entry.Value, entry.Type).SetArgDisplayNames($"{TypeNames.Describe(entry.Value)}", TypeNames.Display(entry.Type)));
    }

    [TestCaseSource(nameof(Impossible))]
    public void TryConvert_impossible(object? value, Type type)
    {
        Assert.That(Conversions.TryConvert(value, type, out _), Is.False);
        Assert.That(() => Conversions.Convert(value, type), Throws.TypeOf<BindException>().With.Message.StartsWith("cannot convert"));
    }

    [TestCase(typeof(int[]))]
    [TestCase(typeof(long[]))]
    [TestCase(typeof(List<int>))]
    [TestCase(typeof(IEnumerable<double>))]
    [TestCase(typeof(IList<int>))]
    [TestCase(typeof(ICollection<int>))]
    [TestCase(typeof(IReadOnlyList<int>))]
    [TestCase(typeof(IReadOnlyCollection<int>))]
    [TestCase(typeof(HashSet<int>))]
    [TestCase(typeof(ISet<int>))]
    [TestCase(typeof(IReadOnlySet<int>))]
    [TestCase(typeof(Queue<int>))]
    [TestCase(typeof(System.Collections.ObjectModel.Collection<int>))]
    [TestCase(typeof(IList))]
    [TestCase(typeof(IEnumerable<object>))]
    public void Convert_tuple_and_list_to_every_sequence_type(Type type)
    {
        foreach (var source in new object[] { new PyTuple(1, 2, 3), new List<object> { 1, 2, 3 }, new object[] { 1, 2, 3 }, new object[] { 1, 2, 3 }.ToFrozenSet() })
        {
            var converted = (IEnumerable)Conversions.Convert(source, type)!;
            Assert.That(type.IsInstanceOfType(converted), Is.True);
            Assert.That(converted.Cast<object>().Select(Convert.ToInt32).Order(), Is.EqualTo(new[] { 1, 2, 3 }));
        }
    }

    [Test]
    public void Convert_lazy_sequence_is_run_only_when_converted()
    {
        var runs = 0;
        IEnumerable<object> Source()
        {
            runs++;
            yield return 1;
        }

        var source = Source();
        Assert.That(Conversions.To(typeof(int[])).Cost(source), Is.Positive);
        Assert.That(runs, Is.Zero);
        Assert.That(Conversions.Convert(source, typeof(int[])), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void Convert_nested_sequences_and_tuples()
    {
        var nested = new PyTuple(new PyTuple("a", 1), new PyTuple("b", 2));
        Assert.That(Conversions.Convert(nested, typeof(List<(string, long)>)), Is.EqualTo(new[] { ("a", 1L), ("b", 2L) }));
        Assert.That(Conversions.Convert(new PyTuple(new PyTuple(1), PyTuple.Empty), typeof(int[][])), Is.EqualTo(new[] { new[] { 1 }, [] }));
    }

    [Test]
    public void Convert_bytes_to_memories()
    {
        byte[] bytes = [1, 2, 3];
        Assert.That(((ReadOnlyMemory<byte>)Conversions.Convert(bytes, typeof(ReadOnlyMemory<byte>))!).ToArray(), Is.EqualTo(bytes));
        Assert.That(((Memory<byte>)Conversions.Convert(bytes, typeof(Memory<byte>))!).ToArray(), Is.EqualTo(bytes));
        Assert.That(Conversions.Convert(bytes, typeof(byte[])), Is.SameAs(bytes));
    }

    [Test]
    public void Convert_delegate_of_compatible_signature_is_bound_directly()
    {
        Func<object, string> source = value => $"<{value}>";
        var converted = (Func<string, object>)Conversions.Convert(source, typeof(Func<string, object>))!;
        Assert.That(converted("x"), Is.EqualTo("<x>"));
    }

    [Test]
    public void Convert_delegate_of_other_signature_converts_arguments_and_result()
    {
        Func<long, int> source = value => (int)value * 2;
        var converted = (Func<int, double>)Conversions.Convert(source, typeof(Func<int, double>))!;
        Assert.That(converted(4), Is.EqualTo(8.0));
        var action = (Action<int>)Conversions.Convert(source, typeof(Action<int>))!;
        Assert.That(() => action(1), Throws.Nothing);
    }

    [Test]
    public void Convert_bound_method_becomes_a_delegate()
    {
        var method = On.Get(new Methods(), "Add")!;
        Assert.That(((Func<int, int, int>)Conversions.Convert(method, typeof(Func<int, int, int>))!)(1, 2), Is.EqualTo(3));
        Assert.That(On.Call(new List<int> { 3, 1, 2 }, "ConvertAll", On.Get(typeof(Methods), "Shared")), Is.EqualTo(new[] { "shared 3", "shared 1", "shared 2" }));
    }

    [Test]
    public void Convert_remote_object_asks_it_once_and_only_for_the_chosen_overload()
    {
        Func<int, int> callable = value => value + 1;
        var remote = new FakeRemote(callable);
        var conversion = Conversions.To(typeof(Func<int, int>));
        Assert.That(conversion.Cost(remote), Is.Positive);
        Assert.That(remote.Conversions, Is.Zero, "scoring asks nothing of the remote side");
        Assert.That(conversion.Convert(remote), Is.SameAs(callable));
        Assert.That(On.Call(new Methods(), "Kind", remote), Is.EqualTo("object"), "an object parameter takes the netref as it is");
        Assert.That(Conversions.TryConvert(remote, typeof(int), out _), Is.False);
        Assert.That(On.Call(new Methods(), "First", new FakeRemote(new List<object> { 9 })), Is.EqualTo(9));
    }
}
