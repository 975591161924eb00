using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>
/// "C# objects natural in Python": one test for each row, which is a scene of a script. A script that serves both kinds of server runs against a classic slave, where everything is
/// allowed, and against a service under RPyC's default settings.
/// </summary>
[Category("Interop")]
internal abstract class FeelSceneFixture(string script, string kind, string? module = null)
{
    private ThreadedServer _server = null!;
    private Scenes _scenes = null!;

    [OneTimeSetUp]
    public void RunScript()
    {
        if (module is not null)
            PythonPeer.RequireModule(module);
        _server = new ThreadedServer(kind == "classic" ? typeof(SlaveService) : typeof(WorkshopService), config: kind == "public" ? RpycConfig.Default with { AllowPublicAttributes = true } : null);
        _server.StartInBackground();
        _scenes = Scenes.Run(script, kind, _server.Host, $"{_server.Port}");
    }

    [OneTimeTearDown]
    public void Close() => _server?.Dispose();

    protected void AssertHolds(string scene) => _scenes.AssertHolds(scene);
}

/// <summary>Calling C# methods.</summary>
[TestFixture("classic")]
[TestFixture("service")]
internal sealed class CallSceneTests(string kind) : FeelSceneFixture(Script, kind)
{
    private const string Script = "call_scenes.py";

    private static IEnumerable<string> Names => Scenes.NamesIn(Script);

    [TestCaseSource(nameof(Names))]
    public void Row_ofPythonOnCSharp_holds(string row) => AssertHolds(row);
}

/// <summary>C# objects under Python's own syntax and functions.</summary>
[TestFixture("classic")]
[TestFixture("service")]
internal sealed class FeelSceneTests(string kind) : FeelSceneFixture(Script, kind)
{
    private const string Script = "feel_scenes.py";

    private static IEnumerable<string> Names => Scenes.NamesIn(Script);

    [TestCaseSource(nameof(Names))]
    public void Row_ofPythonOnCSharp_holds(string row) => AssertHolds(row);
}

/// <summary>Parameters and results of the rarer shapes.</summary>
[TestFixture("classic")]
[TestFixture("service")]
internal sealed class ShapeSceneTests(string kind) : FeelSceneFixture(Script, kind)
{
    private const string Script = "shape_scenes.py";

    private static IEnumerable<string> Names => Scenes.NamesIn(Script);

    [TestCaseSource(nameof(Names))]
    public void Row_ofPythonOnCSharp_holds(string row) => AssertHolds(row);
}

/// <summary>Data frames of pandas.</summary>
[TestFixture("classic")]
[TestFixture("service")]
internal sealed class PandasSceneTests(string kind) : FeelSceneFixture(Script, kind, "pandas")
{
    private const string Script = "pandas_scenes.py";

    private static IEnumerable<string> Names => Scenes.NamesIn(Script);

    [TestCaseSource(nameof(Names))]
    public void Row_ofPythonOnCSharp_holds(string row) => AssertHolds(row);
}

/// <summary>Streams, readers and writers as the file objects of Python's own library; a service's default settings allow their lines and nothing else.</summary>
[TestFixture("classic")]
[TestFixture("public")]
internal sealed class FileSceneTests(string kind) : FeelSceneFixture(Script, kind, "pandas")
{
    private const string Script = "file_scenes.py";

    private static IEnumerable<string> Names => Scenes.NamesIn(Script);

    [TestCaseSource(nameof(Names))]
    public void Row_ofPythonOnCSharp_holds(string row) => AssertHolds(row);
}

/// <summary>Dates, decimals and other kin of numbers in collections, nested and as keys.</summary>
internal sealed class KinSceneTests() : FeelSceneFixture(Script, "classic")
{
    private const string Script = "kin_scenes.py";

    private static IEnumerable<string> Names => Scenes.NamesIn(Script);

    [TestCaseSource(nameof(Names))]
    public void Row_ofPythonOnCSharp_holds(string row) => AssertHolds(row);
}

/// <summary>Types, namespaces, extension methods, numpy and whole copies: classic mode alone has them.</summary>
internal sealed class TypeSceneTests() : FeelSceneFixture(Script, "classic", "numpy")
{
    private const string Script = "type_scenes.py";

    private static IEnumerable<string> Names => Scenes.NamesIn(Script);

    [TestCaseSource(nameof(Names))]
    public void Row_ofPythonOnCSharp_holds(string row) => AssertHolds(row);
}
