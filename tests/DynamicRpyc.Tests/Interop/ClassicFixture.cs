using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>One Python classic slave, and one classic connection to it, for all tests of a fixture.</summary>
[Category("Interop")]
internal abstract class ClassicFixture
{
    private PythonServer? _server;
    private Connection? _connection;

    protected dynamic Conn => _connection!;

    protected string Host => _server!.Host;

    protected int Port => _server!.Port;

    [OneTimeSetUp]
    public void StartAndConnect()
    {
        _server = PythonPeer.StartServer("classic_server.py", "slave");
        _connection = Rpyc.Classic.Connect(_server.Host, _server.Port);
    }

    [OneTimeTearDown]
    public void CloseAndStop()
    {
        _connection?.Dispose();
        _server?.Dispose();
    }

    protected object? Eval(string expression) => (object?)Conn.eval(expression);
}
