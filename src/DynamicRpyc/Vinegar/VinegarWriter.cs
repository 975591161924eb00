using DynamicRpyc.Brine;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Vinegar;

/// <summary>
/// Exceptions to bytes ("when things go sour"). Runs getters and <c>ToString</c> of the exception, which are user code, so never call it under a lock.
/// Safe for any thread.
/// </summary>
internal static class VinegarWriter
{
    /// <summary>Appends <paramref name="exception"/> as one brine value. Whatever the exception's own members do, it succeeds.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="exception">What was thrown.</param>
    /// <param name="config">Whether trace and version go along.</param>
    /// <param name="dialect">The peer's, from which follows the version to claim; <see cref="Dialect.Auto"/> claims none.</param>
    internal static void Write(BrineWriter writer, Exception exception, RpycConfig config, Dialect dialect)
    {
        if (exception is StopIterationException)
        {
            writer.WriteInt(VinegarParts.EndOfIteration);
            return;
        }

        // Everything that can fail happens before the first byte.
        var parts = new ExceptionDump(config, dialect).Of(exception);
        writer.WriteTupleHeader(4);
        writer.WriteTupleHeader(2);
        writer.WriteString(SafeText.Clean(parts.Module, SafeText.MaxName));
        writer.WriteString(SafeText.Clean(parts.ClassName, SafeText.MaxName));
        WriteItems(writer, parts.Arguments);
        writer.WriteTupleHeader(parts.Attributes.Count);
        foreach (var (name, value) in parts.Attributes)
        {
            writer.WriteTupleHeader(2);
            writer.WriteString(name);
            writer.WriteValue(value);
        }

        writer.WriteString(parts.Trace);
    }

    private static void WriteItems(BrineWriter writer, IReadOnlyList<object?> items)
    {
        writer.WriteTupleHeader(items.Count);
        foreach (var item in items) writer.WriteValue(item);
    }
}
