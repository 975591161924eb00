using System.Collections;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Netrefs;

/// <summary>Live sequences: each step asks the peer, so that <c>foreach</c> and LINQ may stop early and the remote side may be endless.</summary>
internal sealed class SequenceConverter : NetrefConverter
{
    internal override string Needs => "__iter__";

    internal override bool Handles(Type type) => type == typeof(IEnumerable) || type == typeof(IEnumerator)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IEnumerable<>) || type.GetGenericTypeDefinition() == typeof(IEnumerator<>)));

    internal override bool IsNaturalFor(string remoteTypeName, Type type) =>
        PythonKinds.Of(remoteTypeName) is PythonKind.Sequence or PythonKind.Set or PythonKind.Iterator;

    internal override object Convert(Netref source, Type type)
    {
        if (!RemoteIterator.IsIterable(source))
            throw Refuse(source, type, "it has no __iter__.");
        var item = type.IsGenericType ? type.GetGenericArguments()[0] : typeof(object);
        var isEnumerator = type == typeof(IEnumerator) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerator<>));
        return (item == typeof(object), isEnumerator) switch
        {
            (true, false) => new RemoteSequence<object?>(source),
            (true, true) => new RemoteEnumerator<object?>(source),
            (false, false) => Activator.CreateInstance(typeof(RemoteSequence<>).MakeGenericType(item), source)!,
            (false, true) => Activator.CreateInstance(typeof(RemoteEnumerator<>).MakeGenericType(item), source)!,
        };
    }
}

/// <summary>A remote iterable as a local one. Each enumeration is one of its own on the remote side.</summary>
internal sealed class RemoteSequence<T>(Netref source) : IEnumerable<T>, IStandIn
{
    object IStandIn.Original => source;

    public IEnumerator<T> GetEnumerator() => new RemoteEnumerator<T>(source);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>An enumeration: <c>__iter__</c> at its first step, then <c>__next__</c> until the remote side says StopIteration. For one thread at a time.</summary>
internal sealed class RemoteEnumerator<T>(Netref source) : IEnumerator<T>
{
    private RemoteIterator? _iterator;
    private bool _isOfPairs;
    private bool _isByKey;

    public T Current { get; private set; } = default!;

    object? IEnumerator.Current => Current;

    public bool MoveNext()
    {
        var found = (_iterator ??= Start()).TryNext(out var item);
        if (!found)
            Current = default!;
        else if (_isOfPairs)
            Current = (T)Pairs.Convert(source, _isByKey ? Pairs.ByKey(source, item) : item, typeof(T));
        else
            Current = NetrefConversion.Result<T>(item);
        return found;
    }

    public void Reset() => throw new NotSupportedException("A remote iteration cannot start over; get a new enumerator.");

    public void Dispose() => _iterator?.Leave();

    private RemoteIterator Start()
    {
        _isOfPairs = Pairs.AreAskedFor(source, typeof(T));
        if (!_isOfPairs)
            return new RemoteIterator(source);
        var view = Pairs.TryView(source);
        _isByKey = view is null;
        return new RemoteIterator(view ?? Pairs.KeysOf(source));
    }
}
