using System.Collections;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Netrefs;

/// <summary>Arrays, lists and sets as copies, item by item converted.</summary>
internal sealed class CollectionConverter : NetrefConverter
{
    private static readonly Dictionary<Type, Func<Array, Type, object>> _shapes = new()
    {
        [typeof(IReadOnlyList<>)] = static (items, _) => items,
        [typeof(IReadOnlyCollection<>)] = static (items, _) => items,
        [typeof(List<>)] = static (items, item) => Create(typeof(List<>), item, items),
        [typeof(IList<>)] = static (items, item) => Create(typeof(List<>), item, items),
        [typeof(ICollection<>)] = static (items, item) => Create(typeof(List<>), item, items),
        [typeof(HashSet<>)] = static (items, item) => Create(typeof(HashSet<>), item, items),
        [typeof(ISet<>)] = static (items, item) => Create(typeof(HashSet<>), item, items),
        [typeof(IReadOnlySet<>)] = static (items, item) => Create(typeof(HashSet<>), item, items),
    };

    private static readonly HashSet<Type> _sets = [typeof(HashSet<>), typeof(ISet<>), typeof(IReadOnlySet<>)];

    internal override bool Handles(Type type) =>
        type.IsSZArray || type == typeof(IList) || type == typeof(ICollection) || (type.IsGenericType && _shapes.ContainsKey(type.GetGenericTypeDefinition()));

    internal override bool IsNaturalFor(string remoteTypeName, Type type) => PythonKinds.Of(remoteTypeName) switch
    {
        PythonKind.Sequence => true,
        PythonKind.Set => type.IsGenericType && _sets.Contains(type.GetGenericTypeDefinition()),
        _ => false,
    };

    internal override object Convert(Netref source, Type type)
    {
        if (!RemoteIterator.IsIterable(source))
            throw Refuse(source, type, "it has no __iter__.");
        var item = type.IsSZArray ? type.GetElementType()! : type.IsGenericType ? type.GetGenericArguments()[0] : typeof(object);
        var remote = PlainItems.Of(Pairs.SourceOf(source, item));
        var items = Array.CreateInstance(item, remote.Count);
        for (var i = 0; i < remote.Count; i++)
            items.SetValue(NetrefConversion.Part(source, remote[i], item, $"item {i}"), i);
        if (type.IsSZArray)
            return items;
        return type.IsGenericType ? _shapes[type.GetGenericTypeDefinition()](items, item) : Create(typeof(List<>), item, items);
    }

    private static object Create(Type definition, Type item, Array items) => Activator.CreateInstance(definition.MakeGenericType(item), items)!;
}

/// <summary>
/// The items of a remote iterable, as values where it can give them so: numpy's and pandas' numbers are objects of their own, each of which would be asked for its value, and
/// <c>tolist</c> makes Python's plain numbers of them.
/// </summary>
internal static class PlainItems
{
    private const string ToList = "tolist";

    internal static List<object?> Of(Netref source) => new RemoteIterator(TryToList(source) ?? source).ReadAll();

    private static Netref? TryToList(Netref source)
    {
        if (!NetrefOperations.Methods(source).Contains(ToList))
            return null;
        try
        {
            return NetrefOperations.CallMember0(source, ToList, null) as Netref;
        }
        catch (Exception failure) when (failure is MissingMemberException or AccessDeniedException)
        {
            // RPyC's default settings refuse it; the items do, if more slowly.
            return null;
        }
    }
}

/// <summary>C#'s tuples, and pairs of key and value, from a remote iterable of as many items.</summary>
internal sealed class TupleConverter : NetrefConverter
{
    internal override bool Handles(Type type) => Pairs.Is(type) || (type.IsGenericType && type.IsAssignableTo(typeof(ITuple)) && type.Assembly == typeof(ValueTuple).Assembly);

    internal override object Convert(Netref source, Type type)
    {
        if (!RemoteIterator.IsIterable(source))
            throw Refuse(source, type, "it has no __iter__.");
        return NetrefConversion.Result(new PyTuple([.. PlainItems.Of(source)]), type)!;
    }
}

