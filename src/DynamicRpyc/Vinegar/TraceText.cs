namespace DynamicRpyc.Vinegar;

/// <summary>
/// Stack traces on both sides of the wire. A received one becomes the head of <see cref="Exception.StackTrace"/>, under RPyC's own line, so that an exception which went through
/// several processes, in whichever language, shows all of them, numbered from the outside in.
/// </summary>
internal static class TraceText
{
    /// <summary>How RPyC begins the line above a remote trace. It counts these to number the next.</summary>
    internal const string LineStart = "\n\n========= Remote Traceback ";

    private const string End = "--- End of remote stack trace ---";

    /// <summary>The text for <see cref="System.Runtime.ExceptionServices.ExceptionDispatchInfo.SetRemoteStackTrace"/>, which itself adds a line and then the local part.</summary>
    internal static string Received(string trace) =>
        // One of the two newlines in front is the one that ends the message in Exception.ToString.
        $"{LineStart.AsSpan(1)}({CountRemote(trace) + 1}) =========\n{trace.AsSpan().TrimEnd()}\n{End}";

    /// <summary>The text to send: the exception with its stack, its inner exceptions, and the remote traces that it brought along.</summary>
    internal static string ToSend(Exception exception) => Fit(SafeText.FullTextOf(exception), SafeText.MaxTrace);

    /// <summary>The stack alone; how an inner exception's trace goes, since the outer text already tells the story.</summary>
    internal static string StackToSend(Exception exception) => Fit(SafeText.StackOf(exception), SafeText.MaxMessage);

    private static string Fit(string text, int limit) => SafeText.Clean(text.ReplaceLineEndings("\n"), limit) + "\n";

    private static int CountRemote(string trace) => trace.AsSpan().Count(LineStart);
}
