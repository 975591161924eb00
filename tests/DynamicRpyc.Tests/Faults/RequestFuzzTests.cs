using System.Net.Sockets;
using DynamicRpyc.Messages;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Faults;

/// <summary>
/// Requests and answers beside the point, by the thousand: each is answered, or ends its connection with a reason; nobody else notices, and nothing is kept. What would kill the
/// process (an exception that nobody catches on a thread of the library) kills the test run.
/// </summary>
internal sealed class RequestFuzzTests
{
    private const int Requests = 400;

    [Test]
    public void Handler_randomWellFormedArguments_answersEachOrClosesWithAReason([Range(0, 21)] int handler)
    {
        using var server = new FaultServer();
        var random = new RandomWire(handler);
        for (var done = 0; done < Requests;)
        {
            using var link = RawLink.Dial(server.Port);
            link.Dialect = random.Chance(2) ? Dialect.V5 : Dialect.V6;
            var known = Learn(link);
            done += SendSome(link, random, handler, known, Requests - done);
        }
        if (handler != (int)Handler.Close)
            Assert.That(server.Connections.Count, Is.LessThan(Requests / 8), "most random requests are bad requests only, and no reason to end a connection");
        foreach (var bad in server.Connections.Skip(1))
            Eventually.True(() => bad.Closed, "the end of a bad client's connection");
        Assert.That(server.Connections.Skip(1).Select(bad => bad.CloseReason), Is.All.AnyOf(CloseReason.ProtocolError, CloseReason.EndOfStream, CloseReason.LinkLost, CloseReason.ClosedByPeer));
        foreach (var bad in server.Connections.Skip(1).Where(bad => bad.CloseReason == CloseReason.ProtocolError))
            Assert.That(bad.Core.State.Reason!.Message, Does.Not.Contain("could not be taken in"), "the library stumbled instead of refusing");
        server.AssertServesAndKeepsNothing();
    }

    [Test]
    public void Server_realSessionsCorrupted_endsEachWithAReason([Values(1, 2, 3, 4)] int seed)
    {
        using var server = new FaultServer();
        var session = RecordSession(server.Port);
        var random = new RandomWire(seed);
        var connections = server.Connections.Count;
        for (var i = 0; i < 250; i++)
        {
            using var link = RawLink.Dial(server.Port);
            link.Send(random.Corrupt(session));
            link.Socket.Shutdown(SocketShutdown.Send);
            link.AwaitEnd();
        }
        Eventually.Equal(() => server.Connections.Count, connections + 250, "all connections");
        foreach (var bad in server.Connections.Skip(connections))
        {
            Eventually.True(() => bad.Closed, "the end of a connection");
            Assert.That(bad.Core.State.Reason!.Message, Does.Not.Contain("could not be taken in"), "the library stumbled instead of refusing");
        }
        server.AssertServesAndKeepsNothing();
    }

    [Test]
    public void Server_realSessionCutAtEveryByte_endsEachWithAReason()
    {
        using var server = new FaultServer();
        var session = RecordSession(server.Port);
        for (var cut = 0; cut < session.Length; cut++)
        {
            using var link = RawLink.Dial(server.Port);
            link.Send(session.AsSpan(0, cut));
            link.Socket.Shutdown(SocketShutdown.Send);
            link.AwaitEnd();
        }
        server.AssertServesAndKeepsNothing();
    }

    /// <summary>A client of a server that answers at random: whatever comes, each call ends, and closing works.</summary>
    [Test]
    public void Client_answeredAtRandom_endsEveryCall([Values(1, 2, 3, 4)] int seed)
    {
        var random = new RandomWire(seed);
        using var server = new ScriptedServer(link => ScriptedServer.ServeRoot(link, Dialect.V6, message => AnswerAtRandom(link, message, random)));
        for (var i = 0; i < 40; i++)
        {
            using var connection = Rpyc.Connect("127.0.0.1", server.Port, config: RpycConfig.Default with { Dialect = Dialect.V6, SyncRequestTimeout = TimeSpan.FromSeconds(15) });
            for (var call = 0; call < 20 && !connection.Closed; call++)
            {
                var error = Outcome(() => Use(connection.Root, call));
                Assert.That(error, Is.Not.TypeOf<AsyncResultTimeout>(), $"{error}");

                // An answer of None may well be used where an object was expected: the C# binder's word for that, without the library on the stack.
                if (error is NullReferenceException or IndexOutOfRangeException)
                    Assert.That(error.StackTrace, Does.Not.Match(@"at DynamicRpyc\.(?!Tests)"), $"{error}");
            }
            connection.Close();
            Assert.That(connection.Core.Pending.Count, Is.Zero);
        }
    }

