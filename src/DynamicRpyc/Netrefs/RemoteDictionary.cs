using System.Collections;
using System.Diagnostics.CodeAnalysis;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// A remote mapping as a dictionary that writes through. Each operation is a request or two; walking over it copies the items first. As safe for several threads as the remote
/// mapping.
/// </summary>
internal sealed class RemoteDictionary<TKey, TValue>(Netref source) : IDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue>, IStandIn where TKey : notnull
{
    object IStandIn.Original => source;

    public override bool Equals(object? obj) => ReferenceEquals(this, obj) || source.Equals(obj);

    public override int GetHashCode() => source.GetHashCode();

    public override string ToString() => source.ToString();

    public int Count => NetrefConversion.Result<int>(NetrefOperations.CallMember0(source, "__len__", null));

    public bool IsReadOnly => RemoteNames.Find(source, "__setitem__") is null;

    public ICollection<TKey> Keys => Copy().Keys;

    public ICollection<TValue> Values => Copy().Values;

    IEnumerable<TKey> IReadOnlyDictionary<TKey, TValue>.Keys => Keys;

    IEnumerable<TValue> IReadOnlyDictionary<TKey, TValue>.Values => Values;

    public TValue this[TKey key]
    {
        get => NetrefConversion.Result<TValue>(NetrefIndexing.Get(source, key));
        set => NetrefIndexing.Set(source, key, value);
    }

    public void Add(TKey key, TValue value)
    {
        if (ContainsKey(key))
            throw new ArgumentException($"The remote '{source.RemoteTypeName}' has the key {key} already.", nameof(key));
        this[key] = value;
    }

    public bool ContainsKey(TKey key) => NetrefOperators.Truth(NetrefOperations.CallMember1(source, "__contains__", null, key));

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = ContainsKey(key);
        value = found ? this[key] : default;
        return found;
    }

    public bool Remove(TKey key)
    {
        var found = ContainsKey(key);
        if (found)
            NetrefIndexing.Delete(source, [key]);
        return found;
    }

    public void Clear()
    {
        foreach (var key in Keys)
            Remove(key);
    }

    public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    public bool Contains(KeyValuePair<TKey, TValue> item) => TryGetValue(item.Key, out var value) && EqualityComparer<TValue>.Default.Equals(value, item.Value);

    public bool Remove(KeyValuePair<TKey, TValue> item) => Contains(item) && Remove(item.Key);

    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex) => ((ICollection<KeyValuePair<TKey, TValue>>)Copy()).CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => Copy().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Dictionary<TKey, TValue> Copy() => NetrefConversion.Result<Dictionary<TKey, TValue>>(source);
}
