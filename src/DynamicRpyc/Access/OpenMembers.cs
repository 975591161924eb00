using System.Collections;
using System.Collections.Frozen;
using System.Dynamic;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Access;

/// <summary>
/// Members that a peer reaches wherever the safe names tell as much: an entry of a dictionary can be unpacked, an array walked over and measured, a dictionary's keys and values are what it
/// gives when it is walked over and indexed. Code over there has other names for that than Python's special ones: C# writes <c>entry.Key</c>, Python <c>ages.items()</c>. None of them
/// changes anything. Pure, safe for any thread.
/// </summary>
internal static class OpenMembers
{
    private const string FrameworkCollections = "System.Collections.";

    private static readonly Kind _entry = new(CollectionTypes.IsEntry, static name => StartsLike(name, FrameworkCollections + "Generic.KeyValuePair") || name == FrameworkCollections + nameof(DictionaryEntry));
    private static readonly Kind _array = new(static type => type.IsArray, IsArray);
    private static readonly Kind _grid = new(static type => type.IsArray && type.GetArrayRank() > 1 && ScalarTypes.IsOne(type.GetElementType()!), static _ => false);
    private static readonly Kind _dictionary = new(CollectionTypes.IsDictionary, IsFrameworkCollection);
    private static readonly Kind _sequence = new(static type => CollectionTypes.IsList(type) || CollectionTypes.IsMemory(type), static name => IsFrameworkCollection(name) || IsArray(name));

    private static readonly FrozenDictionary<string, OpenMember> _members = new Dictionary<string, OpenMember>(StringComparer.Ordinal)
    {
        ["Key"] = new(_entry, IsOwn: true, ["__iter__"]),
        ["Value"] = new(_entry, IsOwn: true, ["__iter__"]),
        [nameof(Array.Rank)] = new(_array, IsOwn: true, ["__iter__"]),
        [nameof(Array.Length)] = new(_array, IsOwn: true, ["__iter__"]),
        [nameof(Array.GetLength)] = new(_array, IsOwn: true, ["__iter__"]),
        ["keys"] = new(_dictionary, IsOwn: false, ["__iter__"]),
        ["values"] = new(_dictionary, IsOwn: false, ["__iter__"]),
        ["items"] = new(_dictionary, IsOwn: false, ["__iter__"]),
        ["get"] = new(_dictionary, IsOwn: false, ["__getitem__", "__contains__"]),
        ["__array__"] = new(_grid, IsOwn: false, ["__iter__"]),
        ["index"] = new(_sequence, IsOwn: false, ["__iter__"]),
        ["count"] = new(_sequence, IsOwn: false, ["__iter__"]),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the name is that of such a member on any object.</summary>
    internal static bool IsOne(string name) => _members.ContainsKey(name);

    /// <summary>Whether the name is that of such a member on this object.</summary>
    /// <param name="target">The object; one of a further process is judged by its type's name, as the owner decides again.</param>
    /// <param name="name">The name.</param>
    /// <param name="names">Of the object's type: what its own code has under the name is another matter, and what is kept under a special name is kept here.</param>
    /// <param name="config">The safe names.</param>
    internal static bool Has(object target, string name, ExposedNames names, RpycConfig config)
    {
        if (!config.AllowSafeAttributes || !_members.TryGetValue(name, out var member) || !Array.TrueForAll(member.ToldBy, config.SafeAttributes.Contains))
            return false;
        if (target is IRemoteObject remote)
            return remote.IsOfDotNet && !remote.IsRemoteType && member.Kind.IsNamed(remote.RemoteTypeName);
        return target is not (Type or IDynamicMetaObjectProvider) && member.Kind.Includes(target.GetType()) && names.Has(name) == member.IsOwn
            && !names.IsHidden(name) && !Array.Exists(member.ToldBy, names.IsHidden);
    }

    // No collection of the framework has members with the names of Python's, so that what they reach there is what they mean.
    private static bool IsFrameworkCollection(string name) => name.StartsWith(FrameworkCollections, StringComparison.Ordinal);

    private static bool IsArray(string name) => name.EndsWith(']') && name.AsSpan(0, name.Length - 1).TrimEnd(',').EndsWith("[", StringComparison.Ordinal);

    private static bool StartsLike(string name, string type) => name.StartsWith(type, StringComparison.Ordinal) && (name.Length == type.Length || name[type.Length] == '[') && !IsArray(name);

    /// <summary>On which objects: of this process by their type, of a further one by its name.</summary>
    private sealed record Kind(Func<Type, bool> Includes, Func<string, bool> IsNamed);

    /// <param name="Kind">On which objects.</param>
    /// <param name="IsOwn">Whether the object itself has the member; else the name is Python's.</param>
    /// <param name="ToldBy">The safe names that give away what the member does.</param>
    private sealed record OpenMember(Kind Kind, bool IsOwn, string[] ToldBy);
}
