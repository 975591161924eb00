using System.Net;
using System.Net.Sockets;
using PolyType;
using StreamJsonRpc;

namespace DynamicRpyc.Benchmarks.Load;

/// <summary>What the load calls over StreamJsonRpc: typed, as its users have it.</summary>
[JsonRpcContract]
[GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
public partial interface IJsonRpcLoad
{
    Task<int> AddAsync(int a, int b);

    Task<byte[]> EchoAsync(byte[] value);

    IAsyncEnumerable<int> NumbersAsync(int count, int chunk);
}

/// <summary>The load over StreamJsonRpc in its fastest form: MessagePack behind a length, and typed proxies.</summary>
internal static class JsonRpcLoad
{
    internal static int Serve(string host, int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Parse(host), port));
        listener.Listen(1024);
        Console.WriteLine($"READY {((IPEndPoint)listener.LocalEndPoint!).Port}");
        _ = AcceptAsync(listener);
        Console.OpenStandardInput().CopyTo(Stream.Null);
        return 0;
    }

    internal static int Run(string workload, string host, int port)
    {
        switch (workload)
        {
            case "w1" or "w1a": With(link => Measurement.Sequential(Adding(link))); break;
            case "w2": Measurement.Parallel([.. Enumerable.Range(0, Settings.Workers).Select(_ => Adding(new Link(host, port)))]); break;
            case "w3": With(link => Measurement.Parallel([.. Enumerable.Range(0, Settings.Workers).Select(_ => Adding(link))])); break;
            case "w4": With(Pipeline); break;
            case "w5": With(Echo); break;
            case "w6": With(Numbers); break;
            case "w7": Connecting.Run(Once); break;
            case "w8": Connecting.Hold(() => new Link(host, port), (link, first, second) => link.Add(first, second)); break;
            case "c5": Connecting.Idle(() => new Link(host, port), (link, first, second) => link.Add(first, second)); break;
            default: Console.WriteLine("""{"na": "not a workload of StreamJsonRpc's"}"""); break;
        }
        return 0;

        void With(Action<Link> measure)
        {
            using var link = new Link(host, port);
            measure(link);
        }

        bool Once(int number)
        {
            using var link = new Link(host, port);
            return link.Add(number, 2);
        }
    }

    private static Func<int, bool> Adding(Link link) => number => link.Add(number, 2);

    private static void Pipeline(Link link)
    {
        var window = new Queue<(Task<int> Sum, int Number)>();
        Windowed.Run(number => window.Enqueue((link.Proxy.AddAsync(number, 2), number)), () =>
        {
            var (sum, number) = window.Dequeue();
            return sum.GetAwaiter().GetResult() == number + 2;
        });
    }

    private static void Echo(Link link)
    {
        var payload = new byte[Settings.Payload];
        new Random(1).NextBytes(payload);
        Measurement.Turns("MB/s", Settings.Payload / 1e6, number =>
        {
            payload[number % payload.Length]++;
            return link.Proxy.EchoAsync(payload).GetAwaiter().GetResult().AsSpan().SequenceEqual(payload);
        });
    }

    private static void Numbers(Link link)
    {
        var expected = (long)Settings.Items * (Settings.Items - 1) / 2;
        Measurement.Turns("items/s", Settings.Items, _ => SumAsync().GetAwaiter().GetResult() == expected);

        async Task<long> SumAsync()
        {
            var sum = 0L;
            await foreach (var number in link.Proxy.NumbersAsync(Settings.Items, Settings.Chunk).ConfigureAwait(false))
                sum += number;
            return sum;
        }
    }

    private static async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            var socket = await listener.AcceptAsync().ConfigureAwait(false);
            var rpc = new JsonRpc(Handler(socket), new Target());
            rpc.StartListening();
        }
    }

    private static LengthHeaderMessageHandler Handler(Socket socket)
    {
        socket.NoDelay = true;
        var stream = new NetworkStream(socket, ownsSocket: true);
        return new LengthHeaderMessageHandler(stream, stream, new MessagePackFormatter());
    }

    private sealed class Link : IDisposable
    {
        private readonly JsonRpc _rpc;

        internal Link(string host, int port)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(IPAddress.Parse(host), port);
            _rpc = new JsonRpc(Handler(socket));
            Proxy = _rpc.Attach<IJsonRpcLoad>();
            _rpc.StartListening();
        }

        internal IJsonRpcLoad Proxy { get; }

        internal bool Add(int first, int second) => Proxy.AddAsync(first, second).GetAwaiter().GetResult() == first + second;

        public void Dispose() => _rpc.Dispose();
    }

    private sealed class Target : IJsonRpcLoad
    {
        public Task<int> AddAsync(int a, int b) => Task.FromResult(a + b);

        public Task<byte[]> EchoAsync(byte[] value) => Task.FromResult(value);

        public IAsyncEnumerable<int> NumbersAsync(int count, int chunk) =>
            Enumerable.Range(0, count).ToAsyncEnumerable().WithJsonRpcSettings(new JsonRpcEnumerableSettings { MinBatchSize = chunk, MaxReadAhead = chunk });
    }
}
