using System.Text;

namespace DynamicRpyc.Vinegar;

/// <summary>
/// Texts of exceptions, made fit for the wire. Exceptions are user code: their getters may throw, their texts may hold half a surrogate pair or megabytes.
/// Sending one must still work, because the alternative is a caller that hears nothing.
/// </summary>
internal static class SafeText
{
    /// <summary>The longest trace sent or kept, in characters.</summary>
    internal const int MaxTrace = 256 * 1024;

    /// <summary>The longest message and the longest text attribute, in characters.</summary>
    internal const int MaxMessage = 64 * 1024;

    /// <summary>The longest module, class or attribute name kept, in characters.</summary>
    internal const int MaxName = 1024;

    internal static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message ?? "";
        }
        catch (Exception failure)
        {
            return $"(the Message of this {exception.GetType().Name} threw {failure.GetType().Name})";
        }
    }

    /// <summary>What <see cref="Exception.ToString"/> says, with stack trace and inner exceptions.</summary>
    internal static string FullTextOf(Exception exception)
    {
        try
        {
            return exception.ToString();
        }
        catch (Exception failure)
        {
            return $"{exception.GetType().FullName}: {MessageOf(exception)}{Environment.NewLine}(its ToString threw {failure.GetType().Name}){Environment.NewLine}{StackOf(exception)}";
        }
    }

    internal static string? SourceOf(Exception exception)
    {
        try
        {
            return exception.Source;
        }
        catch (Exception failure)
        {
            return $"(the Source of this {exception.GetType().Name} threw {failure.GetType().Name})";
        }
    }

    internal static string StackOf(Exception exception)
    {
        try
        {
            return exception.StackTrace ?? "";
        }
        catch (Exception failure)
        {
            return $"(the StackTrace of this {exception.GetType().Name} threw {failure.GetType().Name})";
        }
    }

    /// <summary>Valid UTF-16 of at most <paramref name="limit"/> characters: half surrogate pairs become U+FFFD, and of a longer text the middle goes.</summary>
    internal static string Clean(string text, int limit)
    {
        if (text.Length > limit)
        {
            const string gap = "\n... (cut) ...\n";
            var tail = (limit - gap.Length) / 4;
            text = string.Concat(text.AsSpan(0, limit - gap.Length - tail), gap, text.AsSpan(text.Length - tail));
        }

        return IsWellFormed(text) ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The start of a UTF-8 text that may be as long as a frame, decoded without decoding the rest.</summary>
    internal static string FromUtf8(ReadOnlySpan<byte> utf8, int limit)
    {
        if (utf8.Length <= limit) return Encoding.UTF8.GetString(utf8);
        while (limit > 0 && (utf8[limit] & 0xC0) == 0x80) limit--;
        return Encoding.UTF8.GetString(utf8[..limit]) + "\n... (cut) ...";
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
