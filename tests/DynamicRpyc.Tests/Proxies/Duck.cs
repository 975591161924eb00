using System.Collections;
using System.Numerics;

namespace DynamicRpyc.Tests.Proxies;

/// <summary>What the suite's interfaces are laid over: here as a local object and, lent by <see cref="DuckService"/>, as a remote one. <c>duck_server.py</c> has the same in Python.</summary>
public class Duck : IEnumerable<int>, IDisposable
{
    private readonly Dictionary<object, string> _items = new() { [1] = "one", ["k"] = "value" };
    private string _remembered = "";
    private List<Duck>? _kept;

    public event EventHandler<string>? Changed;

    public event Action<Duck>? Found;

    public string Name { get; set; } = "Ada";

    public int Age => 36;

    public string Text => "42";

    public int Number => 1;

    public string Word => "Two";

    public Dictionary<string, object> Nested { get; } = new() { ["Key"] = "inner", ["Count"] = 3 };

    public DateTime? Nothing => null;

    public string Note
    {
        set => _remembered = value;
    }

    public Func<int, int> Doubler { get; } = static value => value * 2;

    public bool IsDisposed { get; private set; }

    public Duck Child => new() { Name = "Child" };

    public List<Duck> Children => [new() { Name = "A" }, new() { Name = "B" }];

    public Duck[] ChildArray => [.. Children];

    public List<Duck> ChildList => Children;

    public Dictionary<string, Duck> ByName => Children.ToDictionary(child => child.Name);

    public int größe_in_µm => 12;

    public string http_server2 => "served";

    public Duck next_one => new() { Name = "Next" };

    public List<Duck> all_of_them => [next_one, next_one];

    private string Hidden => "private";

    public string this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }

    public string this[string key]
    {
        get => _items[key];
        set => _items[key] = value;
    }

    public void Remember(string text) => _remembered = text;

    public string Recall() => _remembered + Hidden[..0] + HiddenMethod()[..0];

    public int Add(int a, int b) => a + b;

    public void Fail(string key) => throw new KeyNotFoundException(key);

    public string Kind(int value) => "int";

    public string Kind(object value) => "object";

    public string Kind(string value) => "string";

    public string KindOfDynamic(int value) => "int";

    public string KindOfDynamic(string value) => "string";

    public string Join(string separator, params object[] parts) => string.Join(separator, parts);

    public string Optional(int a, int b = 2, int c = 3) => $"{a},{b},{c}";

    public string OptionalHere(int a, int b, int c) => $"{a},{b},{c}";

    public bool TryParse(string text, out int value) => int.TryParse(text, out value);

    public void Swap(ref int a, ref int b) => (a, b) = (b, a);

    public bool TryEcho<T>(T value, out T copy)
    {
        copy = value;
        return true;
    }

    public T Echo<T>(T value) => value;

    public string TypeName<T>() where T : struct => typeof(T).Name;

    public string Find(int key) => $"item {key}";

    public Duck Find(string name) => new() { Name = name };

    public T? Maybe<T>(T? value) where T : struct => value;

    public void Raise(string text) => Changed?.Invoke(this, text);

    public string Value() => "7";

    public string get_time() => "noon";

    public async Task WaitAsync() => await Task.Yield();

    public async Task<int> AddAsync(int a, int b)
    {
        await Task.Yield();
        return a + b;
    }

    public async ValueTask<int> TwiceAsync(int value)
    {
        await Task.Yield();
        return 2 * value;
    }

    public ValueTask PauseAsync() => ValueTask.CompletedTask;

    public async IAsyncEnumerable<int> CountAsync(int count)
    {
        for (var i = 1; i <= count; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    public Task<string> Soon => AddAsync(1, 2).ContinueWith(static sum => $"soon {sum.Result}", TaskScheduler.Default);

    public Task<Duck> ChildAsync() => Task.FromResult(Child);

    public async Task<int> HangAsync()
    {
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    public Task<int> Hang() => HangAsync();

    public async Task<T> HangFor<T>(T value)
    {
        await HangAsync();
        return value;
    }

    public async Task<int> LateAsync(CancellationToken token, int value)
    {
        await Task.Yield();
        token.ThrowIfCancellationRequested();
        return value;
    }

    public async Task<List<int>> NumbersAsync()
    {
        await Task.Yield();
        return [1, 2, 3];
    }

    public Task<Dictionary<string, int>> TableAsync() => Task.FromResult(new Dictionary<string, int> { ["a"] = 1 });

    public Task<List<Duck>> FamilyAsync() => Task.FromResult(Children);

    public Task<(Duck, int)> PairAsync() => Task.FromResult(Pair());

    public (Duck, int) Pair() => (Child, 3);

    public BigInteger Big => BigInteger.Pow(2, 70);

    public List<Duck> Kept => _kept ??= Children;

    public string Follower => "Next";

    public Duck? Friend { get; set; }

    public bool IsSelf(Duck other) => ReferenceEquals(this, other);

    public int Visit(Func<Duck, int> visitor) => visitor(Child);

    public void Show() => Found?.Invoke(Child);

    public Task FailAsync(string key) => Task.FromException(new KeyNotFoundException(key));

    public int CallBack(Func<int, int> function, int value) => function(value);

    public void Work(int steps, IProgress<int> progress)
    {
        for (var i = 1; i <= steps; i++)
            progress.Report(i);
    }

    public IEnumerator<int> GetEnumerator() => Enumerable.Range(1, 4).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        IsDisposed = true;
        GC.SuppressFinalize(this);
    }

    private static string HiddenMethod() => "private";
}

/// <summary>Has little of what the interfaces ask for.</summary>
public sealed class Bare
{
    public string Name => "bare";
}

/// <summary>Lends ducks, and tells what came back.</summary>
public sealed class DuckService : Service
{
    private object? _made;

    public Duck Make() => (Duck)(_made = new Duck());

    public Bare MakeBare() => new();

    public object MakePlain() => new { Changed = 3 };

    public object MakeExplicit() => new Explicit();

    public List<int> Numbers() => [1, 2, 3];

    public Dictionary<string, int> Table() => new() { ["a"] = 1 };

    public Func<int, int, int> Adder() => static (a, b) => a + b;

    public bool IsOriginal(object value) => ReferenceEquals(value, _made);

    public bool IsFirstOriginal(PyTuple values) => IsOriginal(values[0]!);

    public string NameOf(dynamic value) => value.Name;

    public string KindOf(object value) => value.GetType().Name;

    public bool IsDisposed => ((Duck)_made!).IsDisposed;
}

/// <summary>Has its members by their interface alone.</summary>
public sealed class Explicit : IBase
{
    string IBase.Name => "explicit";

    string IBase.Value() => "7";
}
