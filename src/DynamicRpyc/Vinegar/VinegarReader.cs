using DynamicRpyc.Brine;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Vinegar;

/// <summary>
/// Bytes to exceptions. Pure, and careful: whatever the bytes are, the result is an exception to throw at the caller or a <see cref="ProtocolException"/>.
/// Safe for any thread.
/// </summary>
internal static class VinegarReader
{
    /// <summary>Reads one vinegar. The result has not been thrown yet; <see cref="RemoteExceptionInfo.Of"/> knows where it comes from.</summary>
    /// <param name="reader">Stands where the vinegar begins, afterwards behind it.</param>
    /// <param name="config">The connection's settings; they say which types are made.</param>
    /// <exception cref="ProtocolException">The bytes are not a vinegar.</exception>
    internal static Exception Read(ref BrineReader reader, RpycConfig config)
    {
        var start = reader.Position;
        return reader.TryReadTupleHeader(out var count) ? ExceptionRestorer.Restore(ReadParts(ref reader, count, start), config) : ReadShort(reader.ReadValue(), start, config);
    }

    private static Exception ReadShort(object? value, int offset, RpycConfig config)
    {
        switch (value)
        {
            case VinegarParts.EndOfIteration: return new StopIterationException();
            case string text: return ExceptionRestorer.Restore(new VinegarParts("", "str", [text], [], ""), config);
            default: throw Malformed("an exception is 1, a string or a tuple", offset);
        }
    }

    private static VinegarParts ReadParts(ref BrineReader reader, int count, int offset)
    {
        if (count != 4) throw Malformed($"an exception is a tuple of 4, not of {count}", offset);
        reader.EnterNested();
        offset = reader.Position;
        if (reader.ReadTupleHeader() != 2) throw Malformed("an exception begins with (module, class)", offset);
        var module = SafeText.FromUtf8(reader.ReadUtf8(), SafeText.MaxName);
        var className = SafeText.FromUtf8(reader.ReadUtf8(), SafeText.MaxName);
        offset = reader.Position;
        if (reader.ReadValue() is not PyTuple arguments) throw Malformed("an exception's arguments are a tuple", offset);
        var attributes = ReadAttributes(ref reader);
        var trace = SafeText.FromUtf8(reader.ReadUtf8(), SafeText.MaxTrace);
        reader.ExitNested();
        return new VinegarParts(module, className, arguments, attributes, trace);
    }

    private static List<KeyValuePair<string, object?>> ReadAttributes(ref BrineReader reader)
    {
        var attributes = new List<KeyValuePair<string, object?>>();
        var count = reader.ReadTupleHeader();
        reader.EnterNested();
        for (var i = 0; i < count; i++)
        {
            var offset = reader.Position;
            if (reader.ReadTupleHeader() != 2) throw Malformed("an exception's attribute is (name, value)", offset);
            reader.EnterNested();
            var name = reader.ReadUtf8();

            // Nobody's exception has as many, or such names; what is over is passed by rather than kept.
            if (attributes.Count < VinegarParts.MaxAttributes && name.Length <= SafeText.MaxName) attributes.Add(new(SafeText.FromUtf8(name, SafeText.MaxName), reader.ReadValue()));
            else reader.Skip();
            reader.ExitNested();
        }

        reader.ExitNested();
        return attributes;
    }

    private static ProtocolException Malformed(string what, int offset) => new($"Malformed exception from the peer at byte {offset} of the message: {what}.");
}
