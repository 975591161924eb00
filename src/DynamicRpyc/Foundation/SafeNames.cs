using System.Collections.Frozen;

namespace DynamicRpyc;

/// <summary>The names behind <see cref="RpycConfig.DefaultSafeAttributes"/>.</summary>
internal static class SafeNames
{
    private static readonly string[] _python =
    [
        "__abs__", "__add__", "__and__", "__bool__", "__cmp__", "__contains__", "__delitem__", "__delslice__", "__div__", "__divmod__", "__doc__",
        "__eq__", "__float__", "__floordiv__", "__ge__", "__getitem__", "__getslice__", "__gt__", "__hash__", "__hex__", "__iadd__", "__iand__",
        "__idiv__", "__ifloordiv__", "__ilshift__", "__imod__", "__imul__", "__index__", "__int__", "__invert__", "__ior__", "__ipow__",
        "__irshift__", "__isub__", "__iter__", "__itruediv__", "__ixor__", "__le__", "__len__", "__long__", "__lshift__", "__lt__", "__mod__",
        "__mul__", "__ne__", "__neg__", "__new__", "__nonzero__", "__oct__", "__or__", "__pos__", "__pow__", "__radd__", "__rand__", "__rdiv__",
        "__rdivmod__", "__repr__", "__rfloordiv__", "__rlshift__", "__rmod__", "__rmul__", "__ror__", "__rpow__", "__rrshift__", "__rshift__",
        "__rsub__", "__rtruediv__", "__rxor__", "__setitem__", "__setslice__", "__str__", "__sub__", "__truediv__", "__xor__", "next",
        "__length_hint__", "__enter__", "__exit__", "__next__", "__format__",
    ];

    private static readonly string[] _clr =
    [
        "Count", "Length", "Item", "GetEnumerator", "MoveNext", "Current", "Dispose", "DisposeAsync", "__await__", "ToString", "Equals", "GetHashCode", "CompareTo",
        "op_Increment", "op_Decrement", "op_LogicalNot", "op_UnsignedRightShift", "op_Explicit",
    ];

    internal static FrozenSet<string> All { get; } = _python.Concat(_clr).ToFrozenSet(StringComparer.Ordinal);
}
