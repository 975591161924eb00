namespace DynamicRpyc.Servers;

/// <summary>A server's open connections. Any thread.</summary>
internal sealed class ConnectionSet
{
    private readonly Lock _guard = new();
    private readonly HashSet<Connection> _open = [];
    private bool _closed;

    internal int Count
    {
        get
        {
            lock (_guard)
                return _open.Count;
        }
    }

    /// <summary>Adds a connection until it ends; where the server is closed, closes it instead.</summary>
    internal bool Add(Connection connection)
    {
        bool added;
        lock (_guard)
        {
            added = !_closed;
            if (added)
                _open.Add(connection);
        }
        if (added)
            connection.Core.Closer.Farewell.ContinueWith(_ => Remove(connection), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        else
            connection.CloseQuietly();
        return added;
    }

    internal void CloseAll()
    {
        Connection[] open;
        lock (_guard)
        {
            _closed = true;
            open = [.. _open];
        }
        foreach (var connection in open)
            connection.CloseQuietly();
    }

    private void Remove(Connection connection)
    {
        lock (_guard)
            _open.Remove(connection);
    }
}
