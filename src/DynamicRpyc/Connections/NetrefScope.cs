using DynamicRpyc.Boxing;
using DynamicRpyc.Foundation;

namespace DynamicRpyc;

/// <summary>
/// A stretch of code whose netrefs are given back when it ends: <c>using (var scope = conn.Scope()) { ... }</c>. It follows the flow of the code, across
/// <c>await</c> too, and covers the netrefs that this flow's calls on the connection receive for the first time. Netrefs handed to callbacks are not covered.
/// </summary>
public sealed class NetrefScope : IDisposable
{
    private static readonly AsyncLocal<NetrefScope?> _current = new();
    private static volatile int _open;

    private readonly Lock _guard = new();
    private readonly Action<INetref> _release;
    private readonly NetrefScope? _outer;
    private readonly object _connection;
    private HashSet<INetref>? _received = new(ReferenceEqualityComparer.Instance);

    internal NetrefScope(object connection, Action<INetref> release)
    {
        _connection = connection;
        _release = release;
        _outer = _current.Value;
        _current.Value = this;
        Interlocked.Increment(ref _open);
    }

    /// <summary>Takes a netref out of the scope: it lives on, or belongs to the scope around this one. What is not a netref passes through.</summary>
    /// <returns>The same object.</returns>
    public dynamic? Keep(object? netref)
    {
        if (StandIn.Behind(netref) is INetref kept)
        {
            bool had;
            lock (_guard)
                had = _received?.Remove(kept) ?? false;
            if (had)
                Of(_connection, _outer)?.Add(kept);
        }
        return netref;
    }

    /// <summary>Gives back every netref received inside and not kept. Their later use throws <see cref="ObjectDisposedException"/>. Idempotent.</summary>
    public void Dispose()
    {
        HashSet<INetref>? received;
        lock (_guard)
        {
            received = _received;
            _received = null;
        }
        if (received is null)
            return;
        if (_current.Value == this)
            _current.Value = _outer;
        Interlocked.Decrement(ref _open);
        foreach (var netref in received)
            _release(netref);
    }

    /// <summary>The innermost open scope of this flow on the connection; null nearly always, and cheaply.</summary>
    internal static NetrefScope? Of(object connection) => _open == 0 ? null : Of(connection, _current.Value);

    internal void Add(List<INetref> netrefs)
    {
        foreach (var netref in netrefs)
            Add(netref);
    }

    private static NetrefScope? Of(object connection, NetrefScope? innermost)
    {
        for (var scope = innermost; scope is not null; scope = scope._outer)
        {
            if (ReferenceEquals(scope._connection, connection) && Volatile.Read(ref scope._received) is not null)
                return scope;
        }
        return null;
    }

    private void Add(INetref netref)
    {
        lock (_guard)
            _received?.Add(netref);
    }
}
