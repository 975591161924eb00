using System.Net.Sockets;
using DynamicRpyc.Messages;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Faults;

/// <summary>Clients that take without end, or do not take at all: the server goes on serving others, and nothing grows.</summary>
internal sealed class ResourceBoundTests
{
    private static readonly RpycLimits _small = new() { MaxUnsentBytes = 64 * 1024 };

    [TestCase(32 * 1024)]
    [TestCase(1024 * 1024, Description = "large enough to be sent from where it lies")]
    public void Pings_fromAClientThatReadsNoAnswer_endItsConnection(int size)
    {
        using var server = new FaultServer(RpycConfig.Default with { Limits = _small });
        using var link = RawLink.Dial(server.Port);
        var data = new byte[size];
        var most = (320 << 20) / size;
        var sent = 0;
        try
        {
            // The kernel's buffers take several megabytes before anything is left here.
            for (; sent < most; sent++)
                link.RequestValues(sent, Handler.Ping, data);
        }
        catch (SocketException)
        {
            // The server closed, as it should.
        }
        Assert.That(sent, Is.LessThan(most));
        Eventually.True(() => server.Connections[1].Closed, "the end of the connection");
        var reason = server.Connections[1].Core.State.Reason!;
        Assert.That(reason.Reason, Is.EqualTo(CloseReason.ProtocolError), reason.Message);
        Assert.That(reason.Message, Does.Contain("does not read").And.Contains(nameof(RpycLimits.MaxUnsentBytes)));
        server.AssertServesAndKeepsNothing();
    }

    [Test]
    public void Pings_manyBeforeTheFirstAnswerIsRead_areAllAnswered()
    {
        const int Count = 50_000;
        using var server = new FaultServer();
        using var link = RawLink.Dial(server.Port);
        for (var i = 0; i < Count; i++)
            link.RequestValues(i, Handler.Ping, i);
        for (var i = 0; i < Count; i++)
            Assert.That(link.Receive()!.Boxed[1], Is.EqualTo(i));
    }

    [Test]
    public void Requests_moreUnansweredThanAllowed_endTheConnection([Values("never", "block")] string member)
    {
        using var server = new FaultServer(RpycConfig.Default with { Limits = new RpycLimits { MaxPendingRequests = 10 } });
        using var link = RawLink.Dial(server.Port);
        var root = BadClientTests.RootOf(link);
        for (var i = 0; i < 10; i++)
            Call(link, 100 + i, root, member);
        link.RequestValues(2, Handler.Ping, "still there");
        Assert.That(link.ReceiveAnswer(2).Boxed[1], Is.EqualTo("still there"));
        Call(link, 200, root, member);
        link.AwaitEnd();
        Eventually.True(() => server.Connections[1].Closed, "the end of the connection");
        Assert.That(server.Connections[1].Core.State.Reason!.Message, Does.Contain("10 requests").And.Contains(nameof(RpycLimits.MaxPendingRequests)));
        server.AssertServes();
    }

    [Test]
    public void Requests_answeredInTime_mayBeAnyNumber()
    {
        using var server = new FaultServer(RpycConfig.Default with { Limits = new RpycLimits { MaxPendingRequests = 10 } });
        using var link = RawLink.Dial(server.Port);
        var root = BadClientTests.RootOf(link);
        for (var i = 0; i < 100; i++)
        {
            Call(link, 10 + i, root, i % 2 == 0 ? "large_later" : "large", 1);
            link.ReceiveAnswer(10 + i);
        }
    }

    [Test]
    public void Objects_moreLentThanAllowed_failTheCallThatWouldAndNoOther()
    {
        using var server = new FaultServer(RpycConfig.Default with { Limits = new RpycLimits { MaxLentObjects = 5 } });
        using var link = RawLink.Dial(server.Port);
        var root = BadClientTests.RootOf(link);
        var things = new List<PyTuple>();
        for (var i = 0; i < 4; i++)
        {
            Call(link, 10 + i, root, "make");
            things.Add(new PyTuple(3, link.ReceiveAnswer(10 + i).Boxed[1]));
        }
        Call(link, 20, root, "make");
        Assert.That(link.ReceiveAnswer(20).Error, Does.Contain("5 objects").And.Contains(nameof(RpycLimits.MaxLentObjects)));
        Call(link, 21, root, "add", 1, 2);
        Assert.That(link.ReceiveAnswer(21).Boxed[1], Is.EqualTo(3));
        link.Request(22, (int)Handler.Del, BadClientTests.Boxed(things[0], BadClientTests.Value(1)));
        link.ReceiveAnswer(22);
        Call(link, 23, root, "make");
        Assert.That(link.ReceiveAnswer(23).Boxed[0], Is.EqualTo(4));
    }

