using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Values;

/// <summary>C#'s tuple types of any length, and pairs of key and value, as what can be made of items. Pure, safe for any thread.</summary>
internal sealed class TupleShape
{
    // The eighth type argument of a CLR tuple holds the rest as a tuple of its own.
    private const int LongestFlat = 7;

    private static readonly ConditionalWeakTable<Type, TupleShape?> _known = [];

    private readonly Type _type;
    private readonly TupleShape? _rest;

    private TupleShape(Type type, TupleShape? rest)
    {
        _type = type;
        _rest = rest;
        var own = type.GetGenericArguments();
        Types = rest is null ? own : [.. own[..LongestFlat], .. rest.Types];
    }

    /// <summary>What each item has to be, those of the rest included.</summary>
    internal Type[] Types { get; }

    /// <summary>Null where the type is no tuple and no pair.</summary>
    internal static TupleShape? Of(Type type) => _known.TryGetValue(type, out var known) ? known : _known.GetValue(type, Create);

    /// <summary>Whether it is one of C#'s tuple types, or of the long <c>System.Tuple</c>s.</summary>
    internal static bool IsTuple(Type type) => type.IsAssignableTo(typeof(ITuple)) && type.Assembly == typeof(ValueTuple).Assembly && (type.IsGenericType || type == typeof(ValueTuple));

    /// <summary>Makes one of as many items as there are types.</summary>
    internal object Copy(IReadOnlyList<object?> items, CopySource source)
    {
        var parts = new object?[Types.Length];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = source.Convert(items[i], Types[i], i);
        return Make(parts);
    }

    private static TupleShape? Create(Type type)
    {
        if (type.ContainsGenericParameters || !(IsTuple(type) || CollectionTypes.IsKeyValuePair(type)))
            return null;
        if (type.GetGenericArguments() is not { Length: > LongestFlat } types)
            return new TupleShape(type, null);
        return IsTuple(types[LongestFlat]) && Of(types[LongestFlat]) is { } rest ? new TupleShape(type, rest) : null;
    }

    private object Make(object?[] parts) => _rest is null
        ? Activator.CreateInstance(_type, parts)!
        : Activator.CreateInstance(_type, [.. parts[..LongestFlat], _rest.Make(parts[LongestFlat..])])!;
}
