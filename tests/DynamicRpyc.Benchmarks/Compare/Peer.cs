using System.Diagnostics;
using System.Text.Json;

namespace DynamicRpyc.Benchmarks.Compare;

/// <summary>One contestant: a command that serves and a command that loads it, each a process of its own.</summary>
internal sealed record Peer(string Name, Func<string[]> Server, Func<string, string, string[]> Client)
{
    private static readonly string[] _self = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet"
        ? [Environment.ProcessPath!, typeof(Peer).Assembly.Location]
        : [Environment.ProcessPath!];

    internal static IReadOnlyList<Peer> All { get; } =
    [
        new("DynamicRpyc", () => [.. _self, "server", "127.0.0.1", "0"], (workload, port) => [.. _self, "client", workload, "127.0.0.1", port]),
        new("raw socket, spinning", () => [.. _self, "raw-server", "spinning", "127.0.0.1", "0"], (_, port) => [.. _self, "raw-client", "spinning", "127.0.0.1", port]),
        new("raw socket, blocking", () => [.. _self, "raw-server", "blocking", "127.0.0.1", "0"], (_, port) => [.. _self, "raw-client", "blocking", "127.0.0.1", port]),
        new("Python RPyC", () => ["/usr/bin/python3", Script("rpyc_server.py")], (workload, port) => ["/usr/bin/python3", Script("rpyc_client.py"), workload, "127.0.0.1", port]),
        new("DynamicRpyc client, Python server", () => ["/usr/bin/python3", Script("rpyc_server.py")], (workload, port) => [.. _self, "client", workload, "127.0.0.1", port]),
    ];

    /// <summary>Serves, loads once, and ends the server.</summary>
    internal Result Round(string workload)
    {
        using var server = Start(Server());
        try
        {
            var ready = server.StandardOutput.ReadLine();
            if (ready?.Split(' ') is not ["READY", var port])
                throw new InvalidOperationException($"{Name}: the server said '{ready}' instead of READY and its port.");
            using var client = Start(Client(workload, port));
            var answer = client.StandardOutput.ReadToEnd();
            client.WaitForExit();
            return Result.Parse(answer);
        }
        finally
        {
            server.StandardInput.Close();
            if (!server.WaitForExit(5000))
                server.Kill(entireProcessTree: true);
        }
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Compare", name);

    private static Process Start(string[] command)
    {
        var process = Process.Start(
            new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        // A Python server that is tried in the newer dialect first complains at length; what matters is in the result.
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }
}

/// <summary>One round's line of JSON.</summary>
internal sealed record Result(double Value, double P50, double P99)
{
    internal static Result Parse(string json)
    {
        var root = JsonDocument.Parse(json).RootElement;
        if (root.TryGetProperty("na", out var reason))
            throw new InvalidOperationException(reason.GetString());
        if (!root.GetProperty("verified").GetBoolean())
            throw new InvalidOperationException("A result was wrong.");
        return new Result(root.GetProperty("value").GetDouble(), root.GetProperty("p50_us").GetDouble(), root.GetProperty("p99_us").GetDouble());
    }
}
