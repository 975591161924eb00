using System.Diagnostics;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>"No thread is blocked on either side while a remote task runs": the pairing of a Python client, which waits for many tasks of a C# server at once.</summary>
[Category("Interop")]
internal sealed class ManyTasksTests
{
    private const int Count = 300;

    private ThreadedServer _server = null!;

    [SetUp]
    public void Start()
    {
        _server = new ThreadedServer(new GateService());
        _server.StartInBackground();
    }

    [TearDown]
    public void Close() => _server.Dispose();

    /// <summary>All calls are under way over one connection, which goes on to serve, and the threads of this process are no more than before.</summary>
    [TestCase("rpyc.async_(root.pass_gate)(i)", TestName = "Tasks_ofCalls_takeNoThreadOfTheServer")]
    [TestCase("rpyc.async_(root.passing(i).result.__await__)()", TestName = "Tasks_thatAreHeld_takeNoThreadOfTheServer")]
    public void Tasks_takeNoThreadOfTheServer(string begin)
    {
        using var client = PythonPeer.Launch(
            [
                "-c",
                $"""
                import sys, rpyc
                root = rpyc.connect(sys.argv[1], int(sys.argv[2]), config=dict(sync_request_timeout=60)).root
                print("ready", root.begun(), flush=True)
                sys.stdin.readline()
                pending = [{begin} for i in range({Count})]
                print("under way", root.begun(), any(call.ready for call in pending), flush=True)
                sys.stdin.readline()
                root.open(1000)
                print("sum", sum(call.value for call in pending), flush=True)
                """,
                _server.Host,
                $"{_server.Port}",
            ]);
        client.WaitForLine(line => line == "ready 0", "the client to be connected");
        var before = Threads();
        client.Input.WriteLine();
        client.Input.Flush();
        client.WaitForLine(line => line == $"under way {Count} False", "all tasks to be under way");
        Assert.That(Threads() - before, Is.LessThan(Count / 3), $"{Count} tasks run, and no thread waits for each of them");
        client.Input.WriteLine();
        client.Input.Flush();
        client.WaitForLine(line => line == $"sum {(1000 * Count) + Enumerable.Range(0, Count).Sum()}", "the results");
        Assert.That(client.WaitForExit(), Is.Zero, client.Report());
    }

    private static int Threads()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    public sealed class GateService : Service
    {
        private readonly TaskCompletionSource<int> _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _begun;

        public int exposed_begun() => Volatile.Read(ref _begun);

        public void exposed_open(int value) => _gate.SetResult(value);

        public async Task<int> exposed_pass_gate(int number)
        {
            Interlocked.Increment(ref _begun);
            return number + await _gate.Task;
        }

        public Passing exposed_passing(int number) => new(exposed_pass_gate(number));
    }

    public sealed class Passing(Task<int> result)
    {
        public Task<int> exposed_result { get; } = result;
    }
}
