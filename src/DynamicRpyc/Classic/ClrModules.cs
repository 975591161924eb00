namespace DynamicRpyc.Classic;

/// <summary>What classic mode calls modules: the namespaces of this process by name, and the two Python modules that every Python classic client asks for. Any thread.</summary>
internal static class ClrModules
{
    /// <exception cref="ModuleNotFoundException">There is neither such a namespace nor such a module.</exception>
    internal static object Get(string name) => Find(name)
        ?? throw new ModuleNotFoundException($"This .NET process has no namespace '{name}'. Its namespaces are named as in C#, e.g. System.IO; an assembly that is not loaded and not among the program's own is not searched.", name);

    internal static bool Exists(string name) => PythonModules.Find(name) is not null || NamespaceIndex.Contains(name);

    internal static object? Find(string name) => PythonModules.Find(name) ?? (NamespaceIndex.Contains(name) ? ClrNamespace.Of(name) : null);
}
