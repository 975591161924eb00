using System.Collections.Frozen;
using System.ComponentModel;
using System.Net.Sockets;

namespace DynamicRpyc.Vinegar;

/// <summary>
/// Framework exceptions that take more than a message. Several compose their message out of the parts ("text (Parameter 'x')"), and the composed one is what travels, so the text is
/// taken out of it first; the caller compares the result and falls back where it differs.
/// </summary>
internal static class SpecialForms
{
    private delegate Exception? Maker(VinegarParts parts, string message, IReadOnlyList<Exception> inner);

    private static readonly FrozenDictionary<Type, Maker> _makers = new Dictionary<Type, Maker>
    {
        [typeof(ArgumentException)] = (p, m, inner) => Parameter(p) is { } name && WithoutParameter(m, name) is { } text ? new ArgumentException(text, name, First(inner)) : null,
        [typeof(ArgumentNullException)] = (p, m, inner) =>
            inner.Count == 0 && Parameter(p) is { } name && WithoutParameter(m, name) is { } text ? new ArgumentNullException(name, text) : null,
        [typeof(ArgumentOutOfRangeException)] = OutOfRange,
        [typeof(ObjectDisposedException)] = Disposed,
        [typeof(AggregateException)] = Aggregate,
        [typeof(FileNotFoundException)] = (p, m, inner) => new FileNotFoundException(m, FileName(p), First(inner)),
        [typeof(FileLoadException)] = (p, m, inner) => new FileLoadException(m, FileName(p), First(inner)),
        [typeof(BadImageFormatException)] = (p, m, inner) => new BadImageFormatException(m, FileName(p), First(inner)),
        [typeof(TypeInitializationException)] = (p, _, inner) => new TypeInitializationException(Text(p, nameof(TypeInitializationException.TypeName)), First(inner)),
        [typeof(SocketException)] = (p, m, _) => Enum.TryParse<SocketError>(Text(p, nameof(SocketException.SocketErrorCode)), out var error) ? new SocketException((int)error, m) : null,
        [typeof(Win32Exception)] = (p, m, _) => p.Attribute(nameof(Win32Exception.NativeErrorCode)) is int code ? new Win32Exception(code, m) : null,
    }.ToFrozenDictionary();

    /// <summary>The exception with its parts; null where the type has no special form or the parts do not fit it.</summary>
    internal static Exception? TryMake(Type type, VinegarParts parts, string message, IReadOnlyList<Exception> inner) =>
        _makers.TryGetValue(type, out var make) ? make(parts, message, inner) : null;

    private static ArgumentOutOfRangeException? OutOfRange(VinegarParts parts, string message, IReadOnlyList<Exception> inner)
    {
        if (inner.Count > 0 || Parameter(parts) is not { } name) return null;
        if (WithoutParameter(message, name) is { } text) return new ArgumentOutOfRangeException(name, text);

        // "text (Parameter 'x')", a line break, "Actual value was 5."
        var at = message.LastIndexOf(ParameterSuffix(name), StringComparison.Ordinal);
        return at >= 0 && parts.Attribute(nameof(ArgumentOutOfRangeException.ActualValue)) is { } actual ? new ArgumentOutOfRangeException(name, actual, message[..at]) : null;
    }

    private static ObjectDisposedException? Disposed(VinegarParts parts, string message, IReadOnlyList<Exception> inner)
    {
        if (inner.Count > 0 || Text(parts, nameof(ObjectDisposedException.ObjectName)) is not { Length: > 0 } name) return null;
        var lineBreak = message.LastIndexOf('\n');
        return lineBreak > 0 ? new ObjectDisposedException(name, message[..lineBreak].TrimEnd('\r')) : null;
    }

    private static AggregateException? Aggregate(VinegarParts parts, string message, IReadOnlyList<Exception> inner)
    {
        if (inner.Count == 0) return null;

        // "text (first's message) (second's message)"
        var at = message.IndexOf($" ({inner[0].Message})", StringComparison.Ordinal);
        return new AggregateException(at > 0 ? message[..at] : message, inner);
    }

    private static string? WithoutParameter(string message, string name) =>
        message.EndsWith(ParameterSuffix(name), StringComparison.Ordinal) ? message[..^ParameterSuffix(name).Length] : null;

    private static string ParameterSuffix(string name) => $" (Parameter '{name}')";

    private static string? Parameter(VinegarParts parts) => Text(parts, nameof(ArgumentException.ParamName)) is { Length: > 0 } name ? name : null;

    private static string? FileName(VinegarParts parts) => Text(parts, nameof(FileNotFoundException.FileName));

    private static string? Text(VinegarParts parts, string name) => parts.Attribute(name) as string;

    private static Exception? First(IReadOnlyList<Exception> inner) => inner.Count > 0 ? inner[0] : null;
}
