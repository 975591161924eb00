using System.IO.Compression;
using DynamicRpyc.Channels;
using DynamicRpyc.Tests.Transports;

namespace DynamicRpyc.Tests.Channels;

/// <summary>Bytes to frames: in whichever pieces they come, and whatever is claimed in them.</summary>
internal sealed class FrameReaderTests
{
    private static readonly byte[][] _payloads = [[1], [.. Enumerable.Range(0, 300).Select(i => (byte)i)], [0x0a, 0x0a], new byte[20_000]];

    private ScriptedTransport _link = null!;

    [SetUp]
    public void SetUp() => _link = new ScriptedTransport();

    [TearDown]
    public void TearDown() => _link.Dispose();

    [Test]
    public void TryRead_severalFramesInOneRead_givesEach()
    {
        _link.Arrive(Frames());
        _link.End();
        Assert.That(ReadAll(out _), Is.EqualTo(_payloads));
    }

    [Test]
    public void TryRead_byteByByte_givesEach()
    {
        foreach (var one in Frames())
            _link.Arrive([one]);
        _link.End();
        Assert.That(ReadAll(out var inside), Is.EqualTo(_payloads));
        Assert.That(inside, Is.False);
    }

    [Test]
    public void TryRead_cutInTwoAtEveryByte_givesEach()
    {
        var bytes = Frames(_payloads[..3]);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            using var link = _link = new ScriptedTransport();
            link.Arrive(bytes.AsSpan(0, cut));
            link.Arrive(bytes.AsSpan(cut));
            link.End();
            Assert.That(ReadAll(out _), Is.EqualTo(_payloads[..3]), $"cut at byte {cut}");
        }
    }

    [Test]
    public void TryRead_streamEndsAtEveryByteOfAFrame_givesNoFrameAndKnowsThatItIsInside()
    {
        var frame = Frame(_payloads[1]);
        for (var cut = 0; cut < frame.Length; cut++)
        {
            using var link = _link = new ScriptedTransport();
            link.Arrive(frame.AsSpan(0, cut));
            link.End();
            Assert.That(ReadAll(out var inside), Is.Empty, $"ended at byte {cut}");
            Assert.That(inside, Is.EqualTo(cut > 0), $"ended at byte {cut}");
        }
    }

    [Test]
    public void TryRead_framesOfEverySizeAroundTheBuffers_givesEach()
    {
        byte[][] payloads = [.. new[] { 8185, 8186, 8187, 8192, 16_384, 70_000, 300_000, 3, 1_000_000, 8191 }.Select(size => Enumerable.Range(0, size).Select(i => (byte)(i * size)).ToArray())];
        var bytes = Frames(payloads);
        foreach (var piece in bytes.Chunk(4097))
            _link.Arrive(piece);
        _link.End();
        Assert.That(ReadAll(out _), Is.EqualTo(payloads));
    }

    [TestCase(CompressionLevel.Fastest)]
    [TestCase(CompressionLevel.SmallestSize)]
    [TestCase(CompressionLevel.NoCompression)]
    public void TryRead_compressedFrame_givesWhatWasCompressed(CompressionLevel level)
    {
        var text = Enumerable.Range(0, 50_000).Select(i => (byte)(i / 7)).ToArray();
        _link.Arrive(Frame(Zlib(text, level), flag: 1));
        _link.Arrive(Frame([5]));
        _link.End();
        Assert.That(ReadAll(out _), Is.EqualTo(new[] { text, [5] }));
    }

    [Test]
    public void Deflate_thenInflate_givesTheSame([Values(3000, 3001, 100_000)] int size)
    {
        var data = Enumerable.Range(0, size).Select(i => (byte)(i % 11)).ToArray();
        var compressed = Compressor.Deflate(data, out var length)!;
        Assert.That(length, Is.LessThan(size));
        Assert.That(Compressor.Inflate(compressed.AsSpan(0, length), size, out var back).AsSpan(0, back).ToArray(), Is.EqualTo(data));
    }

    [Test]
    public void Deflate_dataThatDoesNotCompress_leavesItAsItIs()
    {
        var noise = new byte[5000];
        new Random(1).NextBytes(noise);
        Assert.That(Compressor.Deflate(noise, out _), Is.Null);
    }

    [Test]
    public void TryRead_flagOtherThanOneOrZero_saysSo() =>
        AssertRefused(Frame([1, 2, 3], flag: 7), "compression flag", "0x07", "a scripted link", "does not seem to speak RPyC");

    [Test]
    public void TryRead_noNewlineAtTheEnd_saysWhatIsThereInstead()
    {
        var frame = Frame([1, 2, 3]);
        frame[^1] = 0x41;
        AssertRefused(frame, "newline", "0x41", "does not seem to speak RPyC");
    }

    [Test]
    public void TryRead_text_quotesIt() => AssertRefused("HTTP/1.1 400 Bad Request\r\n\r\n"u8, "does not seem to speak RPyC", "HTTP/1.1 400 Bad");

    [Test]
    public void TryRead_tlsHandshakeFirst_saysThatItIsTls() => AssertRefused([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03], "TLS");

    [TestCase(uint.MaxValue)]
    [TestCase(1u << 30)]
    public void TryRead_lengthPastTheLimit_isRefusedByItsHeaderAlone(uint length) =>
        AssertRefused([(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, 0], length.ToString("N0"), nameof(RpycLimits.MaxFrameLength));

    [Test]
    public void TryRead_lengthPastASmallerLimit_isRefused()
    {
        _link.Arrive(Frame(new byte[101]));
        Assert.That(() => ReadAll(out _, new RpycLimits { MaxFrameLength = 100 }), Throws.TypeOf<ProtocolException>().With.Message.Contains("101"));
    }

    [Test]
    public void Fill_frameOfAGigabyteClaimed_takesNoMoreMemoryThanArrived()
    {
        using var reader = new FrameReader(_link, new RpycLimits());
        _link.Arrive([0x3f, 0xff, 0xff, 0xff, 0, 1, 2, 3]);
        _link.Arrive(new byte[10_000]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.Fill() > 0)
            Assert.That(reader.TryRead(out _), Is.False);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(100_000));
    }

    [Test]
    public void TryRead_zipBomb_isRefusedAtTheLimitAndNotAfterIt()
    {
        const int Limit = 100_000;
        _link.Arrive(Frame(Zlib(new byte[200 << 20], CompressionLevel.SmallestSize), flag: 1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => ReadAll(out _, new RpycLimits { MaxDecompressedLength = Limit }),
            Throws.TypeOf<ProtocolException>().With.Message.Contains("100,000").And.Message.Contains(nameof(RpycLimits.MaxDecompressedLength)));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4 << 20));
    }

    [Test]
    public void TryRead_flaggedAsCompressedButIsNot_saysSo() => AssertRefused(Frame("this is no zlib stream at all"u8, flag: 1), "zlib");

    [Test]
    public void TryRead_emptyAndFlaggedAsCompressed_saysSo() => AssertRefused(Frame([], flag: 1), "zlib");

    [Test]
    public void TryRead_zlibCutAtEveryByte_isRefused()
    {
        var whole = Zlib([.. Enumerable.Range(0, 400).Select(i => (byte)(i * i))], CompressionLevel.Fastest);
        for (var cut = 0; cut < whole.Length; cut++)
        {
            using var link = _link = new ScriptedTransport();
            link.Arrive(Frame(whole.AsSpan(0, cut), flag: 1));
            Assert.That(() => ReadAll(out _), Throws.TypeOf<ProtocolException>().With.Message.Contains("zlib"), $"cut at byte {cut} of {whole.Length}");
        }
    }

    [Test]
    public void TryRead_zlibWithAWrongChecksum_isRefused()
    {
        var damaged = Zlib(new byte[400], CompressionLevel.Fastest);
        damaged[^1] ^= 1;
        AssertRefused(Frame(damaged, flag: 1), "zlib");
    }

    private void AssertRefused(ReadOnlySpan<byte> bytes, params string[] words)
    {
        _link.Arrive(bytes);
        var error = Assert.Throws<ProtocolException>(() => ReadAll(out _));
        foreach (var word in words)
            Assert.That(error!.Message, Does.Contain(word));
    }

    private List<byte[]> ReadAll(out bool endedInside, RpycLimits? limits = null)
    {
        using var reader = new FrameReader(_link, limits ?? new RpycLimits());
        var frames = new List<byte[]>();
        int count;
        do
        {
            count = reader.Fill();
            while (reader.TryRead(out var payload))
                frames.Add(payload.ToArray());
        }
        while (count > 0);
        endedInside = reader.IsInsideFrame;
        return frames;
    }

    private static byte[] Frames() => Frames(_payloads);

    private static byte[] Frames(IEnumerable<byte[]> payloads) => [.. payloads.SelectMany(payload => Frame(payload))];

    private static byte[] Frame(ReadOnlySpan<byte> payload, byte flag = 0)
    {
        var frame = new byte[payload.Length + 6];
        DynamicRpyc.Channels.Frame.WriteHeader(frame, payload.Length, compressed: false);
        frame[4] = flag;
        payload.CopyTo(frame.AsSpan(5));
        frame[^1] = (byte)'\n';
        return frame;
    }

    private static byte[] Zlib(byte[] data, CompressionLevel level)
    {
        var target = new MemoryStream();
        using (var stream = new ZLibStream(target, level, leaveOpen: true))
            stream.Write(data);
        return target.ToArray();
    }
}
