namespace DynamicRpyc.Benchmarks.Load;

/// <summary>The load over this library.</summary>
internal static class RpycLoad
{
    internal static int Serve(string host, int port)
    {
        using var server = new ThreadedServer(typeof(LoadService), host, port);
        Console.WriteLine($"READY {server.Port}");
        _ = Console.OpenStandardInput().CopyToAsync(Stream.Null).ContinueWith(_ => server.Close(), TaskScheduler.Default);
        server.Start();
        return 0;
    }

    internal static int Run(string workload, string host, int port)
    {
        using var connection = Rpyc.Connect(host, port);
        dynamic conn = connection;
        switch (workload)
        {
            case "w1":
                dynamic f = conn.root.add;
                Measurement.Sequential(number => (int)f(number, 2) == number + 2);
                return 0;
            case "w1a":
                dynamic root = conn.root;
                Measurement.Sequential(number => (int)root.add(number, 2) == number + 2);
                return 0;
            default:
                Console.WriteLine($$"""{"na": "no workload {{workload}}"}""");
                return 0;
        }
    }
}

/// <summary>What the load calls.</summary>
public sealed class LoadService : Service
{
    /// <summary>The smallest call with a result that can be checked.</summary>
    [Exposed("add")]
    public int Add(int a, int b) => a + b;
}
