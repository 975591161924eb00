using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>"<c>examples/CSharpFromPython</c> (a Python script driving a .NET library)": what the script prints, where the build only sees that it ends well.</summary>
[Category("Interop")]
internal sealed class ExampleScriptTests
{
    private const string Runner = "import runpy, sys; path = sys.argv.pop(1); runpy.run_path(path, run_name='__main__')";

    [Test]
    public void CSharpFromPython_writesSearchesAndZipsACatalogue()
    {
        using var server = new ThreadedServer(typeof(SlaveService));
        server.StartInBackground();
        var result = PythonPeer.RunText(Runner, [Repository.PathOf("examples", "CSharpFromPython", "library.py"), server.Host, $"{server.Port}"]).AssertSuccess();
        Assert.That(result.Lines, Is.EqualTo(new[]
        {
            "long: Frankenstein, Middlemarch",
            "first: Mary Shelley",
            "pages: 1278",
            "zipped: bytes b'PK'",
            "catalogue.xml 2024-02-29 books: 3",
            "same: True",
            "shortest: ('The Time Machine', 118) of [280, 880, 118]",
            "parsing: System.Xml.XmlException",
            "binding: FromDays(Double value): argument 'value': cannot convert String \"3\" to Double: text is not parsed unasked; parse it first, as Double.Parse does",
        }));
    }
}