    /// <summary>Slowloris: clients that begin a frame and leave it at that hold up nobody, and are served once they go on.</summary>
    [Test]
    public void Frames_begunAndNotEnded_holdUpNobody()
    {
        using var server = new FaultServer();
        var frame = RawLink.FrameOf(RawLink.PayloadOf(Dialect.V6, 1, 1, new PyTuple((int)Handler.Ping, new PyTuple(1, new PyTuple("late")))));
        RawLink[] links = [.. Enumerable.Range(0, 100).Select(_ => RawLink.Dial(server.Port))];
        try
        {
            for (var i = 0; i < links.Length; i++)
                links[i].Send(frame.AsSpan(0, 1 + (i % (frame.Length - 1))));
            Eventually.Equal(() => server.ConnectionCount, 101, "all connections");
            server.AssertServes();
            for (var i = 0; i < links.Length; i++)
                links[i].Send(frame.AsSpan(1 + (i % (frame.Length - 1))));
            foreach (var link in links)
                Assert.That(link.ReceiveAnswer(1).Boxed[1], Is.EqualTo("late"));
        }
        finally
        {
            foreach (var link in links)
                link.Dispose();
        }
        server.AssertServesAndKeepsNothing();
    }

    /// <summary>Answers of tasks come from the pool's threads. Clients that do not read theirs must not keep those.</summary>
    [Test]
    public void LateAnswers_thatNobodyReads_leaveThePoolToOthers()
    {
        using var server = new FaultServer(RpycConfig.Default with { Limits = _small });
        RawLink[] links = [.. Enumerable.Range(0, 60).Select(_ => RawLink.Dial(server.Port))];
        try
        {
            foreach (var link in links)
            {
                var root = BadClientTests.RootOf(link);
                for (var i = 0; i < 8; i++)
                    Call(link, 10 + i, root, "large_when_told", 3 << 20);
                BadClientTests.AwaitTurn(link, root);
            }
            server.Tell();
            Eventually.True(() => server.Connections.Skip(1).All(bad => bad.Core.IsBacklogged), "the answers to pile up");
            for (var i = 0; i < 20; i++)
                Assert.That(((byte[])server.Good.Root.large_later(10)).Length, Is.EqualTo(10));
            Assert.That(ThreadPool.ThreadCount, Is.LessThan(40), "threads of the pool wait for clients that do not read");
            foreach (var link in links.Take(3))
            {
                for (var i = 0; i < 8; i++)
                    Assert.That(((byte[])link.Receive()!.Boxed[1]!).Length, Is.EqualTo(3 << 20), "whoever reads after all gets everything");
            }
        }
        finally
        {
            foreach (var link in links)
                link.Dispose();
        }
        server.AssertServesAndKeepsNothing();
    }

    [Test]
    public void Close_ofAServerWhoseClientsDoNotRead_ends()
    {
        var server = new FaultServer();
        RawLink[] links = [.. Enumerable.Range(0, 20).Select(_ => RawLink.Dial(server.Port))];
        foreach (var link in links)
        {
            var root = BadClientTests.RootOf(link);
            Call(link, 10, root, "large", 20 << 20);
            Call(link, 11, root, "large", 20 << 20);
        }
        Eventually.Completes(Task.Factory.StartNew(server.Dispose, TaskCreationOptions.LongRunning), "the server to close");
        foreach (var link in links)
            link.Dispose();
    }

