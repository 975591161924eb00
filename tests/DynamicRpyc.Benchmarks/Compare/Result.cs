using System.Text.Json;

namespace DynamicRpyc.Benchmarks.Compare;

/// <summary>One round's line of JSON.</summary>
internal sealed record Result(double Value, string Unit, double P50, double P99, long HogsNoticed)
{
    /// <summary>Null where the peer has no such workload.</summary>
    internal static Result? Parse(string json)
    {
        var root = JsonDocument.Parse(json).RootElement;
        if (root.TryGetProperty("na", out _))
            return null;
        if (!root.GetProperty("verified").GetBoolean())
            throw new InvalidOperationException("A result was wrong.");
        return new Result(
            root.GetProperty("value").GetDouble(), root.GetProperty("unit").GetString()!, root.GetProperty("p50_us").GetDouble(), root.GetProperty("p99_us").GetDouble(),
            root.TryGetProperty("hogs_noticed", out var hogs) ? hogs.GetInt64() : 0);
    }
}
