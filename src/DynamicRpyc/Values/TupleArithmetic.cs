using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Values;

/// <summary>What Python does with tuples by operators and methods: <c>t + u</c>, <c>t * 2</c>, <c>t &lt; u</c>, <c>t.count(x)</c>, <c>t.index(x)</c>. Safe for any thread.</summary>
internal static class TupleArithmetic
{
    // A small number makes a large tuple, and the number may be a peer's.
    private static readonly int _most = new RpycLimits().MaxCopiedItems;

    /// <summary>What the operator does with a tuple on its left; null where it has nothing to do with tuples, or the right side is for another to deal with.</summary>
    internal static Func<ITuple, object?, object>? Find(ExpressionType operation, object? right) => (operation, right) switch
    {
        (ExpressionType.Add or ExpressionType.AddAssign, ITuple) => Add,
        (ExpressionType.Multiply or ExpressionType.MultiplyAssign, _) when Integers.TryGetBig(right, out _) => Repeat,
        (ExpressionType.LessThan, ITuple) => static (left, right) => Holds(left, right, PyOrder.Less),
        (ExpressionType.LessThanOrEqual, ITuple) => static (left, right) => Holds(left, right, PyOrder.LessOrEqual),
        (ExpressionType.GreaterThan, ITuple) => static (left, right) => Holds(left, right, PyOrder.Greater),
        (ExpressionType.GreaterThanOrEqual, ITuple) => static (left, right) => Holds(left, right, PyOrder.GreaterOrEqual),
        _ => null,
    };

    internal static PyTuple Add(ITuple left, object? right)
    {
        var (first, second) = (PyTuple.Of(left)!, PyTuple.Of(right)!);
        return first.Count == 0 ? second : second.Count == 0 ? first : PyTuple.Adopt([.. first.Items, .. second.Items]);
    }

    /// <exception cref="InvalidOperationException">It would become too large.</exception>
    internal static PyTuple Repeat(ITuple tuple, object? times)
    {
        Integers.TryGetBig(times, out var wanted);
        var once = PyTuple.Of(tuple)!;
        if (wanted <= 0 || once.Count == 0)
            return PyTuple.Empty;
        if (wanted == 1)
            return once;
        var count = wanted * once.Count;
        if (count > _most)
            throw new InvalidOperationException($"A tuple of {count:N0} items is too large: it may be repeated to {_most:N0} at most.");
        var items = new object?[(int)count];
        for (var at = 0; at < items.Length; at += once.Count)
            once.Items.CopyTo(items.AsSpan(at));
        return PyTuple.Adopt(items);
    }

    internal static bool IsMethod(string name) => name is "count" or "index";

    /// <summary><c>count(item)</c> and <c>index(item[, start[, stop]])</c>.</summary>
    /// <exception cref="ArgumentException">The item is not there, for <c>index</c>; or the arguments are others.</exception>
    internal static object Call(ITuple tuple, string name, object?[] arguments) => (name, arguments) switch
    {
        ("count", [var item]) => PyTuple.Of(tuple)!.Count(other => PyComparison.AreEqual(other, item)),
        ("index", [var item]) => IndexOf(tuple, item, new PySlice(null, null)),
        ("index", [var item, var start]) => IndexOf(tuple, item, new PySlice(start, null)),
        ("index", [var item, var start, var stop]) => IndexOf(tuple, item, new PySlice(start, stop)),
        ("count", _) => throw new ArgumentException($"count of a tuple takes 1 argument, but {arguments.Length} were given."),
        _ => throw new ArgumentException($"index of a tuple takes 1 to 3 arguments, but {arguments.Length} were given."),
    };

    private static object IndexOf(ITuple tuple, object? item, PySlice part)
    {
        var (start, stop, _) = part.Indices(tuple.Length);
        for (var i = start; i < stop; i++)
        {
            if (PyComparison.AreEqual(tuple[i], item))
                return i;
        }
        throw new ArgumentException($"{PyRepr.Of(item)} is not in the tuple.");
    }

    private static object Holds(ITuple left, object? right, PyOrder order) => PyComparison.HoldsOfTuples(PyTuple.Of(left)!, PyTuple.Of(right)!, order);
}
