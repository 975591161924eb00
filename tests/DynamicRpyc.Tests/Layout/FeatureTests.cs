using System.Reflection;
using DynamicRpyc.Foundation;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Layout;

/// <summary>"A table in the tests' own output or README of RPyC feature against test": FEATURES.md, which these tests keep true and print.</summary>
internal sealed class FeatureTests
{
    private const string None = "-";

    private static readonly string[] _connection =
        ["close", "closed", "fileno", "ping", "serve", "serve_all", "serve_threaded", "poll", "poll_all", "sync_request", "async_request", "root"];

    private static readonly string[] _asyncResult = ["wait", "ready", "expired", "error", "value", "set_expiry", "add_callback"];

    private static readonly string[] _helpers = ["async_", "timed", "buffiter", "restricted", "BgServingThread"];

    private static readonly IReadOnlyList<Row> _rows = Read(File.ReadAllLines(Repository.PathOf("tests", "DynamicRpyc.Tests", "FEATURES.md")));

    private static readonly Lazy<ILookup<string, Type>> _fixtures = new(() => typeof(FeatureTests).Assembly.GetTypes().Where(type => !type.IsNested).ToLookup(type => type.Name));

    private static IEnumerable<string> Required => _connection.Concat(_asyncResult).Concat(_helpers).Concat(ConfigReader.Names).Concat(Enum.GetNames<Handler>().Select(name => name.ToUpperInvariant())).Concat(OwnSettings);

    /// <summary>What RPyC's names do not reach.</summary>
    private static IEnumerable<string> OwnSettings
    {
        get
        {
            var named = File.ReadAllText(Repository.PathOf("src", "DynamicRpyc", "Foundation", "ConfigReader.cs"));
            return typeof(RpycConfig).GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.SetMethod is not null && !named.Contains($"{{ {property.Name} = ", StringComparison.Ordinal)).Select(property => property.Name);
        }
    }

    [Test]
    public void Features_each_haveATest()
    {
        foreach (var row in _rows)
            TestContext.Out.WriteLine($"{row.Feature,-48} {string.Join(", ", row.Tests)}{(row.WithPython.Length > 0 ? "; with Python: " + string.Join(", ", row.WithPython) : "")}");
        Assert.That(Required.Except(_rows.Select(row => row.Feature)), Is.Empty, "features without a row in FEATURES.md");
        Assert.That(_rows.Where(row => row.Tests.Length == 0).Select(row => row.Feature), Is.Empty, "features without a test");
        Assert.That(_rows.GroupBy(row => row.Feature).Where(group => group.Skip(1).Any()).Select(group => group.Key), Is.Empty, "features with two rows");
    }

    [Test]
    public void Tests_thatAreNamed_exist() =>
        Assert.That(_rows.SelectMany(row => row.Tests.Concat(row.WithPython)).Distinct().Where(test => Find(test).Length == 0), Is.Empty, "named in FEATURES.md, and not there");

    [Test]
    public void TestsWithARealPython_areInteropTests() =>
        Assert.That(_rows.SelectMany(row => row.WithPython).Distinct().Where(test => Find(test).Any(type => type.Namespace?.Contains(".Interop", StringComparison.Ordinal) != true)), Is.Empty);

    [Test]
    public void Find_aTestThatIsGone_isNotFound() =>
        Assert.That((Find("FeatureTests.Gone").Length, Find("GoneTests").Length, Find("FeatureTests").Length, Find("FeatureTests.Tests_thatAreNamed_exist").Length), Is.EqualTo((0, 0, 1, 1)));

    /// <summary>The fixtures that a name stands for: <c>Fixture</c> or <c>Fixture.Test</c>.</summary>
    private static Type[] Find(string name)
    {
        var parts = name.Split('.');
        return [.. _fixtures.Value[parts[0]].Where(type => type.GetMethods().Any(method => (parts.Length == 1 || method.Name == parts[1]) && IsTest(method)))];
    }

    private static bool IsTest(MethodInfo method) => method.GetCustomAttributes().Any(mark => mark is TestAttribute or TestCaseAttribute or TestCaseSourceAttribute);

    /// <summary>The rows of all tables: of each, what stands below its head.</summary>
    private static List<Row> Read(string[] lines)
    {
        var rows = new List<Row>();
        for (var i = 2; i < lines.Length; i++)
        {
            var isBelowAHead = lines[i].StartsWith("| ", StringComparison.Ordinal) && !lines[i + 1 < lines.Length ? i + 1 : i].StartsWith("|---", StringComparison.Ordinal);
            if (!isBelowAHead)
                continue;
            string[] cells = [.. lines[i].Trim('|').Split('|').Select(cell => cell.Trim())];
            Assert.That(cells, Has.Length.EqualTo(3), lines[i]);
            rows.Add(new Row(cells[0], Names(cells[1]), Names(cells[2])));
        }
        return rows;
    }

    private static string[] Names(string cell) => cell == None ? [] : [.. cell.Split(',').Select(name => name.Trim())];

    private sealed record Row(string Feature, string[] Tests, string[] WithPython);
}
