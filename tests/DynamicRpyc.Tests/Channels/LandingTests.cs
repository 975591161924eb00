using System.Buffers.Binary;
using DynamicRpyc.Brine;
using DynamicRpyc.Channels;
using DynamicRpyc.Tests.Transports;

namespace DynamicRpyc.Tests.Channels;

/// <summary>"Large values move without extra copies": one bytes value of a large frame is received where it stays, and nothing else about the message changes.</summary>
internal sealed class LandingTests
{
    private const int Large = LargeBytes.Least + 12_345;

    private ScriptedTransport _link = null!;

    [SetUp]
    public void SetUp() => _link = new ScriptedTransport();

    [TearDown]
    public void TearDown() => _link.Dispose();

    public static IEnumerable<TestCaseData> Messages()
    {
        var bytes = Noise(Large);
        yield return new TestCaseData(bytes, true).SetArgDisplayNames("the value alone");
        yield return new TestCaseData(new PyTuple(1, new PyTuple("name", -1234567890123L, 2.5, new byte[3], new byte[77]), bytes, "behind", new byte[200]), true).SetArgDisplayNames("amid others");
        yield return new TestCaseData(new PyTuple(bytes, Noise(Large + 1)), true).SetArgDisplayNames("the first of two");
        yield return new TestCaseData(PyTuple.From(Enumerable.Range(-40, 190).Cast<object?>().Append(bytes)), true).SetArgDisplayNames("behind a long count");
        yield return new TestCaseData(new PyTuple(new string('x', 5000), bytes), false).SetArgDisplayNames("too far behind");
        yield return new TestCaseData(new string('x', Large), false).SetArgDisplayNames("a text");
        yield return new TestCaseData(PyTuple.From(Enumerable.Range(0, Large).Cast<object?>()), false).SetArgDisplayNames("many small ones");
        yield return new TestCaseData(new PyTuple(Noise(LargeBytes.Least - 1), Noise(1000)), false).SetArgDisplayNames("not large enough");
    }

    [TestCaseSource(nameof(Messages))]
    public void TryRead_largeFrame_givesTheSameValueHoweverItArrives(object value, bool lands)
    {
        var frame = Frame(value);
        foreach (var chunk in new[] { 1000, 4096, 8191, 100_003, int.MaxValue })
        {
            using var link = _link = new ScriptedTransport();
            using var reader = new FrameReader(link, new RpycLimits(), LargeBytes.TryFind);
            var landed = false;
            for (var round = 0; round < 3; round++)
            {
                foreach (var piece in frame.Concat(Frame(round)).Chunk(chunk))
                    link.Arrive(piece);
                Assert.That(Next(reader, ref landed), Is.EqualTo(value), $"pieces of {chunk}, round {round}");
                var between = false;
                Assert.That(Next(reader, ref between), Is.EqualTo(round));
                Assert.That(between, Is.False);
            }
            // What arrived in one piece with its frame's start is there already; the first frame has yet to show that the peer means it.
            if (chunk < frame.Length)
                Assert.That(landed, Is.EqualTo(lands), $"pieces of {chunk}");
        }
    }

    [Test]
    public void TryRead_everyCutAroundTheValuesEnds_givesTheSameValue()
    {
        var value = new PyTuple(1, Noise(Large), "behind");
        var frame = Frame(value);
        int[] cuts = [.. Enumerable.Range(1, 40), .. Enumerable.Range(frame.Length - 40, 40)];
        foreach (var cut in cuts)
        {
            using var link = new ScriptedTransport();
            using var reader = new FrameReader(link, new RpycLimits(), LargeBytes.TryFind);
            var landed = false;
            link.Arrive(frame);
            Assert.That(Next(reader, ref landed), Is.EqualTo(value));
            link.Arrive(frame.AsSpan(0, cut));
            link.Arrive(frame.AsSpan(cut));
            Assert.That(Next(reader, ref landed), Is.EqualTo(value), $"cut at {cut}");
        }
    }

    [Test]
    public void Fill_largeFrameOfAPeerThatHasSentNone_isNotTrusted()
    {
        using var reader = new FrameReader(_link, new RpycLimits(), LargeBytes.TryFind);
        _link.Arrive(Frame(Noise(100_000_000)).AsSpan(0, 20_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.Fill() > 0)
            Assert.That(reader.TryRead(out _), Is.False);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(200_000));
    }

    [Test]
    public void Fill_streamEndsInTheMiddleOfTheValue_isInsideAFrame()
    {
        using var reader = new FrameReader(_link, new RpycLimits(), LargeBytes.TryFind);
        var frame = Frame(Noise(Large));
        var landed = false;
        _link.Arrive(frame);
        Next(reader, ref landed);
        _link.Arrive(frame.AsSpan(0, 10_000));
        _link.Arrive(frame.AsSpan(10_000, 50_000));
        _link.End();
        while (reader.Fill() > 0)
            Assert.That(reader.TryRead(out _), Is.False);
        Assert.That(reader.IsInsideFrame, Is.True);
    }

    [Test]
    public void TryRead_noNewlineBehindTheValue_saysSo()
    {
        using var reader = new FrameReader(_link, new RpycLimits(), LargeBytes.TryFind);
        var frame = Frame(Noise(Large));
        var landed = false;
        _link.Arrive(frame);
        Next(reader, ref landed);
        frame[^1] = 0x41;
        foreach (var piece in frame.Chunk(5000))
            _link.Arrive(piece);
        Assert.That(() => Next(reader, ref landed), Throws.TypeOf<ProtocolException>().With.Message.Contains("newline"));
    }

    [Test]
    public void TryFind_startCutAnywhere_neverFindsSomethingElse()
    {
        var bytes = BrineValues.Encode(new PyTuple("text", 12345678901L, 1.5, new byte[300], Noise(Large)));
        var found = 0;
        for (var length = 0; length < 2000; length++)
        {
            if (!LargeBytes.TryFind(bytes.AsSpan(0, length), out var at, out var size))
                continue;
            found++;
            Assert.That((at, size), Is.EqualTo((bytes.Length - Large, Large)));
        }
        Assert.That(found, Is.GreaterThan(1500));
    }

    private static object? Next(FrameReader reader, ref bool landed)
    {
        ReadOnlySpan<byte> payload;
        while (!reader.TryRead(out payload))
            Assert.That(reader.Fill(), Is.GreaterThan(0), "the frame should be there");
        var large = reader.TakeLanded();
        landed |= large.Value is not null;
        var brine = new BrineReader(payload, BrineLimits.Default, large);
        var skipping = new BrineReader(payload, BrineLimits.Default, large);
        skipping.Skip();
        skipping.ExpectEnd();
        var value = brine.ReadValue();
        brine.ExpectEnd();
        return value;
    }

    private static byte[] Frame(object value)
    {
        var payload = BrineValues.Encode(value);
        var frame = new byte[payload.Length + 6];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length);
        payload.CopyTo(frame, 5);
        frame[^1] = (byte)'\n';
        return frame;
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
