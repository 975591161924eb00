namespace DynamicRpyc.Benchmarks.Load;

/// <summary>The load over this library; the README beside the program says what each workload is.</summary>
internal static class RpycLoad
{
    internal static int Serve(string host, int port)
    {
        using var server = new ThreadedServer(typeof(LoadService), host, port, backlog: 1024);
        Console.WriteLine($"READY {server.Port}");
        _ = Console.OpenStandardInput().CopyToAsync(Stream.Null).ContinueWith(_ => server.Close(), TaskScheduler.Default);
        server.Start();
        return 0;
    }

    internal static int Run(string workload, string host, int port)
    {
        switch (workload)
        {
            case "w1": With(host, port, root => Measurement.Sequential(AddThroughAReference(root))); break;
            case "w1a": With(host, port, root => Measurement.Sequential(number => (int)root.add(number, 2) == number + 2)); break;
            case "w2": EachItsOwn(host, port); break;
            case "w3": With(host, port, root => Measurement.Parallel([.. Enumerable.Range(0, Settings.Workers).Select(_ => AddThroughAReference(root))])); break;
            case "w4": With(host, port, root => Windowed.Run(root)); break;
            case "w5": With(host, port, EchoPayload); break;
            case "w6": With(host, port, root => Iterate(root, buffered: true)); break;
            case "w6n": With(host, port, root => Iterate(root, buffered: false)); break;
            case "w7": Connecting.Run(number => Once(host, port, number)); break;
            case "w8": Connecting.Hold(() => Rpyc.Connect(host, port), Add); break;
            case "c5": Connecting.Idle(() => Rpyc.Connect(host, port), Add); break;
            case "allocated": With(host, port, root => Allocation.Run(root, (Func<int, bool>)(number => Once(host, port, number)))); break;
            default: Console.WriteLine($$"""{"na": "no workload {{workload}}"}"""); break;
        }
        return 0;
    }

    private static void With(string host, int port, Action<dynamic> load)
    {
        using var connection = Rpyc.Connect(host, port);
        load(connection.Root);
    }

    private static bool Add(Connection connection, int first, int second) => (int)connection.Root.add(first, second) == first + second;

    private static bool Once(string host, int port, int number)
    {
        using var connection = Rpyc.Connect(host, port);
        return Add(connection, number, 2);
    }

    private static Func<int, bool> AddThroughAReference(dynamic root)
    {
        dynamic f = root.add;
        return number => (int)f(number, 2) == number + 2;
    }

    private static void EachItsOwn(string host, int port)
    {
        var connections = Enumerable.Range(0, Settings.Workers).Select(_ => Rpyc.Connect(host, port)).ToList();
        Measurement.Parallel([.. connections.Select(connection => (Func<int, bool>)AddThroughAReference(connection.Root))]);
        connections.ForEach(connection => connection.Close());
    }

    private static void EchoPayload(dynamic root)
    {
        var payload = new byte[Settings.Payload];
        new Random(1).NextBytes(payload);
        dynamic echo = root.echo;
        Measurement.Turns("MB/s", Settings.Payload / 1e6, number =>
        {
            payload[number % payload.Length]++;
            return ((byte[])echo(payload)).AsSpan().SequenceEqual(payload);
        });
    }

    private static void Iterate(dynamic root, bool buffered)
    {
        var count = buffered ? Settings.Items : Math.Min(Settings.Items, 20_000);
        var expected = (long)count * (count - 1) / 2;
        Measurement.Turns("items/s", count, _ =>
        {
            object numbers = root.numbers(count);
            var sum = 0L;
            foreach (var item in buffered ? Rpyc.BuffIter(numbers, maxChunk: Settings.Chunk) : (IEnumerable<object?>)(dynamic)numbers)
                sum += (int)item!;
            return sum == expected;
        });
    }
}

/// <summary>What the load calls.</summary>
public sealed class LoadService : Service
{
    /// <summary>The smallest call with a result that can be checked.</summary>
    [Exposed("add")]
    public int Add(int a, int b) => a + b;

    /// <summary>Sends back what came.</summary>
    [Exposed("echo")]
    public object? Echo(object? value) => value;

    /// <summary>The ints below a count.</summary>
    [Exposed("numbers")]
    public IEnumerable<int> Numbers(int count) => Enumerable.Range(0, count);

    /// <summary>How many bytes this process has allocated.</summary>
    [Exposed("allocated")]
    public long Allocated() => GC.GetTotalAllocatedBytes(precise: true);
}
