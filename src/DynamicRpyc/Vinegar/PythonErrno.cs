using System.Collections.Frozen;
using System.ComponentModel;
using System.Net.Sockets;

namespace DynamicRpyc.Vinegar;

/// <summary>
/// What Python's <c>OSError</c> carries beside a message, found out for a CLR exception.
/// Numbers are Linux's, which is what <c>errno</c> of a Python peer most likely means.
/// </summary>
/// <param name="Number"><c>errno</c>.</param>
/// <param name="Text"><c>strerror</c>.</param>
/// <param name="FileName"><c>filename</c>, where one is known.</param>
internal readonly record struct PythonErrno(int Number, string Text, string? FileName)
{
    private const int NotFound = 2, AccessDenied = 13, Exists = 17;

    /// <summary>errno: the class that Python raises for it, and its text.</summary>
    private static readonly FrozenDictionary<int, (string ClassName, string Text)> _known = new Dictionary<int, (string, string)>
    {
        [1] = ("PermissionError", "Operation not permitted"),
        [NotFound] = ("FileNotFoundError", "No such file or directory"),
        [3] = ("ProcessLookupError", "No such process"),
        [4] = ("InterruptedError", "Interrupted system call"),
        [10] = ("ChildProcessError", "No child processes"),
        [11] = ("BlockingIOError", "Resource temporarily unavailable"),
        [AccessDenied] = ("PermissionError", "Permission denied"),
        [Exists] = ("FileExistsError", "File exists"),
        [20] = ("NotADirectoryError", "Not a directory"),
        [21] = ("IsADirectoryError", "Is a directory"),
        [28] = ("OSError", "No space left on device"),
        [32] = ("BrokenPipeError", "Broken pipe"),
        [36] = ("OSError", "File name too long"),
        [39] = ("OSError", "Directory not empty"),
        [103] = ("ConnectionAbortedError", "Software caused connection abort"),
        [104] = ("ConnectionResetError", "Connection reset by peer"),
        [110] = ("TimeoutError", "Connection timed out"),
        [111] = ("ConnectionRefusedError", "Connection refused"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<SocketError, int> _sockets = new Dictionary<SocketError, int>
    {
        [SocketError.ConnectionRefused] = 111,
        [SocketError.ConnectionReset] = 104,
        [SocketError.ConnectionAborted] = 103,
        [SocketError.Shutdown] = 32,
        [SocketError.TimedOut] = 110,
        [SocketError.AccessDenied] = AccessDenied,
        [SocketError.WouldBlock] = 11,
    }.ToFrozenDictionary();

    /// <summary>The low half of a Windows HRESULT 0x8007xxxx, in which the runtime reports file errors on every system.</summary>
    private static readonly FrozenDictionary<int, int> _windows = new Dictionary<int, int>
    {
        [2] = NotFound, [3] = NotFound, [5] = AccessDenied, [32] = AccessDenied, [80] = Exists, [183] = Exists, [145] = 39, [112] = 28, [206] = 36,
    }.ToFrozenDictionary();

    /// <summary>The Python class for this number; <c>OSError</c> where it has none of its own.</summary>
    internal string ClassName => _known.TryGetValue(Number, out var known) ? known.ClassName : "OSError";

    /// <summary>The error number behind an exception of files, sockets or processes; null where none is known.</summary>
    internal static PythonErrno? Of(Exception exception)
    {
        if (NumberOf(exception) is not { } number) return null;
        var message = SafeText.MessageOf(exception);
        var fileName = FileNameOf(exception, message);

        // With a name Python prints "text: 'name'", so the runtime's own sentence, which repeats the name, would read twice.
        var text = fileName is not null && _known.TryGetValue(number, out var known) ? known.Text : message;
        return new PythonErrno(number, text, fileName);
    }

    private static int? NumberOf(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException => NotFound,
        UnauthorizedAccessException => AccessDenied,
        PathTooLongException => 36,
        SocketException socket => NumberOf(socket),
        Win32Exception native => OperatingSystem.IsWindows() ? Lookup(_windows, native.NativeErrorCode) : Plausible(native.NativeErrorCode),
        // A NetworkStream wraps the socket's error.
        IOException { InnerException: SocketException socket } => NumberOf(socket),
        IOException file => FromHResult(file.HResult),
        _ => null,
    };

    private static int? NumberOf(SocketException exception) =>
        Lookup(_sockets, exception.SocketErrorCode) ?? (OperatingSystem.IsLinux() ? Plausible(exception.NativeErrorCode) : null);

    private static int? FromHResult(int hresult)
    {
        if ((uint)hresult >> 16 == 0x8007) return Lookup(_windows, hresult & 0xffff);

        // On Unix the runtime leaves the raw errno in HResult where it has no HRESULT for it.
        return OperatingSystem.IsLinux() ? Plausible(hresult) : null;
    }

    private static int? Plausible(int number) => number is > 0 and < 200 ? number : null;

    private static int? Lookup<TKey>(FrozenDictionary<TKey, int> table, TKey key) where TKey : notnull => table.TryGetValue(key, out var number) ? number : null;

    private static string? FileNameOf(Exception exception, string message) => exception switch
    {
        FileNotFoundException { FileName: { Length: > 0 } name } => name,
        FileNotFoundException or SocketException or Win32Exception => null,
        _ => QuotedPath(message),
    };

    /// <summary>The path out of the runtime's "Access to the path '/root/x' is denied.": these exceptions have no property for it.</summary>
    private static string? QuotedPath(string message)
    {
        var first = message.IndexOf('\'', StringComparison.Ordinal);
        var last = message.LastIndexOf('\'');
        if (last <= first + 1) return null;
        var path = message[(first + 1)..last];
        return path.AsSpan().ContainsAny('/', '\\') && !path.Contains('\'', StringComparison.Ordinal) ? path : null;
    }
}
