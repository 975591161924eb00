using System.Buffers.Binary;
using DynamicRpyc.Connections;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Transports;

/// <summary>The sender: one flusher, whole frames in order whoever sends, and a bound on what a peer that does not read can make this side keep.</summary>
internal sealed class FrameSenderTests
{
    private const int Limit = 1000;

    private readonly List<Exception> _reports = [];
    private ScriptedTransport _link = null!;
    private FrameSender _sender = null!;

    [SetUp]
    public void SetUp()
    {
        _link = new ScriptedTransport();
        _reports.Clear();
        _sender = new FrameSender(_link, Limit, Report);
    }

    [TearDown]
    public void TearDown() => _link.Dispose();

    [Test]
    public void Send_idleLink_writesAtOnce()
    {
        _sender.Send([1, 2, 3], mayWait: true);
        Assert.That((_link.Sent, _link.Writes), Is.EqualTo((new byte[] { 1, 2, 3 }, 1)));
    }

    [TestCase(0, true)]
    [TestCase(2, true)]
    [TestCase(0, false)]
    [TestCase(2, false)]
    public void Send_linkTakesAPart_sendsTheRestBehindIt(int takesAtOnce, bool mayWait)
    {
        _link.TakesAtOnce = takesAtOnce;
        _sender.Send([1, 2, 3], mayWait);
        _sender.Send([4, 5, 6], mayWait);
        Eventually.True(() => _link.Sent.Length == 6, "all bytes");
        Assert.That(_link.Sent, Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));
    }

    [Test]
    public void Send_whileAWriteIsUnderWay_leavesWithTheNextWriteTogether()
    {
        var first = BlockAWriter();
        for (byte i = 1; i <= 20; i++)
            _sender.Send([i], mayWait: true);
        Assert.That(_link.Sent, Is.Empty);
        _link.MaySend.Set();
        Eventually.Completes(first, "the blocked write");
        Eventually.True(() => _link.Sent.Length == 21, "the frames left behind");
        Assert.That(_link.Sent, Is.EqualTo(Enumerable.Range(0, 21).Select(i => (byte)i)));
        Assert.That(_link.Writes, Is.EqualTo(2), "twenty frames should leave with one write");
    }

    [Test]
    public void Send_manyThreads_keepsEveryFrameWholeAndEachThreadsOrder()
    {
        const int Threads = 8, Frames = 2000;
        _link.TakesAtOnce = 7;
        var senders = Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Frames; i++)
                {
                    var frame = new byte[8];
                    BinaryPrimitives.WriteInt32LittleEndian(frame, thread);
                    BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), i);
                    _sender.Send(frame, mayWait: i % 2 == 0);
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        Eventually.Completes(Task.WhenAll(senders), "all senders");
        Eventually.True(() => _link.Sent.Length == Threads * Frames * 8, "all bytes");
        var seen = new int[Threads];
        foreach (var frame in _link.Sent.Chunk(8))
        {
            var thread = BinaryPrimitives.ReadInt32LittleEndian(frame);
            Assert.That(BinaryPrimitives.ReadInt32LittleEndian(frame.AsSpan(4)), Is.EqualTo(seen[thread]++));
        }
        Assert.That(_reports, Is.Empty);
    }

    [Test]
    public void Send_peerDoesNotRead_makesTheSenderWaitUntilThereIsRoom()
    {
        var first = BlockAWriter();
        _sender.Send(new byte[Limit], mayWait: true);
        var late = Task.Factory.StartNew(() => _sender.Send([9], mayWait: true), TaskCreationOptions.LongRunning);
        Assert.That(late.Wait(50), Is.False, "a full queue should hold its senders");
        _link.MaySend.Set();
        Eventually.Completes(Task.WhenAll(first, late), "the senders");
        Eventually.Equal(() => _link.Sent.Length, Limit + 2, "all bytes");
        Assert.That(_link.Sent[^1], Is.EqualTo(9));
    }

    [Test]
    public void Send_mayNotWait_goesPastAQueueThatIsFullOfOthers()
    {
        BlockAWriter();
        _sender.Send(new byte[Limit * 20], mayWait: true);
        Assert.That(_sender.IsBacklogged, Is.True);
        _sender.Send([9], mayWait: false);
        Assert.That(_reports, Is.Empty, "what this side sends of its own accord is no fault of the peer");
        _link.MaySend.Set();
        Eventually.Equal(() => _link.Sent.Length, (Limit * 20) + 2, "all bytes");
        Eventually.Equal(() => _sender.IsBacklogged, false, "the queue to be empty");
    }

    /// <summary>"Nothing grows": PINGs without end from a peer that reads no answer.</summary>
    [Test]
    public void Send_answersThatNobodyReads_breaksTheLinkAtALimit()
    {
        BlockAWriter();
        var kept = 0;
        while (_reports.Count == 0 && kept < 1_000_000)
        {
            _sender.Send(new byte[100], mayWait: false);
            kept += 100;
        }
        Assert.That(_reports, Has.Count.EqualTo(1));
        Assert.That(_reports[0], Is.TypeOf<ProtocolException>().With.Message.Contains("does not read").And.Message.Contains(nameof(RpycLimits.MaxUnsentBytes)));
        Assert.That(kept, Is.InRange(Limit, Limit * 10));
        _sender.Send(new byte[100], mayWait: false);
        Assert.That(_reports, Has.Count.EqualTo(1), "it is told once");
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Send_linkBreaksInTheMiddle_reportsOnceAndDropsTheRest(bool mayWait)
    {
        _link.BreaksAfter = 4;
        _sender.Send([1, 2, 3], mayWait);
        _sender.Send([4, 5, 6], mayWait);
        _sender.Send([7, 8, 9], mayWait);
        Assert.That(_reports, Has.Count.EqualTo(1).And.All.TypeOf<IOException>());
        Assert.That(_link.Sent, Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void Close_sendersThatWait_letsThemGo()
    {
        var first = BlockAWriter();
        _sender.Send(new byte[Limit], mayWait: true);
        var late = Task.Factory.StartNew(() => _sender.Send([9], mayWait: true), TaskCreationOptions.LongRunning);
        _sender.Close();
        Eventually.Completes(late, "the sender that waits for room");
        _link.Shutdown();
        Eventually.Completes(first, "the sender in its write");
        Assert.That(_link.Sent, Is.Empty);
    }

    /// <summary>A sender in the middle of a write of the single byte 0, which the link holds up.</summary>
    private Task BlockAWriter()
    {
        _link.TakesAtOnce = 0;
        _link.MaySend.Reset();
        var writer = Task.Factory.StartNew(() => _sender.Send([0], mayWait: true), TaskCreationOptions.LongRunning);
        Eventually.Set(_link.SendEntered, "the write");
        return writer;
    }

    private void Report(Exception error)
    {
        lock (_reports)
            _reports.Add(error);
    }
}
