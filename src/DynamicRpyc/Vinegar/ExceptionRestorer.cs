using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Vinegar;

/// <summary>
/// Makes the exception to throw here: the same CLR type from a .NET peer where that is safe, else the counterpart of the Python class that it came as, else
/// <see cref="RemoteException"/>. All of them know where they come from (<see cref="RemoteExceptionInfo"/>) and show the remote trace in their own. Pure; safe for any thread.
/// </summary>
internal static class ExceptionRestorer
{
    private const int MaxDepth = 8;
    private const int MaxInner = 32;

    internal static Exception Restore(VinegarParts parts, RpycConfig config)
    {
        var innerLeft = MaxInner;
        return Restore(parts, config, 0, ref innerLeft);
    }

    private static Exception Restore(VinegarParts parts, RpycConfig config, int depth, ref int innerLeft)
    {
        if (parts is { IsBuiltin: true, ClassName: "StopIteration" }) return new StopIterationException();
        var clrType = parts.Attribute(ExceptionNames.ClrType) as string;
        var message = clrType is not null && parts.Attribute(ExceptionNames.Message) is string own ? SafeText.Clean(own, SafeText.MaxMessage) : PythonMessage.Of(parts);
        var typeName = clrType ?? (parts.Module.Length == 0 ? parts.ClassName : $"{parts.Module}.{parts.ClassName}");
        var inner = clrType is null ? [] : RestoreInner(parts, config, depth, ref innerLeft);
        var first = inner.Count > 0 ? inner[0] : null;

        var exception = clrType is null ? null : ClrExceptions.TryMake(clrType, parts, message, inner);
        exception ??= PythonToClr.TryMake(parts, message, first);
        exception ??= CustomExceptions.TryMake(typeName, parts, message, first, config);
        exception ??= TryWrap(parts, typeName, config);
        exception ??= new RemoteException(typeName, message, first);
        RemoteExceptionInfo.Attach(exception, new RemoteExceptionInfo(parts, typeName, message));

        // An inner exception that was never thrown has no trace, and a heading above nothing would only make the outer one harder to read.
        return depth > 0 && string.IsNullOrWhiteSpace(parts.Trace) ? exception : ExceptionDispatchInfo.SetRemoteStackTrace(exception, TraceText.Received(parts.Trace));
    }

    /// <summary>What was no exception over there: an object that the runtime wrapped, or a string of Python's earliest days.</summary>
    private static RuntimeWrappedException? TryWrap(VinegarParts parts, string typeName, RpycConfig config)
    {
        if (!config.InstantiateOldStyleExceptions) return null;
        if (typeName == typeof(RuntimeWrappedException).FullName) return new RuntimeWrappedException(parts.Attribute(ExceptionNames.Wrapped) ?? "");
        return parts is { Module: "", ClassName: "str", Arguments: [string text] } ? new RuntimeWrappedException(text) : null;
    }

    private static List<Exception> RestoreInner(VinegarParts parts, RpycConfig config, int depth, ref int innerLeft)
    {
        var restored = new List<Exception>();
        if (depth >= MaxDepth || parts.Attribute(ExceptionNames.ClrInner) is not PyTuple sent) return restored;
        foreach (var item in sent)
        {
            if (innerLeft == 0) break;
            if (VinegarParts.FromTuple(item) is not { } one) continue;
            innerLeft--;
            restored.Add(Restore(one, config, depth + 1, ref innerLeft));
        }

        return restored;
    }
}
