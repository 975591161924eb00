using System.Collections.Frozen;
using System.Numerics;
using DynamicRpyc.Values;
using Microsoft.CSharp.RuntimeBinder;

namespace DynamicRpyc.Tests.Values;

/// <summary>What Python does with tuples by operators and methods, with tuples that are here.</summary>
internal sealed class TupleArithmeticTests
{
    private static IEnumerable<object[]> Ordered()
    {
        yield return [new PyTuple(), new PyTuple(0)];
        yield return [new PyTuple(1, 2), new PyTuple(1, 2, 0)];
        yield return [new PyTuple(1, 9), new PyTuple(2, 0)];
        yield return [new PyTuple(1.5), new PyTuple(2)];
        yield return [new PyTuple(1, 2.0), new PyTuple(1.0, 3L)];
        yield return [new PyTuple(false, true), new PyTuple(0, 2)];
        yield return [new PyTuple(9007199254740992.0), new PyTuple(9007199254740993)];
        yield return [new PyTuple(-1.5), new PyTuple(-1)];
        yield return [new PyTuple(BigInteger.Pow(10, 400)), new PyTuple(double.PositiveInfinity)];
        yield return [new PyTuple("Z"), new PyTuple("a")];
        yield return [new PyTuple("a"), new PyTuple("ab")];
        yield return [new PyTuple("\uFFFD"), new PyTuple("\U0001F600")];
        yield return [new PyTuple(new byte[] { 1, 200 }), new PyTuple(new byte[] { 2 })];
        yield return [new PyTuple(1, new PyTuple("a", 1)), new PyTuple(1, new PyTuple("a", 2))];
        yield return [new PyTuple(1.1m), new PyTuple(1.2m)];
        yield return [new PyTuple(new DateTime(2024, 1, 1)), new PyTuple(new DateTime(2024, 1, 2))];
        yield return [new PyTuple(null, 1), new PyTuple(null, 2)];
        yield return [new PyTuple(Set(1)), new PyTuple(Set(1, 2))];
    }

    [TestCaseSource(nameof(Ordered))]
    public void Order_isPythons(PyTuple less, PyTuple more)
    {
        Assert.That((less < more, less <= more, less > more, less >= more), Is.EqualTo((true, true, false, false)));
        Assert.That((more < less, more <= less, more > less, more >= less), Is.EqualTo((false, false, true, true)));
        Assert.That((less.CompareTo(more), more.CompareTo(less), less.CompareTo(PyTuple.From(less)), less.CompareTo(null)), Is.EqualTo((-1, 1, 0, 1)));
        dynamic left = less, right = more;
        Assert.That(((bool)(left < right), (bool)(left >= right)), Is.EqualTo((true, false)));
    }

    [Test]
    public void Order_ofEqualTuples()
    {
        PyTuple one = new(1, "a", 2.0), same = new(1L, "a", 2);
        Assert.That((one < same, one <= same, one > same, one >= same), Is.EqualTo((false, true, false, true)));
    }

    [Test]
    public void Order_ofWhatHasNone()
    {
        Assert.That(() => new PyTuple(1, "a") < new PyTuple(1, 2), Throws.InvalidOperationException.With.Message.EqualTo(
            "'<' is not supported between a System.String and a System.Int32, the first items in which the tuples (1, 'a') and (1, 2) differ."));
        Assert.That(() => new PyTuple(default(object)) >= new PyTuple(1), Throws.InvalidOperationException.With.Message.StartsWith("'>=' is not supported between None and a System.Int32"));
        Assert.That(() => new PyTuple(Complex.One) < new PyTuple(Complex.ImaginaryOne), Throws.InvalidOperationException.With.Message.StartsWith("'<' is not supported between"));
        Assert.That((new PyTuple(double.NaN) < new PyTuple(1.0), new PyTuple(double.NaN) >= new PyTuple(1.0), new PyTuple(Set(1)) < new PyTuple(Set(2))), Is.EqualTo((false, false, false)));
    }

    [Test]
    public void Order_sorts() => Assert.That(new[] { new PyTuple(2, "a"), new PyTuple(1, "b"), new PyTuple(1, "a") }.Order(), Is.EqualTo(new[] { new PyTuple(1, "a"), new PyTuple(1, "b"), new PyTuple(2, "a") }));

