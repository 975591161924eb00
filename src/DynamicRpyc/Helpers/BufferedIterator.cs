using System.Collections;
using DynamicRpyc.Netrefs;
using DynamicRpyc.Values;

namespace DynamicRpyc;

/// <summary>
/// A walk over a remote iterable that fetches items by the chunk; see <c>Rpyc.BuffIter</c>. The next chunk is asked for while the present one is consumed. Each enumeration
/// begins a new remote iteration; one enumeration is for one thread at a time.
/// </summary>
/// <remarks>
/// <c>await foreach</c> takes it as it is. It does not implement <see cref="IAsyncEnumerable{T}"/>, because every LINQ operator on a type with both interfaces is ambiguous (CS0121);
/// <see cref="AsAsyncEnumerable"/> gives that interface.
/// </remarks>
public sealed class BufferedIterator : IEnumerable<object?>
{
    private readonly Netref _source;
    private readonly int _chunk;
    private readonly int _maxChunk;
    private readonly int _factor;

    internal BufferedIterator(Netref source, int chunk, int maxChunk, int factor)
    {
        _source = source;
        _chunk = chunk;
        _maxChunk = maxChunk;
        _factor = factor;
    }

    /// <summary>Walks, waiting for chunks on the calling thread.</summary>
    /// <exception cref="ConnectionClosedException">Thrown while walking when the connection is, or became, closed.</exception>
    public IEnumerator<object?> GetEnumerator()
    {
        if (Begin() is not { } iterator)
        {
            var byIndex = new IndexedItems(_source);
            while (byIndex.TryNext(out var item))
                yield return Surfaced.Of(item);
            yield break;
        }
        var size = _chunk;
        var next = Ask(iterator, size);
        while (true)
        {
            PyTuple items = Items(next.Value);
            if (items.Count == 0)
                yield break;
            size = Grown(size);
            next = Ask(iterator, size);
            for (var i = 0; i < items.Count; i++)
                yield return Surfaced.Of(items[i]);
        }
    }

    /// <summary>The same walk as an <see cref="IAsyncEnumerable{T}"/>, for asynchronous LINQ.</summary>
    public IAsyncEnumerable<object?> AsAsyncEnumerable() => new Asynchronous(this);

    /// <summary>Walks without blocking a thread; what <c>await foreach</c> calls.</summary>
    /// <exception cref="ConnectionClosedException">Thrown while walking when the connection is, or became, closed.</exception>
    public async IAsyncEnumerator<object?> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (await BeginAsync(cancellationToken).ConfigureAwait(false) is not { } iterator)
        {
            var byIndex = new IndexedItems(_source);
            while (await byIndex.NextAsync(cancellationToken).ConfigureAwait(false) is (true, var item))
                yield return Surfaced.Of(item);
            yield break;
        }
        var size = _chunk;
        var next = Ask(iterator, size);
        while (true)
        {
            PyTuple items = Items(await next.AsTask(cancellationToken).ConfigureAwait(false));
            if (items.Count == 0)
                yield break;
            size = Grown(size);
            next = Ask(iterator, size);
            for (var i = 0; i < items.Count; i++)
                yield return Surfaced.Of(items[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The remote iterator; null where the object has none and is walked over by the numbers of its items, which is one request each.</summary>
    private Netref? Begin()
    {
        try
        {
            return Iterator(NetrefOperations.CallMember0(_source, "__iter__", null));
        }
        catch (MissingMemberException) when (RemoteIterator.IsByIndex(_source))
        {
            return null;
        }
    }

    private async Task<Netref?> BeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Iterator(await Helpers.Call.ConnectionOf(_source).Core.Requester
                .RequestAsync(new Operation { Handler = Handler.CallAttr, Target = _source, Name = "__iter__" }, _source.Requester.Config.SyncRequestTimeout, cancellationToken).ConfigureAwait(false));
        }
        catch (MissingMemberException) when (RemoteIterator.IsByIndex(_source))
        {
            return null;
        }
    }

    private static Netref Iterator(object? answer) => answer as Netref
        ?? throw new ProtocolException("The peer answered __iter__ with something that is not an object of its own to iterate with.");

    private AsyncResult Ask(Netref iterator, int count) => Helpers.Call.ConnectionOf(iterator).Core.Requests
        .Begin(new Operation { Handler = Handler.BuffIter, Target = iterator, Arguments = [count] }, iterator.Requester.Config.SyncRequestTimeout);

    private int Grown(int size) => (int)Math.Min((long)size * _factor, _maxChunk);

    private static PyTuple Items(object? answer) => answer as PyTuple
        ?? throw new ProtocolException("The peer answered BUFFITER with something that is not a tuple of items.");

    private sealed class Asynchronous(BufferedIterator items) : IAsyncEnumerable<object?>
    {
        public IAsyncEnumerator<object?> GetAsyncEnumerator(CancellationToken cancellationToken) => items.GetAsyncEnumerator(cancellationToken);
    }
}
