namespace DynamicRpyc.Tests.Connections;

/// <summary>A service that notes when its connection came and went, and is otherwise the one that it was made with.</summary>
public sealed class Witness(IService service) : IService
{
    private readonly TaskCompletionSource<Connection> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disconnects;

    internal Task<Connection> Connected => _connected.Task;

    internal ManualResetEventSlim Disconnected { get; } = new();

    internal int Disconnects => Volatile.Read(ref _disconnects);

    public object Root => service.Root;

    public RpycConfig Configure(RpycConfig config) => service.Configure(config);

    public void OnConnect(Connection connection)
    {
        service.OnConnect(connection);
        _connected.TrySetResult(connection);
    }

    public void OnDisconnect(Connection connection)
    {
        Interlocked.Increment(ref _disconnects);
        Disconnected.Set();
        service.OnDisconnect(connection);
    }
}
