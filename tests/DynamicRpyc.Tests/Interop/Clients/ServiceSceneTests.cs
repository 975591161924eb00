namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>"Real Python clients (<c>rpyc.connect</c>) against C# servers (a service)": one test for each scene of a script, all over one connection.</summary>
[Category("Interop")]
internal abstract class ServiceSceneFixture(string script)
{
    private ThreadedServer _server = null!;
    private Scenes _scenes = null!;

    [OneTimeSetUp]
    public void RunScript()
    {
        _server = new ThreadedServer(typeof(WorldService));
        _server.StartInBackground();
        _scenes = Scenes.Run(script, _server.Host, $"{_server.Port}");
    }

    [OneTimeTearDown]
    public void Close() => _server.Dispose();

    protected void AssertHolds(string scene) => _scenes.AssertHolds(scene);
}

/// <summary>Members, calls, callbacks, exceptions, events, tasks, identity.</summary>
internal sealed class ServiceSceneTests() : ServiceSceneFixture(Script)
{
    private const string Script = "service_scenes.py";

    private static IEnumerable<string> Names => Scenes.NamesIn(Script);

    [TestCaseSource(nameof(Names))]
    public void Scene_ofAPythonClient_holds(string name) => AssertHolds(name);
}

/// <summary>Operators, collections, enums and the other objects that Python code treats as its own.</summary>
internal sealed class ObjectSceneTests() : ServiceSceneFixture(Script)
{
    private const string Script = "object_scenes.py";

    private static IEnumerable<string> Names => Scenes.NamesIn(Script);

    [TestCaseSource(nameof(Names))]
    public void Scene_ofAPythonClient_holds(string name) => AssertHolds(name);
}
