using System.Collections;
using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Values;

/// <summary>Dictionary types that can be made from entries. Pure, safe for any thread.</summary>
internal sealed class DictionaryShape
{
    private static readonly Type[] _untyped = [typeof(object), typeof(object)];

    private static readonly HashSet<Type> _plain = [typeof(Dictionary<,>), typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>)];

    private static readonly ConditionalWeakTable<Type, DictionaryShape?> _known = [];

    private readonly Type _type;
    private readonly Type[] _types;
    private readonly Func<IDictionary, object> _make;

    private DictionaryShape(Type type, Type[] types, Func<IDictionary, object> make)
    {
        _type = type;
        _types = types;
        _make = make;
    }

    /// <inheritdoc cref="CollectionShape.IsOwn"/>
    internal bool IsOwn { get; private init; }

    /// <summary>What a key and a value have to be.</summary>
    internal Type[] Types => _types;

    /// <summary>Null where the type is no dictionary, or one that there is no way to make of entries.</summary>
    internal static DictionaryShape? Of(Type type) => _known.TryGetValue(type, out var known) ? known : _known.GetValue(type, Create);

    /// <summary>Makes one. Of two entries with one key the later one counts, as in Python.</summary>
    internal object Copy(IEnumerable<(object? Key, object? Value)> entries, CopySource source)
    {
        var copy = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(_types))!;
        foreach (var entry in entries)
        {
            var (key, value) = Convert(entry, _types, source);
            copy[key ?? throw source.Refuse(_type, "one of its keys is None, which a .NET dictionary does not take.")] = value;
        }
        return _make(copy);
    }

    /// <summary>Key and value as two types. An error names the key.</summary>
    internal static (object? Key, object? Value) Convert((object? Key, object? Value) entry, Type[] types, CopySource source) =>
        (source.Convert(entry.Key, types[0], "a key"), source.Convert(entry.Value, types[1], entry.Key is string name ? $"item '{name}'" : "a value"));

    private static DictionaryShape? Create(Type type)
    {
        if (type == typeof(IDictionary))
            return new DictionaryShape(type, _untyped, static entries => entries);
        if (type.IsArray || type.ContainsGenericParameters)
            return null;
        return (type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true ? InFramework(type) : null)
            ?? (OwnCollections.OfEntries(type) is var (own, make) ? new DictionaryShape(type, own, make) { IsOwn = true } : null);
    }

    private static DictionaryShape? InFramework(Type type)
    {
        var types = type.IsGenericType ? type.GetGenericArguments() : _untyped;
        if (types.Length != 2)
            return null;
        if (type.IsGenericType && _plain.Contains(type.GetGenericTypeDefinition()))
            return new DictionaryShape(type, types, static entries => entries);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(FrozenDictionary<,>))
        {
            var freeze = ((Func<Dictionary<object, object>, object>)Frozen).Method.GetGenericMethodDefinition().MakeGenericMethod(types);
            return new DictionaryShape(type, types, entries => freeze.Invoke(null, [entries])!);
        }
        return type.IsAssignableTo(typeof(IDictionary)) || type.Name.Contains("Dictionary", StringComparison.Ordinal) ? OfFramework(type, types) : null;
    }

    private static object Frozen<TKey, TValue>(Dictionary<TKey, TValue> entries) where TKey : notnull => entries.ToFrozenDictionary();

    // SortedDictionary, ConcurrentDictionary, Hashtable; ImmutableDictionary by the method beside it.
    private static DictionaryShape? OfFramework(Type type, Type[] types)
    {
        Type[] sources =
        [
            typeof(IDictionary<,>).MakeGenericType(types), typeof(IEnumerable<>).MakeGenericType(typeof(KeyValuePair<,>).MakeGenericType(types)), typeof(IDictionary),
        ];
        if (!type.IsAbstract && Array.Find(sources, source => type.GetConstructor([source]) is not null) is { } from)
            return new DictionaryShape(type, types, entries => type.GetConstructor([from])!.Invoke(BindingFlags.DoNotWrapExceptions, null, [entries], null));
        return type.IsGenericType && CollectionShape.Creator(type, types) is { } create
            ? new DictionaryShape(type, types, entries => create.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [entries], null)!)
            : null;
    }
}
