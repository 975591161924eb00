using System.Collections;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>Which types hold nothing but values that a Python peer can have a copy of. Pure.</summary>
internal static class PlainTypes
{
    private static readonly HashSet<Type> _values = [typeof(object), typeof(ValueType), typeof(IComparable), typeof(IConvertible), typeof(IFormattable)];

    /// <summary>Of <see cref="object"/> it is assumed; what the items are shows when they are copied.</summary>
    internal static bool IsPlain(Type type)
    {
        if (ScalarTypes.IsOne(type) || _values.Contains(type))
            return true;
        if (type.IsArray)
            return IsPlain(type.GetElementType()!);
        var holds = type.IsAssignableTo(typeof(ITuple)) || type.IsAssignableTo(typeof(IEnumerable)) || CollectionTypes.IsEntry(type);
        return holds && (!type.IsGenericType || Array.TrueForAll(type.GetGenericArguments(), IsPlain));
    }
}
