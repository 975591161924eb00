using System.Diagnostics;
using System.Net.Sockets;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Connections;

/// <summary>"When the link dies every waiter ends promptly with one named reason."</summary>
[TestFixture]
public class EndTests
{
    private readonly Probe _probe = new();
    private readonly ManualResetEventSlim _blocked = new();
    private readonly ManualResetEventSlim _release = new();
    private Pair _pair = null!;

    [SetUp]
    public void Connect()
    {
        _blocked.Reset();
        _release.Reset();
        _probe.Bodies["block"] = _ =>
        {
            _blocked.Set();
            _release.Wait();
            return null;
        };
        _pair = Pair.Open(LinkKind.Tcp, _probe, new Probe());
    }

    [TearDown]
    public void Disconnect()
    {
        _release.Set();
        _pair.Dispose();
    }

    [OneTimeTearDown]
    public void CleanUp()
    {
        _blocked.Dispose();
        _release.Dispose();
    }

    [Test]
    public void Link_that_dies_ends_every_waiter_with_the_same_reason()
    {
        var root = _pair.Root;
        var waiters = new List<Task<ConnectionClosedException>>();
        for (var i = 0; i < 6; i++)
            waiters.Add(Ends(() => root.Do("block")));
        waiters.Add(Ends(() =>
        {
            while (true)
                _pair.Near.Serve(Timeout.InfiniteTimeSpan);
        }));
        for (var i = 0; i < 6; i++)
            waiters.Add(Ended(_pair.Near.CallAsync((object)root, "Do", "block")));
        var served = Task.Factory.StartNew(_pair.Near.ServeAll, TaskCreationOptions.LongRunning);
        Eventually.Set(_blocked, "a handler to run");
        Eventually.Equal(() => _pair.Near.Core.Pending.Count, 12, "all calls to be under way");

        _pair.Far.Channel.Dispose();

        var ends = waiters.Select(waiter => Eventually.Result(waiter, "a waiter's end")).ToArray();
        Eventually.Completes(served, "ServeAll to return");
        Assert.That(ends.Select(end => (end.Reason, end.Message)).Distinct().Count(), Is.EqualTo(1));
        Assert.That(ends[0].Reason, Is.EqualTo(_pair.Near.CloseReason).And.AnyOf(CloseReason.EndOfStream, CloseReason.LinkLost));
        Assert.That(ends.Distinct().Count(), Is.EqualTo(ends.Length), "each waiter has an exception of its own");
        var later = Assert.Throws<ConnectionClosedException>(() => root.Add(1, 1));
        Assert.That(later!.Message, Is.EqualTo(ends[0].Message));
        Eventually.Set(_pair.NearService.Disconnected, "the farewell");
        Assert.That(_pair.NearService.Disconnects, Is.EqualTo(1));
    }

    [Test]
    public void Close_on_another_thread_ends_a_call_that_waits()
    {
        var root = _pair.Root;
        var call = Ends(() => root.Do("block"));
        Eventually.Set(_blocked, "the handler to run");
        _pair.Near.Close();
        Assert.That(Eventually.Result(call, "the call to end").Reason, Is.EqualTo(CloseReason.ClosedHere));
        Eventually.Equal(() => _pair.Far.CloseReason, CloseReason.ClosedByPeer, "the far side to hear it behind its long call");
    }

    [Test]
    public void Close_from_inside_a_call_closes_both_sides()
    {
        _probe.Bodies["close"] = _ =>
        {
            _pair.Far.Close();
            return null;
        };
        var error = Assert.Throws<ConnectionClosedException>(() => _pair.Root.Do("close"));
        Assert.That(error!.Reason, Is.EqualTo(CloseReason.ClosedByPeer));
        // The near side hears it before the far side is through with closing.
        Eventually.Equal(() => _pair.Far.CloseReason, CloseReason.ClosedHere, "the far side's reason");
        Eventually.Equal(() => _pair.FarService.Disconnects, 1, "the far service's farewell");
    }

    [Test]
    public void Close_from_inside_a_callback_ends_the_call_around_it()
    {
        var error = Assert.Throws<ConnectionClosedException>(() => _pair.Root.Call(Rpyc.Fn(_ =>
        {
            _pair.Near.Close();
            return null;
        }), 1));
        Assert.That(error!.Reason, Is.EqualTo(CloseReason.ClosedHere));
        Eventually.True(() => _pair.Far.Closed, "the far side to close");
    }

