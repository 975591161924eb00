using System.Text;

namespace DynamicRpyc.Tests.Proxies;

/// <summary>A C# service whose members take what callers of either language have of their own: files, listeners, collections, functions, objects behind interfaces.</summary>
public sealed class AdapterService : Service
{
    private object? _kept;

    public byte[] ReadAll(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public async Task<int> CountBytesAsync(Stream stream)
    {
        var buffer = new byte[7];
        var total = 0;
        while (await stream.ReadAsync(buffer) is > 0 and var read)
            total += read;
        return total;
    }

    public string Abilities(Stream stream) => $"{stream.CanRead} {stream.CanWrite} {stream.CanSeek}";

    public string SeekAbout(Stream stream)
    {
        var length = stream.Length;
        stream.Position = 2;
        var byTwo = stream.ReadByte();
        stream.Seek(-1, SeekOrigin.End);
        return $"{length} {byTwo} {stream.ReadByte()} {stream.ReadByte()} {stream.Position}";
    }

    public async Task WriteTo(Stream stream, byte[] data, bool close)
    {
        stream.Write(data);
        await stream.WriteAsync(data);
        await stream.FlushAsync();
        if (close)
            await stream.DisposeAsync();
    }

    public void Cut(Stream stream, int length) => stream.SetLength(length);

    public PyTuple ReadLines(TextReader reader)
    {
        var lines = new List<object?>();
        while (reader.ReadLine() is { } line)
            lines.Add(line);
        return PyTuple.From(lines);
    }

    public string ReadPieces(TextReader reader)
    {
        var text = new StringBuilder().Append((char)reader.Peek()).Append('|').Append((char)reader.Read()).Append('|');
        var buffer = new char[3];
        text.Append(buffer, 0, reader.Read(buffer, 0, 3)).Append('|').Append((char)reader.Peek()).Append('|').Append(reader.ReadLine()).Append('|').Append(reader.ReadToEnd());
        return text.Append('|').Append(reader.Peek()).Append(reader.Read()).ToString();
    }

    public async Task<string> ReadAsync(TextReader reader) => await reader.ReadLineAsync() + "|" + await reader.ReadToEndAsync();

    public async Task WriteText(TextWriter writer)
    {
        writer.Write('a');
        writer.Write("bc");
        writer.WriteLine();
        writer.WriteLine("line");
        writer.Write("{0:0.0}", 1.5);
        await writer.WriteLineAsync(" later");
        await writer.FlushAsync();
    }

    public string Which(Stream stream) => "Stream" + (stream.CanRead ? "" : " that cannot be read");

    public string Which(TextReader reader) => "TextReader" + (reader.Peek() < 0 ? " at its end" : "");

    public string Which(string text) => "string" + text[..0];

    public string OrObject(Stream stream) => "Stream" + (stream.CanRead ? "" : " that cannot be read");

    public string OrObject(object value) => "object" + (value is null ? " null" : "");

    public void Steps(int count, IProgress<int> progress)
    {
        for (var i = 1; i <= count; i++)
            progress.Report(i);
    }

    public void Observe(IObserver<string> observer, bool fail)
    {
        observer.OnNext("one");
        observer.OnNext("two");
        if (fail)
            observer.OnError(new InvalidOperationException("broken"));
        else
            observer.OnCompleted();
    }

    public async Task<string> UntilCancelled(IProgress<string> started, CancellationToken token)
    {
        started.Report("started");
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(30), token);
            return "in vain";
        }
        catch (OperationCanceledException)
        {
            return "cancelled";
        }
    }

    public bool CanBeCancelled(CancellationToken token) => token.CanBeCanceled;

    public string TokenFirst(CancellationToken token, int value) => $"{token.CanBeCanceled} {value}";

    public async Task<string> Finish(Func<Task> work, Func<int, Task<int>> twice)
    {
        await work();
        return $"finished {await twice(21)}";
    }

    public Func<int, int>? Callback { get; set; }

    public Stream? Source { get; set; }

    public IPerson? Held { get; set; }

    public event Action<IPerson>? Shown;

    public string UseWhatWasSet()
    {
        Shown?.Invoke(Held!);
        return $"{Callback!(20)} {Source!.ReadByte()} {Held!.Name}";
    }

    public int FirstBytes(params Stream[] streams) => streams.Sum(stream => stream.ReadByte());

    public int FirstByteOf(Func<Stream> open)
    {
        using var stream = open();
        return stream.ReadByte();
    }

    public string Sort(List<int> numbers, IComparer<int> comparer)
    {
        numbers.Sort(comparer);
        return string.Join(",", numbers);
    }

    public string NamesOf(IReadOnlyDictionary<string, IPerson> people, IAsyncEnumerable<IPerson> others) =>
        string.Join(",", people.Values.Concat(others.ToBlockingEnumerable()).Select(person => person.Name));

    public int AddTo(IList<IPerson> people, IPerson person)
    {
        people.Add(person);
        return people.Count;
    }

    public string TimeOf(ISnake snake) => snake.GetTime();

    public string EndOf(IDisposable thing)
    {
        thing.Dispose();
        return "ended";
    }

    public int Sum(IEnumerable<int> numbers) => numbers.Sum();

    public int SumOfFirst(IEnumerable<int> numbers, int count) => numbers.Take(count).Sum();

    public async Task<int> SumAsync(IAsyncEnumerable<int> numbers)
    {
        var sum = 0;
        await foreach (var number in numbers)
            sum += number;
        return sum;
    }

    public string ChangeDictionary(IDictionary<string, int> numbers)
    {
        numbers["new"] = numbers.Count;
        numbers.Add("added", 7);
        var removed = numbers.Remove("old");
        return $"{removed} {numbers.Remove("old")} {numbers.ContainsKey("new")} {numbers.TryGetValue("gone", out _)} {string.Join(",", numbers.Keys.Order())} {numbers.Values.Sum()}";
    }

    public string ChangeList(IList<int> numbers)
    {
        numbers.Add(9);
        numbers.Insert(0, 8);
        numbers[1] = numbers[1] * 10;
        var removed = numbers.Remove(2);
        numbers.RemoveAt(numbers.Count - 1);
        return $"{removed} {numbers.Contains(8)} {numbers.IndexOf(3)} {numbers.Count} {string.Join(",", numbers)}";
    }

    public int ClearList(IList<int> numbers)
    {
        numbers.Clear();
        return numbers.Count;
    }

    public string Functions(Func<int, int> twice, Action<string> hear, Predicate<int> isEven, Comparison<int> compare)
    {
        hear("called");
        return $"{twice(21)} {isEven(2)} {isEven(3)} {Math.Sign(compare(1, 2))}";
    }

    public string Greet(IPerson person) => $"Hello, {person.Name} ({person.Age})";

    public string Rename(IPerson person, string name)
    {
        person.Name = name;
        return person.Name;
    }

    public string Walk(INode node) => $"{node.Child.Name} {string.Join(",", node.Children.Select(child => child.Name))}";

    public async Task<long> AddAsync(IAsyncWorker worker, int a, int b) => await worker.AddAsync(a, b);

    public string Lacking(IIncomplete thing) => thing.Missing;

    public int PersonOrObject(IPerson person) => person.Age;

    public string PersonOrObject(object thing) => "object" + (thing is null ? " null" : "");

    public void Keep(IPerson person) => _kept = person;

    public object? Kept() => _kept;

    public object? SameStream(Stream stream) => stream;
}
