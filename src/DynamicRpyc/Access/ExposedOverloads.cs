using System.Reflection;

namespace DynamicRpyc.Access;

/// <summary>
/// A mark is a method's own: an overload without one, or a method that hides a marked one, is not opened by the name that they share. Where marked and unmarked methods share a name, the
/// marked ones form a part of that name, with a name of its own that no member can have. Pure.
/// </summary>
internal static class ExposedOverloads
{
    private const string Suffix = "\0exposed";

    /// <summary>The name under which the marked methods of a name are found.</summary>
    internal static string PartOf(string name) => name + Suffix;

    /// <summary>The marked methods of each name that has unmarked ones as well; null where there is no such name, as nearly always.</summary>
    /// <param name="type">The type.</param>
    /// <param name="kinds">Which of its methods are looked at. Where instance methods are among them, what implements a marked method of an interface is marked too.</param>
    internal static Dictionary<string, MethodInfo[]>? Parts(Type type, BindingFlags kinds)
    {
        HashSet<string>? promised = null;
        Dictionary<string, MethodInfo[]>? parts = null;
        foreach (var named in type.GetMethods(kinds).Where(static method => !method.IsSpecialName).GroupBy(static method => method.Name))
        {
            if (!named.Skip(1).Any())
                continue;
            promised ??= kinds.HasFlag(BindingFlags.Instance) ? Promised(type) : [];
            var marked = named.Where(method => IsMarked(method) || promised.Contains(Signature(method))).ToArray();
            if (marked.Length > 0 && marked.Length < named.Count())
                (parts ??= new Dictionary<string, MethodInfo[]>(StringComparer.Ordinal)).Add(named.Key, marked);
        }
        return parts;
    }

    private static HashSet<string> Promised(Type type) => [.. type.GetInterfaces().SelectMany(static contract => contract.GetMethods()).Where(IsMarked).Select(Signature)];

    private static bool IsMarked(MethodInfo method) => ExposedNames.MarkOf(method) is not null || CallbackContracts.Include(method)
        || (method.DeclaringType is { } home && ExposedNames.IsMarked(home));

    // What implements an interface's method has its name and parameters.
    private static string Signature(MethodInfo method) =>
        $"{method.Name}`{method.GetGenericArguments().Length}({string.Join(",", method.GetParameters().Select(static parameter => parameter.ParameterType.ToString()))})";
}
