namespace DynamicRpyc.Tests.Helpers;

/// <summary>What the helpers' tests call on a C# server; calculator_server.py has the same names.</summary>
public sealed class HelperService : Service
{
    private readonly List<int> _seen = [];
    private readonly SemaphoreSlim _gate = new(0);

    [Exposed("add")]
    public int Add(int a, int b) => a + b;

    [Exposed("sleep")]
    public double Sleep(double seconds)
    {
        _gate.Wait(TimeSpan.FromSeconds(seconds));
        return seconds;
    }

    [Exposed("raise_key_error")]
    public void RaiseKeyError(string key = "missing") => throw new KeyNotFoundException(key);

    [Exposed("generate")]
    public IEnumerable<int> Generate(int count) => Enumerable.Range(0, count).Select(number => number * number);

    [Exposed("keep")]
    public int Keep(int value)
    {
        _seen.Add(value);
        return _seen.Count;
    }

    [Exposed("kept")]
    public int Kept(int index) => _seen[index];

    [Exposed("default")]
    public PyTuple Default(int a, int b = 2, int c = 3) => new(a, b, c);
}
