using DynamicRpyc.Connections;
using DynamicRpyc.Foundation;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Transports;

/// <summary>Frames that may linger leave together with what follows, in order, and never depend on that anything does.</summary>
internal sealed class LingeringFramesTests
{
    private readonly List<Exception> _reports = [];
    private ScriptedTransport _link = null!;
    private FrameSender _sender = null!;

    [SetUp]
    public void SetUp()
    {
        _link = new ScriptedTransport();
        _reports.Clear();
        _sender = new FrameSender(_link, 1_000_000, _reports.Add);
    }

    [TearDown]
    public void TearDown() => _link.Dispose();

    [Test]
    public void Send_framesThatLinger_leaveWithTheNextThatDoesNotInOneWrite()
    {
        // The watch looks every few milliseconds, so that one of many tries may see two writes.
        var fewest = int.MaxValue;
        for (var i = 0; i < 20 && fewest > 1; i++)
        {
            using var link = new ScriptedTransport();
            var sender = new FrameSender(link, 1_000_000, _reports.Add);
            sender.Send([1], mayWait: true, Linger.UntilTick);
            sender.Send([2], mayWait: true, Linger.UntilTick);
            sender.Send([3], mayWait: true);
            Assert.That(link.Sent, Is.EqualTo(new byte[] { 1, 2, 3 }));
            fewest = Math.Min(fewest, link.Writes);
        }
        Assert.That(fewest, Is.EqualTo(1));
    }

    [Test]
    public void Send_nothingFollows_theFrameLeavesAllTheSame([Values] bool isTick)
    {
        _sender.Send([1], mayWait: true, isTick ? Linger.UntilTick : Linger.UntilHelped);
        Eventually.Equal(() => _link.Sent.Length, 1, "the frame that lingers");
        _sender.Send([2], mayWait: true, isTick ? Linger.UntilTick : Linger.UntilHelped);
        Eventually.Equal(() => _link.Sent.Length, 2, "the next one");
    }

    [Test]
    public void FlushLingering_sendsAtOnceAndOnce()
    {
        _sender.Send([1], mayWait: true, Linger.UntilTick);
        _sender.FlushLingering(mayWait: false);
        Assert.That(_link.Sent, Is.EqualTo(new byte[] { 1 }));
        _sender.FlushLingering(mayWait: false);
        Assert.That(_link.Sent, Has.Length.EqualTo(1));
    }

    [Test]
    public void Send_muchThatLingers_isSentWithoutWaitingForAnybody()
    {
        var frame = new byte[10_000];
        var sent = 0;
        while (_link.Writes == 0 && sent < 1_000_000)
        {
            _sender.Send(frame, mayWait: true, Linger.UntilTick);
            sent += frame.Length;
        }
        Assert.That(sent, Is.LessThan(200_000));
    }

    [Test]
    public void AwaitSent_somethingLingers_waitsForIt()
    {
        _sender.Send([1], mayWait: true, Linger.UntilTick);
        Assert.That(_sender.AwaitSent(Deadline.After(TimeSpan.FromSeconds(20))), Is.True);
        Assert.That(_link.Sent, Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public void FlushLingering_linkBreaks_reportsIt()
    {
        _link.BreaksAfter = 0;
        _sender.Send([1], mayWait: true, Linger.UntilTick);
        _sender.FlushLingering(mayWait: true);
        Eventually.Equal(() => _reports.Count, 1, "the report");
        _sender.Send([2], mayWait: true, Linger.UntilHelped);
        Assert.That(_reports, Has.Count.EqualTo(1), "it is told once, and nothing is sent any more");
    }

    [Test]
    public void Send_manyThreadsSomeLingering_keepsEachThreadsOrder()
    {
        const int Threads = 6, Frames = 5000;
        var senders = Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Frames; i++)
                    _sender.Send([(byte)thread, (byte)i, (byte)(i >> 8)], mayWait: i % 5 != 0, (Linger)(i % 3));
            },
            TaskCreationOptions.LongRunning)).ToArray();
        Eventually.Completes(Task.WhenAll(senders), "all senders");
        Eventually.True(() => _link.Sent.Length == Threads * Frames * 3, "all bytes");
        var seen = new int[Threads];
        foreach (var frame in _link.Sent.Chunk(3))
            Assert.That(frame[1] | (frame[2] << 8), Is.EqualTo(seen[frame[0]]++));
        Assert.That(_reports, Is.Empty);
    }
}
