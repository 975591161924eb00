using System.Reflection;

namespace DynamicRpyc.Services;

/// <summary>RPyC's rule for a service's names.</summary>
internal static class ServiceNames
{
    private const string Suffix = "SERVICE";

    internal static IReadOnlyList<string> Of(Type service)
    {
        if (service.GetCustomAttribute<AliasesAttribute>() is { } aliases)
            return [.. aliases.Names.Select(name => name.ToUpperInvariant())];
        var name = service.Name.ToUpperInvariant();
        return [name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length ? name[..^Suffix.Length] : name];
    }
}
