using System.Diagnostics.CodeAnalysis;

namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>What docs/python-spelling.md calls <c>nr</c>: one member for each row.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "They are called on an instance.")]
public sealed class Spelled
{
    public event EventHandler? Changed;

    public string Name<T>(T value) => $"{typeof(T).Name} {value}";

    /// <summary>Looks the key up.</summary>
    public bool TryGet(string key, out int value) => (value = key.Length) > 0;

    public void Split(string text, out string head, out string tail) => (head, tail) = (text[..1], text[1..]);

    public int Make(int @class) => @class;

    public string Choose(string first, object second) => $"string, object: {first} {second}";

    public string Choose(object first, string second) => $"object, string: {first} {second}";

    public string Parse<T>(string text) => $"{typeof(T).Name} of a text {text}";

    public string Parse<T>(object value) => $"{typeof(T).Name} of an object {value}";

    public async Task<int> DoAsync()
    {
        await Task.Yield();
        return 5;
    }

    public void Change() => Changed?.Invoke(this, EventArgs.Empty);

    public int Call(Func<int, int> function) => function(1);

    public object? CallAny(Delegate function) => function.DynamicInvoke(1);

    public Named Record() => new("Ada", 36);

    public TextReader Reader() => new StringReader("one\ntwo");

    public byte[] Bytes() => [1, 2];

    public double Grid(double[,] cells) => cells.Cast<double>().Sum();

    public IEnumerable<(string Name, double Value)> Rows() => [("a", 1.5)];

    public Func<int, int, int> Adder() => static (left, right) => left + right;
}

/// <summary>What deconstructs.</summary>
public sealed record Named(string Name, int Value);
