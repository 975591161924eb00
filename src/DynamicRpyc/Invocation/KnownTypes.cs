namespace DynamicRpyc.Invocation;

/// <summary>Types of this process that a peer names by one of its own of the same name: <c>typeof(int)</c> as a type argument. Nothing is loaded for a name.</summary>
internal static class KnownTypes
{
    private const int LongestName = 512;

    /// <summary>The public, loaded type of that full name; null where there is none.</summary>
    internal static Type? Find(string fullName)
    {
        if (fullName.Length > LongestName)
            return null;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            // Assembly.GetType parses its argument: anything beyond a plain name would ask for closed generics, arrays or other assemblies.
            if (fullName.AsSpan().IndexOfAny("[],&*+\\") < 0 && assembly.GetType(fullName, throwOnError: false) is { IsVisible: true } type)
                return type;
        }
        return null;
    }
}
