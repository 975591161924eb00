namespace DynamicRpyc.Tests.Connections;

/// <summary>The service at the end of a chain of C# processes: something for each thing that can be done with an object two connections away.</summary>
public sealed class ChainWorld : Service
{
    private readonly Gauge _same = new() { Level = 1 };

    [Exposed]
    public object Same => _same;

    [Exposed]
    public object Make(int level) => new Gauge { Level = level };

    [Exposed]
    public object? Echo(object? value) => value;

    [Exposed]
    public string Named(int a, string b = "b", int c = 3) => $"{a} {b} {c}";

    [Exposed]
    public IEnumerable<int> Count(int to) => Enumerable.Range(0, to);

    [Exposed]
    public object? Call(Func<object?, object?> function, object? value) => function(value);

    [Exposed]
    public int Recurse(Func<object?, object?> function, int depth) => depth == 0 ? 0 : Convert.ToInt32(function(depth - 1)) + 1;

    [Exposed]
    public void Fail(string text) => throw new InvalidDataException(text);

    [Exposed]
    public Type Kind => typeof(Gauge);
}

/// <summary>Travels by reference.</summary>
[Exposed]
public sealed class Gauge : IDisposable, IComparable<Gauge>
{
    public int Level { get; set; }

    public bool IsDisposed { get; private set; }

    public event Action<int>? Raised;

    public int this[int index] => Level + index;

    public static Gauge operator +(Gauge left, int right) => new() { Level = left.Level + right };

    public void Raise() => Raised?.Invoke(++Level);

    public void Dispose() => IsDisposed = true;

    public int CompareTo(Gauge? other) => Level.CompareTo(other?.Level ?? 0);

    public override string ToString() => $"gauge at {Level}";

    public override bool Equals(object? obj) => obj is Gauge other && other.Level == Level;

    public override int GetHashCode() => Level;
}
