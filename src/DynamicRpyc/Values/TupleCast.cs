namespace DynamicRpyc.Values;

/// <summary>
/// A tuple of either language that is cast, or assigned, to another type: the tuples and pairs of C#, arrays of any rank, every collection that a remote list can be copied into, and
/// dictionaries from a tuple of pairs. Safe for any thread.
/// </summary>
internal static class TupleCast
{
    private const int LongestText = 200;

    /// <summary>Whether <see cref="Convert"/> knows the type. The items may still refuse.</summary>
    internal static bool CanConvert(Type target)
    {
        target = Nullable.GetUnderlyingType(target) ?? target;
        return TupleShape.Of(target) is not null || CollectionShape.Of(target) is not null || DictionaryShape.Of(target) is not null;
    }

    /// <exception cref="InvalidCastException">The number of items differs, or an item cannot become what the type asks for; the text names both types.</exception>
    /// <exception cref="OverflowException">A number does not fit.</exception>
    internal static object Convert(PyTuple tuple, Type target)
    {
        target = Nullable.GetUnderlyingType(target) ?? target;
        var source = new Source(tuple, target);
        if (TupleShape.Of(target) is { } shape)
        {
            return shape.Types.Length == tuple.Count
                ? shape.Copy(tuple, source)
                : throw new InvalidCastException($"The tuple {Shown(tuple)} has {tuple.Count} items and cannot become a {target}.");
        }
        if (CollectionShape.Of(target) is { } collection)
            return collection.Copy(tuple, source);
        return DictionaryShape.Of(target) is { } entries ? entries.Copy(Pairs(tuple, target), source) : throw Refusal(tuple, target);
    }

    /// <summary>What there is to say where the C# compiler's binder has no way either.</summary>
    internal static InvalidCastException Refusal(PyTuple tuple, Type target) => new(
        $"The tuple {Shown(tuple)} cannot become a {target}: a tuple becomes tuples, arrays and collections, a text and a truth; of anything else cast an item, as in ({(target.IsGenericType ? "T" : target.Name)})t[0], or make it of the items.");

    // A tuple may have a million items, an error text had better not.
    private static string Shown(PyTuple tuple) => tuple.ToString() is var text && text.Length > LongestText ? text[..LongestText] + "..." : text;

    private static IEnumerable<(object? Key, object? Value)> Pairs(PyTuple tuple, Type target)
    {
        for (var i = 0; i < tuple.Count; i++)
        {
            yield return ItemConversion.TryPair(tuple[i]) ?? throw new InvalidCastException(
                $"The tuple {Shown(tuple)} cannot become a {target}: item {i} is no pair of key and value; a dictionary is made of pairs, such as (('a', 1), ('b', 2)).");
        }
    }

    private sealed class Source(PyTuple tuple, Type target) : CopySource
    {
        internal override object? Convert(object? item, Type type, ItemPlace place)
        {
            try
            {
                return ItemConversion.Convert(item, type);
            }
            catch (InvalidCastException refusal)
            {
                var name = place.ToString();
                throw new InvalidCastException($"{char.ToUpperInvariant(name[0])}{name[1..]} of the tuple cannot be converted for a {target}: {refusal.Message}", refusal);
            }
        }

        internal override Exception Refuse(Type type, string why) => new InvalidCastException($"The tuple {Shown(tuple)} cannot become a {type}: {why}");
    }
}
