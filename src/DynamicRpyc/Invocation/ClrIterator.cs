using System.Collections;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>
/// What <c>__iter__</c> gives: one type for all enumerators, so that a peer inspects it once. The enumerator is disposed at its end or its first error.
/// For one thread at a time, as enumerators are.
/// </summary>
internal sealed class ClrIterator : IEnumerator, IEnumerable, IDisposable
{
    private IEnumerator? _source;

    internal ClrIterator(IEnumerator source) => _source = source;

    public object? Current { get; private set; }

    public bool MoveNext()
    {
        if (_source is not { } source)
            return false;
        var moved = false;
        try
        {
            moved = source.MoveNext();
            Current = moved ? source.Current : null;
        }
        finally
        {
            if (!moved)
                Dispose();
        }

        return moved;
    }

    public void Reset() => throw new NotSupportedException("An iterator of a remote loop runs once; ask the collection for a new one.");

    public void Dispose()
    {
        var source = _source;
        _source = null;
        (source as IDisposable)?.Dispose();
    }

    /// <summary>An iterator is its own iterable, as in Python.</summary>
    IEnumerator IEnumerable.GetEnumerator() => this;

    /// <exception cref="StopIterationException">There are no more items.</exception>
    internal static object? Next(IEnumerator iterator) => iterator.MoveNext() ? iterator.Current : throw new StopIterationException();
}
