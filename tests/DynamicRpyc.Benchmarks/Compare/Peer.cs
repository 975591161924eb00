using System.Diagnostics;
using DynamicRpyc.Benchmarks.Load;

namespace DynamicRpyc.Benchmarks.Compare;

/// <summary>One contestant: a command that serves and a command that loads it, each a process of its own.</summary>
internal sealed record Peer(string Name, Func<string[]> Server, Func<string, string, string[]> Client)
{
    internal static string[] Self { get; } = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet"
        ? [Environment.ProcessPath!, typeof(Peer).Assembly.Location]
        : [Environment.ProcessPath!];

    internal static Peer Own { get; } = new("DynamicRpyc", () => [.. Self, "server", "127.0.0.1", "0"], (workload, port) => [.. Self, "client", workload, "127.0.0.1", port]);

    internal static Peer Spinning { get; } = Raw("spinning");

    internal static Peer Blocking { get; } = Raw("blocking");

    internal static Peer Python { get; } =
        new("Python RPyC", () => ["/usr/bin/python3", Script("rpyc_server.py")], (workload, port) => ["/usr/bin/python3", Script("rpyc_client.py"), workload, "127.0.0.1", port]);

    internal static Peer StreamJsonRpc { get; } = new(
        "StreamJsonRpc", () => [.. Self, "streamjsonrpc-server", "127.0.0.1", "0"], (workload, port) => [.. Self, "streamjsonrpc-client", workload, "127.0.0.1", port]);

    /// <summary>c1: this library drives a Python server.</summary>
    internal static Peer Mixed { get; } = new("DynamicRpyc client, Python server", Python.Server, Own.Client);

    internal static IReadOnlyList<Peer> All { get; } = [Own, Spinning, Blocking, Raw(RawLoad.NewArrays), Python, StreamJsonRpc, Mixed];

    /// <summary>Serves, loads once, and ends the server.</summary>
    internal Result? Round(string workload)
    {
        var answer = Load(workload, out var seen);
        return seen.Adjust(Result.Parse(answer[^1]));
    }

    /// <summary>Serves, loads once, ends the server, and gives the lines that the client printed.</summary>
    internal IReadOnlyList<string> Load(string workload, out Marks seen)
    {
        using var server = Start(Server());
        try
        {
            var ready = server.StandardOutput.ReadLine();
            if (ready?.Split(' ') is not ["READY", var port])
                throw new InvalidOperationException($"{Name}: the server said '{ready}' instead of READY and its port.");
            using var client = Start(Client(workload, port));
            seen = new Marks(server, client);
            var lines = new List<string>();
            while (client.StandardOutput.ReadLine() is { } line)
            {
                if (!seen.Take(line))
                    lines.Add(line);
            }
            client.WaitForExit();
            return lines.Count > 0 ? lines : throw new InvalidOperationException($"{Name}: the client of {workload} ended with code {client.ExitCode} and said nothing.");
        }
        finally
        {
            server.StandardInput.Close();
            if (!server.WaitForExit(5000))
                server.Kill(entireProcessTree: true);
        }
    }

    private static Peer Raw(string kind) => new(
        $"raw socket, {kind}", () => [.. Self, "raw-server", kind, "127.0.0.1", "0"], (workload, port) => [.. Self, "raw-client", kind, workload, "127.0.0.1", port]);

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Compare", name);

    internal static Process Start(string[] command)
    {
        var process = Process.Start(
            new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        // A Python server that is tried in the newer dialect first complains at length; what matters is in the result.
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }
}
