using System.Globalization;

namespace DynamicRpyc.Benchmarks.Load;

/// <summary>How many bytes a connection, a w1 call and an echo of a large payload allocate, on either side.</summary>
internal static class Allocation
{
    private const int Calls = 100_000;
    private const int Connects = 1000;
    private const int Echoes = 50;

    internal static void Run(dynamic root, Func<int, bool> connectOnce)
    {
        Report("connection with a call", root, Connects, connectOnce);
        dynamic add = root.add;
        Report("w1 call", root, Calls, (Func<int, bool>)(number => (int)add(number, 2) == number + 2));
        var payload = new byte[Settings.Payload];
        new Random(1).NextBytes(payload);
        dynamic echo = root.echo;
        Report($"echo of {payload.Length} bytes", root, Echoes, (Func<int, bool>)(_ => ((byte[])echo(payload)).AsSpan().SequenceEqual(payload)));
    }

    private static void Report(string what, dynamic root, int count, Func<int, bool> call)
    {
        var verified = true;
        for (var i = 0; i < count; i++)
            verified &= call(i);
        long there = root.allocated();
        var here = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < count; i++)
            verified &= call(i);
        here = GC.GetTotalAllocatedBytes(precise: true) - here;
        there = (long)root.allocated() - there;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $$"""{"value": {{(double)here / count:0.0}}, "unit": "bytes/{{what}}", "server": {{(double)there / count:0.0}}, "count": {{count}}, "verified": {{(verified ? "true" : "false")}}}"""));
    }
}
