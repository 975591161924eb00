using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>"Real Python clients (<c>rpyc.classic.connect</c>) against C# servers (a classic slave)": one test for each scene of <c>classic_scenes.py</c>.</summary>
[Category("Interop")]
internal sealed class ClassicSceneTests
{
    private const string Script = "classic_scenes.py";

    private ThreadedServer _server = null!;
    private Scenes _scenes = null!;

    private static IEnumerable<string> Names => Scenes.NamesIn(Script);

    [OneTimeSetUp]
    public void RunScript()
    {
        _server = new ThreadedServer(typeof(SlaveService));
        _server.StartInBackground();
        _scenes = Scenes.Run(Script, _server.Host, $"{_server.Port}");
    }

    [OneTimeTearDown]
    public void Close() => _server.Dispose();

    [TestCaseSource(nameof(Names))]
    public void Scene_ofAPythonClient_holds(string name) => _scenes.AssertHolds(name);

    /// <summary>The same script passes against a Python slave: see <see cref="PythonPeerTests"/>.</summary>
    [Test]
    public void StockClassicClient_passes()
    {
        var result = PythonPeer.Run("classic_client.py", [_server.Host, $"{_server.Port}"]).AssertSuccess();
        Assert.That(result.Lines, Is.EqualTo(new[] { "ok connect", "ok modules", "done" }));
    }
}
