using System.Net.Sockets;
using DynamicRpyc.Messages;
using DynamicRpyc.Tests.Faults;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Messages;

/// <summary>
/// "A receiver adapts to what it hears; RpycConfig.Dialect = Auto, V5, V6." The peers are scripted with the production codecs, in the manner of each version: one that hears the
/// wrong dialect sends a CLOSE in its own, after which 5.3 closes and 6.0 holds the link open.
/// </summary>
internal sealed class DialectTests
{
    private readonly List<int> _heldLinksEnded = [];

    [TearDown]
    public void TearDown() => _heldLinksEnded.Clear();

    [TestCase(Dialect.V6, 1)]
    [TestCase(Dialect.V5, 2)]
    public void Connect_auto_findsTheDialectAndRemembersIt(Dialect spoken, int dials)
    {
        using var server = new ScriptedServer((link, number) => Serve(link, number, spoken));
        using (var connection = Connect(server.Port))
        {
            Assert.That(Answer(connection), Is.EqualTo("scripted"));
            Assert.That(server.Clients, Is.EqualTo(dials));
            Assert.That(connection.Closed, Is.False);
        }
        using (var again = Connect(server.Port))
            Assert.That(Answer(again), Is.EqualTo("scripted"));
        Assert.That(server.Clients, Is.EqualTo(dials + 1), "what the endpoint speaks is known by now");
    }

    /// <summary>"A 6.x close() blocks until the socket is shut: shut it at once."</summary>
    [Test]
    public void Connect_wrongDialectAndTheLinkIsHeldOpen_shutsItAtOnce()
    {
        using var server = new ScriptedServer((link, number) => Serve(link, number, Dialect.V5));
        using var connection = Connect(server.Port);
        Eventually.True(() => _heldLinksEnded.Contains(0), "the end of the first link");
    }

    [Test]
    public void Connect_endOfStreamBeforeAnyReply_triesTheOtherDialect()
    {
        using var server = new ScriptedServer((link, number) =>
        {
            if (number == 0)
                link.Receive();
            else
                Serve(link, number, Dialect.V5);
        });
        using var connection = Connect(server.Port);
        Assert.That((Answer(connection), server.Clients), Is.EqualTo(("scripted", 2)));
    }

    [Test]
    public void Connect_serverSpeaksFirst_isAnsweredInItsDialectAndUnderstood([Values(Dialect.V5, Dialect.V6)] Dialect spoken)
    {
        using var server = new ScriptedServer((link, number) =>
        {
            link.Dialect = spoken;
            link.RequestValues(1, Handler.GetRoot);
            Serve(link, number, spoken);
        });
        using var connection = Connect(server.Port);
        Assert.That(Answer(connection), Is.EqualTo("scripted"));
    }

    [Test]
    public void Connect_aKnownEndpointChangedItsDialect_findsTheNewOne()
    {
        var spoken = Dialect.V5;
        using var server = new ScriptedServer((link, number) => Serve(link, number, spoken));
        using (var connection = Connect(server.Port))
            Assert.That(Answer(connection), Is.EqualTo("scripted"));
        spoken = Dialect.V6;
        using (var connection = Connect(server.Port))
            Assert.That(Answer(connection), Is.EqualTo("scripted"));
        spoken = Dialect.V5;
        using (var connection = Connect(server.Port))
            Assert.That(Answer(connection), Is.EqualTo("scripted"));
    }

    [TestCase(Dialect.V5, Dialect.V6)]
    [TestCase(Dialect.V6, Dialect.V5)]
    public void Connect_dialectIsSetAndWrong_namesTheSettingAndDialsOnce(Dialect set, Dialect spoken)
    {
        using var server = new ScriptedServer((link, number) => Serve(link, number, spoken));
        using var connection = Connect(server.Port, set);
        AssertWrongDialect(connection, spoken);
        Assert.That(server.Clients, Is.EqualTo(1));
    }

    [TestCase(Dialect.V5)]
    [TestCase(Dialect.V6)]
    public void Connect_dialectIsSetAndRight_dialsOnce(Dialect spoken)
    {
        using var server = new ScriptedServer((link, number) => Serve(link, number, spoken));
        using var connection = Connect(server.Port, spoken);
        Assert.That((Answer(connection), server.Clients), Is.EqualTo(("scripted", 1)));
    }

    /// <summary>"Streams, pipes and channels cannot be dialled again: their error names RpycConfig.Dialect."</summary>
    [Test]
    public void ConnectStream_toAPeerOfTheOtherDialect_namesTheSetting()
    {
        using var server = new ScriptedServer((link, number) => Serve(link, number, Dialect.V5));
        var client = new TcpClient("127.0.0.1", server.Port);
        using var connection = Rpyc.ConnectStream(client.GetStream());
        AssertWrongDialect(connection, Dialect.V5);
    }

    [Test]
    public void Server_hearsBothDialectsOnOneLink_answersEachInItsOwn()
    {
        using var server = new FaultServer();
        using var link = RawLink.Dial(server.Port);
        for (var i = 1; i <= 10; i++)
        {
            link.Dialect = i % 3 == 0 ? Dialect.V5 : Dialect.V6;
            link.RequestValues(i, Handler.Ping, i);
            var answer = link.ReceiveAnswer(i);
            Assert.That((answer.Dialect, answer.Boxed[1]), Is.EqualTo((link.Dialect, i)));
        }
    }

