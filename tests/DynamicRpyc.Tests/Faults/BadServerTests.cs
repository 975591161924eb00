using System.Net;
using System.Net.Sockets;
using DynamicRpyc.Messages;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Faults;

/// <summary>Bad input to a client: connecting to, or calling, what is no proper RPyC server ends promptly in one exception that names what and why.</summary>
[TestFixture(false)]
[TestFixture(true)]
internal sealed class BadServerTests(bool classic)
{
    private static readonly RpycConfig _config = RpycConfig.Default with { SyncRequestTimeout = TimeSpan.FromSeconds(15) };

    [Test]
    public void Connect_nobodyListens_saysWhereAndAsksWhetherItRuns()
    {
        int port;
        using (var once = new TcpListener(IPAddress.Loopback, 0))
        {
            once.Start();
            port = ((IPEndPoint)once.LocalEndpoint).Port;
        }
        Assert.That(() => Connect(port), Throws.TypeOf<IOException>().With.Message.Contains($"127.0.0.1:{port}").And.Message.Contains("running").And.InnerException.TypeOf<SocketException>());
    }

    [Test]
    public void Connect_unknownHost_namesIt() => Assert.That(
        () => Rpyc.Connect("no-such-host.invalid", 18812),
        Throws.TypeOf<IOException>().With.Message.Contains("no-such-host.invalid").And.Message.Contains("cannot be found"));

    [Test]
    public void Connect_serverClosesEveryClient_triesBothDialectsAndSaysSo()
    {
        using var server = new ScriptedServer(link => link.Receive());
        var error = Assert.Throws<ConnectionClosedException>(() => Connect(server.Port))!;
        Assert.That(error.Reason, Is.AnyOf(CloseReason.EndOfStream, CloseReason.LinkLost));
        Assert.That(error.Message, Does.Contain($"127.0.0.1:{server.Port}"));
        Assert.That(server.Clients, Is.EqualTo(2));
    }

    [TestCase("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", "HTTP/1.1 400 Bad", TestName = "Connect_httpServer_quotesIt")]
    [TestCase("220 mail.example ESMTP\r\n", "220 mail.example", TestName = "Connect_mailServer_quotesIt")]
    [TestCase("SSH-2.0-OpenSSH_9.6\r\n", "SSH-2.0-OpenSSH_", TestName = "Connect_sshServer_quotesIt")]
    public void Connect_anotherProtocol(string says, string quoted)
    {
        using var server = new ScriptedServer(link =>
        {
            link.Receive();
            link.Send(System.Text.Encoding.ASCII.GetBytes(says));
            link.AwaitEnd();
        });
        AssertProtocolError(() => Connect(server.Port), quoted, "does not seem to speak RPyC");
        Assert.That(server.Clients, Is.EqualTo(1), "what is no RPyC is none in the other dialect either");
    }

    [TestCase("15030300020228", "RPyC", TestName = "Connect_tlsServer_isRefused")]
    [TestCase("ffffffff00", "4,294,967,295", TestName = "Connect_frameOfFourGigabytes_isRefused")]
    [TestCase("000000010009" + "0a", "0x09", TestName = "Connect_unknownMessageType_isRefused")]
    public void Connect_answeredWithBadBytes(string bytes, string word)
    {
        using var server = new ScriptedServer(link =>
        {
            link.Receive();
            link.Send(Convert.FromHexString(bytes));
            link.AwaitEnd();
        });
        AssertProtocolError(() => Connect(server.Port), word);
    }

    [Test]
    public void Connect_serverNeverAnswers_endsAtTheTimeoutAndNamesTheSetting()
    {
        using var server = new ScriptedServer(link => link.AwaitEnd());
        Assert.That(() => Connect(server.Port, _config with { SyncRequestTimeout = TimeSpan.FromMilliseconds(100) }),
            Throws.TypeOf<AsyncResultTimeout>().With.Message.Contains("GetRoot").And.Message.Contains(nameof(RpycConfig.SyncRequestTimeout)).And.Message.Contains("0.1 s"));
    }

    [Test]
    public void Connect_rootIsNone_saysSo()
    {
        using var server = new ScriptedServer(link =>
        {
            link.Reply(link.Receive()!.Sequence, null);
            link.AwaitEnd();
        });
        Assert.That(() => Connect(server.Port), Throws.TypeOf<ProtocolException>().With.Message.Contains("GETROOT").And.Message.Contains("None"));
    }

