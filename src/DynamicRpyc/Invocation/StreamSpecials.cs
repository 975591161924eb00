using System.Buffers;

namespace DynamicRpyc.Invocation;

/// <summary>
/// Streams, text readers and text writers as file objects: the names that Python uses, and that this library uses on file objects of either language. Unlike <c>Read(buffer)</c>,
/// whose buffer a peer passes as a copy, they return what was read.
/// </summary>
internal static class StreamSpecials
{
    private const int FirstChunk = 4096;
    private const int LargestChunk = 1 << 20;

    internal static SpecialMethod[] All { get; } =
    [
        new("read", (0, 1), static table => Is<Stream>(table) || Is<TextReader>(table), static (target, in arguments) => Read(target, Count(arguments))),
        new("read1", (0, 1), Is<Stream>, static (target, in arguments) => ReadOnce((Stream)target, Count(arguments))),
        new("readline", (0, 0), static table => Is<Stream>(table) || Is<TextReader>(table), static (target, in _) => target is Stream stream ? ReadLine(stream) : ReadLine((TextReader)target)),
        new("write", (1, 1), static table => Is<Stream>(table) || Is<TextWriter>(table), static (target, in arguments) => Write(target, arguments.Values[0])),
        new("seek", (1, 2), Is<Stream>, static (target, in arguments) => Seek((Stream)target, arguments)),
        new("tell", (0, 0), Is<Stream>, static (target, in _) => ((Stream)target).Position),
        new("truncate", (0, 1), Is<Stream>, static (target, in arguments) => Truncate((Stream)target, arguments)),
        new("flush", (0, 0), static table => Is<Stream>(table) || Is<TextWriter>(table), static (target, in _) => Flush(target)),
        new("close", (0, 0), IsFile, static (target, in _) => Close((IDisposable)target)),
        new("readable", (0, 0), IsFile, static (target, in _) => target is Stream { CanRead: true } or TextReader),
        new("writable", (0, 0), IsFile, static (target, in _) => target is Stream { CanWrite: true } or TextWriter),
        new("seekable", (0, 0), IsFile, static (target, in _) => target is Stream { CanSeek: true }),
    ];

    /// <summary>What walking over a file object gives: line by line, each with its end.</summary>
    internal static IEnumerable<object> Lines(object file)
    {
        if (file is Stream stream)
        {
            while (ReadLine(stream) is { Length: > 0 } bytes)
                yield return bytes;
        }
        else
        {
            while (ReadLine((TextReader)file) is { Length: > 0 } text)
                yield return text;
        }
    }

    private static bool Is<T>(MemberTable table) => table.Type.IsAssignableTo(typeof(T));

    private static bool IsFile(MemberTable table) => Is<Stream>(table) || Is<TextReader>(table) || Is<TextWriter>(table);

    private static int Count(in CallArguments arguments) => arguments.Values is [{ } count] ? (int)Conversions.Convert(count, typeof(int))! : -1;

    private static object Read(object target, int count) => target is Stream stream ? ReadFully(stream, count) : ReadText((TextReader)target, count);

    // Memory is taken as the data arrive: the count is the peer's, and costs nothing by itself.
    private static byte[] ReadFully(Stream stream, int count)
    {
        var data = new ArrayBufferWriter<byte>();
        while (count < 0 || data.WrittenCount < count)
        {
            var chunk = Math.Clamp(data.WrittenCount, FirstChunk, LargestChunk);
            var read = stream.Read(data.GetSpan(chunk)[..(count < 0 ? chunk : Math.Min(chunk, count - data.WrittenCount))]);
            if (read == 0)
                break;
            data.Advance(read);
        }
        return data.WrittenSpan.ToArray();
    }

    private static byte[] ReadOnce(Stream stream, int count)
    {
        var buffer = new byte[count < 0 ? FirstChunk : Math.Min(count, LargestChunk)];
        return buffer[..stream.Read(buffer)];
    }

    private static string ReadText(TextReader reader, int count)
    {
        if (count < 0)
            return reader.ReadToEnd();
        var text = new System.Text.StringBuilder();
        var buffer = new char[Math.Min(count, FirstChunk)];
        while (text.Length < count && reader.Read(buffer, 0, Math.Min(buffer.Length, count - text.Length)) is > 0 and var read)
            text.Append(buffer, 0, read);
        return text.ToString();
    }

    private static byte[] ReadLine(Stream stream)
    {
        var line = new ArrayBufferWriter<byte>();
        while (stream.ReadByte() is >= 0 and var next)
        {
            line.Write([(byte)next]);
            if (next == '\n')
                break;
        }
        return line.WrittenSpan.ToArray();
    }

    // As Python has it: the end of the line belongs to it, and only the end of the text is empty.
    private static string ReadLine(TextReader reader) => reader.ReadLine() is { } line ? line + "\n" : "";

    private static int Write(object target, object? value)
    {
        switch (target, value)
        {
            case (Stream stream, byte[] data):
                stream.Write(data);
                return data.Length;
            case (TextWriter writer, string text):
                writer.Write(text);
                return text.Length;
            default:
                throw new BindException($"write of {MissingMember.Owner(target)} takes {(target is Stream ? "bytes" : "a text")}, not {TypeNames.Describe(value)}");
        }
    }

    private static long Seek(Stream stream, in CallArguments arguments)
    {
        var offset = (long)Conversions.Convert(arguments.Values[0], typeof(long))!;
        var whence = arguments.Values.Length > 1 ? (int)Conversions.Convert(arguments.Values[1], typeof(int))! : 0;
        return whence is >= 0 and <= 2 ? stream.Seek(offset, (SeekOrigin)whence) : throw new BindException($"seek takes 0, 1 or 2 as its second argument, not {whence}");
    }

    private static long Truncate(Stream stream, in CallArguments arguments)
    {
        var length = arguments.Values is [{ } wanted] ? (long)Conversions.Convert(wanted, typeof(long))! : stream.Position;
        stream.SetLength(length);
        return length;
    }

    private static object? Flush(object target)
    {
        if (target is Stream stream)
            stream.Flush();
        else
            ((TextWriter)target).Flush();
        return null;
    }

    private static object? Close(IDisposable target)
    {
        target.Dispose();
        return null;
    }
}