    /// <summary>Senders wait for a peer that does not read, and go when the connection is closed, which itself does not wait for it.</summary>
    [Test]
    public void Close_whileSendersWaitForAPeerThatDoesNotRead_endsThemAll()
    {
        using var release = new ManualResetEventSlim();
        using var server = new ScriptedServer(link => ScriptedServer.ServeRoot(link, Dialect.V6, message =>
        {
            if (message.Handler == Handler.CallAttr)
                release.Wait();
            return message.Handler == Handler.CallAttr;
        }));
        var connection = Rpyc.Connect("127.0.0.1", server.Port, config: RpycConfig.Default with { Limits = _small, Dialect = Dialect.V6 });
        dynamic root = connection.Root;
        var data = new byte[8 << 20];
        Task[] calls = [.. Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(() => root.take(data), TaskCreationOptions.LongRunning))];
        Eventually.True(() => connection.Core.IsBacklogged, "the calls to pile up");
        Eventually.Completes(Task.Factory.StartNew(connection.Close, TaskCreationOptions.LongRunning), "the close");
        foreach (var call in calls)
        {
            Assert.That(() => Eventually.Completes(call, "a call"),
                Throws.TypeOf<ConnectionClosedException>().With.Property(nameof(ConnectionClosedException.Reason)).EqualTo(CloseReason.ClosedHere));
        }
        release.Set();
    }

    /// <summary>References to give back wait here while the peer does not read; and go when it does.</summary>
    [Test]
    public void Releases_toAPeerThatDoesNotRead_waitUntilItDoes()
    {
        const int Objects = 3000;
        using var reads = new ManualResetEventSlim();
        var released = 0;
        using var server = new ScriptedServer(link => ScriptedServer.ServeRoot(link, Dialect.V6, message =>
        {
            switch (message.Handler)
            {
                case Handler.Del:
                    Interlocked.Increment(ref released);
                    return false;
                case Handler.CallAttr:
                    for (var i = 0; i < Objects; i++)
                        link.ReplyReference(-i - 1, "scripted.Thing", 5, i + 1);
                    link.Reply(message.Sequence, null);
                    reads.Wait();
                    return true;
                default:
                    return message.Handler == Handler.Ping;
            }
        }));
        using var connection = Rpyc.Connect("127.0.0.1", server.Port, config: RpycConfig.Default with { Limits = new RpycLimits { MaxUnsentBytes = 1000 }, Dialect = Dialect.V6 });
        var blocked = connection.Core.Requests.SendAsync(new() { Handler = Handler.Ping, Arguments = [new byte[20 << 20]] }, null, default);
        connection.Root.answer_without_being_asked();
        connection.Core.Requests.Post(new() { Handler = Handler.Ping, Arguments = [new byte[5000]] });
        Assert.That(connection.Closed, Is.False);
        reads.Set();
        Eventually.Equal(() => Volatile.Read(ref released), Objects, "all references to come back");
        Assert.That((connection.Closed, blocked.IsCompleted), Is.EqualTo((false, false)));
    }

    [Test]
    public void References_unaskedForAndFromAClientThatDoesNotRead_endItsConnection()
    {
        using var server = new FaultServer(RpycConfig.Default with { Limits = _small with { MaxLentObjects = 1000 } });
        using var link = RawLink.Dial(server.Port);
        var root = BadClientTests.RootOf(link);
        for (var i = 0; i < 3; i++)
            Call(link, 10 + i, root, "large_when_told", 20 << 20);
        BadClientTests.AwaitTurn(link, root);
        server.Tell();
        Eventually.True(() => server.Connections[1].Core.IsBacklogged, "the answers to pile up");
        try
        {
            for (var i = 1; i <= 100_000; i++)
                link.ReplyReference(-i, "bad.Thing", 1, i);
        }
        catch (SocketException)
        {
            // The server closed, as it should.
        }
        Eventually.True(() => server.Connections[1].Closed, "the end of the connection");
        Assert.That(server.Connections[1].Core.State.Reason!.Message, Does.Contain("does not read").And.Contains(nameof(RpycLimits.MaxLentObjects)));
        link.Dispose();
        server.AssertServesAndKeepsNothing();
    }

    private static void Call(RawLink link, long sequence, PyTuple root, string member, params object?[] arguments) => link.Request(
        sequence, (int)Handler.CallAttr, BadClientTests.Boxed(root, BadClientTests.Value(member), BadClientTests.Value(new PyTuple(arguments)), BadClientTests.Value(new PyTuple())));
}
