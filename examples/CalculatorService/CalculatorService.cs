using DynamicRpyc;

/// <summary>
/// What a client may use is marked: by the attribute, or by RPyC's prefix. Nothing else of the service, nor of the objects that it hands out, can be reached.
/// </summary>
[Aliases("CALCULATOR", "CALC")]
public sealed class CalculatorService : Service
{
    [Exposed("add")]
    public object Add(dynamic a, dynamic b) => a + b;

    [Exposed("sub")]
    public double Subtract(double a, double b) => a - b;

    [Exposed("mul")]
    public double Multiply(double a, double b) => a * b;

    [Exposed("div")]
    public double Divide(double a, double b) => b == 0 ? throw new DivideByZeroException($"{a} cannot be divided by zero.") : a / b;

    // RPyC's way of exposing works as well.
    public object? exposed_echo(object? value) => value;

    [Exposed("default")]
    public PyTuple Default(int a, int b = 2, int c = 3) => new(a, b, c);

    [Exposed("make_list")]
    public List<int> MakeList(int count) => [.. Enumerable.Range(0, count)];

    [Exposed("generate")]
    public IEnumerable<int> Squares(int count)
    {
        for (var number = 0; number < count; number++)
            yield return number * number;
    }

    /// <summary>Calls a function of the client.</summary>
    [Exposed("call_back")]
    public object? CallBack(Func<object?, object?> function, object? value) => function(value);

    [Exposed("raise_key_error")]
    public void RaiseKeyError(string key = "missing") => throw new KeyNotFoundException(key);

    /// <summary>Answers when the time has passed, and holds up nobody meanwhile.</summary>
    [Exposed("sleep")]
    public async Task<double> SleepAsync(double seconds)
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        return seconds;
    }

    [Exposed("counter")]
    public Counter Counter(int start = 0) => new(start);
}

/// <summary>Travels by reference: the client holds a netref, and every use of it comes back here.</summary>
[Exposed]
public sealed class Counter(int start)
{
    private int _value = start;

    [Exposed("increment")]
    public int Increment(int by = 1) => Interlocked.Add(ref _value, by);

    [Exposed("get")]
    public int Get() => Volatile.Read(ref _value);
}
