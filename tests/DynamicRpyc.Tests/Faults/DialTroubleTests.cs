using System.Net;
using System.Net.Sockets;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Faults;

/// <summary>As <see cref="TroubleTests"/>, for what makes connections: each way, with the first use of the connection, and servers that close while their clients are in trouble.</summary>
internal sealed class DialTroubleTests
{
    private static readonly RpycConfig _config = RpycConfig.Default with { SyncRequestTimeout = TimeSpan.FromSeconds(1) };

    private static readonly Dictionary<string, Func<int, Connection>> _ways = new()
    {
        ["Rpyc.Connect"] = port => Rpyc.Connect("127.0.0.1", port, config: _config),
        ["Rpyc.ConnectStream"] = port => Rpyc.ConnectStream(Stream(port), config: _config),
        ["Rpyc.ConnectChannel"] = port => Rpyc.ConnectChannel(new Channel(Dial(port)), config: _config),
        ["Rpyc.ConnectPipes"] = port =>
        {
            var both = Stream(port);
            return Rpyc.ConnectPipes(both, both, config: _config);
        },
        ["Rpyc.ConnectSubprocess"] = port => Rpyc.ConnectSubprocess("/bin/bash", Relay(port), config: _config),
        ["Rpyc.Classic.Connect"] = port => Rpyc.Classic.Connect("127.0.0.1", port, config: _config),
        ["Rpyc.Classic.ConnectStream"] = port => Rpyc.Classic.ConnectStream(Stream(port), config: _config),
        ["Rpyc.Classic.ConnectChannel"] = port => Rpyc.Classic.ConnectChannel(new Channel(Dial(port)), config: _config),
        ["Rpyc.Classic.ConnectPipes"] = port =>
        {
            var both = Stream(port);
            return Rpyc.Classic.ConnectPipes(both, both, config: _config);
        },
        ["Rpyc.Classic.ConnectSubprocess"] = port => Rpyc.Classic.ConnectSubprocess("/bin/bash", Relay(port), config: _config),
        ["PersistentConnection.Current"] = port => Rpyc.Persistent(() => Rpyc.Connect("127.0.0.1", port, config: _config), TimeSpan.Zero).Current,
        ["Connection.new"] = port => new Connection(new VoidService(), new Channel(Dial(port)), _config with { Dialect = Dialect.V6 }),
    };

    internal static IEnumerable<string> Ways => _ways.Keys;

    [TestCaseSource(nameof(Ways))]
    public void Connecting_toAPeerThatHangs_endsAtTheTimeout(string way)
    {
        using var server = new ScriptedServer(link => link.AwaitEnd());
        Assert.That(() => Root(way, server.Port), Throws.TypeOf<AsyncResultTimeout>().With.Message.Contains(nameof(RpycConfig.SyncRequestTimeout)));
    }

    [TestCaseSource(nameof(Ways))]
    public void Connecting_toAPeerThatDies_endsWithTheReason(string way)
    {
        using var server = new ScriptedServer(link => link.Receive());
        Assert.That(
            () => Root(way, server.Port),
            Throws.TypeOf<ConnectionClosedException>().With.Property("Reason").EqualTo(CloseReason.EndOfStream).Or.Property("Reason").EqualTo(CloseReason.LinkLost));
    }

    [TestCaseSource(nameof(Ways))]
    public void Connecting_toAPeerThatLies_endsWithTheReason(string way)
    {
        using var server = new ScriptedServer(link =>
        {
            link.Send("HTTP/1.1 400 Bad Request\r\n\r\n"u8);
            link.AwaitEnd();
        });
        Assert.That(() => Root(way, server.Port), Throws.TypeOf<ConnectionClosedException>().With.Property("Reason").EqualTo(CloseReason.ProtocolError));
    }

    /// <summary>A real process, stopped while it is being connected to, and killed while the caller waits.</summary>
    [Test]
    public void Connect_toAProcessThatIsKilledMeanwhile_endsWithTheReason()
    {
        using var server = PythonPeer.StartServer("calculator_server.py");
        using (Rpyc.Connect(server.Host, server.Port))
        {
            server.Process.Stop();
            var connecting = Task.Factory.StartNew(() => Rpyc.Connect(server.Host, server.Port, config: RpycConfig.Default with { Dialect = Dialect.V5 }).Root, TaskCreationOptions.LongRunning);
            Eventually.Holds(() => connecting.IsCompleted, TimeSpan.FromMilliseconds(200));
            server.Process.Kill();
            Assert.That(() => Eventually.Completes(connecting, "the connecting to end"), Throws.TypeOf<ConnectionClosedException>());
        }
    }

    /// <summary>Each client reads nothing, says nothing, and is waited for by a call of the server.</summary>
    [TestCase("ThreadedServer.Close")]
    [TestCase("ThreadedServer.Dispose")]
    [TestCase("ThreadedServer.Start")]
    public void Server_whoseClientsHang_closesInTime(string way)
    {
        using var called = new ManualResetEventSlim();
        using var server = new ThreadedServer(() => new Caller(called));
        var serving = Task.Factory.StartNew(server.Start, TaskCreationOptions.LongRunning);
        using var silent = RawLink.Dial(server.Port);
        using var waitedFor = RawLink.Dial(server.Port);
        waitedFor.RequestValues(1, Handler.GetRoot);
        Eventually.Set(called, "the server to call its client");
        Eventually.Completes(Task.Factory.StartNew(way == "ThreadedServer.Dispose" ? server.Dispose : server.Close, TaskCreationOptions.LongRunning), way);
        Eventually.Completes(serving, "Start to return");
    }

    private static object Root(string way, int port)
    {
        var connecting = Task.Factory.StartNew(
            () =>
            {
                using var connection = _ways[way](port);
                return (object)connection.Root;
            },
            TaskCreationOptions.LongRunning);
        return Eventually.Result(connecting, $"{way} to end");
    }

    /// <summary>A program whose standard input and output are a link to the port, and which ends with it.</summary>
    private static string[] Relay(int port) => ["-c", $"exec 3<>/dev/tcp/127.0.0.1/{port} 4<&0; (cat <&4 >&3; kill $$) >/dev/null & exec cat <&3"];

    private static Socket Dial(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static NetworkStream Stream(int port) => new(Dial(port), ownsSocket: true);

    private sealed class Caller(ManualResetEventSlim called) : Service
    {
        public override void OnConnect(Connection connection) => connection.AsyncRequest(Handler.Ping, ["are you there?"]);

        public override object Root
        {
            get
            {
                called.Set();
                return this;
            }
        }
    }
}
