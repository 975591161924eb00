using DynamicRpyc.Boxing;
using DynamicRpyc.Brine;
using DynamicRpyc.Connections;
using DynamicRpyc.Tests.Support;
using DynamicRpyc.Tests.Transports;

namespace DynamicRpyc.Tests.Boxing;

/// <summary>A large array is sent from where it is: in pieces that together are the very bytes of the frame.</summary>
internal sealed class LargeMessageTests
{
    private static readonly byte[] _large = MakeLarge();

    public static IEnumerable<object?> Values() => [_large, new PyTuple(1, _large, "x"), new PyTuple(_large, _large), new PyTuple("short", new byte[1000])];

    [TestCaseSource(nameof(Values))]
    public void FinishInPieces_givesTheBytesOfFinish(object value)
    {
        var whole = Written(value);
        var expected = whole.Finish().ToArray();
        whole.Return();
        var inPieces = Written(value);
        Assert.That(inPieces.HasLarge, Is.EqualTo(expected.Length > LargeBytes.Least));
        if (inPieces.HasLarge)
            Assert.That(inPieces.FinishInPieces().SelectMany(piece => piece), Is.EqualTo(expected));
        inPieces.Return();
    }

    [Test]
    public void WriteValue_failsBehindALargeArray_leavesNothingOut()
    {
        var message = OutgoingMessage.Rent();
        Assert.That(() => message.Writer.WriteValue(new PyTuple(_large, "\ud800")), Throws.ArgumentException);
        Assert.That(message.HasLarge, Is.False);
        message.Return();
    }

    [TestCase(0, true)]
    [TestCase(10, true)]
    [TestCase(100_000, true)]
    [TestCase(0, false)]
    [TestCase(100_000, false)]
    [TestCase(int.MaxValue, false)]
    public void Send_inPieces_sendsEveryByteInOrder(int takesAtOnce, bool mayWait)
    {
        using var link = new ScriptedTransport { TakesAtOnce = takesAtOnce };
        var sender = new FrameSender(link, 100_000_000, error => Assert.Fail(error.Message));
        sender.Send([7], mayWait: true, Linger.UntilTick);
        ArraySegment<byte>[] pieces = [new byte[] { 1, 2 }, _large, new byte[] { 3 }];
        sender.SendPieces(pieces, mayWait);
        sender.Send([4], mayWait: true);
        Eventually.Equal(() => link.Sent.Length, _large.Length + 5, "all bytes");
        Assert.That(link.Sent, Is.EqualTo(new byte[] { 7, 1, 2 }.Concat(_large).Concat(new byte[] { 3, 4 })));
    }

    private static OutgoingMessage Written(object value)
    {
        var message = OutgoingMessage.Rent();
        message.Writer.WriteValue(value);
        return message;
    }

    private static byte[] MakeLarge()
    {
        var bytes = new byte[LargeBytes.Least + 77];
        new Random(3).NextBytes(bytes);
        return bytes;
    }
}