    private static int SendSome(RawLink link, RandomWire random, int handler, List<PyTuple> known, int most)
    {
        var sent = 0;
        try
        {
            while (sent < most)
            {
                sent++;
                link.Request(1000 + sent, handler, random.Arguments((Handler)handler, known));
                // A PING behind it tells that it was taken, also where it never answers.
                link.RequestValues(500_000 + sent, Handler.Ping, sent);
                link.ReceiveAnswer(500_000 + sent);
            }
        }
        catch (Exception e) when (e is AssertionException or SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown })
        {
            // Closed by the server: its reason is looked at in the end.
        }
        return sent;
    }

    /// <summary>References to several objects of the server: the root, a thing, a bound method, an iterator.</summary>
    private static List<PyTuple> Learn(RawLink link)
    {
        var root = BadClientTests.RootOf(link);
        var known = new List<PyTuple> { root };
        Learn(2, Handler.CallAttr, root, BadClientTests.Value("make"), BadClientTests.Value(new PyTuple()), BadClientTests.Value(new PyTuple()));
        Learn(3, Handler.GetAttr, root, BadClientTests.Value("add"));
        Learn(4, Handler.CallAttr, root, BadClientTests.Value("items"), BadClientTests.Value(new PyTuple()), BadClientTests.Value(new PyTuple()));
        return known;

        void Learn(int sequence, Handler handler, params PyTuple[] arguments)
        {
            link.Request(sequence, (int)handler, BadClientTests.Boxed([.. arguments]));
            var boxed = link.ReceiveAnswer(sequence).Boxed;
            Assert.That(boxed[0], Is.EqualTo(4));
            known.Add(new PyTuple(3, boxed[1]));
        }
    }

    /// <summary>What a real client sends in a session that uses a bit of everything.</summary>
    private static byte[] RecordSession(int port)
    {
        var recorder = new RecordingStream(new TcpClient("127.0.0.1", port).GetStream());
        using (var connection = Rpyc.ConnectStream(recorder))
        {
            dynamic root = connection.Root;
            Assert.That((int)root.add(1, right: 2), Is.EqualTo(3));
            Assert.That((string)root.echo("text"), Is.EqualTo("text"));
            Assert.That((string)root.get_service_name(), Is.EqualTo("FAULT"));
            _ = root.echo((1, "two", 3.0, new byte[] { 4 }, (object?)null));
            _ = root.make().Value;
            _ = root.echo(root.make()).ToString();
            _ = root.apply(Rpyc.Fn(x => x), 5);
            Assert.That(() => root.missing(), Throws.TypeOf<AccessDeniedException>());
            foreach (var item in root.items())
                _ = item;
            connection.Ping();
            Rpyc.Release(root.make());
        }
        return recorder.Written;
    }

    private static bool AnswerAtRandom(RawLink link, RawMessage message, RandomWire random)
    {
        if (message.Handler is Handler.GetRoot or Handler.Close or Handler.Del)
            return false;
        switch (random.Number(12))
        {
            case 0:
                var payload = RawLink.PayloadOf(Dialect.V6, 2, message.Sequence, random.Boxed([], 3));
                link.Send(random.Corrupt(RawLink.FrameOf(payload)));
                link.Socket.Shutdown(SocketShutdown.Send);
                return true;
            case 1 or 2:
                var parts = new PyTuple(new PyTuple(random.Value(0), random.Value(0)), new PyTuple(random.Value(2)), new PyTuple(new PyTuple("a", random.Value(2))), "trace");
                link.SendFrame(RawLink.PayloadOf(Dialect.V6, 3, message.Sequence, random.Chance(3) ? random.Value(3) : parts));
                return true;
            case 3:
                link.Request(9000 + message.Sequence, random.Number(21), random.Arguments((Handler)random.Number(21), [BadClientTests.Mine("x.Y", 1, 1)]));
                goto default;
            default:
                link.SendFrame(RawLink.PayloadOf(Dialect.V6, 2, message.Sequence, random.Boxed([], 3)));
                return true;
        }
    }

    private static void Use(dynamic root, int how)
    {
        switch (how % 8)
        {
            case 0: root.anything(1, 2); break;
            case 1: _ = (int)root.number; break;
            case 2: foreach (var item in root.list) _ = item; break;
            case 3: root.field = 5; break;
            case 4: _ = root[1] + root[2]; break;
            case 5: _ = $"{root} {root.x}"; break;
            case 6: _ = root == root.other; break;
            default: using (root.scope()) { } break;
        }
    }

    private static Exception? Outcome(Action action)
    {
        var task = Task.Factory.StartNew(action, TaskCreationOptions.LongRunning);
        Eventually.True(() => task.IsCompleted, "a call to end", TimeSpan.FromSeconds(30));
        return task.Exception?.InnerException;
    }
}
