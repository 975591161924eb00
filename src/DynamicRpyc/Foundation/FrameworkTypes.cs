using System.Collections.Frozen;
using System.Reflection;

namespace DynamicRpyc.Foundation;

/// <summary>Which types are .NET's own, and so the same to every process of this version. Pure, safe for any thread.</summary>
internal static class FrameworkTypes
{
    private static readonly string _folder = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";

    /// <summary>The assemblies that the program was built with, by name, and where they lie.</summary>
    internal static FrozenDictionary<string, string> AssembliesOfTheProgram { get; } = Read();

    /// <summary>Whether every .NET process of this version has the type under this name, for all to use.</summary>
    internal static bool Include(Type type)
    {
        if (type.HasElementType)
            return type.IsArray && Include(type.GetElementType()!);
        if (type.IsGenericParameter || !type.IsVisible || !Include(type.Assembly))
            return false;
        return !type.IsConstructedGenericType || Array.TrueForAll(type.GetGenericArguments(), Include);
    }

    internal static bool Include(Assembly assembly) =>
        assembly == typeof(object).Assembly
        || (_folder.Length > 0 && assembly.GetName().Name is { } name && AssembliesOfTheProgram.TryGetValue(name, out var path)
            && string.Equals(Path.GetDirectoryName(path), _folder, StringComparison.Ordinal));

    private static FrozenDictionary<string, string> Read()
    {
        var list = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        return list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
    }
}
