using System.Collections;
using System.Diagnostics.CodeAnalysis;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Proxies;

/// <summary>
/// Collections whose items the interface declares otherwise than the object holds them. A sequence converts each item when it is reached; lists, arrays and dictionaries are
/// copies. A remote collection of plain values converts in its own way. Safe for any thread.
/// </summary>
internal static class CollectionResult
{
    private static readonly HashSet<Type> _lists = [typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IList<>), typeof(ICollection<>), typeof(List<>)];
    private static readonly HashSet<Type> _dictionaries = [typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>), typeof(Dictionary<,>)];

    /// <summary>Whether the interface is one of the framework's collections, which an object is not made to act like member by member.</summary>
    internal static bool IsCollection(Type type) => type.IsAssignableTo(typeof(IEnumerable)) && type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true;

    internal static bool TryConvert(object value, Type type, ResultSite site, [NotNullWhen(true)] out object? converted)
    {
        converted = null;
        if (value is string)
            return false;
        if (value is IProxySource remote && !NeedsWrapping(remote, type))
            return false;
        if (type.IsSZArray)
            converted = Items(value) is { } items ? ToArray(items, type.GetElementType()!, site) : null;
        else if (type.IsGenericType)
            converted = ConvertGeneric(value, type, type.GetGenericTypeDefinition(), type.GetGenericArguments(), site);
        return converted is not null;
    }

    // The items of a remote collection are converted over there, except into interfaces, whose proxies follow the naming of this one.
    private static bool NeedsWrapping(IProxySource remote, Type type)
    {
        var item = type.IsSZArray ? type.GetElementType() : type.IsGenericType ? type.GetGenericArguments()[^1] : null;
        return item is { IsInterface: true } && remote.ActsLike(item);
    }

    private static object? ConvertGeneric(object value, Type type, Type definition, Type[] parts, ResultSite site)
    {
        if (_dictionaries.Contains(definition))
            return Pairs(value) is { } pairs ? ToDictionary(pairs, parts, site) : null;
        if (definition != typeof(IEnumerable<>) && !_lists.Contains(definition))
            return null;
        if (Items(value) is not { } items)
            return null;
        if (definition == typeof(IEnumerable<>))
            return ProxyResult.Sequence(items, parts[0], site);
        var copy = ToArray(items, parts[0], site);
        return type.IsInstanceOfType(copy) && definition != typeof(IList<>) && definition != typeof(ICollection<>)
            ? copy
            : Activator.CreateInstance(typeof(List<>).MakeGenericType(parts[0]), copy)!;
    }

    private static IEnumerable? Items(object value) => value switch
    {
        IRemoteObject remote => (IEnumerable)remote.ConvertTo(typeof(IEnumerable<object>)),
        IEnumerable items => items,
        _ => null,
    };

    private static IDictionary? Pairs(object value) => value is IRemoteObject remote ? (IDictionary)remote.ConvertTo(typeof(Dictionary<object, object>)) : value as IDictionary;

    private static Array ToArray(IEnumerable items, Type item, ResultSite site)
    {
        var converted = new ArrayList();
        foreach (var raw in items)
            converted.Add(ProxyResult.Convert(raw, item, site));
        return converted.ToArray(item);
    }

    private static object ToDictionary(IDictionary pairs, Type[] parts, ResultSite site)
    {
        var copy = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(parts))!;
        foreach (DictionaryEntry pair in pairs)
            copy[ProxyResult.Convert(pair.Key, parts[0], site)!] = ProxyResult.Convert(pair.Value, parts[1], site);
        return copy;
    }
}
