using System.Collections;
using DynamicRpyc.Foundation;
using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary>One walk over a remote iterable, started at the first item asked for. For one thread at a time.</summary>
internal sealed class RemoteIterator(Netref source)
{
    private const int FirstChunk = 64;
    private const int LargestChunk = 1024;

    private object? _iterator;
    private bool _ended;

    /// <summary>Whether the object can be walked over; asked before the first request, so that the error is about the conversion.</summary>
    internal static bool IsIterable(Netref source) => NetrefOperations.Methods(source) is var listed && (listed.Contains("__iter__") || listed.Contains("__next__") || IndexedItems.Has(source, listed));

    /// <summary>Whether it is walked over by the numbers of its items, having no iterators. What it can do is known already.</summary>
    internal static bool IsByIndex(Netref source) => !PythonKinds.IsContainer(source.RemoteTypeName) && NetrefOperations.Methods(source) is var listed && !listed.Contains("__iter__") && !listed.Contains("__next__") && IndexedItems.Has(source, listed);

    /// <summary>The next item, one request each: what the items are may depend on what is done with those before them.</summary>
    internal bool TryNext(out object? item)
    {
        item = null;
        if (_ended)
            return false;
        switch (_iterator ??= Start())
        {
            case IEnumerator local:
                _ended = !local.MoveNext();
                item = _ended ? null : local.Current;
                break;
            case IndexedItems byIndex:
                _ended = !byIndex.TryNext(out item);
                break;
            case Netref remote:
                try
                {
                    item = NetrefOperations.CallMember0(remote, "__next__", null);
                }
                catch (StopIterationException)
                {
                    _ended = true;
                }
                break;
        }
        return !_ended;
    }

    /// <summary>All the items, many a request.</summary>
    /// <exception cref="InvalidOperationException">There are more than <see cref="RpycLimits.MaxCopiedItems"/>.</exception>
    internal List<object?> ReadAll() => Read(int.MaxValue);

    /// <summary>All the items of what is to become a tuple: one that goes on and on is left after the first answer that has too many.</summary>
    /// <exception cref="InvalidCastException">There are more, and nobody knows how many.</exception>
    internal List<object?> ReadAll(TupleShape shape, Type type)
    {
        var items = Read(shape.Types.Length);
        return _ended ? items : throw TooMany(shape, type);
    }

    /// <summary>As <see cref="ReadAll()"/>, without a thread that waits.</summary>
    internal Task<List<object?>> ReadAllAsync() => ReadAsync(int.MaxValue);

    /// <summary>As <see cref="ReadAll(TupleShape, Type)"/>, without a thread that waits.</summary>
    internal async Task<List<object?>> ReadAllAsync(TupleShape shape, Type type)
    {
        var items = await ReadAsync(shape.Types.Length).ConfigureAwait(false);
        return _ended ? items : throw TooMany(shape, type);
    }

    private List<object?> Read(int most)
    {
        var items = new List<object?>();
        _iterator ??= Start();
        for (var chunk = FirstChunk; !_ended && items.Count <= most; chunk = Math.Min(chunk * 2, LargestChunk))
        {
            if (_iterator is Netref remote)
                ReadChunk(remote, chunk, items);
            else if (TryNext(out var item))
                items.Add(item);
            RequireBounded(items.Count);
        }
        return items;
    }

    private async Task<List<object?>> ReadAsync(int most)
    {
        await NetrefOperations.MethodsAsync(source).ConfigureAwait(false);
        _iterator ??= IsByIndex(source) ? new IndexedItems(source) : Begun(await NetrefTasks.CallMember(source, "__iter__").ConfigureAwait(false));
        if (_iterator is IndexedItems byIndex)
            return await ReadAsync(byIndex, most).ConfigureAwait(false);
        if (_iterator is not Netref remote)
            return Read(most);
        var items = new List<object?>();
        for (var chunk = FirstChunk; !_ended && items.Count <= most; chunk = Math.Min(chunk * 2, LargestChunk))
        {
            var taken = await NetrefOperations.TakeAsync(remote, chunk).ConfigureAwait(false);
            items.AddRange(taken);
            _ended = taken.Count < chunk;
            RequireBounded(items.Count);
        }
        return items;
    }

    private async Task<List<object?>> ReadAsync(IndexedItems byIndex, int most)
    {
        var items = new List<object?>();
        while (!_ended && items.Count <= most)
        {
            var (isFound, item) = await byIndex.NextAsync().ConfigureAwait(false);
            _ended = !isFound;
            if (isFound)
                items.Add(item);
            RequireBounded(items.Count);
        }
        return items;
    }

    private InvalidCastException TooMany(TupleShape shape, Type type) => new($"The remote '{source.RemoteTypeName}' has more than {shape.Types.Length} items and cannot become a {type}.");

    /// <summary>Tells an iterator that is left early, as <c>foreach</c> does with local ones. One that is the iterable itself may be gone on with, as in Python.</summary>
    internal void Leave()
    {
        var ended = _ended;
        _ended = true;
        if (_iterator is IDisposable local)
            local.Dispose();
        if (ended || _iterator is not Netref remote || ReferenceEquals(remote, source) || remote.IsReleased || remote.Requester.IsClosed)
            return;
        var listed = NetrefOperations.Methods(remote);
        if (listed.Contains("Dispose"))
            NetrefOperations.CallMember0(remote, "Dispose", null);
        else if (listed.Contains("__exit__"))
            NetrefOperations.CallMember3(remote, "__exit__", null, null, null, null);
    }

    private void ReadChunk(Netref remote, int chunk, List<object?> items)
    {
        var taken = NetrefOperations.Take(remote, chunk);
        items.AddRange(taken);
        _ended = taken.Count < chunk;
    }

    private void RequireBounded(int count)
    {
        var most = source.Requester.Config.Limits.MaxCopiedItems;
        if (count > most)
            throw new InvalidOperationException($"The remote '{source.RemoteTypeName}' has more than {most} items, the most that are copied at once (RpycLimits.MaxCopiedItems). Walk over it as an IEnumerable instead.");
    }

    private object Start() => IsByIndex(source) ? new IndexedItems(source) : Begun(NetrefOperations.CallMember0(source, "__iter__", null));

    // A remote object may hand out an iterator over an object of this side; it comes back as the local object.
    private object Begun(object? iterator) => iterator switch
    {
        Netref remote => remote,
        IEnumerator local => local,
        IEnumerable local => local.GetEnumerator(),
        var other => throw new InvalidOperationException($"The __iter__ of the remote '{source.RemoteTypeName}' gave {other ?? "None"}, which is no iterator."),
    };
}
