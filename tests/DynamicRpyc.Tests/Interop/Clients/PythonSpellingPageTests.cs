using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>Each row of docs/python-spelling.md, run by Python as it stands: the snippets of its second column, in their order. That the lines do what they say is shown by the scenes of this folder's other tests.</summary>
[Category("Interop")]
internal sealed class PythonSpellingPageTests
{
    private static readonly string _page = Repository.PathOf("src", "DynamicRpyc", "docs", "python-spelling.md");

    private ThreadedServer _server = null!;
    private Scenes _scenes = null!;

    /// <summary>The first cells of the tables whose second column is what to write in Python.</summary>
    private static IEnumerable<string> Rows
    {
        get
        {
            var isRun = false;
            foreach (var line in File.ReadLines(_page))
            {
                var cells = line.Trim('|', ' ').Split(" | ");
                if (isRun && line.StartsWith("| ", StringComparison.Ordinal))
                    yield return cells[0].Trim();
                isRun = line.StartsWith('|') && (isRun || (cells.Length > 1 && cells[1] == "Python"));
            }
        }
    }

    [OneTimeSetUp]
    public void RunPage()
    {
        PythonPeer.RequireModule("pandas");
        _server = new ThreadedServer(typeof(SlaveService));
        _server.StartInBackground();
        _scenes = Scenes.Run("spelling_scenes.py", _server.Host, $"{_server.Port}", _page);
    }

    [OneTimeTearDown]
    public void Close() => _server?.Dispose();

    [TestCaseSource(nameof(Rows))]
    public void Row_runs(string row) => _scenes.AssertHolds(row);
}
