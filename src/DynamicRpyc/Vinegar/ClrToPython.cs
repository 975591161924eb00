using System.Collections.Frozen;
using System.ComponentModel;
using System.Net.Sockets;
using DynamicRpyc.Foundation;
using Microsoft.CSharp.RuntimeBinder;

namespace DynamicRpyc.Vinegar;

/// <summary>
/// Which class of Python's <c>builtins</c> a CLR exception is caught as. A type without a row takes that of its nearest base type, and where there is none it
/// arrives as a <c>GenericException</c> named <c>Namespace.Type</c> (<see cref="InvalidOperationException"/>, <see cref="NullReferenceException"/>,
/// <see cref="OperationCanceledException"/>: Python has no builtin of that meaning).
/// </summary>
/// <remarks>
/// <code>
/// KeyNotFoundException                      KeyError              NotSupportedException                  TypeError
/// IndexOutOfRangeException                  IndexError            NotImplemented-, PlatformNotSupported- NotImplementedError
/// ArgumentOutOfRangeException("index")      IndexError            MemberAccess-, MissingMember-          AttributeError
/// ArgumentException (and Null, OutOfRange)  ValueError            AccessDenied-, RuntimeBinderException  AttributeError
/// FormatException                           ValueError            TypeLoad-, FileLoad-, BadImageFormat-  ImportError
/// InvalidCast-, ArrayTypeMismatchException  TypeError             ModuleNotFoundException                ModuleNotFoundError
/// DivideByZeroException                     ZeroDivisionError     FileNotFound-, DirectoryNotFound-      FileNotFoundError
/// OverflowException                         OverflowError         UnauthorizedAccessException            PermissionError
/// ArithmeticException                       ArithmeticError       IOException, Socket-, Win32Exception   OSError, or the class of its errno
/// TimeoutException                          TimeoutError          EndOfStream-, ConnectionClosed-        EOFError
/// OutOfMemoryException                      MemoryError           InsufficientExecutionStackException    RecursionError
/// </code>
/// </remarks>
internal static class ClrToPython
{
    /// <summary>The module of Python's own exceptions: the only one whose classes a Python peer instantiates unless configured otherwise.</summary>
    internal const string Builtins = "builtins";

    private static readonly FrozenDictionary<Type, string> _classes = new Dictionary<Type, string>
    {
        [typeof(KeyNotFoundException)] = "KeyError",
        [typeof(IndexOutOfRangeException)] = "IndexError",
        [typeof(ArgumentException)] = "ValueError",
        [typeof(FormatException)] = "ValueError",
        [typeof(InvalidCastException)] = "TypeError",
        [typeof(ArrayTypeMismatchException)] = "TypeError",
        // Python's documentation of TypeError: "an attempted operation on an object is not supported, and is not meant to be".
        [typeof(NotSupportedException)] = "TypeError",
        [typeof(PlatformNotSupportedException)] = "NotImplementedError",
        [typeof(NotImplementedException)] = "NotImplementedError",
        [typeof(DivideByZeroException)] = "ZeroDivisionError",
        [typeof(OverflowException)] = "OverflowError",
        [typeof(ArithmeticException)] = "ArithmeticError",
        [typeof(TimeoutException)] = "TimeoutError",
        [typeof(MemberAccessException)] = "AttributeError",
        [typeof(AccessDeniedException)] = "AttributeError",
        [typeof(RuntimeBinderException)] = "AttributeError",
        [typeof(TypeLoadException)] = "ImportError",
        [typeof(FileLoadException)] = "ImportError",
        [typeof(BadImageFormatException)] = "ImportError",
        [typeof(ModuleNotFoundException)] = "ModuleNotFoundError",
        [typeof(FileNotFoundException)] = "FileNotFoundError",
        [typeof(DirectoryNotFoundException)] = "FileNotFoundError",
        [typeof(UnauthorizedAccessException)] = "PermissionError",
        [typeof(IOException)] = "OSError",
        [typeof(SocketException)] = "OSError",
        [typeof(Win32Exception)] = "OSError",
        [typeof(EndOfStreamException)] = "EOFError",
        [typeof(ConnectionClosedException)] = "EOFError",
        [typeof(OutOfMemoryException)] = "MemoryError",
        [typeof(InsufficientExecutionStackException)] = "RecursionError",
    }.ToFrozenDictionary();

    /// <summary>The class of Python's <c>builtins</c>; null where the exception keeps its own name.</summary>
    internal static string? BuiltinOf(Exception exception, PythonErrno? errno)
    {
        switch (exception)
        {
            case IMapsToPython mapped: return mapped.PythonTypeName;
            case ArgumentOutOfRangeException { ParamName: "index" }: return "IndexError";
            case FileNotFoundException { FileName: { } name } when IsAssemblyName(name): return "ModuleNotFoundError";
        }

        for (var type = exception.GetType(); type is not null; type = type.BaseType)
            if (_classes.TryGetValue(type, out var name))
                return name == "OSError" && errno is { } known ? known.ClassName : name;
        return null;
    }

    /// <summary>Whether a builtin class is an <c>OSError</c>, which prints <c>errno</c>, <c>strerror</c> and <c>filename</c> instead of its arguments.</summary>
    internal static bool IsOSError(string className) => className is "OSError" or "FileNotFoundError" or "PermissionError" or "FileExistsError" or "NotADirectoryError"
        or "IsADirectoryError" or "ProcessLookupError" or "InterruptedError" or "ChildProcessError" or "BlockingIOError" or "BrokenPipeError"
        or "ConnectionAbortedError" or "ConnectionResetError" or "ConnectionRefusedError" or "ConnectionError" or "TimeoutError";

    /// <summary>Module and class under which a type without a row is shown. A type outside any namespace goes by its assembly, as a Python module would.</summary>
    internal static (string Module, string ClassName) OwnNameOf(Type type)
    {
        var module = string.IsNullOrEmpty(type.Namespace) ? type.Assembly.GetName().Name ?? "" : type.Namespace;
        return (module, NestedName(type));
    }

    /// <summary>
    /// The type by which another .NET process may know the exception. Nobody can catch a type that is not public, so such a one goes by its nearest public base,
    /// unless that is one of the three which say nothing.
    /// </summary>
    internal static string ClrNameOf(Type type)
    {
        var visible = type;
        while (!visible.IsVisible && visible.BaseType is { } parent) visible = parent;
        if (visible == typeof(Exception) || visible == typeof(SystemException) || visible == typeof(ApplicationException)) visible = type;
        return visible.IsGenericType ? OwnNameOf(visible) is var (module, name) ? $"{module}.{name}" : "" : visible.FullName ?? visible.Name;
    }

    private static string NestedName(Type type)
    {
        var name = type.Name;
        var arity = name.IndexOf('`', StringComparison.Ordinal);
        if (arity >= 0) name = name[..arity];
        return type.DeclaringType is { } outer ? $"{NestedName(outer)}.{name}" : name;
    }

    /// <summary>The runtime reports a missing assembly as a missing file of that display name.</summary>
    private static bool IsAssemblyName(string name) =>
        name.Contains(", Version=", StringComparison.Ordinal) || name.Contains(", Culture=", StringComparison.Ordinal);
}
