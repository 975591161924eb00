using System.Reflection;
using DynamicRpyc.Foundation;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Layout;

/// <summary>"A table in the tests' own output or README of RPyC feature against test": FEATURES.md, which these tests keep true and print.</summary>
internal sealed class FeatureTests
{
    private static readonly string[] _connection =
        ["close", "closed", "fileno", "ping", "serve", "serve_all", "serve_threaded", "poll", "poll_all", "sync_request", "async_request", "root"];

    private static readonly string[] _asyncResult = ["wait", "ready", "expired", "error", "value", "set_expiry", "add_callback"];

    private static readonly string[] _helpers = ["async_", "timed", "buffiter", "restricted", "BgServingThread"];

    private static readonly TestTable _table = TestTable.Of("FEATURES.md");

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
    public void Features_each_haveATest() => _table.AssertHolds();

    [Test]
    public void Features_all_haveARow() => Assert.That(Required.Except(_table.Rows.Select(row => row.Name)), Is.Empty, "features without a row in FEATURES.md");

    [Test]
    public void Features_withinRPyC_haveATestBesidesThatOfARealPython() =>
        Assert.That(_table.Rows.Where(row => row.Cells[0].Tests.Length == 0).Select(row => row.Name), Is.Empty);
}
