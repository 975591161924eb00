using System.Reflection;
using System.Text.RegularExpressions;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Layout;

/// <summary>
/// A page beside the tests whose tables say which test shows what: the first cell of a row is what is shown, each further one names tests, or is <c>-</c> where there is nothing to show.
/// A name is <c>Fixture</c>, <c>Fixture.Test</c>, or <c>Fixture(scene)</c> of a fixture with a test for each scene of a Python script.
/// </summary>
internal sealed partial class TestTable
{
    private const string None = "-";

    private static readonly Lazy<ILookup<string, Type>> _fixtures = new(() => typeof(TestTable).Assembly.GetTypes().Where(type => !type.IsNested && !type.IsAbstract).ToLookup(type => type.Name));

    private TestTable(string page, IReadOnlyList<Row> rows) => (Page, Rows) = (page, rows);

    internal string Page { get; }

    internal IReadOnlyList<Row> Rows { get; }

    internal static TestTable Of(string page) => new(page, Read(File.ReadAllLines(Repository.PathOf("tests", "DynamicRpyc.Tests", page))));

    internal static TestTable Parse(string text) => new("a table", Read(text.Split('\n')));

    /// <summary>Each row has a test, no two of a table are called alike, every test that is named is there, and what a column of a real Python names runs one.</summary>
    internal void AssertHolds()
    {
        foreach (var row in Rows)
            TestContext.Out.WriteLine($"{row.Name,-48} {string.Join("; ", row.Cells.Where(cell => cell.Tests.Length > 0).Select(cell => $"{cell.Column}: {string.Join(", ", cell.Tests)}"))}");
        Assert.That(Faults(), Is.Empty, Page);
    }

    internal IEnumerable<string> Faults()
    {
        var cells = Rows.SelectMany(row => row.Cells).ToArray();
        return
        [
            .. Rows.Where(row => row.Cells.All(cell => cell.Tests.Length == 0)).Select(row => $"'{row.Name}' has no test"),
            .. Rows.GroupBy(row => (row.Table, row.Name)).Where(group => group.Skip(1).Any()).Select(group => $"'{group.Key.Name}' has two rows"),
            .. cells.SelectMany(cell => cell.Tests).Distinct().Where(test => Find(test).Length == 0).Select(test => $"{test} is not there"),
            .. cells.Where(cell => cell.IsOfARealPython).SelectMany(cell => cell.Tests).Distinct().Where(test => !Find(test).All(IsInterop)).Select(test => $"{test} runs no Python"),
        ];
    }

    /// <summary>The fixtures that have what the name stands for.</summary>
    internal static Type[] Find(string name)
    {
        var parts = Name().Match(name);
        if (!parts.Success)
            return [];
        var (test, scene) = (parts.Groups["test"].Value, parts.Groups["scene"].Value);
        return [.. _fixtures.Value[parts.Groups["fixture"].Value].Where(type => type.GetMethods().Any(method => (test.Length == 0 || method.Name == test) && IsTest(method)) && (scene.Length == 0 || Scenes(type).Contains(scene)))];
    }

    /// <summary>The rows of all tables of a page: of each, what stands below its head.</summary>
    private static List<Row> Read(string[] lines)
    {
        var rows = new List<Row>();
        string[] head = [];
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("| ", StringComparison.Ordinal))
                continue;
            string[] cells = [.. lines[i].Trim('|').Split(" | ").Select(cell => cell.Trim())];
            if (i + 1 < lines.Length && lines[i + 1].StartsWith("|---", StringComparison.Ordinal))
            {
                head = cells;
                continue;
            }
            Assert.That(cells, Has.Length.EqualTo(head.Length), lines[i]);
            rows.Add(new Row(string.Join('|', head), cells[0], [.. cells.Zip(head, (cell, column) => new Cell(column, Names(cell))).Skip(1)]));
        }
        return rows;
    }

    private static string[] Names(string cell) => cell == None ? [] : [.. cell.Split(',').Select(name => name.Trim())];

    private static bool IsTest(MethodInfo method) => method.GetCustomAttributes().Any(mark => mark is TestAttribute or TestCaseAttribute or TestCaseSourceAttribute);

    private static bool IsInterop(Type fixture) => fixture.Namespace?.Contains(".Interop", StringComparison.Ordinal) == true;

    private static IEnumerable<string> Scenes(Type fixture) =>
        fixture.GetProperty("Names", BindingFlags.Static | BindingFlags.NonPublic)?.GetValue(null) as IEnumerable<string> ?? [];

    [GeneratedRegex(@"^(?<fixture>\w+)(\.(?<test>\w+)|\((?<scene>\w+)\))?$")]
    private static partial Regex Name();

    /// <param name="Table">The head of its table.</param>
    /// <param name="Name">What is shown.</param>
    /// <param name="Cells">By what, a column each.</param>
    internal sealed record Row(string Table, string Name, IReadOnlyList<Cell> Cells);

    internal sealed record Cell(string Column, string[] Tests)
    {
        internal bool IsOfARealPython => Column.Contains("Python", StringComparison.Ordinal);
    }
}
