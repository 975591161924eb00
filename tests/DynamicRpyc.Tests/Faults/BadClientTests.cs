using System.Net.Sockets;
using System.Text;
using DynamicRpyc.Messages;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Faults;

/// <summary>Bad input to a server: each ends in one clear reason or answer, other clients are served on, and nothing of it is kept.</summary>
internal sealed class BadClientTests
{
    private FaultServer _server = null!;

    [SetUp]
    public void SetUp() => _server = new FaultServer();

    [TearDown]
    public void TearDown() => _server.Dispose();

    private static IEnumerable<TestCaseData> Garbage()
    {
        yield return Bytes("HttpRequest", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET / HTTP/1.1", "does not seem to speak RPyC");
        yield return Bytes("SshGreeting", "SSH-2.0-OpenSSH_9.6\r\n", "SSH-2.0", "does not seem to speak RPyC");
        yield return Hex("TlsClientHello", "1603010200010001fc0303", "TLS");
        yield return Hex("FourGigabytes", "ffffffff00", "4,294,967,295", nameof(RpycLimits.MaxFrameLength));
        yield return Hex("NoNewline", "000000030011510041", "newline");
        yield return Hex("BadFlag", "000000030211510a0a", "compression flag");
        yield return Frame("Empty", "", "empty frame");
        yield return Frame("ThreadIdPrefix", "0000000000000000" + "01115111531115" + "02", "bind_threads");
        yield return Frame("UnknownType6", "0411511153111502", "0x04");
        yield return Frame("UnknownType5", "1259511153111502", "message type 9");
        yield return Frame("ValuesNestedDeep", "0111511151" + "1151" + Repeat("10", 100_000) + "00", "128", nameof(RpycLimits.MaxDepth));
        yield return Frame("BoxesNestedDeep", "0111511151" + Repeat("115210", 100_000) + "115100", "128", nameof(RpycLimits.MaxDepth));
        yield return Frame("ManyItemsClaimed", "01115111511151" + "15ffffffff", "4294967295");
        yield return Frame("LongTextClaimed", "01115111511151" + "10080fffffffff", "4294967295");
        yield return Frame("UnknownTag", "01115111511151" + "1007", "0x07");
        yield return Frame("UnknownLabel", "0111511151" + "115902", "box label 9");
        yield return Frame("ArgumentsAreNoTuple", "0111511151" + "115155", "expected");
        yield return Frame("ArgumentsAreAReference", "0111511151" + "115313" + "515151", "arguments are not a tuple");
        yield return Frame("RequestIsNoPair", "01115112515151", "request is not a tuple of two");
        yield return Frame("NameIsBadUtf8", "0111511158" + "115213" + "115312080c4141415151" + "1151080bc328" + "115102" + "115102", "UTF-8");
        yield return Frame("MoreThanOneMessage", "01115111531151" + "02" + "5151", "after its end");
        yield return Hex("NotZlib", "00000004010102030" + "40a", "zlib");
    }

    [TestCaseSource(nameof(Garbage))]
    public void Garbage_fromAClient_closesWithAReasonThatNamesIt(byte[] bytes, string[] words)
    {
        using var link = RawLink.Dial(_server.Port);
        link.Send(bytes);
        link.AwaitEnd();
        Eventually.True(() => _server.Connections.Count == 2 && _server.Connections[1].Closed, "the connection to be closed");
        var reason = _server.Connections[1].Core.State.Reason!;
        Assert.That(reason.Reason, Is.EqualTo(CloseReason.ProtocolError), reason.Message);
        foreach (var word in words)
            Assert.That(reason.Message, Does.Contain(word));
        _server.AssertServesAndKeepsNothing();
    }

    /// <summary>All but TLS: what its handshake looks like is there the start of a frame, and awaited.</summary>
    private static IEnumerable<TestCaseData> GarbageThatIsNoFrame() => Garbage().Where(test => !((string[])test.Arguments[1]!).Contains("TLS"));

    [TestCaseSource(nameof(GarbageThatIsNoFrame))]
    public void Garbage_afterAGoodStart_closesToo(byte[] bytes, string[] words)
    {
        using var link = RawLink.Dial(_server.Port);
        RootOf(link);
        link.Send(bytes);
        link.AwaitEnd();
        Eventually.True(() => _server.Connections[1].Closed, "the connection to be closed");
        Assert.That(_server.Connections[1].CloseReason, Is.EqualTo(CloseReason.ProtocolError), words.FirstOrDefault());
        _server.AssertServesAndKeepsNothing();
    }

    [Test]
    public void Link_cutAtEveryByteOfARealFrame_endsTheConnection([Values] bool reset)
    {
        var frame = RawLink.FrameOf(RawLink.PayloadOf(Dialect.V5, 1, 1, new PyTuple((int)Handler.GetRoot, new PyTuple(1, new PyTuple()))));
        for (var cut = 0; cut < frame.Length; cut++)
        {
            using var link = RawLink.Dial(_server.Port);
            link.Send(frame.AsSpan(0, cut));
            var number = cut + 1;
            Eventually.True(() => _server.Connections.Count > number, "the connection to be accepted");
            if (reset)
                link.Socket.LingerState = new LingerOption(true, 0);
            link.Dispose();
            Eventually.True(() => _server.Connections[number].Closed, $"the end, cut at byte {cut}");
            var reason = _server.Connections[number].Core.State.Reason!;
            Assert.That(reason.Reason, Is.EqualTo(cut > 0 || reset ? CloseReason.LinkLost : CloseReason.EndOfStream), $"cut at byte {cut}: {reason.Message}");
            Assert.That(reason.Message, Does.Contain(reset ? "link broke" : cut > 0 ? "inside a frame" : "closed the link").And.Contains("127.0.0.1"));
        }
        _server.AssertServesAndKeepsNothing();
    }

    private static IEnumerable<TestCaseData> BadRequests()
    {
        yield return Request("UnknownHandler", 99, new PyTuple(1, new PyTuple()), "KeyError", "no request handler 99");
        yield return Request("HugeHandler", int.MaxValue, new PyTuple(1, new PyTuple()), "KeyError", "no request handler");
        yield return Request("NegativeHandler", -1, new PyTuple(1, new PyTuple()), "KeyError", "no request handler -1");
        yield return Request("UnknownObject", (int)Handler.CallAttr, Boxed(Mine("no.Such", 4242, 1), Value("x"), Value(new PyTuple()), Value(new PyTuple())), "KeyError", "no.Such", "no such object is lent");
        yield return Request("UnknownObjectAsArgument", (int)Handler.Ping, Boxed(Mine("no.Such", 4242, 1)), "KeyError", "no.Such");
        yield return Request("InspectOfUnknown", (int)Handler.Inspect, Boxed(Value(new PyTuple("no.Such", 4242, 1))), "KeyError", "no.Such", "INSPECT");
        yield return Request("InspectOfNonsense", (int)Handler.Inspect, Boxed(Value("x")), "ValueError", "Inspect", "16");
        yield return Request("PingWithoutData", (int)Handler.Ping, new PyTuple(1, new PyTuple()), "ValueError", "Ping", "wrong number");
        yield return Request("CloseWithArguments", (int)Handler.Close, new PyTuple(1, new PyTuple(1)), "ValueError", "Close", "wrong number");
        yield return Request("CallOfNothing", (int)Handler.Call, new PyTuple(1, new PyTuple()), "ValueError", "None");
        yield return Request("CallOfANumber", (int)Handler.Call, new PyTuple(1, new PyTuple(5, new PyTuple(), new PyTuple())), "Error");
        yield return Request("GetAttrWithoutName", (int)Handler.GetAttr, new PyTuple(1, new PyTuple(5)), "ValueError", "GetAttr");
        yield return Request("DelOfNone", (int)Handler.Del, new PyTuple(1, new PyTuple(null, 1)));
        yield return Request("DelOfAnUnknownObject", (int)Handler.Del, Boxed(Mine("no.Such", 4242, 1), Value(1)), "KeyError", "no.Such");
        yield return Request("Pickle", (int)Handler.Pickle, new PyTuple(1, new PyTuple(5, 4)), "ValueError", "allow_pickle");
        yield return Request("BuffIterOfANumber", (int)Handler.BuffIter, new PyTuple(1, new PyTuple(5, 4)), "Error", "iterator");
    }

    [TestCaseSource(nameof(BadRequests))]
    public void BadRequest_isAnsweredWithAnErrorThatNamesIt_andTheConnectionGoesOn(int handler, PyTuple boxed, string[] words)
    {
        foreach (var dialect in new[] { Dialect.V5, Dialect.V6 })
        {
            using var link = RawLink.Dial(_server.Port);
            link.Dialect = dialect;
            link.Request(77, handler, boxed);
            var answer = link.ReceiveAnswer(77);
            Assert.That(answer.Dialect, Is.EqualTo(dialect), "an answer is in its request's dialect");
            foreach (var word in words)
                Assert.That(answer.Error, Does.Contain(word));
            Assert.That(RootOf(link), Is.Not.Null);
        }
        _server.AssertServesAndKeepsNothing();
    }

    [TestCase("missing", "AttributeError", "missing")]
    [TestCase("add", "TypeError", "left")]
    [TestCase("OnConnect", "AttributeError", "OnConnect")]
    [TestCase("__class__", "Error", "__class__")]
    [TestCase("", "AttributeError")]
    public void CallOfAMember_thatIsMissingRefusedOrCalledWrongly_isAnswered(string name, params string[] words)
    {
        using var link = RawLink.Dial(_server.Port);
        var root = RootOf(link);
        link.Request(5, (int)Handler.CallAttr, Boxed(root, Value(name), Value(new PyTuple("one", 2, 3, 4)), Value(new PyTuple())));
        var answer = link.ReceiveAnswer(5);
        foreach (var word in words)
            Assert.That(answer.Error, Does.Contain(word));
        link.Request(6, (int)Handler.CallAttr, Boxed(root, Value("add"), Value(new PyTuple(1, 2)), Value(new PyTuple())));
        Assert.That(link.ReceiveAnswer(6).Boxed[1], Is.EqualTo(3));
    }

    [Test]
    public void Answers_toNoRequest_areLetGo()
    {
        using var link = RawLink.Dial(_server.Port);
        for (var i = 0; i < 100; i++)
        {
            link.Reply(i, i);
            link.ReplyReference(i, "bad.Thing", 1, i + 1);
            link.SendFrame(RawLink.PayloadOf(link.Dialect, 3, i, 1));
        }
        // What came as references is given back, though nobody asked for it. Nothing else is awaited first: what comes before an awaited message is dropped.
        for (var i = 0; i < 100; i++)
            link.ReceiveUntil(message => message.Kind == MessageKind.Request && message.Handler == Handler.Del, "all references to be given back");
        Assert.That(_server.Connections[1].Core.Netrefs.Count, Is.Zero);
        link.Dispose();
        _server.AssertServesAndKeepsNothing();
    }

    [Test]
    public void Del_ofTheRootMoreOftenThanItWasLent_forgetsItAndNoMore()
    {
        using var link = RawLink.Dial(_server.Port);
        var root = RootOf(link);
        link.Request(5, (int)Handler.Del, Boxed(root, Value(long.MaxValue)));
        Assert.That(link.ReceiveAnswer(5).Kind, Is.EqualTo(MessageKind.Reply));
        Assert.That(_server.Connections[1].Core.Lent.Count, Is.Zero);
        link.Request(6, (int)Handler.Str, Boxed(root));
        Assert.That(link.ReceiveAnswer(6).Error, Does.Contain("KeyError").And.Contains("released"));
        RootOf(link);
    }

    /// <summary>A reference to the root, as the arguments of further requests have it.</summary>
    internal static PyTuple RootOf(RawLink link)
    {
        link.RequestValues(1, Handler.GetRoot);
        var boxed = link.ReceiveAnswer(1).Boxed;
        Assert.That(boxed[0], Is.EqualTo(4));
        return new PyTuple(3, boxed[1]);
    }

    /// <summary>Waits until every call before has returned, be it with a task: the line is passed in order.</summary>
    internal static void AwaitTurn(RawLink link, PyTuple root)
    {
        link.Request(9, (int)Handler.CallAttr, Boxed(root, Value("add"), Value(new PyTuple(1, 2)), Value(new PyTuple())));
        Assert.That(link.ReceiveAnswer(9).Boxed[1], Is.EqualTo(3));
    }

    internal static PyTuple Value(object? value) => new(1, value);

    internal static PyTuple Mine(string type, int typeId, int instance) => new(3, new PyTuple(type, typeId, instance));

    internal static PyTuple Boxed(params object?[] items) => new(2, new PyTuple(items));

    private static TestCaseData Bytes(string name, string text, params string[] words) => Case(name, Encoding.ASCII.GetBytes(text), words);

    private static TestCaseData Hex(string name, string hex, params string[] words) => Case(name, Convert.FromHexString(hex), words);

    private static TestCaseData Frame(string name, string payload, params string[] words) => Case(name, RawLink.FrameOf(Convert.FromHexString(payload)), words);

    private static TestCaseData Case(string name, byte[] bytes, string[] words) => new TestCaseData(bytes, words).SetArgDisplayNames(name);

    private static TestCaseData Request(string name, int handler, PyTuple boxed, params string[] words) => new TestCaseData(handler, boxed, words).SetArgDisplayNames(name);

    private static string Repeat(string hex, int times) => new StringBuilder(hex.Length * times).Insert(0, hex, times).ToString();
}
