using DynamicRpyc.Tests.Helpers;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>The helpers' suite against a Python server.</summary>
[TestFixture, Category("Interop")]
public sealed class PythonHelperTests : HelperSuite
{
    private PythonServer _server = null!;

    [OneTimeSetUp]
    public void Start()
    {
        PythonPeer.Require();
        _server = PythonPeer.StartServer("calculator_server.py");
    }

    [OneTimeTearDown]
    public void Stop() => _server?.Dispose();

    private protected override Connection Connect(RpycConfig? config = null) => Rpyc.Connect(_server.Host, _server.Port, config: config);
}
