namespace DynamicRpyc.Classic;

/// <summary>What one namespace holds: names of types, each with the assemblies that have one, and names of namespaces. Under the index's lock.</summary>
internal sealed class NamespaceEntry
{
    /// <summary>The most type parameters that a public framework type has (Func and Action have 17 and 16).</summary>
    internal const int MaxArity = 17;

    private readonly Dictionary<string, List<string>> _types = new(StringComparer.Ordinal);
    private readonly List<string> _extensionClasses = [];
    private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal);

    internal IEnumerable<string> Names => _types.Keys.Union(_namespaces);

    internal void AddNamespace(string name) => _namespaces.Add(name);

    internal void AddType(string name, string assembly)
    {
        if (!_types.TryGetValue(name, out var assemblies))
            _types.Add(name, assemblies = []);
        if (!assemblies.Contains(assembly))
            assemblies.Add(assembly);
    }

    /// <summary>The static classes that hold extension methods.</summary>
    internal IReadOnlyList<string> ExtensionClasses => _extensionClasses;

    internal void AddExtensionClass(string name) => _extensionClasses.Add(name);

    internal string[] AssembliesOf(string type) => _types.TryGetValue(type, out var assemblies) ? [.. assemblies] : [];
}
