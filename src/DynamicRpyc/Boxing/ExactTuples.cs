using DynamicRpyc.Formatters;

namespace DynamicRpyc.Boxing;

/// <summary>CLR tuples of a type that the sender named. Any thread; runs no user code.</summary>
internal static class ExactTuples
{
    /// <summary>The eighth type argument of a CLR tuple holds the rest as a tuple of its own.</summary>
    private const int LongestFlat = 7;

    /// <summary>The tuple type of that name; null where it is not known here.</summary>
    /// <exception cref="ProtocolException">The name is that of something else.</exception>
    internal static Type? Find(string name) => LoadedTypes.Find(name) switch
    {
        null => null,
        var type when TransferTypes.IsExactTuple(type) => type,
        var other => throw new ProtocolException($"A tuple is named {other}, which is no tuple of values."),
    };

    /// <exception cref="ProtocolException">The items are not those of such a tuple.</exception>
    internal static object Make(Type type, ReadOnlySpan<object?> items)
    {
        var types = type.GetGenericArguments();
        var hasRest = types.Length > LongestFlat;
        if (hasRest ? items.Length < LongestFlat : items.Length != types.Length)
            throw new ProtocolException($"A tuple of the type {type} came with {items.Length} items.");
        if (types.Length == 0)
            return default(ValueTuple);
        var parts = new object?[types.Length];
        for (var i = 0; i < Math.Min(types.Length, LongestFlat); i++)
            parts[i] = Check(items[i], types[i]);
        if (hasRest)
            parts[LongestFlat] = Make(types[LongestFlat], items[LongestFlat..]);
        return Activator.CreateInstance(type, parts)!;
    }

    private static object? Check(object? item, Type type)
    {
        var fits = item is null ? !type.IsValueType || Nullable.GetUnderlyingType(type) is not null : type.IsInstanceOfType(item);
        return fits ? item : throw new ProtocolException($"A tuple's item should be a {type} and is {item?.GetType().ToString() ?? "null"}.");
    }
}
