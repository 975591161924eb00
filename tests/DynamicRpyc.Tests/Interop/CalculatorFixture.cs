using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>One Python calculator server, and one connection to it, for all tests of a fixture.</summary>
[Category("Interop")]
internal abstract class CalculatorFixture(params string[] options)
{
    private PythonServer? _server;
    private Connection? _connection;

    protected PythonServer Server => _server!;

    protected Connection Connection => _connection!;

    protected dynamic Root => Connection.Root;

    [OneTimeSetUp]
    public void StartAndConnect()
    {
        _server = PythonPeer.StartServer("calculator_server.py", options);
        _connection = Rpyc.Connect(_server.Host, _server.Port);
    }

    [OneTimeTearDown]
    public void CloseAndStop()
    {
        _connection?.Dispose();
        _server?.Dispose();
    }

    /// <summary>How many requests the action makes.</summary>
    protected int Requests(Action action)
    {
        int before = Root.requests();
        action();
        return (int)Root.requests() - before - 1;
    }
}
