using DynamicRpyc.Tests.Proxies;

namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>"Server side, parameters of interface type accept a netref": Python's files, functions, collections and objects as arguments of C# methods.</summary>
[Category("Interop")]
internal sealed class AdapterSceneTests
{
    private const string Script = "adapter_scenes.py";

    private ThreadedServer _server = null!;
    private ThreadedServer _snakeServer = null!;
    private Scenes _scenes = null!;

    private static IEnumerable<string> Names => Scenes.NamesIn(Script);

    [OneTimeSetUp]
    public void RunScript()
    {
        _server = new ThreadedServer(typeof(AdapterService), config: RpycConfig.Default with { AllowPublicAttributes = true, AllowSetAttribute = true });
        _server.StartInBackground();
        _snakeServer = new ThreadedServer(typeof(AdapterService), config: RpycConfig.Default with { AllowPublicAttributes = true, InterfaceNaming = MemberNaming.SnakeCase });
        _snakeServer.StartInBackground();
        _scenes = Scenes.Run(Script, _server.Host, $"{_server.Port}", $"{_snakeServer.Port}");
    }

    [OneTimeTearDown]
    public void Close()
    {
        _server.Dispose();
        _snakeServer.Dispose();
    }

    [TestCaseSource(nameof(Names))]
    public void Scene_ofAPythonClient_holds(string name) => _scenes.AssertHolds(name);
}
