namespace DynamicRpyc.Tests.Support;

/// <summary>Where the sources are, for tests that read them.</summary>
internal static class Repository
{
    private static readonly Lazy<string> _root = new(FindRoot);

    /// <summary>The folder that holds <c>DynamicRpyc.sln</c>.</summary>
    internal static string Root => _root.Value;

    internal static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A path as the repository writes it: from the root, with forward slashes.</summary>
    internal static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The files under the given top-level folders, without what builds leave behind. A folder that does not exist has none.</summary>
    internal static IEnumerable<string> Files(string pattern, params string[] folders) =>
        folders.Select(folder => PathOf(folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
            .Where(file => !IsBuildOutput(Relative(file)))
            .Order(StringComparer.Ordinal);

    private static bool IsBuildOutput(string relative) => relative.Contains("/bin/") || relative.Contains("/obj/");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DynamicRpyc.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds DynamicRpyc.sln; run the tests from a clone of the repository.");
    }
}
