using System.Net.Sockets;
using System.Numerics;
using DynamicRpyc.Brine;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Tests.Vinegar;

internal sealed class VinegarWriterTests
{
    [Test]
    public void Write_ofTheEndOfAnIteration_isTheInteger1() => Assert.That(Wire.Bytes(new StopIterationException()), Is.EqualTo(new byte[] { 0x51 }));

    [TestCase(Dialect.V5, "5.3.0")]
    [TestCase(Dialect.V6, "6.0.0")]
    [TestCase(Dialect.Auto, "<version denied>")]
    public void Write_byDialect_claimsAVersionOfThatMajor(Dialect dialect, string version) =>
        Assert.That(Wire.Parts(Wire.Bytes(new FormatException("x"), dialect: dialect)).Attributes["_remote_version"], Is.EqualTo(version));

    [Test]
    public void Write_whenDenied_tellsNeitherTraceNorVersion()
    {
        var parts = Wire.Parts(Wire.Bytes(Wire.Thrown(new FormatException("x")), Wire.Denying));
        Assert.That(parts.Trace, Is.EqualTo("<traceback denied>"));
        Assert.That(parts.Attributes["_remote_version"], Is.EqualTo("<version denied>"));
    }

    [Test]
    public void Write_ofAMissingFile_hasErrnoTextAndName()
    {
        var missing = Assert.Catch(() => File.ReadAllText("/nowhere/at.all"))!;
        var parts = Wire.Parts(Wire.Bytes(missing));
        Assert.That(parts.Name, Is.EqualTo("builtins.FileNotFoundError"));
        Assert.That(parts.Arguments, Is.EqualTo(new object[] { 2, "No such file or directory" }));
        Assert.That(parts.Attributes["filename"], Is.EqualTo("/nowhere/at.all"));
        Assert.That(parts.Attributes["errno"], Is.EqualTo(2));
        Assert.That(parts.Attributes["Message"], Is.EqualTo(missing.Message));
    }

