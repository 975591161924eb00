using System.Diagnostics.CodeAnalysis;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Tests.Invocation;

/// <summary>Short forms for the tests: a call with positional arguments, as the dispatcher makes it.</summary>
internal static class On
{
    internal static object? Call(object target, string name, params object?[] values) => ClrOperations.CallMember(target, name, new CallArguments(values));

    internal static object? CallNamed(object target, string name, object?[] values, params string[] names) =>
        ClrOperations.CallMember(target, name, new CallArguments(values, names));

    internal static object? Invoke(object target, params object?[] values) => ClrOperations.Call(target, new CallArguments(values));

    internal static object? Get(object target, string name) => ClrOperations.GetMember(target, name);
}

/// <summary>A netref as Invocation sees one: it can become the types that it was made with.</summary>
internal sealed class FakeRemote(params object[] conversions) : IRemoteObject
{
    public string RemoteTypeName => "builtins.thing";

    public bool IsRemoteType => false;

    internal int Conversions { get; private set; }

    public bool CanConvertTo(Type type) => Array.Exists(conversions, type.IsInstanceOfType);

    public object ConvertTo(Type type)
    {
        Conversions++;
        return Array.Find(conversions, type.IsInstanceOfType) ?? throw new InvalidCastException();
    }
}

public enum Colour : byte
{
    Red = 1,
    Green = 2,
    Blue = 4,
}

[SuppressMessage("Performance", "CA1822", Justification = "They are called on an instance.")]
public class Methods
{
    public int Calls { get; private set; }

    public int Add(int a, int b) => a + b;

    public string Kind(int value) => "int";

    public string Kind(long value) => "long";

    public string Kind(double value) => "double";

    public string Kind(string value) => "string";

    public string Kind(object? value) => "object";

    public string Narrow(byte value) => "byte";

    public string Narrow(decimal value) => "decimal";

    public string Optional(int a, int b = 2, string c = "c", Colour d = Colour.Blue, CancellationToken e = default, DateTime? f = null) => $"{a} {b} {c} {d} {f is null}";

    public string Params(string first, params int[] rest) => $"{first}:{string.Join(",", rest)}";

    public bool TryParse(string text, out int value) => int.TryParse(text, out value);

    public void Swap(ref int a, ref int b) => (a, b) = (b, a);

    public int ByIn(in int a) => a;

    public string Spans(ReadOnlySpan<char> text) => "span";

    public string Spans(int number) => "int";

    public string OnlySpan(Span<byte> bytes) => "span";

    public string Tie(IFirst first) => "first";

    public string Tie(ISecond second) => "second";

    public string Specific(IEnumerable<char> text) => "chars";

    public string Specific(object text) => "object";

    public T Echo<T>(T value) => value;

    public string TypeName<T>() => typeof(T).Name;

    public string Both(int a) => "plain";

    public string Both<T>(T a) => typeof(T).Name;

    public T First<T>(IEnumerable<T> items) => items.First();

    public TResult Map<T, TResult>(T value, Func<T, TResult> map) => map(value);

    public T Constrained<T>(T value) where T : struct => value;

    public int Sum(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j) => a + b + c + d + e + f + g + h + i + j;

    public static string Shared(int value) => $"shared {value}";

    public void Count() => Calls++;

    public void Throw() => throw new InvalidOperationException("from user code");

    public object? Nothing() => null;
}

public interface IFirst;

public interface ISecond;

public sealed class FirstAndSecond : IFirst, ISecond;

public class Members
{
    public const int Answer = 42;
    public static readonly string Fixed = "fixed";
    public static int Counter;
    public readonly int ReadOnlyField = 1;
    public int Field = 7;
    private int _secret = 3;

    public event EventHandler? Changed;

    public event Action<int>? Ticked;

    public static event Action? StaticEvent;

    public int Number { get; set; }

    public int OnlyGet => 5;

    public int OnlySet
    {
        set => _secret = value;
    }

    public int PrivateSet { get; private set; } = 9;

    public string InitOnly { get; init; } = "init";

    public Colour Colour { get; set; }

    public double? Maybe { get; set; }

    public Func<int, int>? Callback { get; set; }

    public Span<byte> Bytes => default;

    internal int InternalThing { get; set; }

    protected int ProtectedThing { get; set; }

    public int Secret() => _secret;

    public void Raise() => Changed?.Invoke(this, EventArgs.Empty);

    public void Tick(int value) => Ticked?.Invoke(value);

    public static void RaiseStatic() => StaticEvent?.Invoke();

    private int PrivateMethod() => _secret;

    public class Nested
    {
        public int Value { get; } = PrivateUse(new Members());

        private static int PrivateUse(Members members) => members.PrivateMethod();
    }

    public class Nested<T>;
}

internal sealed class ModuleLike : ICustomMembers
{
    public IEnumerable<string> MemberNames => ["path", "join"];

    public string Description => "a module of a test";

    public bool TryGetMember(string name, out object? value)
    {
        value = name switch
        {
            "path" => "/tmp",
            "join" => (Func<string, string, string>)((left, right) => left + right),
            _ => null,
        };
        return value is not null;
    }
}

public readonly record struct Money(decimal Amount) : IComparable<Money>
{
    public static Money operator +(Money left, Money right) => new(left.Amount + right.Amount);

    public static Money operator *(Money left, int factor) => new(left.Amount * factor);

    public static Money operator *(int factor, Money right) => new(right.Amount * factor);

    public static Money operator -(Money value) => new(-value.Amount);

    public static bool operator true(Money value) => value.Amount != 0;

    public static bool operator false(Money value) => value.Amount == 0;

    public static implicit operator Money(decimal amount) => new(amount);

    public static implicit operator decimal(Money money) => money.Amount;

    public int CompareTo(Money other) => Amount.CompareTo(other.Amount);

    public override string ToString() => $"{Amount} coins";
}
