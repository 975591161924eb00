using System.Runtime.CompilerServices;

namespace DynamicRpyc.Proxies;

/// <summary>
/// What an interface's member returns, where that is a task or an asynchronous sequence: the request is then made asynchronously, and no thread waits for it. One instance a
/// type. Safe for any thread.
/// </summary>
internal abstract class AsyncShape
{
    private static readonly ConditionalWeakTable<Type, AsyncShape?> _known = [];

    private static readonly Dictionary<Type, Type> _generic = new()
    {
        [typeof(Task<>)] = typeof(OfTask<>),
        [typeof(ValueTask<>)] = typeof(OfValueTask<>),
        [typeof(IAsyncEnumerable<>)] = typeof(OfSequence<>),
    };

    /// <summary>The shape; null for what is returned at once.</summary>
    internal static AsyncShape? Of(Type type) => _known.TryGetValue(type, out var known) ? known : _known.GetValue(type, Create);

    /// <param name="send">Makes the request. For a sequence it is called anew at each enumeration, as an asynchronous iterator's body is run.</param>
    /// <param name="site">Where the result goes.</param>
    /// <param name="token">Ends the wait.</param>
    internal abstract object Deliver(Func<CancellationToken, Task<object?>> send, ResultSite site, CancellationToken token);

    private static AsyncShape? Create(Type type)
    {
        if (type == typeof(Task))
            return new OfPlainTask();
        if (type == typeof(ValueTask))
            return new OfPlainValueTask();
        return type.IsGenericType && !type.ContainsGenericParameters && _generic.TryGetValue(type.GetGenericTypeDefinition(), out var shape)
            ? (AsyncShape)Activator.CreateInstance(shape.MakeGenericType(type.GetGenericArguments()))!
            : null;
    }

    private sealed class OfPlainTask : AsyncShape
    {
        internal override object Deliver(Func<CancellationToken, Task<object?>> send, ResultSite site, CancellationToken token) => Run(send, token);

        internal static async Task Run(Func<CancellationToken, Task<object?>> send, CancellationToken token) => await send(token).ConfigureAwait(false);
    }

    private sealed class OfPlainValueTask : AsyncShape
    {
        internal override object Deliver(Func<CancellationToken, Task<object?>> send, ResultSite site, CancellationToken token) => new ValueTask(OfPlainTask.Run(send, token));
    }

    private sealed class OfTask<T> : AsyncShape
    {
        internal override object Deliver(Func<CancellationToken, Task<object?>> send, ResultSite site, CancellationToken token) => Run(send, site, token);

        internal static async Task<T> Run(Func<CancellationToken, Task<object?>> send, ResultSite site, CancellationToken token) =>
            (T)ProxyResult.Convert(await ProxyResult.FetchAsync(await send(token).ConfigureAwait(false), typeof(T), token).ConfigureAwait(false), typeof(T), site)!;
    }

    private sealed class OfValueTask<T> : AsyncShape
    {
        internal override object Deliver(Func<CancellationToken, Task<object?>> send, ResultSite site, CancellationToken token) => new ValueTask<T>(OfTask<T>.Run(send, site, token));
    }

    private sealed class OfSequence<T> : SequenceShape
    {
        internal override object Deliver(Func<CancellationToken, Task<object?>> send, ResultSite site, CancellationToken token) => new Sequence<T>(send, site, token);

        internal override object Enumerate(Func<CancellationToken, Task<object?>> send, ResultSite site, CancellationToken token) =>
            new Sequence<T>(send, site, default).GetAsyncEnumerator(token);
    }

    /// <summary>The sequence that the request results in, its items converted.</summary>
    private sealed class Sequence<T>(Func<CancellationToken, Task<object?>> send, ResultSite site, CancellationToken token) : IAsyncEnumerable<T>
    {
        public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            using var both = token.CanBeCanceled && cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(token, cancellationToken) : null;
            var ended = both?.Token ?? (token.CanBeCanceled ? token : cancellationToken);
            var raw = await send(ended).ConfigureAwait(false);
            if (raw is IAsyncEnumerable<T> fitting)
            {
                await foreach (var item in fitting.WithCancellation(ended).ConfigureAwait(false))
                    yield return item;
                yield break;
            }
            await foreach (var item in ProxyResult.AsyncItems(raw, site).WithCancellation(ended).ConfigureAwait(false))
                yield return (T)ProxyResult.Convert(await ProxyResult.FetchAsync(item, typeof(T), ended).ConfigureAwait(false), typeof(T), site)!;
        }
    }
}

/// <summary>That of an asynchronous sequence, which may also be what the object itself is.</summary>
internal abstract class SequenceShape : AsyncShape
{
    /// <summary>The enumerator over what the request results in.</summary>
    internal abstract object Enumerate(Func<CancellationToken, Task<object?>> send, ResultSite site, CancellationToken token);
}
