using System.IO.Compression;
using DynamicRpyc.Channels;
using DynamicRpyc.Messages;
using DynamicRpyc.Tests.Faults;
using DynamicRpyc.Tests.Support;
using DynamicRpyc.Tests.Transports;

namespace DynamicRpyc.Tests.Channels;

/// <summary>"Zlib both ways: sending compressed from 3000 bytes up is a setting; Auto compresses only where the link is not this host", as somebody on the wire sees it.</summary>
internal sealed class CompressionWireTests
{
    [TestCase(Compression.Always, 2900, false)]
    [TestCase(Compression.Always, 3000, true)]
    [TestCase(Compression.Never, 100_000, false)]
    [TestCase(Compression.Auto, 100_000, false)]
    public void Send_overLoopback_compressesAsSet(Compression setting, int size, bool expected)
    {
        using var server = new FaultServer(RpycConfig.Default with { Compression = setting });
        using var link = RawLink.Dial(server.Port);
        link.RequestValues(1, Handler.Ping, new byte[size]);
        var payload = link.ReceiveFrame(out var compressed)!;
        Assert.That(compressed, Is.EqualTo(expected));
        Assert.That(payload, expected ? Has.Length.LessThan(size / 10) : Has.Length.GreaterThan(size));
        link.RequestValues(2, Handler.Ping, new byte[size]);
        Assert.That(link.ReceiveAnswer(2).Boxed[1], Is.EqualTo(new byte[size]));
    }

    [TestCase(Compression.Auto, true, false)]
    [TestCase(Compression.Auto, false, true)]
    [TestCase(Compression.Always, true, true)]
    [TestCase(Compression.Never, false, false)]
    public void Send_byWhereTheOtherEndIs_compressesAsSet(Compression setting, bool isLocal, bool expected)
    {
        using var link = new ScriptedTransport { IsOnThisHost = isLocal };
        using var connection = new Connection(new VoidService(), new Channel(link), RpycConfig.Default with { Compression = setting });
        link.Arrive(RawLink.FrameOf(RawLink.PayloadOf(Dialect.V6, 1, 1, new PyTuple((int)Handler.Ping, new PyTuple(1, new PyTuple(new byte[5000]))))));
        Eventually.True(() => link.Sent.Length > 0 && link.Sent.Length == Frame.ReadLength(link.Sent) + 6, "the echo");
        Assert.That(link.Sent[4], Is.EqualTo(expected ? 1 : 0));
    }

    [Test]
    public void Send_thresholdIsSet_compressesFromThereOn()
    {
        using var server = new FaultServer(RpycConfig.Default with { Compression = Compression.Always, CompressionThreshold = 100 });
        using var link = RawLink.Dial(server.Port);
        link.RequestValues(1, Handler.Ping, new byte[80]);
        link.ReceiveFrame(out var small);
        link.RequestValues(2, Handler.Ping, new byte[100]);
        link.ReceiveFrame(out var large);
        Assert.That((small, large), Is.EqualTo((false, true)));
    }

    [Test]
    public void Send_dataThatDoesNotCompress_goesAsItIs()
    {
        var noise = new byte[10_000];
        new Random(1).NextBytes(noise);
        using var server = new FaultServer(RpycConfig.Default with { Compression = Compression.Always });
        using var link = RawLink.Dial(server.Port);
        link.RequestValues(1, Handler.Ping, noise);
        link.ReceiveFrame(out var compressed);
        Assert.That(compressed, Is.False);
    }

    [Test]
    public void Receive_compressedRequests_areServedWhateverTheSetting([Values] Compression setting, [Values(1, 5000)] int size)
    {
        using var server = new FaultServer(RpycConfig.Default with { Compression = setting });
        using var link = RawLink.Dial(server.Port);
        var target = new MemoryStream();
        using (var stream = new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(RawLink.PayloadOf(Dialect.V5, 1, 1, new PyTuple((int)Handler.Ping, new PyTuple(1, new PyTuple(new byte[size])))));
        var frame = RawLink.FrameOf(target.ToArray());
        frame[4] = 1;
        link.Send(frame);
        Assert.That(link.ReceiveAnswer(1).Boxed[1], Is.EqualTo(new byte[size]));
    }
}