    [Test]
    public void Close_from_many_threads_and_both_sides_says_farewell_once()
    {
        _ = _pair.Root;
        using var barrier = new Barrier(8);
        var closing = Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(() =>
        {
            barrier.SignalAndWait();
            (i % 2 == 0 ? _pair.Near : _pair.Far).Close();
        }, TaskCreationOptions.LongRunning)).ToArray();
        Eventually.Completes(Task.WhenAll(closing), "the closers");
        Eventually.Set(_pair.NearService.Disconnected, "the near farewell");
        Eventually.Set(_pair.FarService.Disconnected, "the far farewell");
        Assert.That((_pair.NearService.Disconnects, _pair.FarService.Disconnects), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task DisposeAsync_returns_after_the_farewell()
    {
        await _pair.Near.DisposeAsync();
        Assert.That(_pair.NearService.Disconnects, Is.EqualTo(1));
    }

    /// <summary>A peer that is stopped reads nothing: what is queued for it must not keep this side from closing.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public void Close_returns_and_senders_end_although_the_peer_reads_nothing(bool asStream)
    {
        var (near, far) = Pair.Sockets();
        using (far)
        {
            var channel = asStream ? new Channel(new NetworkStream(near, ownsSocket: true)) : new Channel(near);
            var connection = Rpyc.ConnectChannel(channel);
            // Fills the link's buffers and then the sender's own.
            var senders = Enumerable.Range(0, 4).Select(_ => Ends(() =>
            {
                while (true)
                    connection.Core.Requests.Send(
                        new DynamicRpyc.Netrefs.Operation { Handler = Handler.Ping, Arguments = [new byte[8_000_000]] }, TimeSpan.FromMilliseconds(1));
            })).ToArray();
            Eventually.True(() => far.Available > 0, "the link to fill");
            Eventually.Completes(Task.Factory.StartNew(connection.Close, TaskCreationOptions.LongRunning), "Close to return");
            foreach (var sender in senders)
                Assert.That(Eventually.Result(sender, "a sender's end").Reason, Is.EqualTo(CloseReason.ClosedHere));
        }
    }

    /// <summary>Sending counts too: a link whose other end nobody reads holds so much and no more, be it filled by one large argument or by many small ones.</summary>
    [Test]
    public void Call_whoseRequestNobodyReads_endsAtTheTimeout([Values("socket", "stream", "memory")] string link, [Values(50_000_000, 4_000)] int size)
    {
        var (near, far) = Pair.Sockets();
        var (memory, unread) = DynamicRpyc.Transports.MemoryTransport.CreatePair();
        using (far)
        using (unread)
        {
            var channel = link switch
            {
                "socket" => new Channel(near),
                "stream" => new Channel(new NetworkStream(near, ownsSocket: true)),
                _ => new Channel(memory),
            };
            using var connection = Rpyc.ConnectChannel(channel, config: RpycConfig.Default with { SyncRequestTimeout = TimeSpan.FromMilliseconds(300), Dialect = Dialect.V6 });
            var calling = Task.Factory.StartNew(
                () =>
                {
                    for (var sent = 0; sent < 10_000_000; sent += size)
                        connection.Core.Requests.Post(new DynamicRpyc.Netrefs.Operation { Handler = Handler.Ping, Arguments = [new byte[size]] });
                    connection.SyncRequest(Handler.GetRoot);
                },
                TaskCreationOptions.LongRunning);
            Assert.That(() => Eventually.Completes(calling, "the call to end"), Throws.TypeOf<AsyncResultTimeout>().With.Message.Contains(nameof(RpycConfig.SyncRequestTimeout)));
        }
    }

    /// <summary>Runs on a thread of its own until the connection's end.</summary>
    private static Task<ConnectionClosedException> Ends(Action action) => Task.Factory.StartNew(
        () =>
        {
            while (true)
            {
                try
                {
                    action();
                    throw new UnreachableException("It returned.");
                }
                catch (AsyncResultTimeout)
                {
                    // Not the end yet.
                }
                catch (ConnectionClosedException e)
                {
                    return e;
                }
            }
        },
        TaskCreationOptions.LongRunning);

    private static async Task<ConnectionClosedException> Ended(Task<object?> call)
    {
        try
        {
            await call;
        }
        catch (ConnectionClosedException e)
        {
            return e;
        }
        throw new UnreachableException("It returned.");
    }
}
