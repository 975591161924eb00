using DynamicRpyc.Messages;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Connections;

/// <summary>Issue: "they notice without an extra round trip and without a message that an unmodified Python peer would mind". Seen frame by frame, by a scripted peer.</summary>
internal sealed class RecognitionTests
{
    private static readonly PyTuple _root = new("scripted.Root", 7, 8);
    private static readonly PyTuple _announcement = new("DynamicRpyc", 1, 1);

    [Test]
    public async Task Dialler_firstRequest_carriesTheAnnouncementInTheSameWriteAndAwaitsNoEcho([Values(Dialect.V5, Dialect.V6)] Dialect dialect)
    {
        var (stream, peer) = FramePeer.Create();
        using var _ = peer;
        using var connection = Rpyc.ConnectStream(stream, config: new RpycConfig { Dialect = dialect });
        Assert.That(stream.Writes, Is.Empty, "nothing is sent before the first request");
        var root = Task.Run(() => (object)connection.Root);
        var ping = peer.Read();
        var getRoot = peer.Read();
        Assert.That(ping, Is.EqualTo((MessageKind.Request, 0L, new PyTuple(1, new PyTuple(1, new PyTuple([_announcement]))))));
        Assert.That((getRoot.Kind, getRoot.Contents[0]), Is.EqualTo((MessageKind.Request, (object)(int)Handler.GetRoot)));
        Assert.That(stream.Writes, Has.Length.EqualTo(1));
        peer.Send(dialect, MessageKind.Reply, getRoot.Sequence, new PyTuple(4, _root));
        await Eventually.CompletesAsync(root, "the root, although the announcement was not echoed");
        Assert.That(connection.Core.PeerIsDotNet, Is.False, "a peer that merely answers is no .NET peer");
    }

    [Test]
    public async Task Dialler_python_echoesAndIsNotRecognised()
    {
        var (stream, peer) = FramePeer.Create();
        using var _ = peer;
        using var connection = Rpyc.ConnectStream(stream, config: new RpycConfig { Dialect = Dialect.V5 });
        var root = Task.Run(() => (object)connection.Root);
        var ping = peer.Read();
        peer.Send(Dialect.V5, MessageKind.Reply, ping.Sequence, new PyTuple(1, _announcement));
        peer.Send(Dialect.V5, MessageKind.Reply, peer.Read().Sequence, new PyTuple(4, _root));
        await Eventually.CompletesAsync(root, "the root");
        Assert.That((connection.Closed, connection.Core.PeerIsDotNet), Is.EqualTo((false, false)));
        var second = Task.Run(() => connection.Ping());
        var request = peer.Read();
        Assert.That(request.Sequence, Is.Not.Zero, "it is announced once");
        peer.Send(Dialect.V5, MessageKind.Reply, request.Sequence, new PyTuple(1, ((PyTuple)((PyTuple)request.Contents[1]!)[1]!)[0]));
        await Eventually.CompletesAsync(second, "the ping");
    }

    [Test]
    public void Acceptor_speaksOfItselfOnlyAfterTheDialler_andBeforeItsAnswers([Values(Dialect.V5, Dialect.V6)] Dialect dialect)
    {
        var (stream, peer) = FramePeer.Create();
        using var _ = peer;
        using var connection = new Connection(new EchoService(), new Channel(stream));
        peer.Send(dialect, MessageKind.Request, 1, new PyTuple(1, new PyTuple(1, new PyTuple([_announcement]))));
        Assert.That(peer.Read().Kind, Is.EqualTo(MessageKind.Reply), "a user's ping of the same data is echoed, and no more");
        Assert.That(connection.Core.PeerIsDotNet, Is.False);
        peer.Announce(dialect);
        var own = peer.Read();
        Assert.That(own, Is.EqualTo((MessageKind.Request, 0L, new PyTuple(1, new PyTuple(1, new PyTuple([_announcement]))))));
        Assert.That(peer.Read(), Is.EqualTo((MessageKind.Reply, 0L, new PyTuple(1, _announcement))), "and its echo");
        Eventually.True(() => connection.Core.PeerIsDotNet, "the peer to be recognised");
        peer.Announce(dialect);
        Assert.That(peer.Read().Kind, Is.EqualTo(MessageKind.Reply), "it is answered with an announcement once");
    }