    [Test]
    public void Write_ofAnExistingFile_isAFileExistsError()
    {
        var path = Path.GetTempFileName();
        try
        {
            var exists = Assert.Catch(() => new FileStream(path, FileMode.CreateNew).Dispose())!;
            var parts = Wire.Parts(Wire.Bytes(exists));
            Assert.That(parts.Name, Is.EqualTo("builtins.FileExistsError"));
            Assert.That(parts.Attributes["filename"], Is.EqualTo(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Write_ofASocketErrorInAnIOException_isTheSocketsClass()
    {
        var parts = Wire.Parts(Wire.Bytes(new IOException("unable to read", new SocketException((int)SocketError.ConnectionReset))));
        Assert.That(parts.Name, Is.EqualTo("builtins.ConnectionResetError"));
        Assert.That(parts.Attributes["errno"], Is.EqualTo(104));
    }

    [Test]
    public void Write_ofAMissingAssembly_isAModuleNotFoundError()
    {
        var missing = Assert.Catch(() => System.Reflection.Assembly.Load("No.Such.Assembly, Version=1.0.0.0"))!;
        Assert.That(Wire.Parts(Wire.Bytes(missing)).Name, Is.EqualTo("builtins.ModuleNotFoundError"));
    }

    [Test]
    public void Write_ofAnExceptionThatChoosesItsPythonType_obeys() =>
        Assert.That(Wire.Parts(Wire.Bytes(new ChoosingException())).Name, Is.EqualTo("builtins.TypeError"));

    [Test]
    public void Write_ofAUsersException_hasItsNameAndReadableProperties()
    {
        var parts = Wire.Parts(Wire.Bytes(new OwnException("mine", null)));
        Assert.That(parts.Name, Is.EqualTo(typeof(OwnException).FullName));
        Assert.That(parts.Arguments, Is.EqualTo(new object[] { "mine" }));
        Assert.That(parts.Attributes["Code"], Is.EqualTo(7));
        Assert.That(parts.Attributes["Day"], Is.EqualTo("Friday"));
        Assert.That(parts.Attributes["Amount"], Is.EqualTo("1.5"));
        Assert.That(parts.Attributes["Pair"], Is.EqualTo(new PyTuple(1, "a")));
        Assert.That(parts.Attributes["_clr_unreadable"], Is.EqualTo(new PyTuple("Broken: System.InvalidOperationException")));
        Assert.That(parts.Attributes.Keys, Has.None.AnyOf("Opaque", "Callback", "args", "__cause__", "StackTrace", "Data", "TargetSite", "InnerException"));
    }

    [Test]
    public void Write_ofHalfASurrogatePair_replacesIt()
    {
        var parts = Wire.Parts(Wire.Bytes(new ArgumentException("bad \ud800 text")));
        Assert.That(parts.Arguments[0], Is.EqualTo("bad \ufffd text"));
        Assert.That(parts.Trace, Does.Contain("bad \ufffd text"));
    }

    [Test]
    public void Write_ofAnExceptionWhoseTraceAndSourceThrow_stillSends()
    {
        var parts = Wire.Parts(Wire.Bytes(new AggregateException(new TracelessException())));
        Assert.That(parts.Trace, Does.Contain(nameof(AggregateException)));
        parts = Wire.Parts(Wire.Bytes(new TracelessException()));
        Assert.That(parts.Trace, Does.Contain("StackTrace").And.Contains(nameof(TracelessException)));
    }

    [Test]
    public void Write_ofAnExceptionWhoseMembersThrow_stillSends()
    {
        var parts = Wire.Parts(Wire.Bytes(Wire.Thrown(new HostileException())));
        Assert.That(parts.Name, Is.EqualTo(typeof(HostileException).FullName));
        Assert.That(parts.Arguments[0], Does.Contain("InvalidOperationException"));
        Assert.That(parts.Trace, Does.Contain(nameof(Wire.Thrown)));
    }

    [Test]
    public void Write_ofHugeTexts_isBounded()
    {
        var huge = new string('x', 5_000_000);
        Assert.That(Wire.Bytes(new InvalidOperationException(huge, new FormatException(huge))), Has.Length.LessThan(2_000_000));
    }

    [Test]
    public void Write_ofValuesThatBrineRefuses_sendsTheirText()
    {
        var parts = Wire.Parts(Wire.Bytes(new ValueException(BigInteger.Pow(10, 5000))));
        Assert.That(parts.Attributes["Value"], Does.StartWith("<an int of"));
        Assert.That(Wire.Parts(Wire.Bytes(new ValueException(("\ud800", new object())))).Attributes["Value"], Is.EqualTo(new PyTuple("\ufffd", "<System.Object>")));
        Assert.That(Wire.Parts(Wire.Bytes(new ValueException(new RemoteThing()))).Attributes["Value"], Is.EqualTo("<remote builtins.list>"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Write_ofAPeersInnerExceptionsNestedToTheLimit_stillSends(bool wrapped)
    {
        // As deep as a message read may be: deeper than is sent, and wrapping would make it deeper still.
        var hostile = Wire.Read(NestedInner(120));
        var received = Wire.RoundTrip(wrapped ? new InvalidOperationException("wrapped", hostile) : hostile);
        Assert.That(wrapped ? received.InnerException : received, Is.TypeOf<Exception>().With.Message.EqualTo("k"));
    }

    private static byte[] NestedInner(int depth)
    {
        using var writer = new BrineWriter();
        writer.WriteTupleHeader(4);
        writer.WriteValue(new PyTuple("builtins", "KeyError"));
        writer.WriteValue(new PyTuple("k"));
        writer.WriteTupleHeader(3);
        writer.WriteValue(new PyTuple("_clr_type", "System.Exception"));
        writer.WriteValue(new PyTuple("Message", "k"));
        writer.WriteTupleHeader(2);
        writer.WriteString("_clr_inner");
        for (var i = 0; i < depth; i++) writer.WriteTupleHeader(1);
        writer.WriteNone();
        writer.WriteString("trace");
        return writer.WrittenSpan.ToArray();
    }

    private sealed class ChoosingException : ArgumentException, IMapsToPython
    {
        public string PythonTypeName => "TypeError";
    }

    private sealed class ValueException(object value) : Exception("holds a value")
    {
        public object Value => value;
    }

    private sealed class RemoteThing : IRemoteObject
    {
        public string RemoteTypeName => "builtins.list";

        public bool IsRemoteType => false;

        public bool CanConvertTo(Type type) => throw new InvalidOperationException("asked a remote object");

        public object ConvertTo(Type type) => throw new InvalidOperationException("asked a remote object");

        public override string ToString() => throw new InvalidOperationException("asked a remote object");
    }
}
