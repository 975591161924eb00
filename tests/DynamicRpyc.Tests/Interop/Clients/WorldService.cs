using System.Diagnostics.CodeAnalysis;

namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>A C# service with one member for each thing that a Python client can do with C# objects. Under RPyC's default settings: only what is exposed can be used.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "They are called on an instance.")]
public sealed class WorldService : Service
{
    private readonly Vector _same = new(1, 1);
    private Connection? _connection;
    private Delegate? _kept;

    public override void OnConnect(Connection connection) => _connection = connection;

    [Exposed("title")]
    public string Title { get; set; } = "world";

    public string Hidden => "not for peers";

    [Exposed("lent")]
    public int Lent => _connection!.Core.Lent.Count;

    public object? exposed_echo(object? value) => value;

    public string exposed_kind(int value) => $"int {value}";

    public string exposed_kind(string value) => $"string {value}";

    public string exposed_kind(double value) => $"double {value.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    public string exposed_kind(Vector value) => $"vector {value}";

    public string exposed_kind(Func<int, int> value) => $"function {value(1)}";

    public string exposed_kind(List<int> value) => $"list {value.Count}";

    public string exposed_named(int a, string b = "b", double c = 0.5) => $"{a} {b} {c.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    public string exposed_rest(string first, params int[] rest) => $"{first}:{string.Join(",", rest)}";

    public byte exposed_narrow(byte value) => value;

    public Vector exposed_vector(double x, double y) => new(x, y);

    public Type exposed_vector_type() => typeof(Vector);

    public Vector exposed_same() => _same;

    public bool exposed_is_same(object value) => ReferenceEquals(value, _same);

    public Grid exposed_grid() => new();

    public Door exposed_door() => new();

    public Bell exposed_bell() => new();

    public List<int> exposed_list(int count) => [.. Enumerable.Range(0, count)];

    public string[] exposed_words() => ["zero", "one", "two", "three"];

    public Dictionary<string, int> exposed_ages() => new() { ["Ada"] = 36, ["Grace"] = 85 };

    public (int, string) exposed_tuple() => (1, "one");

    public IEnumerable<int> exposed_count_up(int count, bool fail = false)
    {
        for (var i = 0; i < count; i++)
            yield return i;
        if (fail)
            throw new KeyNotFoundException("at the end");
    }

    public FileAccess exposed_access(string name) => Enum.Parse<FileAccess>(name);

    public decimal exposed_decimal(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    public DateTime exposed_date(int year, int month, int day) => new(year, month, day);

    public Guid exposed_guid() => Guid.Empty;

    public int exposed_apply(Func<int, int> function, int value) => function(value);

    public string exposed_apply_untyped(Func<object?, object?, object?> function, object? a, object? b) => $"{function(a, b)}";

    public List<string> exposed_sort(List<string> words, Comparison<string> compare)
    {
        words.Sort(compare);
        return words;
    }

    public int exposed_sum(IEnumerable<int> items) => items.Sum();

    public string exposed_join(string[] words) => string.Join("-", words);

    public double exposed_total(List<double> items) => items.Sum();

    public int exposed_look_up(Dictionary<string, int> map, string key) => map[key];

    public string exposed_dynamic(dynamic thing) => $"{thing.name} {thing.twice(21)} {thing["key"]}";

    public Func<int, int> exposed_adder(int amount) => value => value + amount;

    public async Task<int> exposed_later(int value)
    {
        await Task.Yield();
        return value;
    }

    public async Task exposed_fail_later()
    {
        await Task.Yield();
        throw new KeyNotFoundException("later");
    }

    public ValueTask<string> exposed_value_task() => ValueTask.FromResult("value");

    public void exposed_keep(Action<int> function) => _kept = function;

    /// <summary>Calls the kept function from a thread of this process that the client does not wait for.</summary>
    public void exposed_call_kept_from_elsewhere(int value) => new Thread(() => ((Action<int>)_kept!)(value)) { IsBackground = true }.Start();

    public object? exposed_attempt(Func<object?> function)
    {
        try
        {
            return function();
        }
        catch (Exception e)
        {
            return new PyTuple(e.GetType().FullName, e.Message, Rpyc.RemoteInfo(e)?.TypeName);
        }
    }

    public void exposed_throw(string kind) => throw (kind switch
    {
        "key" => new KeyNotFoundException("no such key"),
        "argument" => new ArgumentException("no good", nameof(kind)),
        "file" => new FileNotFoundException("not there", "/no/file"),
        "member" => new MissingMemberException("no member"),
        "zero" => new DivideByZeroException("by zero"),
        "index" => new IndexOutOfRangeException("too far"),
        "cast" => new InvalidCastException("a mismatch"),
        "denied" => new UnauthorizedAccessException("not yours"),
        "timeout" => new TimeoutException("too late"),
        "state" => (Exception)new InvalidOperationException("not now"),
        _ => new WorldException(kind) { Code = 7 },
    });
}

/// <summary>An exception that Python has no class for.</summary>
public sealed class WorldException(string message) : Exception(message)
{
    public int Code { get; init; }
}