    /// <summary>"A link cut inside a frame", at each byte of the answer to the first request.</summary>
    [Test]
    public void Connect_linkCutAtEveryByteOfTheAnswer_isNeverTakenForAnAnswer()
    {
        var length = RawLink.FrameOf(RawLink.PayloadOf(Dialect.V6, 2, 1, new PyTuple(4, new PyTuple("scripted.Root", 7, 8)))).Length;
        for (var cut = 1; cut < length; cut++)
        {
            using var server = new ScriptedServer(link =>
            {
                var sequence = link.Receive()!.Sequence;
                link.Send(RawLink.FrameOf(RawLink.PayloadOf(Dialect.V6, 2, sequence, new PyTuple(4, new PyTuple("scripted.Root", 7, 8)))).AsSpan(0, cut));
            });
            var error = Assert.Throws<ConnectionClosedException>(() => Connect(server.Port, _config with { Dialect = Dialect.V6 }).GetRoot())!;
            Assert.That((error.Reason, error.Message), Is.EqualTo((CloseReason.LinkLost, error.Message)), $"cut at {cut}");
            Assert.That(error.Message, Does.Contain("inside a frame"));
        }
    }

    private static IEnumerable<TestCaseData> BadAnswers()
    {
        yield return Answer("MalformedException", (link, call) => link.SendFrame(RawLink.PayloadOf(Dialect.V6, 3, call, 5)), "exception");
        yield return Answer("ExceptionOfThree", (link, call) => link.SendFrame(RawLink.PayloadOf(Dialect.V6, 3, call, new PyTuple(1, 2, 3))), "exception is a tuple of 4");
        yield return Answer("ExceptionArgumentsNoTuple", (link, call) => link.SendFrame(RawLink.PayloadOf(Dialect.V6, 3, call, new PyTuple(new PyTuple("a", "b"), 5, new PyTuple(), ""))), "arguments");
        yield return Answer("ExceptionAttributesNoPairs", (link, call) => link.SendFrame(RawLink.PayloadOf(Dialect.V6, 3, call, new PyTuple(new PyTuple("a", "b"), new PyTuple(), new PyTuple(5, 6), ""))), "expected");
        yield return Answer("UnknownLabel", (link, call) => link.SendFrame(RawLink.PayloadOf(Dialect.V6, 2, call, new PyTuple(6, 0))), "box label 6");
        yield return Answer("NotBoxed", (link, call) => link.SendFrame(RawLink.PayloadOf(Dialect.V6, 2, call, 5)), "expected");
        yield return Answer("BadUtf8", (link, call) => link.SendFrame([2, 0x11, (byte)(call + 0x50), 0x11, 0x51, 0x08, 0x0b, 0xc3, 0x28]), "UTF-8");
        yield return Answer("FourGigabytes", (link, _) => link.Send([0xff, 0xff, 0xff, 0xff, 0]), "4,294,967,295");
    }

    [TestCaseSource(nameof(BadAnswers))]
    public void Call_answeredBadly_endsThatCallAndEveryOther(Action<RawLink, long> answer, string word)
    {
        using var server = new ScriptedServer(link => ScriptedServer.ServeRoot(link, Dialect.V6, message =>
        {
            if (message.Handler != Handler.CallAttr)
                return message.Handler == Handler.Ping;
            answer(link, message.Sequence);
            return true;
        }));
        using var connection = Connect(server.Port);
        var other = Task.Factory.StartNew(() => connection.Ping(TimeSpan.FromSeconds(15)), TaskCreationOptions.LongRunning);
        Eventually.True(() => connection.Core.Pending.Count == 1, "the other call to wait");
        AssertProtocolError(() => connection.Root.anything(), word);
        AssertProtocolError(() => Eventually.Completes(other, "the other call"), word);
        AssertProtocolError(() => connection.Ping(), word);
    }

    [Test]
    public void Call_answeredWithAnObjectThatIsNotLent_failsAloneAndNamesIt()
    {
        using var server = new ScriptedServer(link => ScriptedServer.ServeRoot(link, Dialect.V6, message =>
        {
            if (message.Handler != Handler.CallAttr)
                return false;
            link.SendFrame(RawLink.PayloadOf(Dialect.V6, 2, message.Sequence, BadClientTests.Mine("no.Such", 99, 99)));
            return true;
        }));
        using var connection = Connect(server.Port);
        Assert.That(() => connection.Root.anything(), Throws.TypeOf<ProtocolException>().With.Message.Contains("no.Such").And.Message.Contains("not lent"));
        Assert.That(() => connection.Root.anything(), Throws.TypeOf<ProtocolException>(), "the connection goes on");
    }

