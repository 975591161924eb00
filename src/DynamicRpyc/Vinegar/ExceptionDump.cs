using System.Diagnostics;
using DynamicRpyc.Brine;

namespace DynamicRpyc.Vinegar;

/// <summary>
/// Takes a CLR exception apart for the wire. An exception that came from a peer keeps the identity it had there, so a chain of processes is invisible to <c>except</c>.
/// Inner exceptions travel for other .NET processes only, and only with the trace, which would tell as much. One instance for one exception; used by one thread.
/// </summary>
internal sealed class ExceptionDump(RpycConfig config, Dialect dialect)
{
    private const int MaxDepth = 8;
    private const int MaxArgumentText = 1 << 20;

    // Aggregates of aggregates could otherwise multiply with every level.
    private int _innerLeft = 32;

    internal VinegarParts Of(Exception exception) => Of(exception, depth: 0);

    private VinegarParts Of(Exception exception, int depth)
    {
        if (RemoteExceptionInfo.Of(exception) is not { } info)
            return Dump(exception, depth) with { Trace = TraceOf(exception, depth) };
        // What was only passed on, and never thrown here, has no trace of this side.
        var isPassedOn = depth == 0 && config.IncludeLocalTraceback && new StackTrace(exception, fNeedFileInfo: false).FrameCount == 0;
        return Forward(info.Parts, depth) with { Trace = isPassedOn ? info.Trace : TraceOf(exception, depth) };
    }

    private string TraceOf(Exception exception, int depth)
    {
        if (!config.IncludeLocalTraceback) return ExceptionNames.TraceDenied;
        return depth == 0 ? TraceText.ToSend(exception) : TraceText.StackToSend(exception);
    }

    private VinegarParts Forward(VinegarParts received, int depth)
    {
        var attributes = new List<KeyValuePair<string, object?>>();
        foreach (var (name, value) in received.Attributes)
        {
            if (name == ExceptionNames.RemoteVersion || (ExceptionNames.BreaksPython(name) && !IsPythonsOwn(name, value))) continue;
            if (name == ExceptionNames.ClrInner)
            {
                // Already nested as deep as the peer liked: as it came it may go, unless that is deeper than we send, but not inside another.
                if (depth == 0 && config.IncludeLocalTraceback && BrineValues.IsDumpable(value)) attributes.Add(new(name, value));
            }
            else if (WireValues.TryMake(value, MaxArgumentText, out var sent)) attributes.Add(new(name, sent));
        }

        attributes.Add(Version(received));
        return received with { Arguments = Arguments(received.Arguments), Attributes = attributes };
    }

    /// <summary>Python sends the text of this method with each exception, and sets it on what it receives.</summary>
    private static bool IsPythonsOwn(string name, object? value) => name == "add_note" && value is string;

    private VinegarParts Dump(Exception exception, int depth)
    {
        var errno = PythonErrno.Of(exception);
        var builtin = ClrToPython.BuiltinOf(exception, errno);
        var (module, className) = builtin is null ? ClrToPython.OwnNameOf(exception.GetType()) : (ClrToPython.Builtins, builtin);
        var message = SafeText.Clean(SafeText.MessageOf(exception), SafeText.MaxMessage);
        object?[] arguments = [message];

        var attributes = new List<KeyValuePair<string, object?>>();
        if (builtin is not null && ClrToPython.IsOSError(builtin) && errno is { } os)
        {
            var text = SafeText.Clean(os.Text, SafeText.MaxMessage);
            arguments = [os.Number, text];
            attributes.AddRange([new("errno", os.Number), new("strerror", text)]);

            // Absent it reads as None all the same; set to None, Python would print it.
            if (os.FileName is { } file) attributes.Add(new("filename", SafeText.Clean(file, SafeText.MaxMessage)));
        }

        if (exception is SystemExitException exit && WireValues.TryMake(exit.Code, MaxArgumentText, out var code))
        {
            arguments = [code];
            attributes.Add(new(ExceptionNames.Code, code));
        }

        AddOwn(exception, message, attributes);
        AddInner(exception, depth, attributes);
        ExceptionProperties.Collect(exception, attributes, VinegarParts.MaxAttributes);
        attributes.Add(Version());
        return new VinegarParts(module, className, arguments, attributes, "");
    }

    private void AddOwn(Exception exception, string message, List<KeyValuePair<string, object?>> attributes)
    {
        attributes.Add(new(ExceptionNames.ClrType, NameOf(exception)));
        attributes.Add(new(ExceptionNames.Message, message));
        attributes.Add(new(ExceptionNames.HResult, exception.HResult));
        if (exception is ModuleNotFoundException { ModuleName: { } module }) attributes.Add(new("name", SafeText.Clean(module, SafeText.MaxMessage)));

        // The assembly that threw is as much an implementation detail as a stack frame, and Exception works it out from the stack.
        if (config.IncludeLocalTraceback && SafeText.SourceOf(exception) is { } source) attributes.Add(new(ExceptionNames.Source, SafeText.Clean(source, SafeText.MaxMessage)));
    }

    private void AddInner(Exception exception, int depth, List<KeyValuePair<string, object?>> attributes)
    {
        if (!config.IncludeLocalTraceback) return;
        var inner = InnerOf(exception);
        if (exception is AggregateException)
            attributes.Add(new(ExceptionNames.InnerTypes, PyTuple.From(inner.Take(VinegarParts.MaxAttributes).Select(NameOf))));

        var sent = new List<object?>();
        foreach (var one in inner)
        {
            if (depth >= MaxDepth || _innerLeft == 0) break;
            _innerLeft--;
            sent.Add(Of(one, depth + 1).ToTuple());
        }

        if (sent.Count > 0) attributes.Add(new(ExceptionNames.ClrInner, PyTuple.From(sent)));
    }

    private static IReadOnlyList<Exception> InnerOf(Exception exception) => exception switch
    {
        AggregateException aggregate => aggregate.InnerExceptions,
        { InnerException: { } inner } => [inner],
        _ => [],
    };

    private static string NameOf(Exception exception) => SafeText.Clean(ClrToPython.ClrNameOf(exception.GetType()), SafeText.MaxName);

    private static object?[] Arguments(IReadOnlyList<object?> arguments) =>
        [.. arguments.Select(a => WireValues.TryMake(a, MaxArgumentText, out var sent) ? sent : null)];

    /// <summary>The version of where the exception came from; but one of another major version makes Python append a warning to each trace.</summary>
    private KeyValuePair<string, object?> Version(VinegarParts received)
    {
        var own = Version();
        return received.Attribute(ExceptionNames.RemoteVersion) is string version && own.Value is string claimed
            && (version == ExceptionNames.VersionDenied || version.StartsWith(claimed[..2], StringComparison.Ordinal))
            ? new(ExceptionNames.RemoteVersion, version)
            : own;
    }

    private KeyValuePair<string, object?> Version() => new(ExceptionNames.RemoteVersion, (config.IncludeLocalVersion, dialect) switch
    {
        (true, Dialect.V5) => "5.3.0",
        (true, Dialect.V6) => "6.0.0",
        _ => ExceptionNames.VersionDenied,
    });
}
