using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Netrefs;

/// <summary><c>await foreach (var x in (IAsyncEnumerable&lt;object&gt;)nr)</c>, over iterables of either language and the asynchronous ones of .NET. No thread waits for an item.</summary>
internal sealed class AsyncSequenceConverter : NetrefConverter
{
    internal override string Needs => "__iter__";

    internal override bool Handles(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() is var definition
        && (definition == typeof(IAsyncEnumerable<>) || definition == typeof(IAsyncEnumerator<>));

    internal override object Convert(Netref source, Type type)
    {
        if (!RemoteIterator.IsIterable(source))
        {
            throw Refuse(source, type, NetrefOperations.Methods(source).Contains("__anext__")
                ? "a Python asynchronous iterator needs its own event loop; iterate over it in a coroutine there."
                : NetrefTasks.WhyNotRun(source) is null ? "it has no __iter__." : "a Python coroutine gives one result, and that on its own side: await Rpyc.Async(conn.modules.asyncio.run)(coroutine).");
        }
        var definition = type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>) ? typeof(RemoteAsyncSequence<>) : typeof(RemoteAsyncEnumerator<>);
        object?[] arguments = definition == typeof(RemoteAsyncSequence<>) ? [source] : [source, CancellationToken.None];
        return Activator.CreateInstance(definition.MakeGenericType(type.GetGenericArguments()[0]), arguments)!;
    }
}

/// <summary>A remote iterable as a local asynchronous one. Each enumeration is one of its own on the remote side.</summary>
internal sealed class RemoteAsyncSequence<T>(Netref source) : IAsyncEnumerable<T>, IStandIn
{
    object IStandIn.Original => source;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new RemoteAsyncEnumerator<T>(source, cancellationToken);
}

/// <summary>An enumeration: <c>__iter__</c> at its first step, then <c>__next__</c>, each awaited; or the items by their numbers. For one caller at a time. The token ends the wait for an item.</summary>
internal sealed class RemoteAsyncEnumerator<T>(Netref source, CancellationToken cancellationToken) : IAsyncEnumerator<T>
{
    private Netref? _iterator;
    private IndexedItems? _byIndex;
    private bool _isOfPairs;
    private bool _isByKey;
    private bool _ended;

    public T Current { get; private set; } = default!;

    public async ValueTask<bool> MoveNextAsync()
    {
        if (_ended)
            return false;
        try
        {
            if (NetrefTasks.WhyNotRun(source) is { } why)
                throw new InvalidOperationException($"The remote '{source.RemoteTypeName}' cannot be walked over: {why}");
            if (_iterator is null && _byIndex is null)
                await BeginAsync().ConfigureAwait(false);
            var (isFound, item) = _byIndex is null
                ? (true, await Ask(_iterator!, "__next__").ConfigureAwait(false))
                : await _byIndex.NextAsync(cancellationToken).ConfigureAwait(false);
            if (!isFound)
                return End();
            if (_isByKey)
                item = await Pairs.ByKeyAsync(source, item, cancellationToken).ConfigureAwait(false);
            Current = _isOfPairs ? (T)Pairs.Convert(source, item, typeof(T)) : NetrefConversion.Result<T>(item);
            return true;
        }
        catch (StopIterationException)
        {
            return End();
        }
    }

    /// <summary>Tells an iterator that is left early. One that is the iterable itself may be gone on with, as in Python.</summary>
    public async ValueTask DisposeAsync()
    {
        var ended = _ended;
        _ended = true;
        if (ended || _iterator is not { } remote || ReferenceEquals(remote, source) || remote.IsReleased || remote.Requester.IsClosed)
            return;
        var listed = await NetrefOperations.MethodsAsync(remote).ConfigureAwait(false);
        if (Array.Find(["DisposeAsync", "Dispose"], listed.Contains) is { } end)
            await NetrefTasks.CallMember(remote, end).ConfigureAwait(false);
    }

    private bool End()
    {
        _ended = true;
        Current = default!;
        return false;
    }

    private async ValueTask BeginAsync()
    {
        var walked = await WalkedAsync().ConfigureAwait(false);
        await NetrefOperations.MethodsAsync(walked).ConfigureAwait(false);
        if (RemoteIterator.IsByIndex(walked))
        {
            _byIndex = new IndexedItems(walked);
            return;
        }
        _iterator = await Ask(walked, "__iter__").ConfigureAwait(false) as Netref
            ?? throw new InvalidOperationException($"The __iter__ of the remote '{source.RemoteTypeName}' gave no remote iterator; walk over it with foreach.");
    }

    private async ValueTask<Netref> WalkedAsync()
    {
        _isOfPairs = Pairs.AreAskedFor(source, typeof(T));
        if (!_isOfPairs)
            return source;
        var view = await Pairs.TryViewAsync(source).ConfigureAwait(false);
        _isByKey = view is null;
        return view ?? await Pairs.KeysOfAsync(source).ConfigureAwait(false);
    }

    private Task<object?> Ask(Netref target, string name)
    {
        target.ThrowIfReleased();
        return target.Requester.RequestAsync(new Operation { Handler = Handler.CallAttr, Target = target, Name = name }, null, cancellationToken);
    }
}

/// <summary><c>await using (dynamic x = nr)</c>: what <see cref="DisposableConverter"/> does, without a thread that waits. An asynchronous dispose goes before a plain one.</summary>
internal sealed class AsyncDisposableConverter : NetrefConverter
{
    internal override bool Handles(Type type) => type == typeof(IAsyncDisposable);

    internal override object Convert(Netref source, Type type)
    {
        var listed = NetrefOperations.Methods(source);
        if (Array.Find(["DisposeAsync", "Dispose"], listed.Contains) is { } dispose)
            return new RemoteAsyncDisposable(source, dispose, []);
        if (listed.Contains("__enter__"))
        {
            NetrefOperations.CallMember0(source, "__enter__", null);
            return new RemoteAsyncDisposable(source, "__exit__", [null, null, null]);
        }
        if (listed.Contains("close"))
            return new RemoteAsyncDisposable(source, "close", []);
        throw Refuse(source, type, "it has neither DisposeAsync nor Dispose nor __exit__ nor close. Rpyc.Release gives a remote reference back.");
    }

    private sealed class RemoteAsyncDisposable(Netref source, string end, object?[] arguments) : IAsyncDisposable
    {
        private Netref? _source = source;

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _source, null) is { } target && !target.Requester.IsClosed)
                await NetrefTasks.CallMember(target, end, arguments).ConfigureAwait(false);
        }
    }
}
