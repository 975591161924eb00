using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>Which types hold nothing but values that a Python peer can have a copy of. Pure.</summary>
internal static class PlainTypes
{
    private static readonly HashSet<Type> _values =
    [
        typeof(object), typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid),
        typeof(Complex), typeof(BigInteger), typeof(Half), typeof(Int128), typeof(UInt128), typeof(ValueType), typeof(IComparable), typeof(IConvertible), typeof(IFormattable),
    ];

    /// <summary>Of <see cref="object"/> it is assumed; what the items are shows when they are copied.</summary>
    internal static bool IsPlain(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsPrimitive || type.IsEnum || _values.Contains(type))
            return true;
        if (type.IsArray)
            return IsPlain(type.GetElementType()!);
        var holds = type.IsAssignableTo(typeof(ITuple)) || type.IsAssignableTo(typeof(IEnumerable)) || CollectionTypes.IsEntry(type);
        return holds && (!type.IsGenericType || Array.TrueForAll(type.GetGenericArguments(), IsPlain));
    }
}
