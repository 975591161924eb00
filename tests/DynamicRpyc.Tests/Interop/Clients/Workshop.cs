using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>Methods of every shape that a C# library may have, for Python code to call. Each tells what it was given.</summary>
[Exposed]
[SuppressMessage("Performance", "CA1822", Justification = "They are called on an instance.")]
public sealed partial class Workshop
{
    public const int Answer = 42;

    public static int Made { get; set; }

    public string this[int index] => $"item {index}";

    public int? Limit { get; set; } = 5;

    public BigInteger Huge { get; set; }

    public DateTime Opened { get; set; }

    // Defaults, params, names.
    public string Defaults(int first, string second = "two", double third = 3.5, DayOfWeek day = DayOfWeek.Friday) =>
        string.Create(CultureInfo.InvariantCulture, $"{first} {second} {third} {day}");

    public string Rest(string first, params int[] rest) => $"{first}:{string.Join(",", rest)}";

    public string Anything(params object?[] items) => string.Join("|", items.Select(item => item ?? "null"));

    // Overloads.
    public string Kind(int value) => $"Int32 {value}";

    public string Kind(long value) => $"Int64 {value}";

    public string Kind(double value) => string.Create(CultureInfo.InvariantCulture, $"Double {value}");

    public string Kind(bool value) => $"Boolean {value}";

    public string Kind(string value) => $"String {value}";

    public string Kind(byte[] value) => $"Byte[] {value.Length}";

    public string Kind(BigInteger value) => $"BigInteger {value}";

    public string Kind(IEnumerable<object> value) => $"IEnumerable {value.Count()}";

    public string Kind(IDictionary<string, object> value) => $"IDictionary {value.Count}";

    public string Kind(Action value) => "Action";

    public string Kind(DateTime value) => $"DateTime {value:s}";

    public string Kind(TimeSpan value) => $"TimeSpan {value}";

    public string Kind(decimal value) => $"Decimal {value.ToString(CultureInfo.InvariantCulture)}";

    public string Kind(Guid value) => $"Guid {value}";

    public string Tie(string first, object second) => $"string, object: {first} {second}";

    public string Tie(object first, string second) => $"object, string: {first} {second}";

    // Out and ref.
    public bool TryHalve(int value, out int half)
    {
        half = value / 2;
        return value % 2 == 0;
    }

    public void Split(string text, out string head, out string tail) => (head, tail) = (text[..1], text[1..]);

    public int Bump(ref int counter, int by = 1) => counter += by;

    // Generics.
    public string NameOf<T>() => typeof(T).Name;

    public string Twin<T>(T value) => $"{typeof(T).Name} {value}";

    public string Map<TKey, TValue>(TKey key, TValue value) => $"{typeof(TKey).Name}->{typeof(TValue).Name}";

    // Delegates.
    public int Call(Func<int, int> function) => function(20);

    public string CallPredicate(Predicate<string> function) => function("x") ? "yes" : "no";

    public string CallComparison(Comparison<int> function) => $"{Math.Sign(function(1, 2))}";

    public double CallConverter(Converter<string, double> function) => function("1.5");

    public string CallMany(Func<int, string, double, bool, object?> function) => $"{function(1, "two", 3.0, true)}";

    public string CallHandler(EventHandler handler)
    {
        handler(this, EventArgs.Empty);
        return "called";
    }

    public string CallRef(RefCallback callback)
    {
        var value = 1;
        callback(ref value);
        return $"{value}";
    }

    public Func<int, int, int> Adder() => static (left, right) => left + right;

    public string? Recorded { get; private set; }

    public Action<string> Recorder() => text => Recorded = text;

    // Collections.
    public string TakeList(List<int> items) => $"List {string.Join(",", items)}";

    public string TakeArray(int[] items) => $"Array {string.Join(",", items)}";

    public string TakeStrings(string[] items) => $"Strings {string.Join(",", items)}";

    public string TakeEnumerable(IEnumerable<int> items) => $"Enumerable {string.Join(",", items)}";

    public string TakeReadOnly(IReadOnlyList<double> items) => $"ReadOnly {string.Join(",", items.Select(item => item.ToString(CultureInfo.InvariantCulture)))}";

    public string TakeSet(HashSet<string> items) => $"Set {string.Join(",", items.Order(StringComparer.Ordinal))}";

    public string TakeISet(ISet<int> items) => $"ISet {string.Join(",", items.Order())}";

