namespace DynamicRpyc.Vinegar;

/// <summary>
/// The attributes of a vinegar that carry more than the thrown object's own: RPyC's, and those by which two .NET peers understand each other.
/// A Python peer just sets them.
/// </summary>
internal static class ExceptionNames
{
    /// <summary>RPyC's protocol version of the sender; another major version than the receiver's own makes Python append a warning to each trace.</summary>
    internal const string RemoteVersion = "_remote_version";

    /// <summary>The CLR type's full name.</summary>
    internal const string ClrType = "_clr_type";

    /// <summary>The inner exceptions, a tuple of vinegars.</summary>
    internal const string ClrInner = "_clr_inner";

    /// <summary>Properties that could not be read, a tuple of texts.</summary>
    internal const string ClrUnreadable = "_clr_unreadable";

    internal const string Message = "Message";
    internal const string HResult = "HResult";
    internal const string Source = "Source";

    /// <summary>Python's <c>SystemExit.code</c>.</summary>
    internal const string Code = "code";

    /// <summary>What was thrown in an exception's stead.</summary>
    internal const string Wrapped = "WrappedException";
    internal const string InnerTypes = "InnerExceptionTypes";

    /// <summary>What stands for a trace or a version that the configuration keeps back, in RPyC's words.</summary>
    internal const string TraceDenied = "<traceback denied>";

    /// <inheritdoc cref="TraceDenied"/>
    internal const string VersionDenied = "<version denied>";

    /// <summary>
    /// RPyC's Python sets every attribute it is sent; on these that fails with another error than AttributeError, or breaks the exception,
    /// and the caller would hear that instead.
    /// </summary>
    internal static bool BreaksPython(string name) =>
        name.StartsWith("__", StringComparison.Ordinal) || name is "args" or "characters_written" or "with_traceback" or "add_note" or "_remote_tb";
}
