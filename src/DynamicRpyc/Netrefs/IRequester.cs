using DynamicRpyc.Messages;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// One operation on a remote object, on its way to the wire. A stack value: arguments are a span, so that a call needs no array.
/// Which fields a handler reads: GetAttr and DelAttr (target, name); SetAttr (target, name, Arguments[0]); Call (target, Arguments, Keywords);
/// CallAttr (target, name, Arguments, Keywords); Repr, Str, Hash, Dir, Inspect (target); Cmp (target, Arguments[0], name = "__eq__" and the like);
/// BuffIter, CtxExit, Pickle, InstanceCheck (target, Arguments[0]).
/// </summary>
internal readonly ref struct Operation
{
    internal required Handler Handler { get; init; }

    internal Netref? Target { get; init; }

    internal string? Name { get; init; }

    internal ReadOnlySpan<object?> Arguments { get; init; }

    /// <summary>Whether <see cref="Arguments"/> are all the handler's arguments just as they are, the target among them.</summary>
    internal bool IsRaw { get; init; }

    /// <summary>Names of the last <c>Keywords.Length</c> arguments; null where all are positional.</summary>
    internal string[]? Keywords { get; init; }
}

/// <summary>What a netref needs of its connection: the port through which operations leave. Implemented by <c>Connection</c>. Safe for any thread.</summary>
internal interface IRequester
{
    /// <summary>Sends the operation and waits for its result within <see cref="RpycConfig.SyncRequestTimeout"/>.</summary>
    /// <returns>The value, or a netref.</returns>
    /// <exception cref="ConnectionClosedException">The connection is, or became, closed.</exception>
    /// <exception cref="AsyncResultTimeout">No answer came in time.</exception>
    object? Request(scoped in Operation operation);

    /// <summary>As <see cref="Request(in Operation)"/>, for what must not hang: it waits no longer than the patience, and not at all for a peer that does not read.</summary>
    object? Request(scoped in Operation operation, TimeSpan patience);

    /// <summary>As <see cref="Request(in Operation)"/>, unless the token ends the wait first.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    object? Request(scoped in Operation operation, CancellationToken cancellationToken);

    /// <summary>Sends the operation; the task ends with its result, never on a reader's thread. Null waits for ever.</summary>
    Task<object?> RequestAsync(scoped in Operation operation, TimeSpan? timeout, CancellationToken cancellationToken = default);

    /// <summary>Gives the remote reference back at once: later uses of the netref throw, its DEL is queued. Sends nothing itself.</summary>
    void Release(Netref netref);

    /// <summary>Called by a netref's finalizer: queues the DEL. Never blocks, never sends.</summary>
    void Finalized(Netref netref);

    /// <summary>
    /// Every method name that INSPECT lists for the netref's remote type, plain ones such as <c>Dispose</c>, <c>close</c> and <c>items</c> too; asked for once per type and kept.
    /// </summary>
    IReadOnlySet<string> SpecialMethodsOf(Netref netref);

    /// <summary>As <see cref="SpecialMethodsOf"/>, without a thread that waits.</summary>
    ValueTask<IReadOnlySet<string>> SpecialMethodsOfAsync(Netref netref);

    /// <summary>Whether the connection has ended.</summary>
    bool IsClosed { get; }

    /// <summary>Whether the peer is known to be this library.</summary>
    bool IsDotNet { get; }

    RpycConfig Config { get; }
}
