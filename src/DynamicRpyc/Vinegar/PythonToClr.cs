using System.Collections.Frozen;
using System.Net.Sockets;
using System.Text;

namespace DynamicRpyc.Vinegar;

/// <summary>
/// As which CLR exception a class of Python's <c>builtins</c> is caught. The other classes, of Python or of a .NET peer, are <see cref="RemoteException"/>.
/// <code>
/// KeyError             KeyNotFoundException          FileNotFoundError      FileNotFoundException, with FileName
/// IndexError           IndexOutOfRangeException      PermissionError        UnauthorizedAccessException
/// ValueError           ArgumentException             OSError, FileExists-, IsADirectory-, NotADirectory-, BlockingIO-,
/// UnicodeDecodeError   DecoderFallbackException         BrokenPipe-, ChildProcess-, ProcessLookup-, InterruptedError   IOException
/// UnicodeEncodeError   EncoderFallbackException      Connection...Error     IOException with a SocketException inside, as a NetworkStream throws it
/// TypeError            InvalidCastException          TimeoutError           TimeoutException
/// AttributeError       MissingMemberException        EOFError               EndOfStreamException
/// ZeroDivisionError    DivideByZeroException         NotImplementedError    NotImplementedException
/// OverflowError        OverflowException             RecursionError         InsufficientExecutionStackException
/// ArithmeticError, FloatingPointError  ArithmeticException    ImportError, ModuleNotFoundError  ModuleNotFoundException
/// KeyboardInterrupt    OperationCanceledException    StopIteration          ends the iteration
/// SystemExit           SystemExitException
/// </code>
/// A TypeError that is about the number or the names of a call's arguments is an ArgumentException, as a .NET peer throws it there.
/// MemoryError stays a RemoteException: hosts treat OutOfMemoryException as the end of their own process, and it is not this process that is short of memory.
/// </summary>
internal static class PythonToClr
{
    private delegate Exception Maker(string message, VinegarParts parts, Exception? inner);

    private static readonly FrozenDictionary<string, Maker> _makers = Makers().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The CLR exception for one of Python's own classes; null where there is none.</summary>
    internal static Exception? TryMake(VinegarParts parts, string message, Exception? inner) =>
        parts.IsBuiltin && _makers.TryGetValue(parts.ClassName, out var make) ? make(message, parts, inner) : null;

    private static Dictionary<string, Maker> Makers()
    {
        var makers = new Dictionary<string, Maker>
        {
            ["KeyError"] = (m, _, inner) => new KeyNotFoundException(m, inner),
            ["IndexError"] = (m, _, inner) => new IndexOutOfRangeException(m, inner),
            ["ValueError"] = (m, _, inner) => new ArgumentException(m, inner),
            ["UnicodeError"] = (m, _, inner) => new ArgumentException(m, inner),
            ["UnicodeTranslateError"] = (m, _, inner) => new ArgumentException(m, inner),
            ["UnicodeDecodeError"] = (m, _, inner) => new DecoderFallbackException(m, inner),
            ["UnicodeEncodeError"] = (m, _, inner) => new EncoderFallbackException(m, inner),
            ["TypeError"] = (m, _, inner) => PythonArgumentErrors.Matches(m) ? new ArgumentException(m, inner) : new InvalidCastException(m, inner),
            ["AttributeError"] = (m, _, inner) => new MissingMemberException(m, inner),
            ["ZeroDivisionError"] = (m, _, inner) => new DivideByZeroException(m, inner),
            ["OverflowError"] = (m, _, inner) => new OverflowException(m, inner),
            ["ArithmeticError"] = (m, _, inner) => new ArithmeticException(m, inner),
            ["FloatingPointError"] = (m, _, inner) => new ArithmeticException(m, inner),
            ["NotImplementedError"] = (m, _, inner) => new NotImplementedException(m, inner),
            ["RecursionError"] = (m, _, inner) => new InsufficientExecutionStackException(m, inner),
            ["EOFError"] = (m, _, inner) => new EndOfStreamException(m, inner),
            ["TimeoutError"] = (m, _, inner) => new TimeoutException(m, inner),
            ["PermissionError"] = (m, _, inner) => new UnauthorizedAccessException(m, inner),
            ["FileNotFoundError"] = (m, parts, inner) => new FileNotFoundException(m, parts.Attribute("filename") as string, inner),
            ["ImportError"] = (m, parts, inner) => new ModuleNotFoundException(m, parts.Attribute("name") as string, inner),
            ["ModuleNotFoundError"] = (m, parts, inner) => new ModuleNotFoundException(m, parts.Attribute("name") as string, inner),
            ["SystemExit"] = (m, parts, inner) => new SystemExitException(parts.Attribute(ExceptionNames.Code) ?? parts.Arguments.FirstOrDefault(), m, inner),
            ["KeyboardInterrupt"] = (m, _, inner) => new OperationCanceledException(m, inner),
        };
        string[] files =
        [
            "OSError", "IOError", "FileExistsError", "IsADirectoryError", "NotADirectoryError", "BlockingIOError", "ChildProcessError", "ProcessLookupError", "InterruptedError",
            "ConnectionError",
        ];
        foreach (var name in files) makers[name] = (m, _, inner) => new IOException(m, inner);
        AddSocket(makers, "ConnectionRefusedError", SocketError.ConnectionRefused);
        AddSocket(makers, "ConnectionResetError", SocketError.ConnectionReset);
        AddSocket(makers, "ConnectionAbortedError", SocketError.ConnectionAborted);
        AddSocket(makers, "BrokenPipeError", SocketError.Shutdown);
        return makers;
    }

    private static void AddSocket(Dictionary<string, Maker> makers, string name, SocketError error) =>
        makers[name] = (m, _, inner) => new IOException(m, inner ?? new SocketException((int)error, m));
}
