using System.Diagnostics;

namespace DynamicRpyc.Tests.Support;

/// <summary>Signals to processes that the tests started.</summary>
internal static class Signals
{
    /// <summary>Ends a process at once; it cannot object.</summary>
    internal const string Kill = "KILL";

    /// <summary>Stops a process until it is told to go on, or killed.</summary>
    internal const string Stop = "STOP";

    internal static void Send(string signal, params IEnumerable<int> processes)
    {
        string[] ids = [.. processes.Select(id => $"{id}")];
        if (ids.Length == 0)
            return;
        using var sender = Process.Start("/bin/kill", ["-s", signal, .. ids]);
        Assert.That((sender.WaitForExit(Eventually.DefaultTimeout), sender.ExitCode), Is.EqualTo((true, 0)), $"signal {signal} to {string.Join(", ", ids)}");
    }
}
