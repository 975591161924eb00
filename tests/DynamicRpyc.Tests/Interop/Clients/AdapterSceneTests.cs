using DynamicRpyc.Tests.Proxies;

namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>"Server side, parameters of interface type accept a netref": Python's files, functions, collections and objects as arguments of C# methods.</summary>
[Category("Interop")]
internal sealed class AdapterSceneTests
{
    private const string Script = "adapter_scenes.py";

    private ThreadedServer _server = null!;
    private Scenes _scenes = null!;

    private static IEnumerable<string> Names => Scenes.NamesIn(Script);

    [OneTimeSetUp]
    public void RunScript()
    {
        _server = new ThreadedServer(typeof(AdapterService), config: RpycConfig.Default with { AllowPublicAttributes = true });
        _server.StartInBackground();
        _scenes = Scenes.Run(Script, _server.Host, $"{_server.Port}");
    }

    [OneTimeTearDown]
    public void Close() => _server.Dispose();

    [TestCaseSource(nameof(Names))]
    public void Scene_ofAPythonClient_holds(string name) => _scenes.AssertHolds(name);
}
