using System.Net.Sockets;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>"Both dialects; a receiver adapts to what it hears": <see cref="RpycConfig.Dialect"/> against RPyC 5.3.0, one server a test since endpoints are remembered.</summary>
[Category("Interop")]
internal sealed class PythonDialectTests
{
    [Test]
    public void Auto_firstDial_fallsBackAndRemembers()
    {
        using var server = PythonPeer.StartServer("calculator_server.py");
        using (var first = Rpyc.Connect(server.Host, server.Port))
            Assert.That((int)first.Root.connections(), Is.EqualTo(2), "one attempt in RPyC 6's dialect, one in 5's");
        using (var second = Rpyc.Connect(server.Host, server.Port))
            Assert.That((int)second.Root.connections(), Is.EqualTo(3), "the endpoint's dialect was not remembered");
    }

    [Test]
    public void Auto_fallback_isNothingThatTheServiceHearsOf()
    {
        using var server = PythonPeer.StartServer("calculator_server.py");
        var service = new CountingService();
        Rpyc.Connect(server.Host, server.Port, service).Dispose();
        Assert.That((service.Connects, service.Disconnects), Is.EqualTo((1, 1)));
    }

    [Test]
    public void V5_explicit_needsOneDial()
    {
        using var server = PythonPeer.StartServer("calculator_server.py");
        using var connection = Rpyc.Connect(server.Host, server.Port, config: new RpycConfig { Dialect = Dialect.V5 });
        Assert.That((int)connection.Root.connections(), Is.EqualTo(1));
    }

    [Test]
    public void V6_explicit_endsWithAReasonThatNamesTheSetting()
    {
        using var server = PythonPeer.StartServer("calculator_server.py");
        using var connection = Rpyc.Connect(server.Host, server.Port, config: new RpycConfig { Dialect = Dialect.V6 });
        var closed = Assert.Catch<ConnectionClosedException>(() => _ = (object)connection.Root)!;
        Assert.That(closed.Reason, Is.EqualTo(CloseReason.WrongDialect));
        Assert.That(closed.Message, Does.Contain("RpycConfig.Dialect").And.Contain("Dialect.V5"));
        Assert.That(connection.CloseReason, Is.EqualTo(CloseReason.WrongDialect));
    }

    /// <summary>"Streams, pipes and channels cannot be dialled again: their error names RpycConfig.Dialect."</summary>
    [Test]
    public void Stream_withoutADialect_namesTheSetting_andWorksWithIt()
    {
        using var server = PythonPeer.StartServer("calculator_server.py");
        using (var wrong = Rpyc.ConnectStream(new TcpClient(server.Host, server.Port).GetStream()))
        {
            var closed = Assert.Catch<ConnectionClosedException>(() => _ = (object)wrong.Root)!;
            Assert.That((closed.Reason, closed.Message), Is.EqualTo((CloseReason.WrongDialect, closed.Message)));
            Assert.That(closed.Message, Does.Contain("RpycConfig.Dialect"));
        }
        using var right = Rpyc.ConnectStream(new TcpClient(server.Host, server.Port).GetStream(), config: new RpycConfig { Dialect = Dialect.V5 });
        Assert.That((int)right.Root.add(1, 2), Is.EqualTo(3));
    }

    /// <summary>The peer ends while a call waits: "every waiter ends promptly with one named reason".</summary>
    [Test]
    public void Server_killedInACall_endsEveryWaiterWithOneReason()
    {
        using var server = PythonPeer.StartServer("calculator_server.py");
        using var connection = Rpyc.Connect(server.Host, server.Port);
        dynamic root = connection.Root;
        var inside = new ManualResetEventSlim();
        var waiting = Task.Run(() => root.call_back(
            Rpyc.Fn(_ =>
            {
                inside.Set();
                return root.sleep(60);
            }),
            1));
        var second = Task.Run(() =>
        {
            Eventually.Set(inside, "the first call to be under way");
            return root.sleep(60);
        });
        Eventually.Set(inside, "the call to be under way");
        server.Process.Kill();
        var first = Assert.Catch<ConnectionClosedException>(() => Eventually.Completes(waiting, "the first caller to be told"))!;
        var other = Assert.Catch<ConnectionClosedException>(() => Eventually.Completes(second, "the second caller to be told"))!;
        Assert.That(first.Reason, Is.EqualTo(CloseReason.EndOfStream).Or.EqualTo(CloseReason.LinkLost));
        Assert.That(other.Reason, Is.EqualTo(first.Reason));
    }

    private sealed class CountingService : Service
    {
        internal int Connects { get; private set; }

        internal int Disconnects { get; private set; }

        public override void OnConnect(Connection connection) => Connects++;

        public override void OnDisconnect(Connection connection) => Disconnects++;
    }
}
