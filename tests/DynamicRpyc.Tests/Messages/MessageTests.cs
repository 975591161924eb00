using DynamicRpyc.Brine;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Tests.Messages;

/// <summary>What surrounds a frame's contents. The bytes are those of Python: <c>brine.dump((kind, seq, contents))</c> of RPyC 5.3.0, and 6's kind byte before <c>brine.dump((seq, contents))</c>.</summary>
internal sealed class MessageTests
{
    private const string GetRoot = "1153115102";
    private const string CallAdd = "1158115213115312080c612e4255571151080c6164641151115152115102";

    private static readonly object[] _golden =
    [
        new object[] { Dialect.V5, MessageKind.Request, 1L, GetRoot, "125151" + GetRoot },
        new object[] { Dialect.V6, MessageKind.Request, 1L, GetRoot, "011151" + GetRoot },
        new object[] { Dialect.V5, MessageKind.Request, 200L, GetRoot, "12511603323030" + GetRoot },
        new object[] { Dialect.V6, MessageKind.Request, 200L, GetRoot, "01111603323030" + GetRoot },
        new object[] { Dialect.V5, MessageKind.Request, 5_000_000_000L, GetRoot, "1251160a35303030303030303030" + GetRoot },
        new object[] { Dialect.V6, MessageKind.Request, 5_000_000_000L, GetRoot, "0111160a35303030303030303030" + GetRoot },
        new object[] { Dialect.V5, MessageKind.Request, 9L, CallAdd, "125159" + CallAdd },
        new object[] { Dialect.V6, MessageKind.Request, 9L, CallAdd, "011159" + CallAdd },
        new object[] { Dialect.V5, MessageKind.Reply, 9L, "115153", "125259115153" },
        new object[] { Dialect.V6, MessageKind.Reply, 9L, "115153", "021159115153" },
        new object[] { Dialect.V5, MessageKind.Exception, 9L, "51", "12535951" },
        new object[] { Dialect.V6, MessageKind.Exception, 9L, "51", "03115951" },
    ];

    [TestCaseSource(nameof(_golden))]
    public void WriteStart_eachDialect_writesPythonsBytes(Dialect dialect, MessageKind kind, long sequence, string contents, string expected)
    {
        using var writer = new BrineWriter();
        Message.WriteStart(writer, dialect, kind, sequence);
        writer.WriteRaw(Convert.FromHexString(contents));
        Assert.That(Convert.ToHexStringLower(writer.WrittenSpan), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(_golden))]
    public void ReadStart_eachDialect_knowsItByTheFirstByte(Dialect dialect, MessageKind kind, long sequence, string contents, string bytes)
    {
        var reader = new BrineReader(Convert.FromHexString(bytes), BrineLimits.Default);
        Assert.That(Message.ReadStart(ref reader), Is.EqualTo(new MessageStart(dialect, kind, sequence)));
        Assert.That(reader.Remaining, Is.EqualTo(contents.Length / 2));
    }

    [TestCaseSource(nameof(_golden))]
    public void ReadStart_cutAnywhere_isAProtocolException(Dialect dialect, MessageKind kind, long sequence, string contents, string bytes)
    {
        var start = Convert.FromHexString(bytes)[..((bytes.Length - contents.Length) / 2)];
        for (var cut = 0; cut < start.Length; cut++)
            Assert.That(() => Read(start[..cut]), Throws.TypeOf<ProtocolException>(), $"{dialect} {kind} {sequence} cut at {cut}");
    }

    [TestCase("00000000000000001251511153115102", "bind_threads", "RPYC_BIND_THREADS", "not supported", TestName = "ReadStart_threadIdPrefix_namesTheSetting")]
    [TestCase("", "empty frame", TestName = "ReadStart_emptyFrame_saysSo")]
    [TestCase("125451115102", "message type 4", TestName = "ReadStart_unknownType5_saysSo")]
    [TestCase("12160a35303030303030303030511151", "message type 5000000000", TestName = "ReadStart_hugeType5_saysSo")]
    [TestCase("04115111", "0x04", "neither RPyC 5 nor RPyC 6", TestName = "ReadStart_unknownType6_saysSo")]
    [TestCase("48656c6c6f", "0x48", "does not seem to speak RPyC", TestName = "ReadStart_text_saysSo")]
    [TestCase("0112515151", "tuple of two", TestName = "ReadStart_threeParts6_saysSo")]
    [TestCase("1251080141", "sequence number", TestName = "ReadStart_sequenceIsText5_saysSo")]
    [TestCase("01110801411151", "sequence number", TestName = "ReadStart_sequenceIsText6_saysSo")]
    [TestCase("1208014151", "message type", TestName = "ReadStart_typeIsText5_saysSo")]
    [TestCase("0111161e313131313131313131313131313131313131313131313131313131313131", "sequence number", "64 bits", TestName = "ReadStart_sequenceOfThirtyDigits_saysSo")]
    public void ReadStart_bad(string bytes, params string[] words)
    {
        var error = Assert.Throws<ProtocolException>(() => Read(Convert.FromHexString(bytes)));
        foreach (var word in words)
            Assert.That(error!.Message, Does.Contain(word));
    }

    private static void Read(byte[] bytes)
    {
        var reader = new BrineReader(bytes, BrineLimits.Default);
        Message.ReadStart(ref reader);
    }
}
