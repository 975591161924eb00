using System.Collections.Concurrent;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>Python clients that come, stay side by side, and go in good and in bad ways; the C# server goes on.</summary>
[Category("Interop")]
internal sealed class ClientLifeTests
{
    private readonly ConcurrentQueue<MeetingService> _services = new();
    private readonly RecordingLogger _log = new();
    private ThreadedServer _server = null!;

    [SetUp]
    public void Start()
    {
        _services.Clear();
        var barrier = new Barrier(2);
        _server = new ThreadedServer(
            () =>
            {
                var service = new MeetingService(barrier);
                _services.Enqueue(service);
                return service;
            },
            config: new RpycConfig { Logger = _log });
        _server.StartInBackground();
    }

    [TearDown]
    public void Close() => _server.Dispose();

    [Test]
    public void StockCalculatorClient_againstTheExamplesService_passesEveryScene()
    {
        using var server = new ThreadedServer(typeof(CalculatorService));
        server.StartInBackground();
        var result = PythonPeer.Run("calculator_client.py", [server.Host, $"{server.Port}"]).AssertSuccess();
        Assert.That(result.Lines, Has.Length.GreaterThan(20).And.Some.EqualTo("done"));
    }

    /// <summary>Each client is inside a call at the same time as the other: neither call returns before both have come.</summary>
    [Test]
    public void TwoClients_atOnce_areServedSideBySide()
    {
        using var first = Client("print('met', conn.root.meet())");
        using var second = Client("print('met', conn.root.meet())");
        foreach (var client in new[] { first, second })
        {
            Assert.That(client.WaitForExit(), Is.Zero, client.Report());
            Assert.That(client.Output, Is.EqualTo("met True"));
        }
        Assert.That(_services, Has.Count.EqualTo(2), "each connection has its own service");
        AssertAllGone(2);
    }

    [Test]
    public void Client_thatCloses_isToldFarewellOnce()
    {
        using var client = Client("kept = conn.root.things(10); conn.close()");
        Assert.That(client.WaitForExit(), Is.Zero, client.Report());
        AssertAllGone(1);
        Assert.That(_services.Single().Connection!.CloseReason, Is.EqualTo(CloseReason.ClosedByPeer));
    }

    [Test]
    public void Client_killedInACall_leavesNothingBehind()
    {
        using var client = Client("kept = conn.root.things(50); conn.root.wait()");
        Eventually.True(() => _services.TryPeek(out var inside) && inside.Entered.IsSet, "the client to be inside a call");
        var service = _services.Single();
        Assert.That(service.Connection!.Core.Lent.Count, Is.GreaterThanOrEqualTo(50));
        client.Kill();
        AssertAllGone(1);
        Assert.That(service.Connection.CloseReason, Is.EqualTo(CloseReason.EndOfStream).Or.EqualTo(CloseReason.LinkLost));
        Assert.That(service.Connection.Core.Lent.Count, Is.Zero, "objects are still lent to the dead client");
        service.Go.Set();
        AssertStillServes();
    }

    /// <summary>The server calls back and waits for the client when that dies.</summary>
    [Test]
    public void Client_killedInACallback_endsTheCallWithAReason()
    {
        using var client = Client("""
            import sys, time

            def called():
                print("inside", flush=True)
                time.sleep(60)
            conn.root.call(called)
            """);
        client.WaitForLine(line => line == "inside", "the callback to be under way");
        client.Kill();
        var service = _services.Single();
        var error = Eventually.Result(service.CallEnded.Task, "the server's call to end");
        Assert.That(error, Is.TypeOf<ConnectionClosedException>().With.Property("Reason").EqualTo(CloseReason.EndOfStream).Or.Property("Reason").EqualTo(CloseReason.LinkLost));
        AssertAllGone(1);
        AssertStillServes();
    }

