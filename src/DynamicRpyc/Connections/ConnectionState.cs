namespace DynamicRpyc.Connections;

/// <summary>Open, or closed for a reason. The first reason wins and is what every waiter and every later call hears.</summary>
internal sealed class ConnectionState
{
    private ConnectionClosedException? _reason;

    internal bool IsClosed => Volatile.Read(ref _reason) is not null;

    /// <summary>The first reason; null while open.</summary>
    internal ConnectionClosedException? Reason => Volatile.Read(ref _reason);

    /// <summary>Closes, unless that was done before.</summary>
    internal bool TryClose(ConnectionClosedException reason) => Interlocked.CompareExchange(ref _reason, reason, null) is null;

    internal void ThrowIfClosed()
    {
        if (Reason is { } reason)
            throw Again(reason);
    }

    /// <summary>The same reason as an exception of its own: one object thrown on many threads would mix their stack traces.</summary>
    internal static Exception Again(Exception reason) => reason is ConnectionClosedException closed
        ? new ConnectionClosedException(closed.Reason, closed.Message, closed.InnerException)
        : reason;
}
