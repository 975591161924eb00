namespace DynamicRpyc.Connections;

/// <summary>
/// The order of a service's welcome and farewell: OnDisconnect is called exactly once for each OnConnect, after that has returned, whoever ends the connection and whenever; and
/// never without one. Any thread; it calls the service outside of any lock.
/// </summary>
internal sealed class ServiceLife(Connection connection, ConnectionLog log)
{
    private readonly TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stage;
    private int _welcomer;

    private enum Stage
    {
        New,
        Welcoming,
        Welcomed,

        /// <summary>The connection ended during the welcome; the farewell follows it.</summary>
        Due,
        Over,
    }

    /// <summary>Ends when the service has said farewell, or has none to say.</summary>
    internal Task Farewell => _said.Task;

    /// <summary>Called when the service has said farewell, or has none to say.</summary>
    internal Action? Over { get; set; }

    /// <summary>Whether this thread is in OnConnect, and so must not wait for the farewell.</summary>
    internal bool IsWelcomedHere => Volatile.Read(ref _welcomer) == Environment.CurrentManagedThreadId;

    /// <summary>Whether OnConnect was called.</summary>
    internal bool IsWelcomed => (Stage)Volatile.Read(ref _stage) is Stage.Welcoming or Stage.Welcomed;

    /// <summary>Called once, before OnConnect. False where the connection has ended already: then OnConnect is not to be called.</summary>
    internal bool TryBegin()
    {
        Volatile.Write(ref _welcomer, Environment.CurrentManagedThreadId);
        return TryMove(Stage.New, Stage.Welcoming);
    }

    /// <summary>Called after OnConnect has returned or thrown.</summary>
    internal void Welcomed()
    {
        Volatile.Write(ref _welcomer, 0);
        if (!TryMove(Stage.Welcoming, Stage.Welcomed) && TryMove(Stage.Due, Stage.Over))
            Say();
    }

    /// <summary>Called when the connection has ended.</summary>
    internal void Ended()
    {
        if (TryMove(Stage.New, Stage.Over))
            Finish();
        else if (!TryMove(Stage.Welcoming, Stage.Due) && TryMove(Stage.Welcomed, Stage.Over))
            Say();
    }

    private bool TryMove(Stage from, Stage to) => Interlocked.CompareExchange(ref _stage, (int)to, (int)from) == (int)from;

    private void Say()
    {
        try
        {
            connection.Service.OnDisconnect(connection);
        }
        catch (Exception e)
        {
            log.DisconnectHandlerFailed(e);
        }
        Finish();
    }

    private void Finish()
    {
        _said.TrySetResult();
        Over?.Invoke();
    }
}
