namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>User-defined operators, equality, order and an indexer.</summary>
[Exposed]
public sealed class Vector(double x, double y) : IEquatable<Vector>, IComparable<Vector>
{
    public double X { get; } = x;

    public double Y { get; } = y;

    public double Length => Math.Sqrt((X * X) + (Y * Y));

    public double this[string axis] => axis switch
    {
        "x" => X,
        "y" => Y,
        _ => throw new KeyNotFoundException($"A vector has no axis {axis}."),
    };

    public static Vector Zero { get; } = new(0, 0);

    public static Vector operator +(Vector left, Vector right) => new(left.X + right.X, left.Y + right.Y);

    public static Vector operator -(Vector left, Vector right) => new(left.X - right.X, left.Y - right.Y);

    public static Vector operator *(Vector left, double factor) => new(left.X * factor, left.Y * factor);

    public static Vector operator *(double factor, Vector right) => right * factor;

    public static Vector operator -(Vector value) => new(-value.X, -value.Y);

    public static bool operator ==(Vector left, Vector right) => left.Equals(right);

    public static bool operator !=(Vector left, Vector right) => !left.Equals(right);

    public static bool operator <(Vector left, Vector right) => left.CompareTo(right) < 0;

    public static bool operator >(Vector left, Vector right) => left.CompareTo(right) > 0;

    public static bool operator <=(Vector left, Vector right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Vector left, Vector right) => left.CompareTo(right) >= 0;

    public static bool operator true(Vector value) => value.Length != 0;

    public static bool operator false(Vector value) => value.Length == 0;

    public Vector Scale(double factor) => this * factor;

    public int CompareTo(Vector? other) => Length.CompareTo(other?.Length ?? 0);

    public bool Equals(Vector? other) => other is not null && other.X.Equals(X) && other.Y.Equals(Y);

    public override bool Equals(object? obj) => Equals(obj as Vector);

    public override int GetHashCode() => (int)((X * 31) + Y);

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"<{X}, {Y}>");
}

/// <summary>An indexer of two arguments that is read and written.</summary>
[Exposed]
public sealed class Grid
{
    private readonly Dictionary<(int, int), string> _cells = [];

    public string this[int row, int column]
    {
        get => _cells.GetValueOrDefault((row, column), "empty");
        set => _cells[(row, column)] = value;
    }
}

/// <summary>Disposable, and tells whether it was disposed.</summary>
[Exposed]
public sealed class Door : IDisposable
{
    public bool IsOpen { get; private set; } = true;

    public void Dispose() => IsOpen = false;
}

/// <summary>Events of two delegate types.</summary>
[Exposed]
public sealed class Bell
{
    public event EventHandler? Rung;

    public event Action<int>? Ticked;

    public bool HasListeners => Rung is not null || Ticked is not null;

    public void Ring() => Rung?.Invoke(this, EventArgs.Empty);

    public void Tick(int value) => Ticked?.Invoke(value);
}
