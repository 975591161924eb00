namespace DynamicRpyc.Benchmarks.Load;

/// <summary>How long and how wide a load runs: from the environment, so that every program of a comparison gets the same.</summary>
internal static class Settings
{
    internal static TimeSpan Warmup { get; } = TimeSpan.FromMilliseconds(Number("PEER_WARMUP_MS", 1000));

    internal static TimeSpan Measure { get; } = TimeSpan.FromMilliseconds(Number("PEER_MEASURE_MS", 2000));

    private static int Number(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : otherwise;
}
