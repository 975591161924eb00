using System.Runtime.CompilerServices;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// What a remote mapping holds, in pairs of key and value. A mapping of Python gives its keys when it is walked over, and its pairs when asked for its <c>items</c>; RPyC's default
/// settings refuse that name and allow the special ones, which then do, if more slowly. A .NET dictionary, which answers <c>items</c> too, gives pairs in both ways.
/// </summary>
internal static class Pairs
{
    private const string Items = "items";

    /// <summary>Whether it is the type of one pair.</summary>
    internal static bool Is(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    /// <summary>Whether the object is a mapping of either language.</summary>
    internal static bool IsMapping(Netref source) => PythonKinds.Of(source.RemoteTypeName) == PythonKind.Mapping
        || (!PythonKinds.IsContainer(source.RemoteTypeName) && NetrefOperations.Methods(source) is var listed && listed.Contains("keys") && listed.Contains("__getitem__"));

    /// <summary>Whether items of that type are the pairs of a mapping that would give its keys.</summary>
    internal static bool AreAskedFor(Netref source, Type item) => Is(item) && !source.Requester.IsDotNet && IsMapping(source);

    /// <summary>All of them; see <see cref="Split"/>.</summary>
    internal static List<object?> Of(Netref mapping)
    {
        if (TryView(mapping) is { } view)
            return new RemoteIterator(view).ReadAll();
        var items = new RemoteIterator(mapping).ReadAll();
        return mapping.Requester.IsDotNet ? items : [.. items.Select(key => ByKey(mapping, key))];
    }

    /// <summary>As <see cref="Of"/>, without a thread that waits.</summary>
    internal static async Task<List<object?>> OfAsync(Netref mapping)
    {
        if (await TryViewAsync(mapping).ConfigureAwait(false) is { } view)
            return await new RemoteIterator(view).ReadAllAsync().ConfigureAwait(false);
        var items = await new RemoteIterator(mapping).ReadAllAsync().ConfigureAwait(false);
        for (var i = 0; i < items.Count && !mapping.Requester.IsDotNet; i++)
            items[i] = await ByKeyAsync(mapping, items[i]).ConfigureAwait(false);
        return items;
    }

    /// <summary>What gives the pairs when it is walked over; null where the peer refuses it.</summary>
    internal static Netref? TryView(Netref mapping) => NetrefOperations.Methods(mapping).Contains(Items) ? PlainItems.TryCall(mapping, Items) : null;

    /// <summary>As <see cref="TryView"/>, without a thread that waits.</summary>
    internal static async Task<Netref?> TryViewAsync(Netref mapping) =>
        (await NetrefOperations.MethodsAsync(mapping).ConfigureAwait(false)).Contains(Items) ? await PlainItems.TryCallAsync(mapping, Items).ConfigureAwait(false) : null;

    /// <summary>The pair of a key.</summary>
    internal static PyTuple ByKey(Netref mapping, object? key) => new([key, NetrefOperations.CallMember1(mapping, "__getitem__", null, key)]);

    /// <summary>As <see cref="ByKey"/>, without a thread that waits.</summary>
    internal static async Task<PyTuple> ByKeyAsync(Netref mapping, object? key, CancellationToken cancellationToken = default) =>
        new([key, await NetrefTasks.CallMember(mapping, "__getitem__", null, [key, cancellationToken]).ConfigureAwait(false)]);

    /// <summary>A pair as a <see cref="KeyValuePair{TKey, TValue}"/> of that type.</summary>
    internal static object Convert(Netref mapping, object? item, Type type)
    {
        var (key, value) = Convert(mapping, Split(mapping, item), type.GetGenericArguments());
        return Activator.CreateInstance(type, key, value)!;
    }

    /// <summary>Key and value as two types. An error names the key.</summary>
    internal static (object? Key, object? Value) Convert(Netref mapping, (object? Key, object? Value) pair, Type[] types) =>
        (NetrefConversion.Part(mapping, pair.Key, types[0], "a key"), NetrefConversion.Part(mapping, pair.Value, types[1], pair.Key is string name ? $"item '{name}'" : "a value"));

    /// <exception cref="InvalidCastException">It is no pair.</exception>
    internal static (object? Key, object? Value) Split(Netref mapping, object? item) => item switch
    {
        ITuple { Length: 2 } pair => (pair[0], pair[1]),
        // An entry of a .NET dictionary whose owner refuses to list them as tuples.
        Netref entry when mapping.Requester.IsDotNet && RemoteIterator.IsIterable(entry) => NetrefConversion.Result<(object?, object?)>(entry),
        _ => throw new InvalidCastException($"The items of a remote mapping must be pairs; one is {item ?? "None"}."),
    };
}
