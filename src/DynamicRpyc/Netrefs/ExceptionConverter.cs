using DynamicRpyc.Vinegar;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// A remote exception object, passed rather than thrown, as a local exception: of the type that it would be caught as. Its text is all that is asked for, which every peer gives.
/// </summary>
internal sealed class ExceptionConverter : NetrefConverter
{
    internal override bool Handles(Type type) => type == typeof(Exception);

    internal override bool IsPossibleFor(string remoteTypeName) => PythonKinds.Of(remoteTypeName) == PythonKind.Unknown;

    internal override bool IsGuessFor(string remoteTypeName) =>
        !remoteTypeName.EndsWith("Exception", StringComparison.Ordinal) && !remoteTypeName.EndsWith("Error", StringComparison.Ordinal);

    internal override object Convert(Netref source, Type type)
    {
        var listed = NetrefOperations.Methods(source);
        var isClr = listed.Contains(nameof(Exception.GetBaseException));
        if (!isClr && !listed.Contains("with_traceback"))
            throw Refuse(source, type, "it is no exception.");
        var text = NetrefOperations.Str(source);
        var message = isClr ? MessageIn(text, source.RemoteTypeName) : text;
        var dot = source.RemoteTypeName.LastIndexOf('.');
        KeyValuePair<string, object?>[] attributes = isClr
            ? [new(ExceptionNames.ClrType, source.RemoteTypeName), new(ExceptionNames.Message, message)]
            : [];
        var parts = new VinegarParts(dot < 0 ? "" : source.RemoteTypeName[..dot], source.RemoteTypeName[(dot + 1)..], [message], attributes, "");
        return ExceptionRestorer.Restore(parts, source.Requester.Config);
    }

    // "Type: message", then inner exceptions and the trace.
    private static string MessageIn(string text, string typeName)
    {
        var start = text.StartsWith(typeName + ": ", StringComparison.Ordinal) ? typeName.Length + 2 : 0;
        var ends = new[] { "\n ---> ", "\n   at ", "\r" }.Select(mark => text.IndexOf(mark, start, StringComparison.Ordinal)).Where(static at => at >= 0);
        return text[start..ends.Append(text.Length).Min()];
    }
}
