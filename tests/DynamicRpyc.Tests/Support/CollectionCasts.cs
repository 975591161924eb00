using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Collections.Specialized;
using System.ComponentModel;
using System.Text.Json.Nodes;

namespace DynamicRpyc.Tests.Support;

/// <summary>What 1, 2, 3 and what pairs are cast to, as a user types it: the same rows for tuples of this side and of either peer, for remote lists, and for remote dictionaries.</summary>
internal static class CollectionCasts
{
    /// <summary>Casts of 1, 2, 3: what is asked for, and whether what came is that. A stack gives the last first.</summary>
    internal static IEnumerable<TestCaseData> Numbers()
    {
        yield return Row("array", x => (int[])x);
        yield return Row("array of other numbers", x => ((decimal[])x).Select(decimal.ToInt32));
        yield return Row("array of nullables", x => ((int?[])x).Select(item => item!.Value));
        yield return Row("array of enums", x => ((DayOfWeek[])x).Select(day => (int)day));
        yield return Row("List", x => ((List<double>)x).Select(item => (int)item));
        yield return Row("Queue", x => (Queue<int>)x);
        yield return Row("Stack", x => ((Stack<int>)x).Reverse());
        yield return Row("LinkedList", x => (LinkedList<int>)x);
        yield return Row("SortedSet", x => (SortedSet<int>)x);
        yield return Row("HashSet", x => ((HashSet<int>)x).Order());
        yield return Row("ISet", x => ((ISet<int>)x).Order());
        yield return Row("IReadOnlySet", x => ((IReadOnlySet<int>)x).Order());
        yield return Row("ReadOnlySet", x => ((ReadOnlySet<int>)x).Order());
        yield return Row("FrozenSet", x => ((FrozenSet<int>)x).Order());
        yield return Row("ReadOnlyCollection", x => (ReadOnlyCollection<int>)x);
        yield return Row("ObservableCollection", x => (ObservableCollection<int>)x);
        yield return Row("ConcurrentQueue", x => (ConcurrentQueue<int>)x);
        yield return Row("ConcurrentBag", x => ((ConcurrentBag<int>)x).Order());
        yield return Row("ImmutableArray", x => (ImmutableArray<int>)x);
        yield return Row("ImmutableArray that may be none", x => ((ImmutableArray<int>?)x)!.Value);
        yield return Row("ImmutableList", x => (ImmutableList<int>)x);
        yield return Row("IImmutableList", x => (IImmutableList<int>)x);
        yield return Row("ImmutableHashSet", x => ((ImmutableHashSet<int>)x).Order());
        yield return Row("ImmutableSortedSet", x => (ImmutableSortedSet<int>)x);
        yield return Row("ImmutableQueue", x => (ImmutableQueue<int>)x);
        yield return Row("ImmutableStack", x => ((ImmutableStack<int>)x).Reverse());
        yield return Row("IReadOnlyList", x => (IReadOnlyList<int>)x);
        yield return Row("IReadOnlyCollection", x => (IReadOnlyCollection<int>)x);
        yield return Row("IList", x => (IList<int>)x);
        yield return Row("ICollection", x => (ICollection<int>)x);
        yield return Row("IEnumerable", x => (IEnumerable<int>)x);
        yield return Row("IEnumerator", x => Rest((IEnumerator<int>)x));
        yield return Row("IAsyncEnumerable", x => ((IAsyncEnumerable<int>)x).ToBlockingEnumerable());
        yield return Row("IAsyncEnumerator", x => Rest((IAsyncEnumerator<int>)x));
        yield return Row("Memory", x => ((Memory<int>)x).ToArray());
        yield return Row("ReadOnlyMemory", x => ((ReadOnlyMemory<int>)x).ToArray());
        yield return Row("ArraySegment", x => (ArraySegment<int>)x);
        yield return Row("ArrayList", x => ((ArrayList)x).Cast<int>());
        yield return Row("untyped IList", x => ((IList)x).Cast<int>());
        yield return Row("untyped ICollection", x => ((ICollection)x).Cast<int>());
        yield return Row("untyped IEnumerable", x => ((IEnumerable)x).Cast<int>());
        yield return Row("untyped IEnumerator", x => Rest((IEnumerator)x));
        yield return Row("untyped Array", x => ((Array)x).Cast<int>());
        yield return Row("Collection, which is added to", x => With((Collection<int>)x, 4).SkipLast(1));
        yield return Row("BlockingCollection", x => (BlockingCollection<int>)x);
        yield return Row("BindingList, which is added to", x => With((BindingList<int>)x, 4).SkipLast(1));
        yield return Row("JsonArray", x => ((JsonArray)x).Select(node => (int)node!));
        yield return Row("own collection of an Add", x => (OwnBag)x);
        yield return Row("own list", x => (OwnList)x);
        yield return Row("own collection of a sequence", x => (OwnSequence)x);
        yield return Row("own collection of an Add and no type", x => ((OwnUntyped)x).Cast<int>());
        yield return Row("ValueTuple", x => (int[])[.. new[] { (((int, long, object))x).Item1, (int)(((int, long, object))x).Item2, (int)(((int, long, object))x).Item3 }]);
    }