    [TestCase("DynamicRpyc", 0, 1)]
    [TestCase("DynamicRpyc", 1, 0)]
    [TestCase("Other", 1, 1)]
    public void Acceptor_pingOfAnotherShape_isOnlyEchoed(string name, int version, int features)
    {
        var (stream, peer) = FramePeer.Create();
        using var _ = peer;
        using var connection = new Connection(new EchoService(), new Channel(stream));
        foreach (var data in new object?[] { new PyTuple(name, version, features), null, "DynamicRpyc", new PyTuple("DynamicRpyc", 1), new PyTuple("DynamicRpyc", "1", 1) })
        {
            peer.Send(Dialect.V6, MessageKind.Request, 0, new PyTuple(1, new PyTuple(1, new PyTuple([data]))));
            Assert.That(peer.Read(), Is.EqualTo((MessageKind.Reply, 0L, new PyTuple(1, data))));
        }
        Assert.That(connection.Core.PeerIsDotNet, Is.False);
    }

    [Test]
    public void Connections_betweenTwoOfThis_areRecognisedByBothBeforeTheFirstAnswer([Values] bool inProcess)
    {
        using var server = new ThreadedServer(new EchoService());
        server.StartInBackground();
        using var connection = inProcess ? Rpyc.ConnectThread(remoteService: new EchoService()) : Rpyc.Connect(server.Host, server.Port);
        dynamic root = connection.Root;
        Assert.That(connection.Core.PeerIsDotNet);
        Assert.That((string)root.Describe((byte)5), Is.EqualTo("Byte 5"), "already the first call");
    }

    [Test]
    public void Labels_beyondRpycs_beforeTheAnnouncement_endTheConnection([Values(5, 6)] int label)
    {
        var (stream, peer) = FramePeer.Create();
        using var _ = peer;
        using var connection = new Connection(new EchoService(), new Channel(stream));
        peer.Request(1, Handler.Str, new PyTuple(label, new PyTuple(2, 5)));
        Assert.That(peer.IsEnded());
        Eventually.True(() => connection.CloseReason == CloseReason.ProtocolError, "the connection to end");
    }

    [Test]
    public void ObjectOfAnUnmarkedType_asAnArgument_isRefusedAndTheConnectionGoesOn()
    {
        var (stream, peer) = FramePeer.Create();
        using var _ = peer;
        using var connection = new Connection(new EchoService(), new Channel(stream));
        peer.Announce();
        peer.Read();
        peer.Read();
        peer.Request(1, Handler.GetRoot);
        var id = (PyTuple)((PyTuple)peer.Read().Contents)[1]!;
        var file = new PyTuple(5, new PyTuple(27, new PyTuple("json", "System.IO.FileInfo", "{}"u8.ToArray())));
        peer.Request(2, Handler.CallAttr, new PyTuple(3, id), new PyTuple(1, "Echo"), new PyTuple(2, new PyTuple([file])), new PyTuple(1, PyTuple.Empty));
        var answer = peer.Read();
        Assert.That((answer.Kind, answer.Sequence), Is.EqualTo((MessageKind.Exception, 2L)));
        Assert.That(answer.Contents.ToString(), Does.Contain("[ByValue]").And.Contain("System.IO.FileInfo"));
        var unknown = new PyTuple(5, new PyTuple(26, new PyTuple("No.Such.Enum, Nowhere", (int)TypeCode.Int16, 300)));
        peer.Request(3, Handler.CallAttr, new PyTuple(3, id), new PyTuple(1, "Describe"), new PyTuple(2, new PyTuple([unknown])), new PyTuple(1, PyTuple.Empty));
        Assert.That(peer.Read().Contents, Is.EqualTo(new PyTuple(1, "Int16 300")), "an enum that is not known here is its number");
        var pair = new PyTuple(6, new PyTuple("System.ValueTuple`2[[System.Int32],[No.Such.Enum, Nowhere]]", new PyTuple(new PyTuple(1, 1), unknown)));
        peer.Request(4, Handler.CallAttr, new PyTuple(3, id), new PyTuple(1, "Describe"), new PyTuple(2, new PyTuple([pair])), new PyTuple(1, PyTuple.Empty));
        Assert.That(peer.Read().Contents, Is.EqualTo(new PyTuple(1, "PyTuple (1, 300)")), "a CLR tuple whose type is not known here is a plain tuple");
    }
}
