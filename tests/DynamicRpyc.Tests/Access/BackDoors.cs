using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Dynamic;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Tests.Access;

/// <summary>What a careful owner gives to peers, with back doors left as they are in ordinary code. Every run of a member that no peer was meant to reach is counted.</summary>
[Exposed]
[SuppressMessage("Performance", "CA1822", Justification = "They are called on an instance, over the wire.")]
public sealed class BackDoors : Service
{
    private static int _reached;

    /// <summary>How often a member was run that is not for peers.</summary>
    internal static int Reached => _reached;

    internal static T Reach<T>(T value)
    {
        Interlocked.Increment(ref _reached);
        return value;
    }

    public object Shelf() => new HiddenSpecials();

    public object Grid() => new HiddenCells();

    public object Bag()
    {
        IDictionary<string, object?> bag = new ExpandoObject();
        bag["exposed_open"] = 1;
        bag["secret"] = "hidden";
        return bag;
    }

    public object Counter() => new Derived();

    public object Defaults() => new WithDefaults();

    public object Fleeting() => new Fleeting();

    public object Events() => new Noisy();

    public Task<object> Later() => Task.FromResult<object>(new Secret());

    public (object, int) Pair() => (new Secret(), 1);

    public object Secrets() => new List<object> { new Secret(), typeof(Secret), (Func<object>)(() => new Secret()) };

    public object SecretType() => new Dictionary<string, object> { ["type"] = typeof(Secret) };

    public object Make<T>() where T : new() => new T()!;

    public object Action() => (Action)(() => { });

    public object Price() => 12.5m;

    public object Enumerable() => System.Linq.Enumerable.Range(0, 3).Select(number => new Secret());

    public object Restricted() => Rpyc.Restricted(new Open(), ["Self", "SelfLater", "SelfInATuple", "Value"]);

    public object Throwing() => throw new TellingException(new Secret());

    public string Join(params object[] parts) => string.Join(",", parts);

    public string Optional(int first = 1, int second = 2) => $"{first} {second}";

    public object? Call(Func<object?, object?> function) => function(new Secret());
}

/// <summary>Exposed as a whole; what Python's special names stand for is kept back.</summary>
[Exposed]
public sealed class HiddenSpecials : IDisposable, IEnumerable<int>, IComparable
{
    [NotExposed]
    public int Count => BackDoors.Reach(1);

    [NotExposed]
    public object this[int index] { get => BackDoors.Reach(index); set => BackDoors.Reach(value); }

    [NotExposed]
    public bool Contains(int item) => BackDoors.Reach(true);

    [NotExposed]
    public IEnumerator<int> GetEnumerator() => BackDoors.Reach(Enumerable.Range(0, 3)).GetEnumerator();

    [NotExposed]
    public void Dispose() => BackDoors.Reach(0);

    [NotExposed]
    public override string ToString() => BackDoors.Reach("secret");

    [NotExposed]
    public override int GetHashCode() => BackDoors.Reach(77);

    [NotExposed]
    public override bool Equals(object? obj) => BackDoors.Reach(true);

    [NotExposed]
    public int CompareTo(object? obj) => BackDoors.Reach(0);

    [NotExposed]
    public object Invoke() => BackDoors.Reach(1);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

[Exposed]
public sealed class HiddenCells
{
    [IndexerName("Cell"), NotExposed]
    public int this[int x, int y] => BackDoors.Reach(x + y);
}

public class Base
{
    [Exposed]
    public int Add(int number) => number;

    [Exposed]
    public int Next() => 1;

    public object Inherited() => BackDoors.Reach(1);
}

/// <summary>The names of its base's exposed methods, on methods that are not.</summary>
public sealed class Derived : Base
{
    public object Add(string secret) => BackDoors.Reach(secret);

    public new object Next() => BackDoors.Reach(new Secret());
}

public interface IDefaults
{
    object Unmarked() => BackDoors.Reach(1);

    object ExplicitlyDone();
}

[Exposed]
public interface IMarkedDefaults
{
    int Open() => 1;

    [NotExposed]
    object Kept() => BackDoors.Reach(1);
}

[Exposed]
public sealed class WithDefaults : IDefaults, IMarkedDefaults
{
    public int Own() => 1;

    object IDefaults.ExplicitlyDone() => BackDoors.Reach(1);
}

[Exposed]
public sealed class Fleeting
{
    public static object Shared => 1;

    public sealed class Nested
    {
        public Nested() => BackDoors.Reach(1);
    }
}

public sealed class Noisy
{
    [Exposed]
    public event EventHandler? Changed;

    public event EventHandler? Silent;

    [Exposed]
    public void Raise()
    {
        Changed?.Invoke(this, EventArgs.Empty);
        Silent?.Invoke(this, EventArgs.Empty);
    }

    public object Hidden() => BackDoors.Reach(1);
}

/// <summary>Nothing of it is for peers.</summary>
public sealed class Secret
{
    public static object Current => BackDoors.Reach(1);

    public object Value => BackDoors.Reach(1);

    public object Run() => BackDoors.Reach(1);

    public override string ToString() => "a secret";
}

public sealed class Open
{
    public int Value => 1;

    public object Hidden => BackDoors.Reach(1);

    [Exposed]
    public object Unnamed => BackDoors.Reach(1);

    public Open Self() => this;

    public async Task<Open> SelfLater()
    {
        await Task.Yield();
        return this;
    }

    public (Open, int) SelfInATuple() => (this, 1);
}

/// <summary>An exception that holds an object.</summary>
public sealed class TellingException(Secret secret) : Exception("told")
{
    public object Secret => secret;

    public Type Kind => typeof(Secret);
}
