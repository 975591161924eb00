using DynamicRpyc.Foundation;

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
            connection.Close();
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
        // Together they have the time that one would: clients that do not read must not add up.
        var deadline = Deadline.After(TimeSpan.FromSeconds(1));
        foreach (var connection in open)
            connection.CloseBy(deadline);
    }

    private void Remove(Connection connection)
    {
        lock (_guard)
            _open.Remove(connection);
    }
}
