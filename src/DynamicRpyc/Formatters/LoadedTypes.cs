using System.Reflection;
using System.Reflection.Metadata;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Formatters;

/// <summary>
/// Finds the types that names of a peer stand for: among the loaded assemblies and those that the program was built with, nowhere else. What is found is kept, up to a
/// bound; a peer that names ever new closed generic types is refused beyond it, since the runtime never forgets one. Any thread.
/// </summary>
internal static class LoadedTypes
{
    /// <summary>How many names are kept, and so how many closed generic types peers can bring into being.</summary>
    internal const int MostKept = 4096;

    private const int LongestName = 2048;
    private const int MostParts = 64;

    private static readonly Lock _guard = new();
    private static readonly Dictionary<string, Type> _known = new(StringComparer.Ordinal);

    /// <summary>The type of that name; null where there is none here.</summary>
    internal static Type? Find(string name)
    {
        lock (_guard)
        {
            if (_known.TryGetValue(name, out var known))
                return known;
        }
        if (name.Length > LongestName || !TypeName.TryParse(name, out var parsed, new TypeNameParseOptions { MaxNodes = MostParts }))
            return null;
        if (!parsed.IsSimple && IsFull)
            return null;
        var found = Resolve(parsed);
        if (found is null || found.IsCollectible)
            return null;
        lock (_guard)
        {
            if (_known.Count < MostKept)
                _known[name] = found;
        }
        return found;
    }

    private static bool IsFull
    {
        get
        {
            lock (_guard)
                return _known.Count >= MostKept;
        }
    }

    private static Type? Resolve(TypeName name)
    {
        if (name.IsSimple)
            return FindAssembly(name.AssemblyName?.Name)?.GetType(name.FullName, throwOnError: false);
        try
        {
            if (name.IsSZArray)
                return Resolve(name.GetElementType())?.MakeArrayType();
            if (name.IsArray)
                return Resolve(name.GetElementType())?.MakeArrayType(name.GetArrayRank());
            if (!name.IsConstructedGenericType || Resolve(name.GetGenericTypeDefinition()) is not { IsGenericTypeDefinition: true } definition)
                return null;
            Type?[] arguments = [.. name.GetGenericArguments().Select(Resolve)];
            return arguments.Contains(null) ? null : definition.MakeGenericType(arguments!);
        }
        catch (Exception e) when (e is ArgumentException or TypeLoadException or NotSupportedException)
        {
            // The definition takes other type arguments; as good as no such type.
            return null;
        }
    }

    private static Assembly? FindAssembly(string? name)
    {
        if (name is null)
            return typeof(object).Assembly;
        var loaded = Array.Find(AppDomain.CurrentDomain.GetAssemblies(), assembly => !assembly.IsDynamic && assembly.GetName().Name == name);
        if (loaded is not null || !FrameworkTypes.AssembliesOfTheProgram.ContainsKey(name))
            return loaded;
        try
        {
            // One of the program's own that no code has needed so far.
            return Assembly.Load(new AssemblyName(name));
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return null;
        }
    }
}
