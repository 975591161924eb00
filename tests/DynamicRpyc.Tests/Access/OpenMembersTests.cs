using System.Collections;
using System.Dynamic;
using DynamicRpyc.Access;

namespace DynamicRpyc.Tests.Access;

/// <summary>"Members whose whole meaning the safe names give away": which are open on which objects, and what stays closed.</summary>
internal sealed class OpenMembersTests
{
    private static readonly object[] _dictionaries = [new Dictionary<string, int>(), new SortedList<string, int>(), new Hashtable(), new OwnDictionary(), new ReadOnly()];
    private static readonly object[] _sequences = [new List<int>(), new[] { 1 }, new ArrayList(), new Memory<int>([1]), new ReadOnlyMemory<char>(['a']), new ArraySegment<int>([1])];

    private static string Get(object target, string name, RpycConfig? config = null) => new AccessPolicy(config ?? RpycConfig.Default).Resolve(target, name, AccessKind.Get);

    private static void AssertRefused(object target, string name, RpycConfig? config = null, AccessKind kind = AccessKind.Get) =>
        Assert.That(() => new AccessPolicy(config ?? RpycConfig.Default).Resolve(target, name, kind), Throws.TypeOf<AccessDeniedException>(), $"{name} of {target}");

    [TestCaseSource(nameof(_dictionaries))]
    public void Resolve_dictionary_opensWhatReadsIt(object dictionary)
    {
        foreach (var name in new[] { "keys", "values", "items", "get" })
            Assert.That(Get(dictionary, name), Is.EqualTo(name));
        foreach (var name in new[] { "Add", "Remove", "Clear", "TryAdd", "pop", "popitem", "update", "setdefault", "clear", "index", "Comparer", "SyncRoot", "GetType" })
            AssertRefused(dictionary, name);
    }

    [TestCaseSource(nameof(_sequences))]
    public void Resolve_sequence_opensWhatSearchesIt(object sequence)
    {
        foreach (var name in new[] { "index", "count" })
            Assert.That(Get(sequence, name), Is.EqualTo(name));
        foreach (var name in new[] { "Add", "Clear", "Clone", "CopyTo", "append", "insert", "remove", "sort", "items", "keys", "Span", "GetType" })
            AssertRefused(sequence, name);
    }

    [Test]
    public void Resolve_underThePrefix_isTheSame_forAProcessInBetween()
    {
        Assert.That(Get(new OwnDictionary(), "exposed_items"), Is.EqualTo("items"));
        Assert.That(Get(KeyValuePair.Create(1, 2), "exposed_Key"), Is.EqualTo("Key"));
        Assert.That(Get(new Named(), "exposed_items"), Is.EqualTo("exposed_items"), "an exposed member of that name is meant");
        AssertRefused(new OwnDictionary(), "exposedx_Add");
    }

    [Test]
    public void Resolve_write_isNotOpened()
    {
        var config = RpycConfig.Default with { AllowSetAttribute = true, AllowDeleteAttribute = true };
        AssertRefused(new Hashtable(), "items", config, AccessKind.Set);
        AssertRefused(new Hashtable(), "items", config, AccessKind.Delete);
        AssertRefused(KeyValuePair.Create(1, 2), "Key", config, AccessKind.Set);
    }

    [Test]
    public void Resolve_whereTheSafeNamesTellLess_opensLess()
    {
        var walked = RpycConfig.Default with { SafeAttributes = ["__iter__"] };
        Assert.That(Get(new Hashtable(), "items", walked), Is.EqualTo("items"));
        AssertRefused(new Hashtable(), "get", walked);
        var indexed = RpycConfig.Default with { SafeAttributes = ["__getitem__", "__contains__"] };
        Assert.That(Get(new Hashtable(), "get", indexed), Is.EqualTo("get"));
        AssertRefused(new Hashtable(), "items", indexed);
        AssertRefused(new Hashtable(), "items", RpycConfig.Default with { AllowSafeAttributes = false });
        AssertRefused(new List<int>(), "index", RpycConfig.Default with { AllowSafeAttributes = false });
    }

    /// <summary>What is kept from peers under the name that reads it is kept under Python's other names too.</summary>
    [Test]
    public void Resolve_whatTheOwnerKeeps_isKept()
    {
        foreach (var name in new[] { "keys", "values", "items" })
            AssertRefused(new WalkedByNobody(), name);
        AssertRefused(new Named(), "keys");
        var expando = new ExpandoObject();
        ((IDictionary<string, object?>)expando)["secret"] = 1;
        foreach (var name in new[] { "keys", "values", "items", "get" })
            AssertRefused(expando, name);
        AssertRefused(typeof(Dictionary<string, int>), "items");
        AssertRefused(new Pair(), "Key");
        AssertRefused(new HashSet<int>(), "items");
    }

