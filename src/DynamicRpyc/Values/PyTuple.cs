using System.Collections;
using System.Dynamic;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using DynamicRpyc.Values;

namespace DynamicRpyc;

/// <summary>
/// A Python tuple: immutable, indexed, enumerable, equal by value (ints of any width, bytes and nested tuples included). Held as <c>dynamic</c> it converts to a C# tuple,
/// an array or a list: <c>(int Id, string Name) t = conn.root.find();</c>. Safe for any thread.
/// </summary>
[CollectionBuilder(typeof(PyTuple), nameof(Create))]
public sealed class PyTuple : IReadOnlyList<object?>, ITuple, IEquatable<PyTuple>, IComparable<PyTuple>, IDynamicMetaObjectProvider
{
    private readonly object?[] _items;

    /// <summary>Creates a tuple of the arguments, which are copied. <c>new PyTuple(null)</c> holds one null.</summary>
    public PyTuple(params object?[]? items) => _items = items is null ? [null] : items.AsSpan().ToArray();

    // The marker tells this from the public constructor, which copies.
    private PyTuple(object?[] items, Adopted _) => _items = items;

    private enum Adopted { Array }

    /// <summary>The tuple without items.</summary>
    public static PyTuple Empty { get; } = new([], Adopted.Array);

    /// <summary>The number of items.</summary>
    public int Count => _items.Length;

    int ITuple.Length => _items.Length;

    internal ReadOnlySpan<object?> Items => _items;

