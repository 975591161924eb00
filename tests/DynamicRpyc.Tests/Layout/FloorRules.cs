using System.Collections.Frozen;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamicRpyc.Tests.Layout;

/// <summary>
/// The order of the library's folders: a file mentions its own folder and folders on lower floors, nothing else. The compiler itself resolves every name,
/// so types of the root namespace count for the folder that declares them; comments and documentation may mention anything.
/// </summary>
internal static class FloorRules
{
    /// <summary>The floors; the root folder, which holds the front doors, is the empty name.</summary>
    internal static readonly FrozenDictionary<string, int> Floors = new Dictionary<string, int>
    {
        ["Foundation"] = 0,
        ["Transports"] = 1, ["Values"] = 1, ["Access"] = 1,
        ["Brine"] = 2, ["Channels"] = 2, ["Invocation"] = 2, ["Formatters"] = 2, ["Authentication"] = 2,
        ["Messages"] = 3, ["Vinegar"] = 3, ["Registry"] = 3, ["Proxies"] = 3,
        ["Boxing"] = 4,
        ["Netrefs"] = 5,
        ["Connections"] = 6,
        ["Services"] = 7, ["Helpers"] = 7,
        ["Classic"] = 8, ["Servers"] = 8,
        ["Remoting"] = 9,
        [""] = 10,
    }.ToFrozenDictionary();

    private const string RootNamespace = "DynamicRpyc";

    /// <summary>What <c>ImplicitUsings</c> adds to every file.</summary>
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    /// <summary>A partial method without a body: a source generator, which does not run here, writes it.</summary>
    private const string PartialWithoutBody = "CS8795";

    /// <summary>Every breach, as one line that names the file, what it mentions, and both floors. Empty when all is well.</summary>
    internal static IReadOnlyList<string> Violations(IReadOnlyList<SourceFile> files)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var trees = files.ToDictionary(file => CSharpSyntaxTree.ParseText(file.Text, options, file.Path), file => file);
        var compilation = CSharpCompilation.Create(RootNamespace, trees.Keys.Append(CSharpSyntaxTree.ParseText(ImplicitUsings, options)), References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        var errors = compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error && found.Id != PartialWithoutBody);
        return [
            .. files.SelectMany(PlacementOf),
            .. trees.SelectMany(pair => MentionsOf(compilation, pair.Key, pair.Value)).Distinct(),
            .. errors.Select(error => $"not checked, since it does not compile: {error}"),
        ];
    }

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith(RootNamespace, StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));

    private static IEnumerable<string> PlacementOf(SourceFile file)
    {
        if (!Floors.ContainsKey(file.Folder))
            yield return $"{file.Path}: the folder {file.Folder} has no floor; give it one in FloorRules and in the architecture.";
    }

    private static IEnumerable<string> MentionsOf(Compilation compilation, SyntaxTree tree, SourceFile file)
    {
        if (!Floors.TryGetValue(file.Folder, out var floor))
            yield break;
        var root = tree.GetRoot();
        var model = compilation.GetSemanticModel(tree);
        foreach (var declared in root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().Select(node => node.Name.ToString()))
        {
            if (declared != RootNamespace && FolderOfNamespace(declared) != file.Folder)
                yield return $"{file.Path}: declares the namespace {declared}, but lies in the folder {(file.Folder.Length == 0 ? "root" : file.Folder)}.";
        }

        foreach (var name in root.DescendantNodes().OfType<SimpleNameSyntax>().Where(node => !node.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Any(space => space.Name.Contains(node))))
        {
            var folder = FolderOfSymbol(model.GetSymbolInfo(name).Symbol);
            if (folder is null || folder == file.Folder || (Floors.TryGetValue(folder, out var other) && other < floor))
                continue;
            yield return $"{file.Path}: floor {floor} mentions {name.Identifier.Text} of {(folder.Length == 0 ? "the root" : folder)}, floor {(Floors.TryGetValue(folder, out other) ? other : "unknown")}.";
        }
    }

    /// <summary>The folder that a name belongs to; null for what is not the library's own, and for locals and parameters, whose types are judged where they are named.</summary>
    private static string? FolderOfSymbol(ISymbol? symbol) => symbol switch
    {
        null or ILocalSymbol or IParameterSymbol or ITypeParameterSymbol or IRangeVariableSymbol => null,
        INamespaceSymbol space => FolderOfNamespace(space.ToDisplayString()),
        ITypeSymbol type => FolderOfType(type),
        _ => symbol.ContainingType is { } container ? FolderOfType(container) : null,
    };

    private static string? FolderOfType(ITypeSymbol type) =>
        type.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath is { Length: > 0 } path ? SourceFile.FolderOf(path) : null;

    private static string? FolderOfNamespace(string name) =>
        name.StartsWith(RootNamespace + ".", StringComparison.Ordinal) ? name.Split('.')[1] : null;
}
