using System.Collections.Concurrent;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Faults;

/// <summary>A server of this library whose connections the test can look into, and a good client of it that must be served whatever others do.</summary>
internal sealed class FaultServer : IDisposable
{
    private readonly ThreadedServer _server;
    private readonly ConcurrentQueue<Connection> _connections = new();
    private readonly Connection _good;
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _lentAtFirst;

    internal FaultServer(RpycConfig? config = null)
    {
        _server = new ThreadedServer(() => new FaultService(_connections.Enqueue, Release, _told.Task), config: config);
        _server.StartInBackground();
        _good = Rpyc.Connect("127.0.0.1", _server.Port, config: RpycConfig.Default with { Dialect = Dialect.V6 });
        AssertServes();
        _lentAtFirst = GoodOnServer.Core.Lent.Count;
    }

    internal int Port => _server.Port;

    /// <summary>Lets <see cref="FaultService.Block"/> return.</summary>
    internal ManualResetEventSlim Release { get; } = new(false);

    /// <summary>Lets the tasks of <see cref="FaultService.LargeWhenTold"/> end, all at once on the pool. Each must have been returned: see <see cref="BadClientTests.AwaitTurn"/>.</summary>
    internal void Tell() => _told.SetResult();

    internal int ConnectionCount => _server.ConnectionCount;

    internal Connection Good => _good;

    /// <summary>The server's connections in the order in which they came; the first is the good client's.</summary>
    internal IReadOnlyList<Connection> Connections => [.. _connections];

    private Connection GoodOnServer => Connections[0];

    /// <summary>The good client is served as ever.</summary>
    internal void AssertServes()
    {
        Assert.That((int)_good.Root.add(2, 3), Is.EqualTo(5));
        _good.Ping(TimeSpan.FromSeconds(15));
    }

    /// <summary>The good client is served, the others are gone, and nothing of them is kept.</summary>
    internal void AssertServesAndKeepsNothing()
    {
        AssertServes();
        Eventually.Equal(() => _server.ConnectionCount, 1, "the bad clients' connections to be gone");
        Eventually.Equal(() => GoodOnServer.Core.Lent.Count, _lentAtFirst, "the lent objects to be as at first");
        foreach (var bad in Connections.Skip(1))
            Assert.That((bad.Closed, bad.Core.Lent.Count, bad.Core.Netrefs.Count, bad.Core.Pending.Count), Is.EqualTo((true, 0, 0, 0)));
    }

    public void Dispose()
    {
        Release.Set();
        _good.Dispose();
        _server.Dispose();
    }
}

/// <summary>What the fault tests' server offers.</summary>
internal sealed class FaultService(Action<Connection> connected, ManualResetEventSlim release, Task told) : Service
{
    public override void OnConnect(Connection connection) => connected(connection);

    [Exposed("add")]
    public int Add(int left, int right) => left + right;

    [Exposed("echo")]
    public object? Echo(object? value) => value;

    [Exposed("make")]
    public object Make() => new Thing();

    [Exposed("items")]
    public IEnumerator<int> Items() => Enumerable.Range(0, 5).GetEnumerator();

    [Exposed("apply")]
    public object? Apply(Func<object?, object?> function, object? value) => function(value);

    [Exposed("large")]
    public byte[] Large(int size) => new byte[size];

    [Exposed("large_later")]
    public async Task<byte[]> LargeLater(int size)
    {
        await Task.Yield();
        return new byte[size];
    }

    /// <summary>Incomplete when it is returned, which a task that only yields need not be.</summary>
    [Exposed("large_when_told")]
    public async Task<byte[]> LargeWhenTold(int size)
    {
        await told;
        return new byte[size];
    }

    [Exposed("never")]
    public Task Never() => new TaskCompletionSource().Task;

    [Exposed("block")]
    public void Block() => release.Wait();

    [Exposed("fail")]
    public void Fail() => throw new InvalidOperationException("failed as asked");
}

/// <summary>Something to be lent.</summary>
internal sealed class Thing
{
    [Exposed]
    public int Value => 1;
}