    [Test]
    public void Concatenation_andRepetition()
    {
        PyTuple pair = new(1, "a");
        Assert.That(pair + new PyTuple(2), Is.EqualTo(new PyTuple(1, "a", 2)));
        Assert.That((pair * 2, 2 * pair, pair * 0, pair * -1), Is.EqualTo((new PyTuple(1, "a", 1, "a"), new PyTuple(1, "a", 1, "a"), PyTuple.Empty, PyTuple.Empty)));
        dynamic t = pair;
        Assert.That((object)(t + (2, 3)), Is.EqualTo(new PyTuple(1, "a", 2, 3)));
        Assert.That((object)(t + t * 2L), Is.EqualTo(new PyTuple(1, "a", 1, "a", 1, "a")));
        Assert.That((object)(2 * t), Is.EqualTo(new PyTuple(1, "a", 1, "a")));
        t += new PyTuple(5);
        t *= (byte)2;
        Assert.That((object)t, Is.EqualTo(new PyTuple(1, "a", 5, 1, "a", 5)));
        Assert.That((pair.Count, (object)(PyTuple.Empty * 2_000_000_000)), Is.EqualTo((2, PyTuple.Empty)));
    }

    [Test]
    public void Concatenation_andRepetition_ofWhatDoesNotFit()
    {
        dynamic t = new PyTuple(1);
        Assert.That(() => t * 10_000_001, Throws.InvalidOperationException.With.Message.EqualTo("A tuple of 10,000,001 items is too large: it may be repeated to 10,000,000 at most."));
        Assert.That(() => t * BigInteger.Pow(10, 30), Throws.InvalidOperationException);
        Assert.That(() => new PyTuple(1, 2) * int.MaxValue, Throws.InvalidOperationException);
        Assert.That(() => t * 1.5, Throws.TypeOf<RuntimeBinderException>());
        Assert.That(() => t + 1, Throws.TypeOf<RuntimeBinderException>());
        Assert.That(() => t + null, Throws.ArgumentNullException);
        Assert.That(() => t < 1, Throws.TypeOf<RuntimeBinderException>());
        Assert.That(() => t - t, Throws.TypeOf<RuntimeBinderException>());
    }

    /// <summary>One call site, with another kind of operand each time.</summary>
    [Test]
    public void Concatenation_atOneCallSite()
    {
        dynamic[] right = [new PyTuple(2), (2, 3), Tuple.Create(2), new PyTuple()];
        Assert.That(right.Select(other => ((PyTuple)((dynamic)new PyTuple(1) + other)).Count), Is.EqualTo(new[] { 2, 3, 2, 1 }));
    }

    [Test]
    public void CountAndIndex()
    {
        dynamic t = new PyTuple(1, "a", 1.0, null, new PyTuple(2), true);
        Assert.That(((int)t.count(1), (int)t.count("x"), (int)t.count(null), (int)t.index("a"), (int)t.index(null), (int)t.index(new PyTuple(2.0)), (int)t.index(ValueTuple.Create(2)), (int)t.index(1, 1), (int)t.index(1, -2), (int)t.index(1, 1, 3)),
            Is.EqualTo((3, 0, 1, 1, 3, 4, 4, 2, 5, 2)));
        Assert.That(() => t.index("x"), Throws.ArgumentException.With.Message.EqualTo("'x' is not in the tuple."));
        Assert.That(() => t.index(1, 3, 5), Throws.ArgumentException);
        Assert.That(() => t.index(), Throws.ArgumentException.With.Message.EqualTo("index of a tuple takes 1 to 3 arguments, but 0 were given."));
        Assert.That(() => t.count(1, 2), Throws.ArgumentException.With.Message.EqualTo("count of a tuple takes 1 argument, but 2 were given."));
    }

    [Test]
    public void In_andEquality_ofNumbersOfSeveralKinds()
    {
        dynamic t = new PyTuple(1, 2.0);
        Assert.That(((bool)Py.In(2, t), (bool)Py.In(1.0, t), (bool)Py.In(3, t), (bool)(t == (1.0, 2)), (bool)(t != (1, 2.5)), (bool)t.Equals(new PyTuple(1.0, 2))), Is.EqualTo((true, true, false, true, true, false)));
        Assert.That((bool)(t == null), Is.False);
    }

    private static FrozenSet<object?> Set(params object?[] items) => items.ToFrozenSet(PyEquality.Instance);
}
