namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>"Real Python clients (<c>rpyc.connect</c>) against C# servers (a service)": one test for each scene of <c>service_scenes.py</c>, all over one connection.</summary>
[Category("Interop")]
internal sealed class ServiceSceneTests
{
    private const string Script = "service_scenes.py";

    private ThreadedServer _server = null!;
    private Scenes _scenes = null!;

    private static IEnumerable<string> Names => Scenes.NamesIn(Script);

    [OneTimeSetUp]
    public void RunScript()
    {
        _server = new ThreadedServer(typeof(WorldService));
        _server.StartInBackground();
        _scenes = Scenes.Run(Script, _server.Host, $"{_server.Port}");
    }

    [OneTimeTearDown]
    public void Close() => _server.Dispose();

    [TestCaseSource(nameof(Names))]
    public void Scene_ofAPythonClient_holds(string name) => _scenes.AssertHolds(name);
}