/// <summary><c>KeyValuePair&lt;K, V&gt;</c> as items: a Python mapping gives its keys when it is walked over, and its pairs when asked for its items.</summary>
internal static class Pairs
{
    internal static bool Is(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    /// <summary>What gives the items of that type.</summary>
    internal static Netref SourceOf(Netref source, Type item) =>
        Is(item) && !source.Requester.IsDotNet && NetrefOperations.Methods(source) is var listed && listed.Contains("keys") && listed.Contains("items")
            && NetrefOperations.CallMember0(source, "items", null) is Netref pairs ? pairs : source;
}

/// <summary>
/// Dictionaries as copies. A Python mapping gives its items, or its keys and then a value each where the peer refuses <c>items</c>; a .NET dictionary its Keys and Values.
/// </summary>
internal sealed class DictionaryConverter : NetrefConverter
{
    internal override bool Handles(Type type) => type == typeof(IDictionary)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var definition
            && (definition == typeof(Dictionary<,>) || definition == typeof(IDictionary<,>) || definition == typeof(IReadOnlyDictionary<,>)));

    internal override bool IsNaturalFor(string remoteTypeName, Type type) => PythonKinds.Of(remoteTypeName) == PythonKind.Mapping;

    internal override object Convert(Netref source, Type type)
    {
        var types = type.IsGenericType ? type.GetGenericArguments() : [typeof(object), typeof(object)];
        var copy = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(types))!;
        foreach (var (key, value) in PairsOf(source, type))
        {
            var converted = NetrefConversion.Part(source, key, types[0], "a key") ?? throw Refuse(source, type, "one of its keys is None, which a .NET dictionary does not take.");
            copy[converted] = NetrefConversion.Part(source, value, types[1], key is string name ? $"item '{name}'" : "a value");
        }
        return copy;
    }

    private static IEnumerable<(object? Key, object? Value)> PairsOf(Netref source, Type type)
    {
        var listed = NetrefOperations.Methods(source);
        return listed.Contains("keys") && listed.Contains("__getitem__")
            ? PythonPairs(source, listed.Contains("items"))
            : ClrPairs(source, type);
    }

    private static IEnumerable<(object? Key, object? Value)> PythonPairs(Netref source, bool hasItems)
    {
        if (hasItems && TryItems(source) is { } items)
            return items.Select(static item => item is ITuple { Length: 2 } pair
                ? (pair[0], pair[1])
                : throw new InvalidCastException($"The items of a remote mapping must be pairs; one is {item ?? "None"}."));
        var keys = new RemoteIterator(source).ReadAll();
        return keys.Select(key => (key, NetrefOperations.CallMember1(source, "__getitem__", null, key)));
    }

    private static List<object?>? TryItems(Netref source)
    {
        try
        {
            return NetrefOperations.CallMember0(source, "items", null) is Netref view ? new RemoteIterator(view).ReadAll() : null;
        }
        catch (Exception failure) when (failure is MissingMemberException or AccessDeniedException)
        {
            // RPyC's default settings refuse 'items' and allow the special methods, which then do, if more slowly.
            return null;
        }
    }

    private static IEnumerable<(object? Key, object? Value)> ClrPairs(Netref source, Type type)
    {
        try
        {
            if (NetrefOperations.GetAttribute(source, "Keys") is Netref keys && NetrefOperations.GetAttribute(source, "Values") is Netref values)
            {
                var (left, right) = (new RemoteIterator(keys).ReadAll(), new RemoteIterator(values).ReadAll());
                return left.Count == right.Count ? left.Zip(right) : throw new InvalidOperationException($"The remote '{source.RemoteTypeName}' changed while it was copied.");
            }
        }
        catch (MissingMemberException missing)
        {
            var advice = PythonKinds.IsContainer(source.RemoteTypeName) ? "; write dict(...) around it" : "";
            throw new InvalidCastException($"The remote '{source.RemoteTypeName}' cannot become a {type}: it is neither a Python mapping nor a .NET dictionary{advice}.", missing);
        }
        throw Refuse(source, type, "its Keys and Values are no collections.");
    }
}
