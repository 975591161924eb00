using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using DynamicRpyc.Vinegar;

namespace DynamicRpyc;

/// <summary>
/// What the peer sent about an exception, whatever type it has here: <c>Rpyc.RemoteInfo(ex)</c>. Immutable, so any thread may read it; kept for as long as the exception lives.
/// </summary>
public sealed class RemoteExceptionInfo
{
    private static readonly ConditionalWeakTable<Exception, RemoteExceptionInfo> _known = [];

    internal RemoteExceptionInfo(VinegarParts parts, string typeName, string message)
    {
        Parts = parts;
        TypeName = typeName;
        Message = message;
        var attributes = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in parts.Attributes)
            if (name is not (ExceptionNames.ClrType or ExceptionNames.ClrInner)) attributes[name] = value;
        Attributes = new ReadOnlyDictionary<string, object?>(attributes);
    }

    /// <summary>The full name of the type that was thrown: <c>builtins.KeyError</c> for Python, <c>System.IO.FileNotFoundException</c> for .NET.</summary>
    public string TypeName { get; }

    /// <summary>The message as the other side would print it.</summary>
    public string Message { get; }

    /// <summary>The exception's arguments, Python's <c>args</c>. Values that do not travel by value arrive as their text.</summary>
    public IReadOnlyList<object?> Arguments => Parts.Arguments;

    /// <summary>The exception's attributes (Python) or public properties (.NET) by name. Values that do not travel by value arrive as their text.</summary>
    public IReadOnlyDictionary<string, object?> Attributes { get; }

    /// <summary>The other side's stack trace as it wrote it; "&lt;traceback denied&gt;" where its configuration keeps it back.</summary>
    public string Trace => Parts.Trace;

    internal VinegarParts Parts { get; }

    /// <summary>What is known of an exception; null for one that did not come from a peer.</summary>
    internal static RemoteExceptionInfo? Of(Exception exception) => _known.TryGetValue(exception, out var info) ? info : null;

    internal static void Attach(Exception exception, RemoteExceptionInfo info) => _known.Add(exception, info);
}
