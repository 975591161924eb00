namespace DynamicRpyc.Benchmarks.Load;

/// <summary>How long and how wide a load runs: from the environment, so that every program of a comparison gets the same.</summary>
internal static class Settings
{
    internal static TimeSpan Warmup { get; } = TimeSpan.FromMilliseconds(Number("PEER_WARMUP_MS", 1000));

    internal static TimeSpan Measure { get; } = TimeSpan.FromMilliseconds(Number("PEER_MEASURE_MS", 2000));

    /// <summary>Threads of w2 and w3.</summary>
    internal static int Workers { get; } = Number("PEER_WORKERS", 8);

    /// <summary>Outstanding calls of w4.</summary>
    internal static int Window { get; } = Number("PEER_WINDOW", 256);

    /// <summary>Bytes of w5.</summary>
    internal static int Payload { get; } = Number("PEER_PAYLOAD", 16 << 20);

    /// <summary>Items of w6 and w6n.</summary>
    internal static int Items { get; } = Number("PEER_ITEMS", 1_000_000);

    /// <summary>The largest chunk of w6.</summary>
    internal static int Chunk { get; } = Number("PEER_CHUNK", 1000);

    /// <summary>Connections of w8.</summary>
    internal static int Connections { get; } = Number("PEER_CONNECTIONS", 500);

    /// <summary>The most connects of w7, so that it does not run out of ports.</summary>
    internal static int MaxConnects { get; } = Number("PEER_MAX_CONNECTS", 20_000);

    private static int Number(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : otherwise;
}
