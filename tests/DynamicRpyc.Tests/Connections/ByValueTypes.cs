namespace DynamicRpyc.Tests.Connections;

/// <summary>Types that the tests send by value, and some that they must not.</summary>
public enum Colour : byte
{
    Red = 1,
    Green = 200,
}

[Flags]
public enum Wide : ulong
{
    None = 0,
    Highest = 1UL << 63,
}

[ByValue]
public sealed record Point(int X, double Y);

[ByValue]
public readonly record struct Money(decimal Amount, string Currency);

[ByValue]
public record Shape(string Name);

[ByValue]
public sealed record Circle(string Name, float Radius) : Shape(Name);

/// <summary>Derives from a marked type, and bears no mark of its own.</summary>
public sealed record Secret(string Name) : Shape(Name);

[ByValue]
public sealed record Page<T>(T[] Items, int Next);

[ByValue]
public sealed class Order
{
    public Guid Id { get; set; }

    public DateTime Placed { get; set; }

    public DateTimeOffset Due { get; set; }

    public DateOnly Day { get; set; }

    public TimeOnly Time { get; set; }

    public TimeSpan Span { get; set; }

    public Int128 Huge { get; set; }

    public Half? Small { get; set; }

    public Colour Colour { get; set; }

    public Uri? Site { get; set; }

    public byte[] Bytes { get; set; } = [];

    public List<Point> Points { get; set; } = [];

    public Dictionary<string, Money[]> Prices { get; set; } = [];

    public (int A, string B) Pair { get; set; }

    public Shape? Shape { get; set; }

    public Order? Next { get; set; }
}

/// <summary>A marked type with a member whose type is not marked.</summary>
[ByValue]
public sealed class Leaky
{
    public Plain? Inner { get; set; }
}

[ByValue]
public sealed class Picky
{
    public Picky(int size) => Size = size >= 0 ? size : throw new ArgumentException("negative");

    public int Size { get; }
}

/// <summary>Bears no mark, and no method that returns it does.</summary>
public sealed class Plain
{
    public int Number { get; set; } = 7;
}

/// <summary>Bears no mark; marked methods return it.</summary>
public sealed class Report
{
    public string? Title { get; set; }

    public List<int> Lines { get; set; } = [];
}

public interface IReports
{
    [return: ByValue]
    Report ByContract();
}

/// <summary>Offers everything that the tests need.</summary>
[Exposed]
public sealed class EchoService : Service, IReports
{
    internal object? Last { get; private set; }

    public object? Echo(object? value)
    {
        Last = value;
        return value;
    }

    public string Describe(object? value) => $"{value?.GetType().Name} {value}";

    public long Add(long left, long right) => left + right;

    public string Join(string[] parts) => string.Join('+', parts);

    public string Name(Type type) => type.Name;

    public Plain MakePlain() => new();

    public Secret MakeSecret() => new("s");

    public Leaky MakeLeaky() => new() { Inner = new Plain() };

    [return: ByValue]
    public Report MakeReport() => new() { Title = "t", Lines = [1, 2] };

    [return: ByValue]
    public async Task<Report> MakeReportLater()
    {
        await Task.Yield();
        return new Report { Title = "later" };
    }

    [return: ByValue]
    public IEnumerable<Point> MakePoints()
    {
        yield return new Point(1, 2);
        yield return new Point(3, 4);
    }

    [return: ByValue]
    public List<int> MakeList() => [1, 2, 3];

    [return: ByValue]
    public string? MakeNothing() => null;

    public List<int> MakeRemoteList() => [1, 2, 3];

    public Report ByContract() => new() { Title = "contract" };

    public object Twice(Func<object, object> callback, object value) => callback(callback(value));
}
