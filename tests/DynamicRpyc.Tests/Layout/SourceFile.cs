using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Layout;

/// <summary>A source file of the library. <paramref name="Path"/> counts from <c>src/DynamicRpyc</c>, with forward slashes.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The top folder that the file is in; empty for files in the root.</summary>
    internal string Folder => FolderOf(Path);

    internal static string FolderOf(string path) => path.IndexOf('/') is var slash and >= 0 ? path[..slash] : "";

    /// <summary>All sources of the library.</summary>
    internal static IReadOnlyList<SourceFile> OfLibrary()
    {
        const string Prefix = "src/DynamicRpyc/";
        return [.. Repository.Files("*.cs", "src").Where(file => Repository.Relative(file).StartsWith(Prefix, StringComparison.Ordinal))
            .Select(file => new SourceFile(Repository.Relative(file)[Prefix.Length..], File.ReadAllText(file)))];
    }
}