    [Test]
    public void Call_answeredTwiceAndAmongAnswersToNobody_takesTheFirst()
    {
        using var server = new ScriptedServer(link => ScriptedServer.ServeRoot(link, Dialect.V6, message =>
        {
            if (message.Handler != Handler.CallAttr)
                return false;
            link.Reply(message.Sequence + 1000, "nobody's");
            link.Reply(-5, "nobody's");
            link.Reply(message.Sequence, "first");
            link.Reply(message.Sequence, "second");
            link.SendFrame(RawLink.PayloadOf(Dialect.V6, 3, message.Sequence, 1));
            return true;
        }));
        using var connection = Connect(server.Port);
        for (var i = 0; i < 20; i++)
            Assert.That((string)connection.Root.anything(), Is.EqualTo("first"));
        Assert.That(connection.Core.Pending.Count, Is.Zero);
    }

    [Test]
    public void Call_hostileException_isARemoteExceptionAndNothingIsLoaded()
    {
        string[] names = ["System.OutOfMemoryException", "System.Diagnostics.Process", "A[]", "System.Collections.Generic.List`1[[System.Int32]]", "\u202e", new('x', 100_000)];
        foreach (var name in names)
        {
            using var server = new ScriptedServer(link => ScriptedServer.ServeRoot(link, Dialect.V6, message =>
            {
                if (message.Handler != Handler.CallAttr)
                    return false;
                var attributes = new PyTuple(new PyTuple("_clr_type", name), new PyTuple("_clr_inner", new PyTuple(1, "x", new PyTuple())), new PyTuple("HResult", "no int"));
                link.SendFrame(RawLink.PayloadOf(Dialect.V6, 3, message.Sequence, new PyTuple(new PyTuple("", name), new PyTuple(name), attributes, "trace")));
                return true;
            }));
            using var connection = Connect(server.Port);
            Assert.That(() => connection.Root.anything(), Throws.TypeOf<RemoteException>(), name);
            Assert.That(connection.Closed, Is.False);
        }
    }

    /// <summary>The deadline holds also when the peer talks all the time, of everything but the answer.</summary>
    [Test]
    public void Call_peerTalksOfOtherThingsForEver_timesOut()
    {
        using var server = new ScriptedServer(link => ScriptedServer.ServeRoot(link, Dialect.V6, message =>
        {
            if (message.Handler != Handler.CallAttr)
                return false;
            var chatter = Enumerable.Repeat(RawLink.FrameOf(RawLink.PayloadOf(Dialect.V6, 2, 1_000_000, new PyTuple(1, null))), 2000).SelectMany(frame => frame).ToArray();
            while (true)
                link.Send(chatter);
        }));
        using var connection = Connect(server.Port, _config with { SyncRequestTimeout = TimeSpan.FromMilliseconds(300), Dialect = Dialect.V6 });
        dynamic root = connection.Root;
        var call = Task.Factory.StartNew(() => root.anything(), TaskCreationOptions.LongRunning);
        Assert.That(() => Eventually.Completes(call, "the call to time out"), Throws.TypeOf<AsyncResultTimeout>().With.Message.Contains("anything"));
    }

    private Connection Connect(int port, RpycConfig? config = null) => classic
        ? Rpyc.Classic.Connect("127.0.0.1", port, config: config ?? _config)
        : Rpyc.Connect("127.0.0.1", port, config: config ?? _config);

    private static void AssertProtocolError(Action action, params string[] words)
    {
        var error = Assert.Throws<ConnectionClosedException>(action)!;
        Assert.That(error.Reason, Is.EqualTo(CloseReason.ProtocolError), error.Message);
        Assert.That(error.InnerException, Is.TypeOf<ProtocolException>());
        foreach (var word in words)
            Assert.That(error.Message, Does.Contain(word));
    }

    private static TestCaseData Answer(string name, Action<RawLink, long> answer, string word) => new TestCaseData(answer, word).SetArgDisplayNames(name);
}
