using System.ComponentModel;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Xml;
using Microsoft.CSharp.RuntimeBinder;

namespace DynamicRpyc.Tests.Vinegar;

/// <summary>Exceptions between two .NET peers.</summary>
internal sealed class VinegarRoundTripTests
{
    private static IEnumerable<Exception> SameType() =>
    [
        new Exception("plain"), new InvalidOperationException("invalid"), new KeyNotFoundException("no key"), new IndexOutOfRangeException("index"),
        new ArgumentException("text"), new ArgumentException("text", "name"), new ArgumentNullException("name"), new ArgumentNullException("name", "text"),
        new ArgumentOutOfRangeException("name"), new ArgumentOutOfRangeException("name", "text"), new ArgumentOutOfRangeException("name", 5, "text"),
        new ArgumentOutOfRangeException("name", 5.5m, "text"),
        new ObjectDisposedException("thing"), new ObjectDisposedException("thing", "gone"), new ObjectDisposedException("", "text only"),
        new FormatException("format"), new UriFormatException("uri"), new InvalidCastException("cast"), new NotSupportedException("not"), new PlatformNotSupportedException("here"),
        new NotImplementedException("later"), new DivideByZeroException("zero"), new OverflowException("over"), new TimeoutException("late"), new NullReferenceException("null"),
        new OperationCanceledException("stop"), new TaskCanceledException("task"), new IOException("io"), new EndOfStreamException("end"), new FileNotFoundException("no file", "/a/b"),
        new DirectoryNotFoundException("no part of '/a/b'"), new UnauthorizedAccessException("no"), new FileLoadException("load", "a.dll"), new BadImageFormatException("bad", "a.dll"),
        new TypeLoadException("type"), new TypeInitializationException("Some.Type", null), new MissingMemberException("member"), new MissingMethodException("method"),
        new TargetInvocationException("target", null), new DecoderFallbackException("decode"), new RuntimeBinderException("binder"), new XmlException("xml"), new JsonException("json"),
        new SocketException((int)SocketError.ConnectionRefused), new Win32Exception(2, "native"), new InsufficientExecutionStackException("deep"),
        new AccessDeniedException("refused"), new AsyncResultTimeout("expired"), new ModuleNotFoundException("no module", "a.b"),
    ];

    [TestCaseSource(nameof(SameType))]
    public void RoundTrip_ofASafeType_keepsTypeMessageAndHResult(Exception original)
    {
        var received = Wire.RoundTrip(Wire.Thrown(original));
        Assert.That(received.GetType(), Is.EqualTo(original.GetType()));
        Assert.That(received.Message, Is.EqualTo(original.Message));
        Assert.That(received.HResult, Is.EqualTo(original.HResult));
        Assert.That(Wire.Info(received).TypeName, Is.EqualTo(original.GetType().FullName));
        Assert.That(Wire.Info(received).Trace, Does.Contain(nameof(Wire.Thrown)));
    }

    [Test]
    public void RoundTrip_ofPartsWithinTheException_keepsThem()
    {
        Assert.That(((ArgumentException)Wire.RoundTrip(new ArgumentException("text", "name"))).ParamName, Is.EqualTo("name"));
        Assert.That(((ArgumentOutOfRangeException)Wire.RoundTrip(new ArgumentOutOfRangeException("name", 5, "text"))).ActualValue, Is.EqualTo(5));
        Assert.That(((ObjectDisposedException)Wire.RoundTrip(new ObjectDisposedException("thing", "gone"))).ObjectName, Is.EqualTo("thing"));
        Assert.That(((FileNotFoundException)Wire.RoundTrip(new FileNotFoundException("no file", "/a/b"))).FileName, Is.EqualTo("/a/b"));
        Assert.That(((TypeInitializationException)Wire.RoundTrip(new TypeInitializationException("Some.Type", null))).TypeName, Is.EqualTo("Some.Type"));
        Assert.That(((SocketException)Wire.RoundTrip(new SocketException((int)SocketError.TimedOut))).SocketErrorCode, Is.EqualTo(SocketError.TimedOut));
        Assert.That(((ModuleNotFoundException)Wire.RoundTrip(new ModuleNotFoundException("no", "a.b"))).ModuleName, Is.EqualTo("a.b"));
    }

    [Test]
    public void RoundTrip_ofInnerExceptions_restoresTheChain()
    {
        var innermost = Wire.Thrown(new KeyNotFoundException("deep"));
        var received = Wire.RoundTrip(new InvalidOperationException("outer", Wire.Thrown(new OwnException("middle", innermost))));
        Assert.That(received.InnerException, Is.TypeOf<RemoteException>().With.Message.EqualTo("middle"));
        Assert.That(received.InnerException!.InnerException, Is.TypeOf<KeyNotFoundException>().With.Message.EqualTo("deep"));
        Assert.That(received.InnerException.InnerException!.StackTrace, Does.Contain(nameof(Wire.Thrown)));
    }

