using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamicRpyc.Tests.Support;

/// <summary>A program out of a document: compiled and run as it stands.</summary>
internal static partial class Snippet
{
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    /// <summary>The C# programs of a Markdown file, in order.</summary>
    internal static IReadOnlyList<string> Of(string markdown) => [.. Blocks().Matches(File.ReadAllText(markdown)).Select(match => match.Groups[1].Value)];

    /// <summary>Compiles the program with warnings as errors, runs it in this process, and gives what it printed.</summary>
    internal static string Run(string program) => Run([program], []);

    /// <summary>The same for an example: all its sources, with the files that it embeds under their own names.</summary>
    internal static string RunExample(string name, params string[] embedded) => Run(
        [.. Directory.EnumerateFiles(Repository.PathOf("examples", name), "*.cs").Select(File.ReadAllText)],
        [.. embedded.Select(file => new ResourceDescription(file, () => File.OpenRead(Repository.PathOf("examples", name, file)), isPublic: true))]);

    private static string Run(string[] sources, ResourceDescription[] embedded)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Error)
            .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]);
        var compilation = CSharpCompilation.Create("snippet", [.. sources.Prepend(ImplicitUsings).Select(source => CSharpSyntaxTree.ParseText(source))], references, options);
        using var image = new MemoryStream();
        var result = compilation.Emit(image, manifestResources: embedded);
        Assert.That(result.Success, Is.True, string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        var entry = Assembly.Load(image.ToArray()).EntryPoint!;
        var before = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            var ended = entry.Invoke(null, entry.GetParameters().Length == 0 ? null : [Array.Empty<string>()]);
            (ended as Task)?.GetAwaiter().GetResult();
        }
        finally
        {
            Console.SetOut(before);
        }
        return output.ToString();
    }

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
