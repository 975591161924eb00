using System.Runtime.CompilerServices;
using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// What a remote mapping holds, in pairs of key and value. A mapping of Python gives its keys when it is walked over, and its pairs when asked for its <c>items</c>; RPyC's default
/// settings refuse that name and allow the special ones, which then do, if more slowly. A .NET dictionary, which answers <c>items</c> too, gives pairs in both ways.
/// What is asked for decides, never what the mapping happens to hold: as the C# types say, a <see cref="KeyValuePair{TKey, TValue}"/> or a tuple of two is a key with its value, also where
/// the keys are tuples; any other type is a key.
/// </summary>
internal static class Pairs
{
    private const string Items = "items";
    private const string Keys = "keys";

    /// <summary>Whether it is the type of one pair.</summary>
    internal static bool Is(Type type) => TupleShape.Of(Nullable.GetUnderlyingType(type) ?? type) is { Types.Length: 2 };

    /// <summary>Whether the object is a mapping of either language.</summary>
    internal static bool IsMapping(Netref source) => PythonKinds.Of(source.RemoteTypeName) == PythonKind.Mapping
        || (!PythonKinds.IsContainer(source.RemoteTypeName) && NetrefOperations.Methods(source) is var listed && listed.Contains(Keys) && listed.Contains("__getitem__"));

    /// <summary>Whether items of that type are the pairs of a mapping that would give its keys.</summary>
    internal static bool AreAskedFor(Netref source, Type item) => Is(item) && !source.Requester.IsDotNet && IsMapping(source);

    /// <summary>All of them; see <see cref="Split"/>.</summary>
    internal static List<object?> Of(Netref mapping)
    {
        if (TryView(mapping) is { } view)
            return new RemoteIterator(view).ReadAll();
        var items = new RemoteIterator(KeysOf(mapping)).ReadAll();
        return mapping.Requester.IsDotNet ? items : [.. items.Select(key => ByKey(mapping, key))];
    }

    /// <summary>As <see cref="Of"/>, without a thread that waits.</summary>
    internal static async Task<List<object?>> OfAsync(Netref mapping)
    {
        if (await TryViewAsync(mapping).ConfigureAwait(false) is { } view)
            return await new RemoteIterator(view).ReadAllAsync().ConfigureAwait(false);
        var items = await new RemoteIterator(await KeysOfAsync(mapping).ConfigureAwait(false)).ReadAllAsync().ConfigureAwait(false);
        for (var i = 0; i < items.Count && !mapping.Requester.IsDotNet; i++)
            items[i] = await ByKeyAsync(mapping, items[i]).ConfigureAwait(false);
        return items;
    }

    /// <summary>What gives the pairs when it is walked over; null where the peer refuses it.</summary>
    internal static Netref? TryView(Netref mapping) => NetrefOperations.Methods(mapping).Contains(Items) ? PlainItems.TryCall(mapping, Items) : null;

    /// <summary>As <see cref="TryView"/>, without a thread that waits.</summary>
    internal static async Task<Netref?> TryViewAsync(Netref mapping) =>
        (await NetrefOperations.MethodsAsync(mapping).ConfigureAwait(false)).Contains(Items) ? await PlainItems.TryCallAsync(mapping, Items).ConfigureAwait(false) : null;

    /// <summary>
    /// What gives the keys when it is walked over: the mapping itself, as Python's own do. Others need not, such as a row of a database, which gives its values.
    /// </summary>
    internal static Netref KeysOf(Netref mapping) => AsksForKeys(mapping) ? PlainItems.TryCall(mapping, Keys) ?? mapping : mapping;

    /// <summary>As <see cref="KeysOf"/>, without a thread that waits. Its methods are known already.</summary>
    internal static async Task<Netref> KeysOfAsync(Netref mapping) => AsksForKeys(mapping) ? await PlainItems.TryCallAsync(mapping, Keys).ConfigureAwait(false) ?? mapping : mapping;

    /// <summary>The pair of a key.</summary>
    internal static PyTuple ByKey(Netref mapping, object? key) => new([key, NetrefOperations.CallMember1(mapping, "__getitem__", null, key)]);

    /// <summary>As <see cref="ByKey"/>, without a thread that waits.</summary>
    internal static async Task<PyTuple> ByKeyAsync(Netref mapping, object? key, CancellationToken cancellationToken = default) =>
        new([key, await NetrefTasks.CallMember(mapping, "__getitem__", null, [key, cancellationToken]).ConfigureAwait(false)]);

    /// <summary>A pair as a <see cref="KeyValuePair{TKey, TValue}"/> or tuple of that type.</summary>
    internal static object Convert(Netref mapping, object? item, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var pair = Split(mapping, item);
        try
        {
            var (key, value) = DictionaryShape.Convert(pair, type.GetGenericArguments(), new NetrefSource(mapping));
            return Activator.CreateInstance(type, key, value)!;
        }
        catch (InvalidCastException mismatch) when (pair.Key is ITuple)
        {
            throw new InvalidCastException($"{mismatch.Message}; pairs of a mapping are keys with their values, its keys alone are nr.keys().", mismatch);
        }
    }

    /// <exception cref="InvalidCastException">It is no pair.</exception>
    internal static (object? Key, object? Value) Split(Netref mapping, object? item) => item switch
    {
        ITuple { Length: 2 } pair => (pair[0], pair[1]),
        // An entry of a .NET dictionary whose owner refuses to list them as tuples.
        Netref entry when mapping.Requester.IsDotNet && RemoteIterator.IsIterable(entry) => NetrefConversion.Result<(object?, object?)>(entry),
        _ => throw new InvalidCastException($"The items of a remote mapping must be pairs; one is {item ?? "None"}."),
    };

    private static bool AsksForKeys(Netref mapping) =>
        !mapping.Requester.IsDotNet && PythonKinds.Of(mapping.RemoteTypeName) != PythonKind.Mapping && NetrefOperations.Methods(mapping).Contains(Keys);

    /// <summary>The items of a mapping that is copied as pairs.</summary>
    internal sealed class Source(Netref mapping) : CopySource
    {
        internal override object Convert(object? item, Type type, ItemPlace place) => Pairs.Convert(mapping, item, type);

        internal override Exception Refuse(Type type, string why) => NetrefConverter.Refuse(mapping, type, why);
    }
}