    /// <summary>"An accepting side that must send before it heard anything waits, then uses V6."</summary>
    [Test]
    public void Server_mustSendFirstAndHearsNothing_waitsThenSpeaks6()
    {
        using var server = new ThreadedServer(() => new AskingService(), config: RpycConfig.Default with { DialectWait = TimeSpan.FromMilliseconds(50) });
        server.StartInBackground();
        using var link = RawLink.Dial(server.Port);
        var first = link.Receive()!;
        Assert.That((first.Dialect, first.Handler), Is.EqualTo((Dialect.V6, Handler.GetRoot)));
    }

    [TestCase(Dialect.V5)]
    [TestCase(Dialect.V6)]
    public void Server_mustSendFirstAndHearsThePeer_speaksItsDialectWithoutWaitingOn(Dialect spoken)
    {
        using var server = new ThreadedServer(() => new AskingService(), config: RpycConfig.Default with { DialectWait = TimeSpan.FromMinutes(10) });
        server.StartInBackground();
        using var link = RawLink.Dial(server.Port);
        link.Dialect = spoken;
        link.RequestValues(1, Handler.Ping, "hello");
        var asked = link.ReceiveUntil(message => message.Kind == MessageKind.Request, "the server's GETROOT");
        Assert.That((asked.Dialect, asked.Handler), Is.EqualTo((spoken, Handler.GetRoot)));
    }

    [TestCase(Dialect.V5)]
    [TestCase(Dialect.V6)]
    public void Server_mustSendFirstAndItsDialectIsSet_speaksAtOnce(Dialect set)
    {
        using var server = new ThreadedServer(() => new AskingService(), config: RpycConfig.Default with { DialectWait = TimeSpan.FromMinutes(10), Dialect = set });
        server.StartInBackground();
        using var link = RawLink.Dial(server.Port);
        Assert.That(link.Receive()!.Dialect, Is.EqualTo(set));
    }

    [TestCase(Dialect.V5)]
    [TestCase(Dialect.V6)]
    public void Close_byAPeer_shutsTheSocketAtOnceAndNamesThePeer(Dialect spoken)
    {
        using var server = new FaultServer();
        using var link = RawLink.Dial(server.Port);
        link.Dialect = spoken;
        link.RequestValues(1, Handler.Close);
        link.AwaitEnd();
        Eventually.True(() => server.Connections is [_, { CloseReason: CloseReason.ClosedByPeer }], "the close to be noted");
        server.AssertServesAndKeepsNothing();
    }

    [TestCase(Dialect.V5)]
    [TestCase(Dialect.V6)]
    public void Close_byThisSide_saysSoInThePeersDialectAndShutsTheSocket(Dialect spoken)
    {
        var heard = new TaskCompletionSource<RawMessage>();
        using var server = new ScriptedServer((link, number) => ScriptedServer.ServeRoot(link, spoken, message =>
        {
            if (message.Handler != Handler.Close)
                return false;
            heard.TrySetResult(message);
            // As 6.x does: it waits for the socket's end.
            link.AwaitEnd();
            return true;
        }));
        var connection = Connect(server.Port, spoken);
        Assert.That(Answer(connection), Is.EqualTo("scripted"));
        connection.Close();
        Assert.That(Eventually.Result(heard.Task, "the CLOSE").Dialect, Is.EqualTo(spoken));
        Assert.That(connection.CloseReason, Is.EqualTo(CloseReason.ClosedHere));
    }

    [Test]
    public void Close_byThePeerDuringACall_endsItWithThatReason()
    {
        using var server = new ScriptedServer((link, number) => ScriptedServer.ServeRoot(link, Dialect.V6, message =>
        {
            if (message.Handler != Handler.CallAttr)
                return false;
            link.RequestValues(1, Handler.Close);
            link.AwaitEnd();
            return true;
        }));
        using var connection = Connect(server.Port);
        Assert.That(() => connection.Root.anything(),
            Throws.TypeOf<ConnectionClosedException>().With.Property(nameof(ConnectionClosedException.Reason)).EqualTo(CloseReason.ClosedByPeer).And.Message.Contains("the peer closed it"));
    }

    private static Connection Connect(int port, Dialect dialect = Dialect.Auto) =>
        Rpyc.Connect("127.0.0.1", port, config: RpycConfig.Default with { Dialect = dialect, SyncRequestTimeout = TimeSpan.FromSeconds(15) });

    private static string Answer(Connection connection)
    {
        try
        {
            connection.Root.anything();
            return "";
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    private static void AssertWrongDialect(Connection connection, Dialect spoken)
    {
        var error = Assert.Throws<ConnectionClosedException>(() => connection.GetRoot())!;
        Assert.That(error.Reason, Is.EqualTo(CloseReason.WrongDialect), error.Message);
        Assert.That(error.Message, Does.Contain($"{nameof(RpycConfig)}.{nameof(RpycConfig.Dialect)}").And.Contains($"{nameof(Dialect)}.{spoken}"));
    }

    private void Serve(RawLink link, int number, Dialect dialect)
    {
        ScriptedServer.ServeRoot(link, dialect);
        lock (_heldLinksEnded)
            _heldLinksEnded.Add(number);
    }

    private sealed class AskingService : Service
    {
        public override void OnConnect(Connection connection) => _ = connection.Root;
    }
}