    /// <summary>The item at an index from 0; <c>tuple[^1]</c> is the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public object? this[int index] => (uint)index < (uint)_items.Length
        ? _items[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The tuple has {_items.Length} items.");

    /// <summary>Creates a tuple of the items; makes collection expressions work: <c>PyTuple t = [1, "a"];</c>.</summary>
    public static PyTuple Create(ReadOnlySpan<object?> items) => items.IsEmpty ? Empty : Adopt(items.ToArray());

    /// <summary>Creates a tuple of what the sequence yields.</summary>
    public static PyTuple From(IEnumerable items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Adopt([.. items.Cast<object?>()]);
    }

    /// <summary>Compares by value.</summary>
    public static bool operator ==(PyTuple? left, PyTuple? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Compares by value.</summary>
    public static bool operator !=(PyTuple? left, PyTuple? right) => !(left == right);

    /// <summary>The items of both, as in Python.</summary>
    public static PyTuple operator +(PyTuple left, PyTuple right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return TupleArithmetic.Add(left, right);
    }

    /// <summary>The items again and again, as in Python; none for a count of 0 or less.</summary>
    /// <exception cref="InvalidOperationException">That would be more than 10,000,000 items.</exception>
    public static PyTuple operator *(PyTuple tuple, int count)
    {
        ArgumentNullException.ThrowIfNull(tuple);
        return TupleArithmetic.Repeat(tuple, count);
    }

    /// <summary>The items again and again, as in Python; none for a count of 0 or less.</summary>
    /// <exception cref="InvalidOperationException">That would be more than 10,000,000 items.</exception>
    public static PyTuple operator *(int count, PyTuple tuple) => tuple * count;

    /// <summary>Item by item, as in Python: the first that differ decide, and else the length. So for the other three.</summary>
    /// <exception cref="InvalidOperationException">The items that decide have no order.</exception>
    public static bool operator <(PyTuple left, PyTuple right) => Holds(left, right, PyOrder.Less);

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(PyTuple left, PyTuple right) => Holds(left, right, PyOrder.LessOrEqual);

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(PyTuple left, PyTuple right) => Holds(left, right, PyOrder.Greater);

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(PyTuple left, PyTuple right) => Holds(left, right, PyOrder.GreaterOrEqual);

    /// <summary>The order of <c>&lt;</c>; after null. What is neither before nor after counts as 0, such as NaN.</summary>
    /// <exception cref="InvalidOperationException">The items that decide have no order.</exception>
    public int CompareTo(PyTuple? other)
    {
        if (other is null)
            return 1;
        return this < other ? -1 : this > other ? 1 : 0;
    }

    /// <summary>The tuple of some of the items; makes <c>tuple[1..]</c> work.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tuple has no such items.</exception>
    public PyTuple Slice(int start, int length)
    {
        if ((uint)start > (uint)_items.Length || (uint)length > (uint)(_items.Length - start))
            throw new ArgumentOutOfRangeException(nameof(start), $"The tuple has {_items.Length} items, which does not include {length} from index {start}.");
        return Create(_items.AsSpan(start, length));
    }

    /// <summary>A new array of the items.</summary>
    public object?[] ToArray() => [.. _items];

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(PyTuple? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || other._items.Length != _items.Length) return false;
        for (var i = 0; i < _items.Length; i++)
            if (!PyEquality.Instance.Equals(_items[i], other._items[i])) return false;
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PyTuple);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items) hash.Add(PyEquality.Instance.GetHashCode(item));
        return hash.ToHashCode();
    }

    /// <summary>Python's own spelling, such as <c>(1, 'a')</c>. A remote object in it is shown by its type; nothing is sent.</summary>
    public override string ToString() => PyRepr.Of(this);

    /// <summary>Takes the tuple apart.</summary>
    /// <exception cref="InvalidOperationException">The tuple has another number of items; so for every overload.</exception>
    public void Deconstruct(out object? item1, out object? item2)
    {
        RequireCount(2);
        (item1, item2) = (_items[0], _items[1]);
    }

    /// <summary>Takes the tuple apart.</summary>
    public void Deconstruct(out object? item1, out object? item2, out object? item3)
    {
        RequireCount(3);
        (item1, item2, item3) = (_items[0], _items[1], _items[2]);
    }

    /// <summary>Takes the tuple apart.</summary>
    public void Deconstruct(out object? item1, out object? item2, out object? item3, out object? item4)
    {
        RequireCount(4);
        (item1, item2, item3, item4) = (_items[0], _items[1], _items[2], _items[3]);
    }

    /// <summary>Takes the tuple apart.</summary>
    public void Deconstruct(out object? item1, out object? item2, out object? item3, out object? item4, out object? item5)
    {
        RequireCount(5);
        (item1, item2, item3, item4, item5) = (_items[0], _items[1], _items[2], _items[3], _items[4]);
    }

    /// <summary>Takes the tuple apart.</summary>
    public void Deconstruct(out object? item1, out object? item2, out object? item3, out object? item4, out object? item5, out object? item6)
    {
        RequireCount(6);
        (item1, item2, item3, item4, item5, item6) = (_items[0], _items[1], _items[2], _items[3], _items[4], _items[5]);
    }

    /// <summary>Takes the tuple apart.</summary>
    public void Deconstruct(
        out object? item1, out object? item2, out object? item3, out object? item4, out object? item5, out object? item6, out object? item7)
    {
        RequireCount(7);
        (item1, item2, item3, item4, item5, item6, item7) = (_items[0], _items[1], _items[2], _items[3], _items[4], _items[5], _items[6]);
    }

    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new TupleMetaObject(parameter, this);

    /// <summary>Makes a tuple of an array that nobody else will write to, without copying it.</summary>
    internal static PyTuple Adopt(object?[] items) => items.Length == 0 ? Empty : new PyTuple(items, Adopted.Array);

    /// <summary>The value as a Python tuple, where it is one or is a tuple of the CLR: what peers in both languages mean by a tuple. Else null.</summary>
    internal static PyTuple? Of(object? value)
    {
        if (value is PyTuple already)
            return already;
        if (value is not ITuple tuple)
            return null;
        var items = new object?[tuple.Length];
        for (var i = 0; i < items.Length; i++) items[i] = tuple[i];
        return Adopt(items);
    }

    private static bool Holds(PyTuple left, PyTuple right, PyOrder order)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return PyComparison.HoldsOfTuples(left, right, order);
    }

    private void RequireCount(int expected)
    {
        if (_items.Length != expected)
            throw new InvalidOperationException($"The tuple {this} has {_items.Length} items and cannot be taken apart into {expected}.");
    }
}
