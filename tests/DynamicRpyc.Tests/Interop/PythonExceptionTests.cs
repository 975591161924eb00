using System.Net.Sockets;
using System.Text;

namespace DynamicRpyc.Tests.Interop;

/// <summary>"Exceptions": what Python raises is caught here as the CLR type that users catch, and tells what it was over there.</summary>
internal sealed class PythonExceptionTests() : CalculatorFixture
{
    [TestCase("KeyError", typeof(KeyNotFoundException))]
    [TestCase("IndexError", typeof(IndexOutOfRangeException))]
    [TestCase("ValueError", typeof(ArgumentException))]
    [TestCase("UnicodeError", typeof(ArgumentException))]
    [TestCase("TypeError", typeof(InvalidCastException))]
    [TestCase("AttributeError", typeof(MissingMemberException))]
    [TestCase("ZeroDivisionError", typeof(DivideByZeroException))]
    [TestCase("OverflowError", typeof(OverflowException))]
    [TestCase("ArithmeticError", typeof(ArithmeticException))]
    [TestCase("FloatingPointError", typeof(ArithmeticException))]
    [TestCase("NotImplementedError", typeof(NotImplementedException))]
    [TestCase("RecursionError", typeof(InsufficientExecutionStackException))]
    [TestCase("EOFError", typeof(EndOfStreamException))]
    [TestCase("TimeoutError", typeof(TimeoutException))]
    [TestCase("PermissionError", typeof(UnauthorizedAccessException))]
    [TestCase("FileNotFoundError", typeof(FileNotFoundException))]
    [TestCase("OSError", typeof(IOException))]
    [TestCase("FileExistsError", typeof(IOException))]
    [TestCase("IsADirectoryError", typeof(IOException))]
    [TestCase("RuntimeError", typeof(RemoteException))]
    [TestCase("AssertionError", typeof(RemoteException))]
    [TestCase("MemoryError", typeof(RemoteException))]
    public void Builtin_raisedInPython_isCaughtAsItsClrType(string name, Type type)
    {
        var caught = Assert.Catch(() => Root.raise_by_name(name, "the reason"))!;
        Assert.That(caught, Is.TypeOf(type));
        Assert.That(caught.Message, Does.Contain("the reason"));
        var info = Rpyc.RemoteInfo(caught)!;
        Assert.That(info.TypeName, Is.EqualTo("builtins." + name));
        Assert.That(info.Arguments, Is.EqualTo(new object[] { "the reason" }));
        Assert.That(info.Trace, Does.StartWith("Traceback (most recent call last):").And.Contain("exposed_raise_by_name"));
    }

    [TestCase("ImportError")]
    [TestCase("ModuleNotFoundError")]
    public void ImportError_isAnExceptionThatNamesTheModule(string name)
    {
        var caught = Assert.Catch(() => Root.raise_by_name(name, "no module"))!;
        Assert.That(caught.GetType().Name, Is.EqualTo("ModuleNotFoundException"));
    }

    [TestCase("ConnectionRefusedError", SocketError.ConnectionRefused)]
    [TestCase("ConnectionResetError", SocketError.ConnectionReset)]
    [TestCase("BrokenPipeError", SocketError.Shutdown)]
    public void SocketError_ofPython_isAnIOExceptionWithASocketExceptionInside(string name, SocketError code)
    {
        var caught = Assert.Catch<IOException>(() => Root.raise_by_name(name, "gone"))!;
        Assert.That((caught.InnerException as SocketException)?.SocketErrorCode, Is.EqualTo(code));
        Assert.That((int)Root.add(1, 2), Is.EqualTo(3), "it is the error of a call, not of this connection");
    }

    [Test]
    public void UnicodeErrors_areTheCodecsExceptions()
    {
        Assert.That(() => Root.decode(new byte[] { 0xff }), Throws.TypeOf<DecoderFallbackException>());
        Assert.That(() => Root.encode(), Throws.TypeOf<EncoderFallbackException>());
    }

    [Test]
    public void OSError_ofPython_keepsItsFileAndNumber()
    {
        var caught = Assert.Catch<FileNotFoundException>(() => Root.raise_os_error("/no/such/file"))!;
        Assert.That(caught.FileName, Is.EqualTo("/no/such/file"));
        var info = Rpyc.RemoteInfo(caught)!;
        Assert.That((info.Attributes["errno"], info.Attributes["filename"]), Is.EqualTo((2, "/no/such/file")));
    }

    [Test]
    public void Custom_exception_isARemoteExceptionThatTellsAll()
    {
        var caught = Assert.Catch<RemoteException>(() => Root.raise_custom("told"))!;
        var info = Rpyc.RemoteInfo(caught)!;
        Assert.That(info.TypeName, Is.EqualTo("__main__.CustomError"));
        Assert.That(caught.Message, Does.Contain("told"));
        Assert.That(info.Arguments, Is.EqualTo(new object[] { "told" }));
        Assert.That(info.Attributes["code"], Is.EqualTo(7));
    }

    /// <summary>"The remote trace is part of the stack trace."</summary>
    [Test]
    public void StackTrace_hasBothSides()
    {
        var caught = Assert.Catch(() => Root.counter(5).fail())!;
        Assert.That(caught.StackTrace, Does.Contain("exposed_fail").And.Contain("calculator_server.py").And.Contain(nameof(StackTrace_hasBothSides)));
        Assert.That(caught.ToString(), Does.Contain("the counter stands at 5"));
    }

    [Test]
    public void RemoteInfo_ofALocalException_isNull() => Assert.That(Rpyc.RemoteInfo(new KeyNotFoundException()), Is.Null);

    [Test]
    public void MissingAndRefusedMembers_areMissingMembers()
    {
        Assert.That(() => Root.no_such_member, Throws.TypeOf<MissingMemberException>().With.Message.Contains("no_such_member"));
        Assert.That(() => Root.secret(), Throws.TypeOf<MissingMemberException>().With.Message.Contains("secret"));
        Assert.That(() => Root.counter(1).value = 3, Throws.TypeOf<MissingMemberException>());
    }

    [Test]
    public void Exception_inAnIteration_comesOutOfTheLoop()
    {
        var seen = new List<object?>();
        Assert.That(
            () =>
            {
                foreach (var item in Root.generate_and_fail(2))
                    seen.Add((object?)item);
            },
            Throws.TypeOf<ArgumentException>().With.Message.Contains("after 2"));
        Assert.That(seen, Is.EqualTo(new object[] { 0, 1 }));
    }
}
