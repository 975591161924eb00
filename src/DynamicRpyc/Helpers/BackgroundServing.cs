namespace DynamicRpyc;

/// <summary>
/// Serves a connection on a thread of its own until stopped: RPyC's <c>BgServingThread</c>, for parity. A connection's pump makes it needless; it is of use where
/// <see cref="RpycConfig.Pump"/> is off for a time.
/// </summary>
public sealed class BackgroundServing : IDisposable
{
    private static readonly TimeSpan _slice = TimeSpan.FromMilliseconds(100);
    private readonly Connection _connection;
    private readonly Thread _thread;
    private volatile bool _stopped;

    /// <summary>Starts serving.</summary>
    public BackgroundServing(Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        _thread = new Thread(Serve) { IsBackground = true, Name = $"rpyc background {connection.Name}" };
        _thread.Start();
    }

    /// <summary>Whether the thread still serves: neither stopped nor at the connection's end.</summary>
    public bool Active => !_stopped && !_connection.Closed;

    /// <summary>Stops serving; a request that is being served is finished first. Idempotent, also from inside a request.</summary>
    public void Stop()
    {
        _stopped = true;
        if (Thread.CurrentThread != _thread)
            _thread.Join();
    }

    /// <summary>As <see cref="Stop"/>.</summary>
    public void Dispose() => Stop();

    private void Serve()
    {
        try
        {
            while (Active)
                _connection.Serve(_slice);
        }
        catch (ConnectionClosedException)
        {
            // The connection's end is this thread's end.
        }
    }
}
