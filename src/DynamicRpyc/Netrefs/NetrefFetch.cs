using System.Runtime.CompilerServices;
using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// What the conversion of an asynchronous answer is going to ask for, brought over beforehand: the items of a collection that is copied, and else the methods of its type. So no
/// thread waits where a task was asked for. Safe for any thread.
/// </summary>
internal static class NetrefFetch
{
    /// <returns>The items as a local list, tuple or dictionary, unconverted; what the answer is for any other type.</returns>
    internal static async Task<object?> ForAsync(object? answer, Type type)
    {
        if (answer is not Netref source || type.IsInstanceOfType(source) || source.IsReleased)
            return answer;
        switch (NetrefConversion.ConverterTo(type))
        {
            case CollectionConverter or TupleConverter or GridConverter when !GridConverter.IsGrid(source, type) && await IsIterableAsync(source).ConfigureAwait(false):
                var tuple = TupleShape.Of(Nullable.GetUnderlyingType(type) ?? type);
                if (GridConverter.IsTable(source, type))
                    return await ForAsync(await PlainItems.TryCallAsync(source, GridConverter.ToRows).ConfigureAwait(false) ?? answer, typeof(object[])).ConfigureAwait(false);
                var isOfPairs = CollectionShape.Of(Nullable.GetUnderlyingType(type) ?? type) is { } shape && Pairs.AreAskedFor(source, shape.Item);
                var reading = isOfPairs ? Pairs.OfAsync(source) : tuple is null ? PlainItems.OfAsync(source) : PlainItems.OfAsync(source, tuple, Nullable.GetUnderlyingType(type) ?? type);
                var items = await reading.ConfigureAwait(false);
                for (var i = 0; i < items.Count; i++)
                    items[i] = await ForAsync(items[i], PartOf(type, i)).ConfigureAwait(false);
                return tuple is null ? items : new PyTuple([.. items]);
            case DictionaryConverter:
                return await PairsAsync(source, type).ConfigureAwait(false) ?? answer;
            case null or InterfaceConverter or DelegateConverter or TextConverter or TruthConverter or NumberConverter:
                return answer;
            default:
                await NetrefOperations.MethodsAsync(source).ConfigureAwait(false);
                return answer;
        }
    }

    private static Type PartOf(Type type, int index)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (TupleShape.Of(type) is { } shape)
            return index < shape.Types.Length ? shape.Types[index] : typeof(object);
        return CollectionShape.Of(type)?.Item ?? typeof(object);
    }

    private static async Task<bool> IsIterableAsync(Netref source)
    {
        await NetrefOperations.MethodsAsync(source).ConfigureAwait(false);
        return RemoteIterator.IsIterable(source);
    }

    private static async Task<Dictionary<object, object?>?> PairsAsync(Netref source, Type type)
    {
        await NetrefOperations.MethodsAsync(source).ConfigureAwait(false);
        if (!Pairs.IsMapping(source))
            return null;
        var value = DictionaryShape.Of(type)!.Types[1];
        var copy = new Dictionary<object, object?>();
        foreach (var item in await Pairs.OfAsync(source).ConfigureAwait(false))
        {
            if (await ForAsync(item, typeof((object, object))).ConfigureAwait(false) is not ITuple { Length: 2 } pair || pair[0] is not { } key)
                return null;
            copy[key] = await ForAsync(pair[1], value).ConfigureAwait(false);
        }
        return copy;
    }
}
