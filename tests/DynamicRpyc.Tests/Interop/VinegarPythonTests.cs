using System.Net.Sockets;
using System.Text.Json;
using DynamicRpyc.Foundation;
using DynamicRpyc.Tests.Support;
using DynamicRpyc.Tests.Vinegar;
using Microsoft.CSharp.RuntimeBinder;

namespace DynamicRpyc.Tests.Interop;

/// <summary>What is sent from here, loaded, raised and caught by real RPyC. One Python process for all.</summary>
[Category("Interop")]
internal sealed class VinegarPythonTests
{
    private static readonly Dictionary<string, (Exception Sent, string Caught)> _mapped = new()
    {
        ["key"] = (new KeyNotFoundException("k"), "KeyError"),
        ["index"] = (new IndexOutOfRangeException("i"), "IndexError"),
        ["range-index"] = (new ArgumentOutOfRangeException("index"), "IndexError"),
        ["range"] = (new ArgumentOutOfRangeException("count", 5, "too many"), "ValueError"),
        ["argument"] = (new ArgumentException("a", "b"), "ValueError"),
        ["null"] = (new ArgumentNullException("b"), "ValueError"),
        ["format"] = (new FormatException("f"), "ValueError"),
        ["cast"] = (new InvalidCastException("c"), "TypeError"),
        ["not-supported"] = (new NotSupportedException("n"), "TypeError"),
        ["platform"] = (new PlatformNotSupportedException("n"), "NotImplementedError"),
        ["not-implemented"] = (new NotImplementedException("n"), "NotImplementedError"),
        ["zero"] = (new DivideByZeroException("z"), "ZeroDivisionError"),
        ["overflow"] = (new OverflowException("o"), "OverflowError"),
        ["arithmetic"] = (new ArithmeticException("a"), "ArithmeticError"),
        ["timeout"] = (new TimeoutException("t"), "TimeoutError"),
        ["expired"] = (new AsyncResultTimeout("t"), "TimeoutError"),
        ["member"] = (new MissingMemberException("m"), "AttributeError"),
        ["method"] = (new MissingMethodException("m"), "AttributeError"),
        ["denied"] = (new AccessDeniedException("m"), "AttributeError"),
        ["binder"] = (new RuntimeBinderException("m"), "AttributeError"),
        ["type-load"] = (new TypeLoadException("t"), "ImportError"),
        ["module"] = (new ModuleNotFoundException("m", "name"), "ModuleNotFoundError"),
        ["file"] = (new FileNotFoundException("f", "/a/b"), "FileNotFoundError"),
        ["file-without-name"] = (new FileNotFoundException("f"), "FileNotFoundError"),
        ["directory"] = (new DirectoryNotFoundException("Could not find a part of the path '/a/b'."), "FileNotFoundError"),
        ["access"] = (new UnauthorizedAccessException("Access to the path '/a/b' is denied."), "PermissionError"),
        ["io"] = (new IOException("i"), "OSError"),
        ["end"] = (new EndOfStreamException("e"), "EOFError"),
        ["closed"] = (new ConnectionClosedException(CloseReason.LinkLost, "c"), "EOFError"),
        ["refused"] = (new SocketException((int)SocketError.ConnectionRefused), "ConnectionRefusedError"),
        ["reset"] = (new IOException("r", new SocketException((int)SocketError.ConnectionReset)), "ConnectionResetError"),
        ["memory"] = (new OutOfMemoryException("m"), "MemoryError"),
        ["deep"] = (new InsufficientExecutionStackException("d"), "RecursionError"),
        ["stop"] = (new StopIterationException(), "StopIteration"),
        ["derived"] = (new PublicKeyException("k"), "KeyError"),
        ["invalid"] = (new InvalidOperationException("i"), "System.InvalidOperationException"),
        ["own"] = (new OwnException("o", new FormatException("inner")), typeof(OwnException).FullName!),
        ["hostile"] = (new HostileException(), typeof(HostileException).FullName!),
        ["aggregate"] = (new AggregateException(new FormatException("a"), new KeyNotFoundException("b")), "System.AggregateException"),
    };

    private Dictionary<string, JsonElement> _caught = [];

    private static IEnumerable<string> Names => _mapped.Keys;

    [OneTimeSetUp]
    public void LoadAllInPython()
    {
        PythonPeer.Require();
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(path, _mapped.Select(m => $"{m.Key}\t{Convert.ToHexString(Wire.Bytes(Wire.Thrown(m.Value.Sent)))}"));
            var lines = PythonPeer.Run("load_vinegar.py", [path]).AssertSuccess().Lines;
            _caught = lines.Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(e => e.GetProperty("name").GetString()!);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestCaseSource(nameof(Names))]
    public void Write_raisedInPython_isCaughtAsItsClass(string name)
    {
        var (sent, expected) = _mapped[name];
        var caught = _caught[name];
        Assert.That(caught.GetProperty("class").GetString(), Is.EqualTo(expected));
        var bases = caught.GetProperty("bases").EnumerateArray().Select(e => e.GetString()).ToArray();
        Assert.That(bases, Does.Contain(expected.Contains('.', StringComparison.Ordinal) ? "GenericException" : expected));
        if (sent is StopIterationException) return;

        var text = caught.GetProperty("str").GetString()!;
        Assert.That(text, Does.Contain("\n\n========= Remote Traceback (1) =========\n").And.Contain(nameof(Wire.Thrown)).And.Not.Contain("WARNING"));
        if (sent is not HostileException) Assert.That(text, Does.Contain(sent.Message.ReplaceLineEndings("\n")));
    }

    [TestCase("file", 2, "/a/b", "[Errno 2] No such file or directory: '/a/b'")]
    [TestCase("file-without-name", 2, null, "[Errno 2] f")]
    [TestCase("directory", 2, "/a/b", "[Errno 2] No such file or directory: '/a/b'")]
    [TestCase("access", 13, "/a/b", "[Errno 13] Permission denied: '/a/b'")]
    [TestCase("reset", 104, null, "[Errno 104] r")]
    public void Write_ofAnOSError_readsInPythonAsPythonsOwn(string name, int errno, string? fileName, string text)
    {
        var caught = _caught[name];
        Assert.That(caught.GetProperty("errno").GetInt32(), Is.EqualTo(errno));
        Assert.That(caught.GetProperty("filename").GetString(), Is.EqualTo(fileName));
        Assert.That(caught.GetProperty("str").GetString(), Does.StartWith(text + "\n\n========="));
    }
}