    [Test]
    public void RoundTrip_ofAnAggregate_keepsAllAndSaysNothingTwice()
    {
        var original = new AggregateException("several", new KeyNotFoundException("a"), new AggregateException(new TimeoutException("b"), new FormatException("c")));
        var received = (AggregateException)Wire.RoundTrip(original);
        Assert.That(received.Message, Is.EqualTo(original.Message));
        Assert.That(received.Flatten().InnerExceptions.Select(e => e.GetType()), Is.EquivalentTo(new[] { typeof(KeyNotFoundException), typeof(TimeoutException), typeof(FormatException) }));
        Assert.That(Wire.Info(received).Attributes["InnerExceptionTypes"], Is.EqualTo(new PyTuple("System.Collections.Generic.KeyNotFoundException", "System.AggregateException")));
    }

    [Test]
    public void RoundTrip_ofTooManyInnerExceptions_isBounded()
    {
        Exception chain = new KeyNotFoundException("end");
        for (var i = 0; i < 100; i++) chain = new InvalidOperationException($"{i}", chain);
        var depth = 0;
        for (var one = Wire.RoundTrip(chain); one.InnerException is { } next; one = next) depth++;
        Assert.That(depth, Is.EqualTo(8));

        var wide = (AggregateException)Wire.RoundTrip(new AggregateException(Enumerable.Range(0, 500).Select(i => new KeyNotFoundException($"{i}"))));
        Assert.That(wide.InnerExceptions, Has.Count.EqualTo(32));
    }

    [Test]
    public void RoundTrip_ofAnUnknownType_isARemoteExceptionOfThatName()
    {
        var received = (RemoteException)Wire.RoundTrip(new OwnException("mine", null));
        Assert.That(received.Message, Is.EqualTo("mine"));
        Assert.That(received.RemoteTypeName, Is.EqualTo(typeof(OwnException).FullName));
        Assert.That(Wire.Info(received).Attributes["Code"], Is.EqualTo(7));
    }

    [Test]
    public void RoundTrip_ofAnUnknownTypeWithAKnownBase_isCaughtAsTheBase() =>
        Assert.That(Wire.RoundTrip(new PublicKeyException("mine")), Is.TypeOf<KeyNotFoundException>().With.Message.EqualTo("mine"));

    [Test]
    public void RoundTrip_ofATypeThatIsNotPublic_isItsPublicBase() =>
        Assert.That(Wire.RoundTrip(new HiddenArgumentException("hidden")), Is.TypeOf<ArgumentException>().With.Message.EqualTo("hidden"));

    [Test]
    public void RoundTrip_ofProcessWideFailures_isARemoteException()
    {
        Assert.That(Wire.RoundTrip(new OutOfMemoryException("no")), Is.TypeOf<RemoteException>());
        Assert.That(Wire.RoundTrip(new ConnectionClosedException(CloseReason.LinkLost, "upstream")), Is.TypeOf<EndOfStreamException>());
    }

    [Test]
    public void RoundTrip_withDeniedTrace_tellsNeitherTraceNorInnerExceptionNorAssembly()
    {
        var received = Wire.RoundTrip(Wire.Thrown(new InvalidOperationException("outer", Wire.Thrown(new KeyNotFoundException("secret")))), Wire.Denying);
        var info = Wire.Info(received);
        Assert.That(received, Is.TypeOf<InvalidOperationException>());
        Assert.That(received.InnerException, Is.Null);
        Assert.That(info.Trace, Is.EqualTo("<traceback denied>"));
        Assert.That(info.Attributes.Values.OfType<string>().Append(received.ToString()), Has.None.Contains("secret").And.None.Contains(nameof(Wire)));
        Assert.That(info.Attributes.Keys, Has.No.Member("Source"));
    }

    [Test]
    public void Throw_ofAReceivedException_showsRemoteTraceThenLineThenLocal()
    {
        var received = Wire.Thrown(Wire.RoundTrip(Far()));
        var text = received.ToString().ReplaceLineEndings("\n");
        var order = new[]
        {
            "System.InvalidOperationException: far away\n\n========= Remote Traceback (1) =========\n",
            nameof(Far), "\n--- End of remote stack trace ---\n", $"{nameof(Wire)}.{nameof(Wire.Thrown)}",
        }.Select(part => text.LastIndexOf(part, StringComparison.Ordinal)).ToArray();
        Assert.That(order, Is.Ordered.And.None.Negative, text);
    }

    [Test]
    public void RoundTrip_overTwoConnections_showsAllTraces()
    {
        var received = Wire.RoundTrip(Wire.Thrown(Wire.RoundTrip(Far())));
        Assert.That(received, Is.TypeOf<InvalidOperationException>());
        Assert.That(received.StackTrace, Does.Contain("Remote Traceback (2)").And.Contain("Remote Traceback (1)").And.Contain(nameof(Far)).And.Contain(nameof(Wire.Thrown)));
    }

    private static Exception Far()
    {
        try
        {
            throw new InvalidOperationException("far away");
        }
        catch (InvalidOperationException caught)
        {
            return caught;
        }
    }

    private sealed class HiddenArgumentException(string message) : ArgumentException(message);
}
