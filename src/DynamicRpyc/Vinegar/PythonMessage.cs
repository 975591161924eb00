using System.Globalization;
using DynamicRpyc.Values;

namespace DynamicRpyc.Vinegar;

/// <summary>
/// What Python's <c>str(exception)</c> says, from the parts that travel: the text itself does not. Python's own classes with a text of their own are rebuilt; for everybody else's the
/// last line of the traceback has it, and where that is denied, the arguments do.
/// </summary>
internal static class PythonMessage
{
    internal static string Of(VinegarParts parts)
    {
        var text = (parts.IsBuiltin ? OfBuiltin(parts) : null) ?? OfOSError(parts) ?? (parts.IsBuiltin ? null : FromTrace(parts)) ?? OfArguments(parts);
        return SafeText.Clean(text, SafeText.MaxMessage);
    }

    private static string? OfBuiltin(VinegarParts parts) => parts.ClassName switch
    {
        "KeyError" when parts.Arguments.Count == 1 => PyRepr.Of(parts.Arguments[0]),
        "UnicodeDecodeError" or "UnicodeEncodeError" => OfUnicodeError(parts),
        "SyntaxError" or "IndentationError" or "TabError" => OfSyntaxError(parts),
        _ => null,
    };

    private static string? OfOSError(VinegarParts parts)
    {
        if (parts.Attribute("errno") is not { } number || parts.Attribute("strerror") is not { } text) return null;
        var head = $"[Errno {PythonText(number)}] {PythonText(text)}";
        if (parts.Attribute("filename") is not { } file) return head;
        return parts.Attribute("filename2") is { } second ? $"{head}: {PyRepr.Of(file)} -> {PyRepr.Of(second)}" : $"{head}: {PyRepr.Of(file)}";
    }

    private static string? OfUnicodeError(VinegarParts parts)
    {
        if (parts.Attribute("start") is not int start || parts.Attribute("end") is not int end || start < 0) return null;
        var decode = parts.ClassName == "UnicodeDecodeError";
        var what = decode ? "byte" : "character";
        if (end - start == 1) what += decode ? OneByte(parts.Attribute("object"), start) : OneCharacter(parts.Attribute("object"), start);
        else what += "s";
        var where = end - start == 1 ? $"{start}" : $"{start}-{end - 1}";
        return $"'{PythonText(parts.Attribute("encoding"))}' codec can't {(decode ? "decode" : "encode")} {what} in position {where}: {PythonText(parts.Attribute("reason"))}";
    }

    private static string OneByte(object? data, int index) =>
        data is byte[] bytes && index < bytes.Length ? string.Create(CultureInfo.InvariantCulture, $" 0x{bytes[index]:x2}") : "";

    private static string OneCharacter(object? data, int index)
    {
        // Python counts characters, .NET counts UTF-16 units.
        if (data is not string text || text.EnumerateRunes().Skip(index).Select(r => (int?)r.Value).FirstOrDefault() is not { } rune) return "";
        return string.Create(CultureInfo.InvariantCulture, $" '{(rune <= 0xff ? $"\\x{rune:x2}" : rune <= 0xffff ? $"\\u{rune:x4}" : $"\\U{rune:x8}")}'");
    }

    private static string? OfSyntaxError(VinegarParts parts)
    {
        if (parts.Attribute("msg") is not string text || parts.Attribute("lineno") is not int line) return null;
        return parts.Attribute("filename") is string file ? $"{text} ({file[(file.LastIndexOf('/') + 1)..]}, line {line})" : $"{text} (line {line})";
    }

    private static string OfArguments(VinegarParts parts) => parts.Arguments.Count switch
    {
        0 => parts.ClassName,
        1 => PythonText(parts.Arguments[0]),
        _ => PyRepr.Of(parts.Arguments as PyTuple ?? PyTuple.From(parts.Arguments)),
    };

    /// <summary>A class may override <c>__str__</c>; the traceback ends in "module.Class: text".</summary>
    private static string? FromTrace(VinegarParts parts)
    {
        var trace = parts.Trace;

        // An exception that came through another process prints that one's traceback after its own text.
        var own = trace.IndexOf(TraceText.LineStart, StringComparison.Ordinal);
        if (own >= 0) trace = trace[..own];
        foreach (var name in new[] { $"{parts.Module}.{parts.ClassName}", parts.ClassName })
        {
            var at = trace.LastIndexOf($"\n{name}: ", StringComparison.Ordinal);
            if (at >= 0) return trace[(at + name.Length + 3)..].TrimEnd();
        }

        return null;
    }

    private static string PythonText(object? value) => value as string ?? PyRepr.Of(value);
}
