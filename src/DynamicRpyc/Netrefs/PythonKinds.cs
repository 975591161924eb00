using System.Collections.Frozen;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// What the names of Python's own types say without asking the peer: a function is no number and no list, a list is no number and no function. Overloads are chosen by it;
/// nothing is known of all other types.
/// </summary>
internal static class PythonKinds
{
    private static readonly FrozenSet<string> _functions = new[]
    {
        "builtins.function", "builtins.method", "builtins.builtin_function_or_method", "builtins.method_descriptor", "builtins.method-wrapper", "functools.partial",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> _containers = new[]
    {
        "builtins.list", "builtins.tuple", "builtins.dict", "builtins.set", "builtins.frozenset", "builtins.range", "builtins.bytearray", "builtins.generator",
        "builtins.dict_keys", "builtins.dict_values", "builtins.dict_items", "builtins.list_iterator", "builtins.tuple_iterator", "builtins.map", "builtins.filter",
        "builtins.zip", "builtins.enumerate", "collections.deque", "collections.OrderedDict", "collections.defaultdict",
    }.ToFrozenSet(StringComparer.Ordinal);

    internal static bool IsFunction(string typeName) => _functions.Contains(typeName);

    internal static bool IsContainer(string typeName) => _containers.Contains(typeName);
}
