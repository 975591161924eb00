using DynamicRpyc.Tests.Support;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Globalization;

namespace DynamicRpyc.Tests.Interop.Clients;

// Parameters and results of the rarer shapes.
public sealed partial class Workshop
{
    public string Spread(params List<int> items) => $"List {string.Join(",", items)}";

    public string SpreadLazily(string first, params IEnumerable<int> items) => $"{first} {string.Join(",", items)}";

    public string SpreadAny<T>(params IReadOnlyList<T> items) => $"{typeof(T).Name} {string.Join(",", items)}";

    public bool TryFind(string key, out int value) => (value = key.Length) > 0;

    public bool TryFind(string key, int otherwise, out int value) => (value = otherwise) > 0;

    public string Run(Func<int> function) => $"now {function()}";

    public string Run(Func<Task<int>> function) => "later";

    public string Keywords(int @class, bool @lambda = false) => $"{@class} {@lambda}";

    public string TakeQueue(Queue<int> items) => $"{items.Dequeue()}, then {string.Join(",", items)}";

    public string TakeStack(Stack<int> items) => $"{items.Peek()}";

    public string TakeLinked(LinkedList<string> items) => $"{items.First!.Value}..{items.Last!.Value}";

    public string TakeSorted(SortedSet<int> items) => string.Join(",", items);

    public string TakeReadOnlyCollection(ReadOnlyCollection<int> items) => string.Join(",", items);

    public string TakeObservable(ObservableCollection<int> items) => string.Join(",", items);

    public string TakeBag(ConcurrentBag<int> items) => string.Join(",", items.Order());

    public string TakeImmutableArray(ImmutableArray<int> items) => string.Join(",", items);

    public string TakeImmutableList(IImmutableList<int> items) => string.Join(",", items);

    public string TakeImmutableSet(ImmutableHashSet<int> items) => string.Join(",", items.Order());

    public string TakeFrozen(FrozenSet<int> items) => string.Join(",", items.Order());

    public string TakeReadOnlySet(ReadOnlySet<int> items) => string.Join(",", items.Order());

    public async Task<string> TakeAsynchronous(IAsyncEnumerable<int> items)
    {
        var seen = new List<int>();
        await foreach (var item in items)
            seen.Add(item);
        return string.Join(",", seen);
    }