    /// <summary>Dictionaries, made of a mapping or of a tuple of pairs: ("a", 1), ("b", 2).</summary>
    internal static IEnumerable<TestCaseData> Dictionaries()
    {
        yield return Pairs("Dictionary", x => (Dictionary<string, int>)x);
        yield return Pairs("Dictionary of other types", x => ((Dictionary<object, long>)x).Select(entry => KeyValuePair.Create((string)entry.Key, (int)entry.Value)));
        yield return Pairs("SortedDictionary", x => (SortedDictionary<string, int>)x);
        yield return Pairs("SortedList", x => (SortedList<string, int>)x);
        yield return Pairs("ConcurrentDictionary", x => (ConcurrentDictionary<string, int>)x);
        yield return Pairs("ImmutableDictionary", x => (ImmutableDictionary<string, int>)x);
        yield return Pairs("ImmutableSortedDictionary", x => (ImmutableSortedDictionary<string, int>)x);
        yield return Pairs("FrozenDictionary", x => (FrozenDictionary<string, int>)x);
        yield return Pairs("ReadOnlyDictionary", x => (ReadOnlyDictionary<string, int>)x);
        yield return Pairs("IDictionary", x => (IDictionary<string, int>)x);
        yield return Pairs("IReadOnlyDictionary", x => (IReadOnlyDictionary<string, int>)x);
        yield return Pairs("OrderedDictionary", x => ((OrderedDictionary)x).Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create((string)entry.Key, (int)entry.Value!)));
        yield return Pairs("own dictionary", x => (OwnDictionary)x);
        yield return Pairs("own dictionary of an Add", x => (OwnEntries)x);
        yield return Pairs("Hashtable", x => ((Hashtable)x).Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create((string)entry.Key, (int)entry.Value!)));
        yield return Pairs("untyped IDictionary", x => ((IDictionary)x).Keys.Cast<string>().Select(key => KeyValuePair.Create(key, (int)((IDictionary)x)[key]!)));
    }

    /// <summary>Sequences of pairs, which a mapping of either language and a tuple of pairs give alike.</summary>
    internal static IEnumerable<TestCaseData> Sequences()
    {
        yield return Pairs("IEnumerable of KeyValuePair", x => (IEnumerable<KeyValuePair<string, int>>)x);
        yield return Pairs("IEnumerable of tuples", x => ((IEnumerable<(string, int)>)x).Select(Pair));
        yield return Pairs("IEnumerable of tuples of objects", x => ((IEnumerable<(object, object)>)x).Select(pair => KeyValuePair.Create((string)pair.Item1, (int)pair.Item2)));
        yield return Pairs("IEnumerable of System.Tuple", x => ((IEnumerable<Tuple<string, long>>)x).Select(pair => KeyValuePair.Create(pair.Item1, (int)pair.Item2)));
        yield return Pairs("IEnumerable of tuples that may be none", x => ((IEnumerable<(string, int)?>)x).Select(pair => Pair(pair!.Value)));
        yield return Pairs("IEnumerator of tuples", x => Rest((IEnumerator<(string, int)>)x).ConvertAll(Pair));
        yield return Pairs("IAsyncEnumerable of tuples", x => ((IAsyncEnumerable<(string, int)>)x).ToBlockingEnumerable().Select(Pair));
        yield return Pairs("IAsyncEnumerable of KeyValuePair", x => ((IAsyncEnumerable<KeyValuePair<string, int>>)x).ToBlockingEnumerable());
        yield return Pairs("array of tuples", x => (((string, int)[])x).Select(Pair));
        yield return Pairs("array of KeyValuePair", x => (KeyValuePair<string, int>[])x);
        yield return Pairs("List of tuples", x => ((List<(string, int)>)x).ConvertAll(Pair));
        yield return Pairs("IReadOnlyList of tuples", x => ((IReadOnlyList<(string, int)>)x).Select(Pair));
        yield return Pairs("Queue of tuples", x => ((Queue<(string, int)>)x).Select(Pair));
        yield return Pairs("HashSet of tuples", x => ((HashSet<(string, int)>)x).Select(Pair));
        yield return Pairs("ICollection of KeyValuePair", x => (ICollection<KeyValuePair<string, int>>)x);
    }

    private static TestCaseData Row(string name, Func<dynamic, IEnumerable<int>> cast) => new TestCaseData((Func<object, IEnumerable<int>>)cast).SetName("{m}_" + name.Replace(' ', '_'));

    private static TestCaseData Pairs(string name, Func<dynamic, IEnumerable<KeyValuePair<string, int>>> cast) =>
        new TestCaseData((Func<object, IEnumerable<KeyValuePair<string, int>>>)cast).SetName("{m}_" + name.Replace(' ', '_'));

    private static KeyValuePair<string, int> Pair((string, int) pair) => KeyValuePair.Create(pair.Item1, pair.Item2);

    private static List<int> Rest(IEnumerator items)
    {
        var rest = new List<int>();
        while (items.MoveNext())
            rest.Add((int)items.Current);
        return rest;
    }

    private static List<T> Rest<T>(IEnumerator<T> items)
    {
        var rest = new List<T>();
        using (items)
        {
            while (items.MoveNext())
                rest.Add(items.Current);
        }
        return rest;
    }

    private static List<int> Rest(IAsyncEnumerator<int> items) => RestAsync(items).GetAwaiter().GetResult();

    private static async Task<List<int>> RestAsync(IAsyncEnumerator<int> items)
    {
        var rest = new List<int>();
        await using (items)
        {
            while (await items.MoveNextAsync())
                rest.Add(items.Current);
        }
        return rest;
    }

    private static IEnumerable<int> With(ICollection<int> items, int item)
    {
        items.Add(item);
        return items;
    }
}

/// <summary>Made empty, and added to.</summary>
public sealed class OwnBag : ICollection<int>
{
    private readonly List<int> _items = [];

    public int Count => _items.Count;

    public bool IsReadOnly => false;

    public void Add(int item) => _items.Add(item);

    public void Clear() => _items.Clear();

    public bool Contains(int item) => _items.Contains(item);

    public void CopyTo(int[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    public bool Remove(int item) => _items.Remove(item);

    public IEnumerator<int> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

public sealed class OwnList : List<int>;

/// <summary>Made of its items, never added to.</summary>
public sealed class OwnSequence(IEnumerable<int> items) : IEnumerable<int>
{
    private readonly int[] _items = [.. items];

    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

public sealed class OwnUntyped : IEnumerable
{
    private readonly List<int> _items = [];

    public void Add(int item) => _items.Add(item);

    public IEnumerator GetEnumerator() => _items.GetEnumerator();
}

public sealed class OwnDictionary : Dictionary<string, int>;

public sealed class OwnEntries : IEnumerable<KeyValuePair<string, int>>
{
    private readonly List<KeyValuePair<string, int>> _entries = [];

    public void Add(string key, int value) => _entries.Add(new(key, value));

    public IEnumerator<KeyValuePair<string, int>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
