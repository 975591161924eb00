using System.Collections;
using System.Globalization;
using System.ComponentModel;
using System.Dynamic;

namespace DynamicRpyc.Tests.Feel;

/// <summary>What a C# user expects of an object, in one: the other side of the tests here, reached as <c>conn.modules["DynamicRpyc.Tests.Feel"].Workshop()</c>.</summary>
public class Workshop : IDisposable, IComponentLike
{
    private readonly Dictionary<string, int> _stock = new() { ["bolt"] = 3, ["nut"] = 5 };
    private readonly TaskCompletionSource<int> _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    public event EventHandler<PropertyChangedEventArgs>? Changed;

    public event CancelEventHandler? Closing;

    public event Action<int>? Ticked;

    public event EventHandler? Closed;

    public static int Disposed { get; set; }

    public string? Name { get; set; } = "main";

    public Workshop? Annex { get; set; }

    public int Begun => Volatile.Read(ref _begun);

    public Task<int> Completion => _gate.Task;

    public bool HasHandlers => Ticked is not null || Changed is not null;

    public int[] Sizes { get; } = [10, 20, 30, 40, 50];

    public dynamic Bag { get; } = new ExpandoObject();

    public int this[string part]
    {
        get => _stock[part];
        set => _stock[part] = value;
    }

    public int this[int row, int column] => (row * 100) + column;

    public string this[Range range] => $"range {range}";

    public IReadOnlyList<int> Fixed => Array.AsReadOnly(Sizes);

    public List<int> SizeList => [.. Sizes];

    public string At(Index index) => $"at {index}";

    public string At(Index index, string text) => $"{text[index]}";

    public string Within(Range range) => $"within {range}";

    public string Within(Range range, string text) => text[range];

    public PySlice Sliced(PySlice slice) => slice;

    public string KindOf(object value) => value.GetType().Name;

    public Range Middle => 1..^1;

    public Index Last => ^1;

    public async Task DoAsync() => await Task.Yield();

    public async Task<int> AddAsync(int a, int b = 1)
    {
        await Task.Yield();
        return a + b;
    }

    public async ValueTask PlainValueTaskAsync() => await Task.Yield();

    public async ValueTask<string> ValueTaskAsync(string text)
    {
        await Task.Yield();
        return text + "!";
    }

    public async Task<T> SameAsync<T>(T value)
    {
        await Task.Yield();
        return value;
    }

    public async Task FailAsync()
    {
        await Task.Yield();
        throw new KeyNotFoundException("no such part");
    }

    public int NowAsync() => 7;

    /// <summary>How the last wait ended.</summary>
    public string? Fate { get; private set; }

    public async Task<int> WaitAsync(int number, CancellationToken token)
    {
        Interlocked.Increment(ref _begun);
        try
        {
            var sum = number + await _gate.Task.WaitAsync(token);
            Fate = "done";
            return sum;
        }
        catch (OperationCanceledException)
        {
            Fate = "cancelled";
            throw;
        }
    }

    public void Open(int value) => _gate.SetResult(value);

    public async IAsyncEnumerable<(string Key, int Value)> EntriesAsync()
    {
        await Task.Yield();
        yield return ("a", 2);
    }