    public async IAsyncEnumerable<int> CountLater(int most)
    {
        for (var i = 0; i < most; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    public string TakeEnumerator(IEnumerator<int> items)
    {
        var seen = new List<int>();
        while (items.MoveNext())
            seen.Add(items.Current);
        return string.Join(",", seen);
    }

    public string TakeUntyped(ArrayList items) => string.Join(",", items.Cast<object?>().Select(item => $"{item?.GetType().Name}"));

    public string TakeMemory(Memory<int> items) => string.Join(",", items.ToArray());

    public string TakeRaw(Memory<byte> items, ReadOnlyMemory<byte> more = default) => string.Join(",", items.ToArray().Concat(more.ToArray()));

    public string AddToUntypedList(IList items) => $"{items.Add("last")} {string.Join(",", items.Cast<object?>())}";

    public string TakeSetOrList(ISet<int> items) => $"ISet {items.Count}";

    public string TakeSetOrList(IList<int> items) => $"IList {items.Count}";

    public string ReadAll(TextReader reader) => reader.ReadToEnd();

    public string Write(char[] text) => $"Char[] {text.Length}";

    public string Write(int[] numbers) => $"Int32[] {numbers.Length}";

    public string Write(Func<int> function) => $"Func {function()}";

    public string Write(IReadOnlyDictionary<string, int> map) => $"Map {map.Count}";

    public string Write(object value) => $"Object {value}";

    public string TakeBytesOrFile(byte[] data) => $"Byte[] {data.Length}";

    public string TakeBytesOrFile(List<string> lines) => $"List {lines.Count}";

    public string TakeBytesOrFile(Stream stream) => $"Stream {stream.GetType().Name.Length > 0}";

    public string TakeBytesOrFile(TextReader reader) => $"TextReader {reader.GetType().Name.Length > 0}";

    public string TakeSegment(ArraySegment<double> items) => string.Join(",", items.Select(item => item.ToString(CultureInfo.InvariantCulture)));

    public string TakeOwnBag(OwnBag items) => $"{items.GetType().Name} {string.Join(",", items)}";

    public string TakeOwnMap(OwnDictionary entries) => $"{entries.GetType().Name} {string.Join(",", entries)}";

    public string TakeNames(System.Collections.Specialized.NameValueCollection names) => string.Join(",", names.AllKeys.Select(key => $"{key}={names[key]}"));

    public string TakeGrid(int[,] grid) => $"{grid.GetLength(0)}x{grid.GetLength(1)} {string.Join(",", grid.Cast<int>())}";

    public string TakeCube(double[,,] cube) =>
        $"{cube.GetLength(0)}x{cube.GetLength(1)}x{cube.GetLength(2)} {string.Join(",", cube.Cast<double>().Select(item => item.ToString(CultureInfo.InvariantCulture)))}";

    public string TakeSortedMap(SortedDictionary<string, int> map) => string.Join(",", map);

    public string TakeConcurrentMap(ConcurrentDictionary<string, int> map) => $"{map["a"]}";

    public string TakeImmutableMap(ImmutableDictionary<string, int> map) => $"{map["a"]}";

    public string TakeImmutableMapInterface(IImmutableDictionary<string, int> map) => $"{map["a"]}";

    public string TakeWideMap(IReadOnlyDictionary<string, object> map) => string.Join(",", map.Select(pair => $"{pair.Key}={pair.Value}"));

    public string TakeHashtable(Hashtable map) => $"{map["a"]}";

    public string TakeEntries(IEnumerable<KeyValuePair<string, int>> entries) => string.Join(",", entries);

    public string TakeTuples(IEnumerable<(string, int)> entries) => string.Join(",", entries);

    public string TakeFrozenMap(FrozenDictionary<string, int> map) => $"{map["a"]}";

    public string TakeEntryList(List<KeyValuePair<string, int>> entries) => string.Join(",", entries);

    public string TakePair((int Number, string Text) pair) => $"{pair.Number} {pair.Text}";

    public string TakeRange(Range range) => $"{range}";

    public string TakeIndex(Index index) => $"{index}";

    public Index GiveIndex(int fromEnd) => ^fromEnd;

    public Range GiveRange() => 1..^1;

    public string TakeUri(Uri uri) => uri.Host;

    public string TakeAnyFunction(Delegate function) => $"{function.DynamicInvoke(20)}";

    public Func<int, int> Doubler() => static value => 2 * value;

    public Hashtable Table() => new() { ["a"] = 1 };

    public Reading[] AllReadings() => [.. Readings()];

    public Memory<int> Window(int count) => Row(count + 2).AsMemory(1, count);

    public ReadOnlyMemory<double> Readout() => new[] { 0.5, 1.5, 2.5 };

    public ArraySegment<string> Segment() => new(["a", "b", "c", "d"], 1, 2);

    public ReadOnlyMemory<byte> Raw() => new byte[] { 1, 2, 3 }.AsMemory(1);

    public Span<int> Stripe() => Row(3);

    public ReadOnlySpan<char> Title => "workshop";

    public IReadOnlyDictionary<string, int> Prices() => new PriceList();

    public System.Dynamic.ExpandoObject Expando()
    {
        dynamic expando = new System.Dynamic.ExpandoObject();
        expando.name = "Ada";
        return expando;
    }

    public IEnumerable<IGrouping<int, string>> Groups() => new[] { "a", "bb", "cc" }.GroupBy(static text => text.Length);

    public TextReader Reader() => new StringReader("one\ntwo\n\nlast");

    public Stream Binary() => new MemoryStream("one\ntwo"u8.ToArray());

    public MemoryStream File(byte[] content)
    {
        var file = new MemoryStream();
        file.Write(content);
        file.Position = 0;
        return file;
    }

    public Stream Zip()
    {
        var file = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(file, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
            archive.CreateEntry("a.txt");
        file.Position = 0;
        return file;
    }

    public TextReader Texts(string content) => new StringReader(content);

    public StringWriter Writer() => new();

    public Stream Growing(string path) => System.IO.File.Create(path);

    public Func<string> Herald() => static () => "hear";

    public IEnumerable<(string Name, double Value)> Rows() => [.. Readings().Select(reading => (reading.Name, reading.Value))];

    public Dictionary<string, Array> Columns() => new() { ["Name"] = new[] { "a", "b" }, ["Value"] = new[] { 1.5, 2.5 } };

    public Reading[,] ReadingGrid() => new[,] { { Readings().First(), Readings().Last() } };

    public object?[,] ObjectGrid() => new object?[,] { { 1, "two" }, { 3.5, null } };

    public string[,,] NameCube() => new[,,] { { { "a", "b" } }, { { "c", "d" } } };

    public int[][] Jagged() => [[1, 2], [3, 4]];

    public StringSplitOptions Options(StringSplitOptions options) => options;
}

/// <summary>A dictionary that can be read and no more, made by hand.</summary>
public sealed class PriceList : IReadOnlyDictionary<string, int>
{
    public int Count => 2;

    public IEnumerable<string> Keys => ["nail", "saw"];

    public IEnumerable<int> Values => [1, 20];

    public int this[string key] => TryGetValue(key, out var price) ? price : throw new KeyNotFoundException(key);

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, out int value) => (value = key switch { "nail" => 1, "saw" => 20, _ => 0 }) > 0;

    public IEnumerator<KeyValuePair<string, int>> GetEnumerator() => Keys.Zip(Values, KeyValuePair.Create).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Two constructors that fit equally well.</summary>
public sealed class Knot
{
    public Knot(string first, object second) => Text = $"string, object: {first} {second}";

    public Knot(object first, string second) => Text = $"object, string: {first} {second}";

    public string Text { get; }
}

/// <summary>Types nested in a generic one.</summary>
public sealed class Shelf<T>
{
    public sealed class Box
    {
        public T? Content { get; set; }
    }

    public sealed class Pair<TOther>
    {
        public string Names => $"{typeof(T).Name}, {typeof(TOther).Name}";
    }
}
