namespace DynamicRpyc.Tests.Vinegar;

/// <summary>A user's exception of no mapped base.</summary>
public sealed class OwnException(string message, Exception? inner) : Exception(message, inner)
{
    public int Code => 7;

    public DayOfWeek Day => DayOfWeek.Friday;

    public decimal Amount => 1.5m;

    public (int, string) Pair => (1, "a");

    public object Opaque => new();

    public Action Callback => () => { };

    public string Broken => throw new InvalidOperationException("no value");

    // Named to break a Python peer, which sets every attribute it is sent.
    public int args => 5;

    public int __cause__ => 6;
}

/// <summary>A user's exception whose base has a counterpart in Python.</summary>
public sealed class PublicKeyException(string message) : KeyNotFoundException(message);

/// <summary>An exception of which nothing works.</summary>
public sealed class HostileException : Exception
{
    public override string Message => throw new InvalidOperationException("no message");

    public override string ToString() => throw new InvalidOperationException("no text");
}

/// <summary>An exception of which even less works.</summary>
public sealed class TracelessException : Exception
{
    public override string? StackTrace => throw new InvalidOperationException("no trace");

    public override string? Source { get => throw new InvalidOperationException("no source"); set => throw new InvalidOperationException("no source"); }
}
