using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace DynamicRpyc.Tests.Connections;

/// <summary>What the far side of most tests offers. What <see cref="Do"/> does is given by the test, which is in the same process.</summary>
[Exposed]
[SuppressMessage("Performance", "CA1822", Justification = "They are called on an instance, over the wire.")]
public sealed class Probe : Service
{
    public event Action<object?>? Happened;

    public Thing Kept { get; } = new();

    /// <summary>What the names given to <see cref="Do"/> stand for.</summary>
    internal ConcurrentDictionary<string, Func<dynamic, object?>> Bodies { get; } = new();

    public int Add(int a, int b) => a + b;

    public object? Echo(object? value) => value;

    public object? Do(string name, dynamic? argument = null) => Bodies[name](argument!);

    public object? Call(Func<object?, object?> function, object? argument) => function(argument);

    public Thing New() => new();

    public void Throw(string message) => throw new InvalidOperationException(message);

    /// <summary>How deep it went: each level is a request in the other direction than the one before.</summary>
    public int Descend(Func<int, int> other, int levels) => levels == 0 ? 0 : 1 + other(levels - 1);

    internal void Raise(object? value) => Happened?.Invoke(value);
}

/// <summary>An object that travels by reference.</summary>
[Exposed]
public sealed class Thing
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public int Increment() => Interlocked.Increment(ref _count);
}