    /// <summary>Also where all public members are allowed: Python's names are no way around the mark.</summary>
    [Test]
    public void Resolve_whatTheOwnerKeeps_isKeptUnderEverySetting()
    {
        var open = RpycConfig.Default with { AllowPublicAttributes = true };
        foreach (var (target, names) in new (object, string[])[]
        {
            (new WalkedByNobody(), ["keys", "values", "items"]), (new ReadByNobody(), ["get", "values", "items"]), (new AskedByNobody(), ["get", "keys"]), (new CountedByNobody(), ["index", "keys", "values", "items"]),
            (new SearchedByNobody(), ["index", "count"]),
        })
        {
            foreach (var name in names)
            {
                AssertRefused(target, name);
                AssertRefused(target, name, open);
            }
        }
        foreach (var name in new[] { "keys", "items", "get" })
            Assert.That(Get(new OwnDictionary(), name, open), Is.EqualTo(name));
        Assert.That(Get(new Telling(), "get"), Is.EqualTo("get"), "a marked member of that very name is another matter");
        Assert.That(Get(new Telling(), "items", open), Is.EqualTo("items"));
        AssertRefused(new Telling(), "items");
        AssertRefused(new Telling(), "values", open);
    }

    /// <summary>Its items are its attributes, and those that start with an underscore are not public ones.</summary>
    [Test]
    public void Resolve_expandoObject_wherePublicMembersAreAllowed_isNoDictionary()
    {
        var open = RpycConfig.Default with { AllowPublicAttributes = true };
        var expando = new ExpandoObject();
        var items = (IDictionary<string, object?>)expando;
        (items["_secret"], items["told"], items["count"]) = (1, 2, 3);
        foreach (var name in new[] { "keys", "values", "items", "get", "Keys", "Values", "TryGetValue", "GetEnumerator", "Item", "Remove", "Clear", "CopyTo", "_secret" })
            AssertRefused(expando, name, open);
        foreach (var name in new[] { "told", "count", "missing", "ToString" })
            Assert.That(Get(expando, name, open), Is.EqualTo(name));
    }

    public sealed class OwnDictionary : Dictionary<string, int>;

    public sealed class WalkedByNobody : Dictionary<string, int>
    {
        [NotExposed]
        public new Enumerator GetEnumerator() => base.GetEnumerator();
    }

    public sealed class ReadByNobody : Dictionary<string, int>
    {
        [NotExposed]
        public new int this[string key] => base[key];
    }

    public sealed class AskedByNobody : Dictionary<string, int>
    {
        [NotExposed]
        public new bool ContainsKey(string key) => base.ContainsKey(key);
    }

    public sealed class CountedByNobody : Dictionary<string, int>
    {
        [NotExposed]
        public new int Count => base.Count;
    }

    public sealed class SearchedByNobody : List<int>
    {
        [NotExposed]
        public new Enumerator GetEnumerator() => base.GetEnumerator();
    }

    /// <summary>What walks over it is kept; members of its own have Python's names.</summary>
    public sealed class Telling : Dictionary<string, int>
    {
        [NotExposed]
        public new int this[string key] => base[key];

        [NotExposed]
        public new Enumerator GetEnumerator() => base.GetEnumerator();

        [Exposed]
        public string get(string key) => "for peers";

        public string items() => "public";
    }

    /// <summary>Has members of its own under the names, one of them exposed.</summary>
    public sealed class Named : Dictionary<string, int>
    {
        public string keys() => "not for peers";

        public string exposed_items() => "for peers";
    }

    public sealed class Pair
    {
        public int Key => 1;
    }

    public sealed class ReadOnly : IReadOnlyDictionary<string, int>
    {
        public int Count => 0;

        public IEnumerable<string> Keys => [];

        public IEnumerable<int> Values => [];

        public int this[string key] => throw new KeyNotFoundException(key);

        public bool ContainsKey(string key) => false;

        public bool TryGetValue(string key, out int value)
        {
            value = 0;
            return false;
        }

        public IEnumerator<KeyValuePair<string, int>> GetEnumerator() => Enumerable.Empty<KeyValuePair<string, int>>().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
