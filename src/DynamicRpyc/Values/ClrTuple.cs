using System.Collections;
using System.Dynamic;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;
using DynamicRpyc.Values;

namespace DynamicRpyc;

/// <summary>
/// A .NET tuple that a .NET peer sent, as a <c>dynamic</c> expression on a remote object gives it. C# converts a tuple that it holds as an object to its own type and to nothing else, so that
/// <c>var (a, b) = ((object, object))nr.Pair()</c> would work with Python servers only. This one converts to all that a <see cref="PyTuple"/> does, is indexed and compared as one, and acts
/// in every other way as the tuple itself: its members are the tuple's, it is passed on to peers and to parameters of the exact type as that. Safe for any thread.
/// </summary>
/// <typeparam name="T">The exact type of the tuple.</typeparam>
public sealed class ClrTuple<T> : IReadOnlyList<object?>, ITuple, IStandIn, IEquatable<T>, IEquatable<ClrTuple<T>>, IDynamicMetaObjectProvider where T : notnull, ITuple
{
    internal ClrTuple(T value) => Value = value;

    /// <summary>The tuple.</summary>
    public T Value { get; }

    /// <summary>The number of items.</summary>
    public int Count => Value.Length;

    int ITuple.Length => Value.Length;

    object IStandIn.Original => Value;

    /// <summary>The item at an index from 0.</summary>
    public object? this[int index] => Value[index];

    /// <summary>The tuple.</summary>
    public static implicit operator T(ClrTuple<T> tuple)
    {
        ArgumentNullException.ThrowIfNull(tuple);
        return tuple.Value;
    }

    /// <summary>Compares by value.</summary>
    public static bool operator ==(ClrTuple<T>? left, ClrTuple<T>? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Compares by value.</summary>
    public static bool operator !=(ClrTuple<T>? left, ClrTuple<T>? right) => !(left == right);

    /// <summary>The items again and again, as of a <see cref="PyTuple"/>. The operators that have the tuple on their left are those of dynamic expressions.</summary>
    /// <exception cref="InvalidOperationException">That would be more than 10,000,000 items.</exception>
    public static PyTuple operator *(int count, ClrTuple<T> tuple)
    {
        ArgumentNullException.ThrowIfNull(tuple);
        return TupleArithmetic.Repeat(tuple, count);
    }

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator()
    {
        for (var i = 0; i < Value.Length; i++)
            yield return Value[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(T? other) => Value.Equals(other);

    /// <inheritdoc/>
    public bool Equals(ClrTuple<T>? other) => other is not null && Value.Equals(other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Value.Equals(StandIn.Behind(obj));

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>The tuple's own text.</summary>
    public override string ToString() => Value.ToString()!;

    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new ClrTupleMetaObject<T>(parameter, this);
}
