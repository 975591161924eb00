using System.Collections;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Values;

/// <summary>A Python tuple as a C# tuple (<c>ValueTuple</c> and <c>Tuple</c> of any length) or pair, an array, a list, a set, or a generic interface of lists.</summary>
internal static class TupleConversion
{
    // The generic arguments of a long C# tuple: seven items, then a tuple of the rest.
    private const int RestIndex = 7;

    /// <summary>Whether <see cref="Convert"/> knows the type. The items may still refuse.</summary>
    internal static bool CanConvert(Type target)
    {
        target = Nullable.GetUnderlyingType(target) ?? target;
        return target.IsSZArray || target == typeof(ValueTuple) || IsClrTuple(target) || IsPair(target) || ListItemType(target) is not null || SetItemType(target) is not null;
    }

    /// <exception cref="InvalidCastException">The number of items differs, or an item cannot become what the type asks for; the text names both types.</exception>
    /// <exception cref="OverflowException">A number does not fit.</exception>
    internal static object Convert(PyTuple tuple, Type target)
    {
        target = Nullable.GetUnderlyingType(target) ?? target;
        if (target.IsSZArray) return ToArray(tuple, target.GetElementType()!);
        if (ListItemType(target) is { } itemType) return ToList(tuple, itemType);
        if (SetItemType(target) is { } member) return Activator.CreateInstance(typeof(HashSet<>).MakeGenericType(member), ToArray(tuple, member))!;
        if (target == typeof(ValueTuple) && tuple.Count == 0) return default(ValueTuple);
        if (IsClrTuple(target) || IsPair(target)) return ToClrTuple(tuple, target, tuple, target);
        throw new InvalidCastException($"The tuple {tuple} cannot become a {target}.");
    }

    internal static bool IsClrTuple(Type type) => type.IsGenericType && type.IsAssignableTo(typeof(ITuple)) && type.Assembly == typeof(ValueTuple).Assembly;

    private static bool IsPair(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    private static Type? SetItemType(Type type)
    {
        if (!type.IsGenericType) return null;
        var definition = type.GetGenericTypeDefinition();
        return definition == typeof(HashSet<>) || definition == typeof(ISet<>) || definition == typeof(IReadOnlySet<>) ? type.GetGenericArguments()[0] : null;
    }

    private static Type? ListItemType(Type type)
    {
        if (!type.IsGenericType) return null;
        var definition = type.GetGenericTypeDefinition();
        var isList = definition == typeof(List<>) || definition == typeof(IEnumerable<>) || definition == typeof(IReadOnlyList<>)
            || definition == typeof(IReadOnlyCollection<>) || definition == typeof(IList<>) || definition == typeof(ICollection<>);
        return isList ? type.GetGenericArguments()[0] : null;
    }

    private static Array ToArray(PyTuple tuple, Type itemType)
    {
        var array = Array.CreateInstance(itemType, tuple.Count);
        for (var i = 0; i < tuple.Count; i++) array.SetValue(Item(tuple, i, itemType, array.GetType()), i);
        return array;
    }

    private static IList ToList(PyTuple tuple, Type itemType)
    {
        var listType = typeof(List<>).MakeGenericType(itemType);
        var list = (IList)Activator.CreateInstance(listType, tuple.Count)!;
        for (var i = 0; i < tuple.Count; i++) list.Add(Item(tuple, i, itemType, listType));
        return list;
    }

    private static object ToClrTuple(PyTuple tuple, Type target, PyTuple whole, Type wholeTarget)
    {
        var types = target.GetGenericArguments();
        var hasRest = types.Length > RestIndex;
        if (hasRest ? tuple.Count <= RestIndex : tuple.Count != types.Length)
            throw new InvalidCastException($"The tuple {whole} has {whole.Count} items and cannot become a {wholeTarget}.");

        var items = new object?[types.Length];
        for (var i = 0; i < Math.Min(types.Length, RestIndex); i++) items[i] = Item(tuple, i, types[i], wholeTarget);
        if (hasRest) items[RestIndex] = ToClrTuple(tuple[RestIndex..], types[RestIndex], whole, wholeTarget);
        return Activator.CreateInstance(target, items)!;
    }

    private static object? Item(PyTuple tuple, int index, Type itemType, Type target)
    {
        try
        {
            return ItemConversion.Convert(tuple[index], itemType);
        }
        catch (InvalidCastException refusal)
        {
            throw new InvalidCastException($"Item {index} of the tuple cannot be converted for a {target}: {refusal.Message}", refusal);
        }
    }
}