    public async IAsyncEnumerable<int> CountAsync(int most)
    {
        try
        {
            for (var i = 0; i < most; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }
        finally
        {
            Name = "left";
        }
    }

    public IEnumerable<string> Parts() => _stock.Keys.Order(StringComparer.Ordinal);

    public Dictionary<string, int> Stock() => _stock;

    public PropertyChangedEventArgs? LastChange { get; private set; }

    public void Raise(string property) => Changed?.Invoke(this, LastChange = new PropertyChangedEventArgs(property));

    public string? HearChange(object sender, PropertyChangedEventArgs e) => e.PropertyName;

    public bool TryClose()
    {
        var e = new CancelEventArgs();
        Closing?.Invoke(this, e);
        return !e.Cancel;
    }

    public FileSystemEventArgs Found() => new(WatcherChangeTypes.Created, "/", "x");

    public int[,] Grid => new[,] { { 1, 2 }, { 3, 4 } };

    public void Shut() => Closed?.Invoke(this, EventArgs.Empty);

    public string Hear(object sender, EventArgs e) => ReferenceEquals(e, EventArgs.Empty) ? "empty" : e.GetType().Name;

    public void Tick(int value) => Ticked?.Invoke(value);

    public bool TryFind(string part, out int count) => _stock.TryGetValue(part, out count);

    public bool Take(string part) => _stock.Remove(part);

    public bool Take(string part, out int count) => _stock.Remove(part, out count);

    public static void Swap(ref int a, ref int b) => (a, b) = (b, a);

    public static void Split(string text, out string head, out string tail) => (head, tail) = (text[..1], text[1..]);

    public static void Measure(ref int a, ref int b) => (a, b) = (a * 10, b * 100);

    public static long Walk(int from, out int first, ref int step, out int last, int count = 3)
    {
        (first, last) = (from, from + (step * (count - 1)));
        step++;
        return Enumerable.Range(1, count).Sum(i => (long)i);
    }

    public static long Walk<T>(T from, out T first, ref int step, out int last, int count = 3) where T : struct
    {
        first = from;
        var start = Convert.ToInt32(from, CultureInfo.InvariantCulture);
        return Walk(start, out _, ref step, out last, count);
    }

    public delegate void Halver(string whole, out string first, out string second);

    public static Halver Splitter => Split;

    public static Func<int, int, int> Subtract => (left, right) => left - right;

    public static Func<int, int, int> Swapped => (arg2, arg1) => arg1 - arg2;

    public static Func<string, string> Greet => Hello;

    private static string Hello(string name) => $"hello {name}";

    public static string Describe(int id, string name = "none", params string[] tags) => $"{id} {name} {string.Join(",", tags)}";

    public static string TypeOf<T>(T value) => $"{typeof(T).Name} {value}";

    public static (int Id, string Name) Pair() => (7, "seven");

    public static DayOfWeek Day() => DayOfWeek.Friday;

    public static Length Metres(double metres) => new(metres);

    public IDisposable Lease() => new Leased();

    public IAsyncDisposable AsyncLease() => new AsyncLeased();

    public void Dispose() => Disposed++;

    private sealed class Leased : IDisposable
    {
        public void Dispose() => Disposed++;
    }

    private sealed class AsyncLeased : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            Disposed++;
        }
    }
}

public interface IComponentLike
{
    string? Name { get; set; }
}

/// <summary>A value with operators and a format, which lives on its side.</summary>
public sealed class Length(double metres) : IComparable<Length>, IFormattable, IEnumerable<double>
{
    public double Metres { get; } = metres;

    public static Length operator +(Length a, Length b) => new(a.Metres + b.Metres);

    public static Length operator +(Length a, double b) => new(a.Metres + b);

    public static Length operator +(double a, Length b) => new(a + b.Metres);

    public static Length operator -(Length a) => new(-a.Metres);

    public static Length operator -(double a, Length b) => new(a - b.Metres);

    public static Length operator *(Length a, double b) => new(a.Metres * b);

    public static Length operator ++(Length a) => new(a.Metres + 1);

    public static bool operator <(Length a, Length b) => a.Metres < b.Metres;

    public static bool operator >(Length a, Length b) => a.Metres > b.Metres;

    public static bool operator ==(Length? a, Length? b) => a?.Metres == b?.Metres;

    public static bool operator !=(Length? a, Length? b) => !(a == b);

    public static explicit operator double(Length length) => length.Metres;

    public int CompareTo(Length? other) => Metres.CompareTo(other?.Metres);

    public override bool Equals(object? obj) => obj is Length other && other.Metres == Metres;

    public override int GetHashCode() => Metres.GetHashCode();

    public override string ToString() => ToString(null, null);

    public string ToString(string? format, IFormatProvider? formatProvider) => Metres.ToString(format ?? "0.##", System.Globalization.CultureInfo.InvariantCulture) + " m";

    public IEnumerator<double> GetEnumerator() => Enumerable.Repeat(1.0, (int)Metres).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
