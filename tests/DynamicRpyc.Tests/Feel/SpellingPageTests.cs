using System.Text.RegularExpressions;
using DynamicRpyc.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamicRpyc.Tests.Feel;

/// <summary>
/// "What the C# language forbids has a documented spelling that works ... one page lists them with the compiler's error codes": each row of docs/csharp-spelling.md, given to the compiler.
/// That the spellings do what they say is shown by the other tests of this folder.
/// </summary>
internal sealed partial class SpellingPageTests
{
    private const string World = """
        #nullable enable
        using System; using System.Collections.Generic; using System.Linq; using System.Threading; using System.Threading.Tasks; using DynamicRpyc;
        interface IFoo;
        static class Page
        {
            static void Take(IFoo foo) { }
            static void OnChanged(object? sender, object? e) { }
            static async Task Run(dynamic nr, dynamic conn)
            {
                await Task.Yield();
                SNIPPET
            }
        }
        """;

    private static readonly string _page = Repository.PathOf("src", "DynamicRpyc", "docs", "csharp-spelling.md");

    private static readonly MetadataReference[] _references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    [TestCaseSource(nameof(Forbidden))]
    public void Forbidden_isRefusedWithTheCodeThatThePageGives(string snippet, string code) => Assert.That(Errors(snippet), Does.Contain(code));

    [TestCaseSource(nameof(Allowed))]
    public void Spelling_compiles(string snippet) => Assert.That(Errors(snippet), Is.Empty);

    [Test]
    public void Page_hasItsRows() => Assert.That((Forbidden().Count(), Allowed().Count()), Is.EqualTo((32, 122)), "rows that the page's pattern does not match are not tested");

    /// <summary>The rows of the first table.</summary>
    private static IEnumerable<TestCaseData> Forbidden() => Rows().Where(row => row.Length == 3 && ErrorCode().IsMatch(row[1])).Select(row => new TestCaseData(Code().Match(row[0]).Groups[1].Value, row[1]));

    /// <summary>The last column of every table; and the first of the second one, which is allowed and yet not what it seems.</summary>
    private static IEnumerable<string> Allowed() => Rows().SelectMany(row =>
        Snippets(row[^1]).Concat(row.Length == 3 && !ErrorCode().IsMatch(row[1]) ? Snippets(row[0]) : []));

    private static IEnumerable<string[]> Rows() => File.ReadLines(_page).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Trim('|', ' ').Split(" | "));

    private static IEnumerable<string> Snippets(string cell) => Code().Matches(cell).Select(match => match.Groups[1].Value).Where(snippet => snippet.EndsWith(';') || snippet.EndsWith('}'));

    private static IEnumerable<string> Errors(string snippet)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.Create("page", [CSharpSyntaxTree.ParseText(World.Replace("SNIPPET", snippet, StringComparison.Ordinal))], _references, options)
            .GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.Id).Distinct();
    }

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Code();

    [GeneratedRegex("^CS[0-9]{4}$")]
    private static partial Regex ErrorCode();
}
