namespace DynamicRpyc;

/// <summary>Names a service for its peers and for registries, in place of its class name. RPyC: <c>ALIASES</c>. Names are case-insensitive; they travel in upper case.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AliasesAttribute : Attribute
{
    /// <summary>Gives the names; the first is the service's canonical one.</summary>
    /// <exception cref="ArgumentException">No name is given, or an empty one.</exception>
    public AliasesAttribute(params string[] names)
    {
        if (names.Length == 0 || names.Any(string.IsNullOrWhiteSpace))
            throw new ArgumentException("A service needs at least one name, and none may be empty.", nameof(names));
        Names = names;
    }

    /// <summary>The names as given.</summary>
    public IReadOnlyList<string> Names { get; }
}