    public string TakeMap(IDictionary<string, int> map) => $"Map {string.Join(",", map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"))}";

    public string TakeDictionary(Dictionary<string, List<int>> map) => $"Dictionary {string.Join(";", map.Select(pair => $"{pair.Key}={string.Join(",", pair.Value)}"))}";

    public string TakeTable(double[][] rows) => $"Table {string.Join(";", rows.Select(row => string.Join(",", row.Select(cell => cell.ToString(CultureInfo.InvariantCulture)))))}";

    public string TakePairs(IEnumerable<(string Name, int Age)> pairs) => $"Pairs {string.Join(",", pairs.Select(pair => $"{pair.Name}:{pair.Age}"))}";

    public string TakeDates(IReadOnlyList<DateTime> dates) => $"Dates {string.Join(",", dates.Select(date => date.ToString("s", CultureInfo.InvariantCulture)))}";

    public int TakeFirst(IEnumerable<int> items) => items.First();

    // Nullables, numbers, enums.
    public string Nullable(int? value) => value is { } number ? $"{number}" : "nothing";

    public string NullableDate(DateTime? value) => value is { } date ? $"{date:s}" : "nothing";

    public string Text(string? value) => value ?? "nothing";

    public BigInteger Square(BigInteger value) => value * value;

    public string Narrow(byte value) => $"{value}";

    public string Single(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    public string Letter(char value) => $"{value}";

    public string Day(DayOfWeek day) => $"{day}";

    public string Access(FileAccess access) => $"{access}";

    // Python's date and number types.
    public string Moment(DateTime value) => $"{value:O} {value.Kind}";

    public string Offset(DateTimeOffset value) => $"{value:O}";

    public string Date(DateOnly value) => $"{value:O}";

    public string Time(TimeOnly value) => $"{value:O}";

    public string Span(TimeSpan value) => $"{value:c}";

    public string Money(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    public string Id(Guid value) => $"{value}";

    public object[] Kin() =>
    [
        new DateTime(2024, 2, 29, 12, 30, 15).AddTicks(1234560), new DateTime(2024, 2, 29, 12, 30, 15, DateTimeKind.Utc),
        new DateTimeOffset(2024, 2, 29, 12, 30, 15, TimeSpan.FromMinutes(330)), new DateOnly(2024, 2, 29), new TimeOnly(12, 30, 15),
        new TimeSpan(-1, 2, 3, 4, 5), 1.10m, new Guid("00112233-4455-6677-8899-aabbccddeeff"),
    ];

    // Errors.
    public void Fail(string kind) => throw (kind switch
    {
        "key" => new KeyNotFoundException("no key"),
        "file" => new FileNotFoundException("no file", "/no/file"),
        "argument" => new ArgumentException("bad"),
        "zero" => new DivideByZeroException("zero"),
        "timeout" => new TimeoutException("late"),
        _ => (Exception)new InvalidOperationException("state"),
    });

    // Arrays to read and write, whole and in parts.
    public List<int> Numbers(int count) => [.. Enumerable.Range(0, count)];

    public int[] Row(int count) => [.. Enumerable.Range(0, count)];

    public double[,] Matrix() => new[,] { { 1.0, 2, 3 }, { 4, 5, 6 } };

    public Dictionary<string, int> Ages() => new() { ["Ada"] = 36, ["Grace"] = 85 };

    public IEnumerable<int> CountUp(int count)
    {
        for (var i = 0; i < count; i++)
            yield return i;
    }

    public IEnumerable<Reading> Readings() => [new("a", 1.5, new DateTime(2024, 1, 1)), new("b", 2.5, new DateTime(2024, 1, 2))];

    public Array Data(string type) => type switch
    {
        "bool" => new[] { true, false },
        "sbyte" => new sbyte[] { -1, 2 },
        "int16" => new short[] { -1, 2 },
        "uint16" => new ushort[] { 1, 65535 },
        "int32" => new[] { -1, 2 },
        "uint32" => new[] { 1u, uint.MaxValue },
        "int64" => new[] { -1L, long.MaxValue },
        "uint64" => new[] { 1ul, ulong.MaxValue },
        "half" => new[] { (Half)0.5, (Half)2 },
        "float" => new[] { 0.5f, 2f },
        "double" => new[] { 0.5, double.NaN },
        "complex" => new[] { new Complex(1, 2), new Complex(0, -1) },
        "string" => new[] { "one", "three" },
        "date" => new[] { new DateTime(2024, 2, 29, 12, 0, 0), new DateTime(1, 1, 1) },
        "span" => new[] { TimeSpan.FromSeconds(1.5), TimeSpan.FromDays(-1) },
        "cube" => new float[2, 3, 4],
        "jagged" => new[] { new[] { 1, 2 }, new[] { 3, 4 } },
        _ => new[] { FileAccess.Read, FileAccess.Write },
    };

    public Ref Reference() => new();

    public delegate void RefCallback(ref int value);

    /// <summary>A nested type with a nested enum.</summary>
    [Exposed]
    public sealed class Ref
    {
        public static string Greeting => "nested";

        public enum Colour
        {
            Red = 1,
            Green = 2,
        }
    }
}

/// <summary>A row of data, as a data frame would have it.</summary>
[Exposed]
public sealed record Reading(string Name, double Value, DateTime At);

/// <summary>Extension methods of this namespace.</summary>
public static class WorkshopExtensions
{
    public static string Describe(this Workshop shop, string how = "plain") => $"{how} workshop {shop[1]}";

    public static T Second<T>(this IEnumerable<T> items) => items.Skip(1).First();

    public static string Tag(this Reading reading) => $"#{reading.Name}";
}

/// <summary>The same workshop for clients that may use what is exposed and nothing else.</summary>
public sealed class WorkshopService : Service
{
    [Exposed("shop")]
    public Workshop Shop { get; } = new();

    [Exposed("bell")]
    public Bell Bell() => new();

    [Exposed("door")]
    public Door Door() => new();

    [Exposed("vector")]
    public Vector Vector(double x, double y) => new(x, y);
}
