using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Proxies;

/// <summary>
/// Collections whose items the interface declares otherwise than the object holds them. A sequence converts each item when it is reached; an <see cref="IList{T}"/> that can be
/// written to writes through; classes, arrays, read-only interfaces and dictionaries are copies. A remote collection of plain values converts in its own way. Safe for any thread.
/// </summary>
internal static class CollectionResult
{
    private static readonly HashSet<Type> _lists = [typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IList<>), typeof(ICollection<>), typeof(List<>)];
    private static readonly MethodInfo _read = typeof(CollectionResult).GetMethod(nameof(Read), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly HashSet<Type> _writable = [typeof(IList<>), typeof(ICollection<>)];
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
        if (site.Member.IsRecursive && LiveList(value, type, site.Naming) is { } live)
        {
            converted = live;
            return true;
        }
        if (type.IsSZArray)
            converted = Items(value) is { } items ? ToArray(items, type.GetElementType()!, site) : null;
        else if (type.IsGenericType)
            converted = ConvertGeneric(value, type, type.GetGenericTypeDefinition(), type.GetGenericArguments(), site);
        return converted is not null;
    }

    // The items of a remote collection are converted over there, except into interfaces, whose proxies follow the naming of this one.
    internal static bool NeedsWrapping(IProxySource remote, Type type)
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

    // What is added to an IList must not be lost with a copy. A remote list is acted like through its own view, which writes through.
    internal static object? LiveList(object value, Type type, MemberNaming naming)
    {
        if (!type.IsGenericType || !_writable.Contains(type.GetGenericTypeDefinition()))
            return null;
        var list = value is IRemoteObject remote ? remote.ConvertTo(typeof(IList<object>)) : value;
        return list is Array || (list is not IList && list is not IStandIn) ? null : ProxyFactory.Create(new LocalTarget(list, naming), type);
    }

    private static IEnumerable? Items(object value) => value switch
    {
        IRemoteObject remote => (IEnumerable)remote.ConvertTo(typeof(IEnumerable<object>)),
        IEnumerable items => items,
        _ => null,
    };

    private static IEnumerable<(object Key, object? Value)>? Pairs(object value) => value switch
    {
        IRemoteObject remote => Pairs(remote.ConvertTo(typeof(Dictionary<object, object>))),
        IDictionary entries => entries.Keys.Cast<object>().Select(key => (key, entries[key])),
        _ when Array.Find(value.GetType().GetInterfaces(), static face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IDictionary<,>)) is { } face =>
            (IEnumerable<(object, object?)>)_read.MakeGenericMethod(face.GetGenericArguments()).Invoke(null, [value])!,
        _ => null,
    };

    // An ExpandoObject's entries, a JObject's: as plain sequences these hold other things.
    private static IEnumerable<(object Key, object? Value)> Read<TKey, TValue>(IDictionary<TKey, TValue> entries) where TKey : notnull =>
        entries.Select(static entry => ((object)entry.Key, (object?)entry.Value));

    private static Array ToArray(IEnumerable items, Type item, ResultSite site)
    {
        var converted = new ArrayList();
        foreach (var raw in items)
            converted.Add(ProxyResult.Convert(raw, item, site));
        return converted.ToArray(item);
    }

    private static object ToDictionary(IEnumerable<(object Key, object? Value)> pairs, Type[] parts, ResultSite site)
    {
        var copy = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(parts))!;
        foreach (var (key, item) in pairs)
            copy[ProxyResult.Convert(key, parts[0], site)!] = ProxyResult.Convert(item, parts[1], site);
        return copy;
    }
}
