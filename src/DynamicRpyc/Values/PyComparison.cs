using System.Collections.Frozen;
using System.Numerics;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Values;

/// <summary>
/// <c>==</c> and <c>&lt;</c> as Python has them for values that are here: numbers of all kinds by what they amount to, texts by code points, tuples item by item. C#'s own <c>==</c> and
/// <c>Equals</c> differ in the same way: <c>1 == 1.0</c>, and yet <c>1.Equals(1.0)</c> is false. Items that are remote are asked. Safe for any thread.
/// </summary>
internal static class PyComparison
{
    internal static bool AreEqual(object? left, object? right)
    {
        if (PyEquality.Instance.Equals(left, right))
            return true;
        if (left is null || right is null)
            return false;
        if (PyTuple.Of(left) is { } one)
            return PyTuple.Of(right) is { } other && one.Count == other.Count && FirstDifference(one, other) == one.Count;
        if (left is IRemoteObject || right is IRemoteObject)
            return (bool)((dynamic)left == (dynamic)right);
        return IsNumber(left) && IsNumber(right) && OrderOfNumbers(left, right) == 0;
    }

    /// <summary>Whether the two are in this order; null where Python too has none for their types.</summary>
    internal static bool? Holds(object? left, object? right, PyOrder order)
    {
        if (left is IRemoteObject || right is IRemoteObject)
            return Ask(left, right, order);
        if (left is FrozenSet<object?> part && right is FrozenSet<object?> whole)
            return order switch
            {
                PyOrder.Less => part.IsProperSubsetOf(whole),
                PyOrder.LessOrEqual => part.IsSubsetOf(whole),
                PyOrder.Greater => part.IsProperSupersetOf(whole),
                _ => part.IsSupersetOf(whole),
            };
        if (PyTuple.Of(left) is { } one && PyTuple.Of(right) is { } other)
            return HoldsOfTuples(one, other, order);
        if (left is null or Complex || right is null or Complex)
            return null;
        if (IsNumber(left) && IsNumber(right))
            return OrderOfNumbers(left, right) is { } known ? Is(known, order) : false;
        return (left, right) switch
        {
            (string a, string b) => Is(CompareTexts(a, b), order),
            (byte[] a, byte[] b) => Is(a.AsSpan().SequenceCompareTo(b), order),
            (IComparable a, { } b) when a.GetType() == b.GetType() => Is(a.CompareTo(b), order),
            _ => null,
        };
    }

    /// <summary>The order of tuples: the first items that differ decide, and else the length.</summary>
    /// <exception cref="InvalidOperationException">The items that decide have no order.</exception>
    internal static bool HoldsOfTuples(PyTuple left, PyTuple right, PyOrder order)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var at = FirstDifference(left, right);
        if (at == left.Count || at == right.Count)
            return Is(left.Count.CompareTo(right.Count), order);
        return Holds(left[at], right[at], order)
            ?? throw new InvalidOperationException($"'{Symbol(order)}' is not supported between {Describe(left[at])} and {Describe(right[at])}, the first items in which the tuples {left} and {right} differ.");
    }

    internal static string Symbol(PyOrder order) => order switch
    {
        PyOrder.Less => "<",
        PyOrder.LessOrEqual => "<=",
        PyOrder.Greater => ">",
        _ => ">=",
    };

    private static int FirstDifference(PyTuple left, PyTuple right)
    {
        var at = 0;
        while (at < left.Count && at < right.Count && AreEqual(left[at], right[at]))
            at++;
        return at;
    }

    private static bool Is(int sign, PyOrder order) => order switch
    {
        PyOrder.Less => sign < 0,
        PyOrder.LessOrEqual => sign <= 0,
        PyOrder.Greater => sign > 0,
        _ => sign >= 0,
    };

    // The binder finds the operators of whatever the remote object is on either side.
    private static bool Ask(dynamic? left, dynamic? right, PyOrder order) => order switch
    {
        PyOrder.Less => (bool)(left < right),
        PyOrder.LessOrEqual => (bool)(left <= right),
        PyOrder.Greater => (bool)(left > right),
        _ => (bool)(left >= right),
    };

    private static bool IsNumber(object value) => value is bool or double or float or Half or decimal or Complex || Integers.TryGetBig(value, out _);

    /// <summary>Null where there is none: of NaN, and of complex numbers that differ.</summary>
    private static int? OrderOfNumbers(object left, object right)
    {
        if (left is Complex || right is Complex)
            return AsComplex(left) is { } a && a == AsComplex(right) ? 0 : null;
        if (Whole(left) is { } one && Whole(right) is { } other)
            return one.CompareTo(other);
        if (left is decimal && right is decimal)
            return ((decimal)left).CompareTo((decimal)right);
        var (x, y) = (Real(left), Real(right));
        if (double.IsNaN(x) || double.IsNaN(y))
            return null;
        // A double has fewer digits than an int may have: its whole part is compared as an int, what remains decides.
        if (Whole(left) is not null && double.IsInfinity(y))
            return y > 0 ? -1 : 1;
        if (Whole(right) is not null && double.IsInfinity(x))
            return x > 0 ? 1 : -1;
        if (Whole(left) is { } whole)
            return whole.CompareTo(new BigInteger(Math.Floor(y))) is var sign && sign != 0 ? sign : Math.Floor(y).CompareTo(y);
        if (Whole(right) is { } also)
            return new BigInteger(Math.Floor(x)).CompareTo(also) is var order && order != 0 ? order : x.CompareTo(Math.Floor(x));
        return x.CompareTo(y);
    }

    private static BigInteger? Whole(object value) => value is bool flag ? flag ? 1 : 0 : Integers.TryGetBig(value, out var whole) ? whole : null;

    private static double Real(object value) => value switch
    {
        double real => real,
        float real => real,
        Half real => (double)real,
        decimal real => (double)real,
        _ => (double)Whole(value)!.Value,
    };

    private static Complex? AsComplex(object value) => value is Complex complex ? complex : new Complex(Real(value), 0);

    // As Python has it, by code points: a character beyond the first 65536 comes after all of those, which its surrogates do not.
    private static int CompareTexts(string left, string right)
    {
        var at = left.AsSpan().CommonPrefixLength(right);
        if (at == left.Length || at == right.Length)
            return left.Length.CompareTo(right.Length);
        var (a, b) = (left[at], right[at]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }

    private static string Describe(object? value) => value is null ? "None" : $"a {value.GetType()}";
}

/// <summary>The operators of order.</summary>
internal enum PyOrder
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