    /// <summary>
    /// "bind_threads ... not supported, and the error says so." RPyC 5.3 packs thread ids into 32 bits, where those of this platform do not fit; the script makes them fit.
    /// </summary>
    [Test]
    public void Client_withBindThreads_getsAnEndAndTheServerSaysWhy()
    {
        var result = PythonPeer.RunText(
            """
            import os, sys, rpyc
            from rpyc.core import protocol
            ident = protocol.threading.get_ident
            protocol.threading.get_ident = lambda: ident() & 0xffff
            conn = rpyc.connect(sys.argv[1], int(sys.argv[2]), config={"bind_threads": True, "sync_request_timeout": 20})
            try:
                print(conn.root)
            except (EOFError, OSError) as error:
                print("ended", type(error).__name__, flush=True)
            os._exit(0)
            """,
            [_server.Host, $"{_server.Port}"]).AssertSuccess();
        Assert.That(result.Output, Does.StartWith("ended"));
        AssertAllGone(1);
        Assert.That(_services.Single().Connection!.CloseReason, Is.EqualTo(CloseReason.ProtocolError));
        Assert.That(_log.Lines, Has.Some.Contains("bind_threads"));
        AssertStillServes();
    }

    [Test]
    public void Server_closedWhileAClientWaits_endsItsCall()
    {
        using var client = Client("""
            try:
                conn.root.wait()
            except EOFError:
                print("ended", flush=True)
            """);
        Eventually.True(() => _services.TryPeek(out var inside) && inside.Entered.IsSet, "the client to be inside a call");
        _server.Close();
        client.WaitForLine(line => line == "ended", "the client's call to end");
        _services.Single().Go.Set();
    }

    /// <summary>RPyC's own closing handshake: the server closes from inside a call of the client.</summary>
    [Test]
    public void Connection_closedInsideACall_endsTheClientsCall()
    {
        using var client = Client("""
            try:
                conn.root.hang_up()
            except EOFError:
                print("ended", flush=True)
            """);
        client.WaitForLine(line => line == "ended", "the client's call to end");
        AssertAllGone(1);
        Assert.That(_services.Single().Connection!.CloseReason, Is.EqualTo(CloseReason.ClosedHere));
    }

    private ChildProcess Client(string body) => PythonPeer.Launch(
        ["-c", "import sys, rpyc\nconn = rpyc.connect(sys.argv[1], int(sys.argv[2]), config={'sync_request_timeout': 60})\n" + body, _server.Host, $"{_server.Port}"]);

    private void AssertStillServes()
    {
        using var client = Client("print(conn.root.things(3)[2])");
        Assert.That(client.WaitForExit(), Is.Zero, client.Report());
    }

    private void AssertAllGone(int connections)
    {
        Eventually.Equal(() => _server.ConnectionCount, 0, "the server to have no connection left");
        Assert.That(_services.Select(service => service.Farewells), Is.EqualTo(Enumerable.Repeat(1, connections)), "OnDisconnect runs exactly once a connection");
    }

    public sealed class MeetingService(Barrier barrier) : Service
    {
        private int _farewells;

        internal Connection? Connection { get; private set; }

        internal int Farewells => Volatile.Read(ref _farewells);

        internal ManualResetEventSlim Entered { get; } = new();

        internal ManualResetEventSlim Go { get; } = new();

        internal TaskCompletionSource<Exception?> CallEnded { get; } = new();

        public override void OnConnect(Connection connection) => Connection = connection;

        public override void OnDisconnect(Connection connection) => Interlocked.Increment(ref _farewells);

        public bool exposed_meet() => barrier.SignalAndWait(TimeSpan.FromSeconds(20));

        public PyTuple exposed_things(int count) => PyTuple.From(Enumerable.Range(0, count).Select(_ => new object()));

        public void exposed_wait()
        {
            Entered.Set();
            Go.Wait(TimeSpan.FromSeconds(60));
        }

        public void exposed_call(Action function)
        {
            try
            {
                function();
                CallEnded.SetResult(null);
            }
            catch (Exception e)
            {
                CallEnded.SetResult(e);
                throw;
            }
        }

        public void exposed_hang_up() => Connection!.Close();
    }
}
