using System.Collections.Frozen;

namespace DynamicRpyc.Netrefs;

/// <summary>What the name of one of Python's own types says about its objects.</summary>
internal enum PythonKind
{
    /// <summary>Any other type: nothing is known.</summary>
    Unknown,
    Function,

    /// <summary>Can be read again and again, in order.</summary>
    Sequence,
    Set,
    Mapping,

    /// <summary>Can be read once.</summary>
    Iterator,

    /// <summary>A date, a time, a UUID: neither a number nor a collection.</summary>
    Scalar,

    /// <summary>decimal.Decimal.</summary>
    Decimal,

    /// <summary>A numpy scalar, or a fraction: an integer, or a real number.</summary>
    Integer,
    Real,
}

/// <summary>
/// What the names of Python's own types say without asking the peer: a function is no number and no list, a list is no number and no function. Overloads are chosen by it;
/// nothing is known of all other types.
/// </summary>
internal static class PythonKinds
{
    private static readonly FrozenDictionary<string, PythonKind> _kinds = new (PythonKind Kind, string[] Names)[]
        {
            (PythonKind.Function,
            [
                "builtins.function", "builtins.method", "builtins.builtin_function_or_method", "builtins.method_descriptor", "builtins.method-wrapper", "functools.partial",
            ]),
            (PythonKind.Sequence,
            [
                "builtins.list", "builtins.tuple", "builtins.range", "builtins.bytearray", "builtins.memoryview", "collections.deque", "array.array",
            ]),
            (PythonKind.Set, ["builtins.set", "builtins.frozenset", "builtins.dict_keys"]),
            (PythonKind.Mapping, ["builtins.dict", "builtins.mappingproxy", "collections.OrderedDict", "collections.defaultdict", "collections.Counter"]),
            (PythonKind.Iterator,
            [
                "builtins.generator", "builtins.dict_values", "builtins.dict_items", "builtins.list_iterator", "builtins.tuple_iterator", "builtins.range_iterator",
                "builtins.set_iterator", "builtins.dict_keyiterator", "builtins.map", "builtins.filter", "builtins.zip", "builtins.enumerate", "builtins.reversed",
            ]),
            (PythonKind.Scalar, [.. ScalarKinConverter.Names]),
            (PythonKind.Decimal, ["decimal.Decimal"]),
            (PythonKind.Integer,
            [
                "numpy.int8", "numpy.int16", "numpy.int32", "numpy.int64", "numpy.uint8", "numpy.uint16", "numpy.uint32", "numpy.uint64", "numpy.longlong", "numpy.ulonglong",
            ]),
            (PythonKind.Real, ["numpy.float16", "numpy.float32", "numpy.float64", "numpy.longdouble", "fractions.Fraction"]),
        }
        .SelectMany(static group => group.Names.Select(name => KeyValuePair.Create(name, group.Kind)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    internal static PythonKind Of(string typeName) => _kinds.GetValueOrDefault(typeName);

    /// <summary>Whether the methods are those of a Python object, all of which have this one and none of .NET has.</summary>
    internal static bool IsOfPython(IReadOnlySet<string> listed) => listed.Contains("__sizeof__");

    internal static bool IsFunction(string typeName) => Of(typeName) == PythonKind.Function;

    /// <summary>Neither a function nor a number.</summary>
    internal static bool IsContainer(string typeName) => Of(typeName) is PythonKind.Sequence or PythonKind.Set or PythonKind.Mapping or PythonKind.Iterator;

    /// <summary>Whether objects of the type may be numbers, as far as its name tells.</summary>
    internal static bool MayBeNumber(string typeName) => Of(typeName) is PythonKind.Unknown or PythonKind.Decimal or PythonKind.Integer or PythonKind.Real;
}
