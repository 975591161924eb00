using System.Buffers;
using System.Collections;
using DynamicRpyc.Foundation;

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
        new("read", (0, 1), IsRead, static (target, in arguments) => Read(target, Count(arguments))),
        new("read1", (0, 1), Is<Stream>, static (target, in arguments) => ReadOnce((Stream)target, Count(arguments))),
        new("readall", (0, 0), Is<Stream>, static (target, in _) => ReadFully((Stream)target, -1)),
        new("readinto", (1, 1), Is<Stream>, static (target, in arguments) => ReadInto((Stream)target, arguments.Values[0], ReadFully, "readinto")),
        new("readinto1", (1, 1), Is<Stream>, static (target, in arguments) => ReadInto((Stream)target, arguments.Values[0], ReadOnce, "readinto1")),
        new("readline", (0, 1), IsRead, static (target, in arguments) => ReadLine(target, Count(arguments))),
        new("readlines", (0, 1), IsRead, static (target, in arguments) => ReadLines(target, Count(arguments))),
        new("write", (1, 1), IsWritten, static (target, in arguments) => Write(target, arguments.Values[0])),
        new("writelines", (1, 1), IsWritten, static (target, in arguments) => WriteLines(target, arguments.Values[0])),
        new("seek", (1, 2), Is<Stream>, static (target, in arguments) => Seek((Stream)target, arguments)),
        new("tell", (0, 0), Is<Stream>, static (target, in _) => ((Stream)target).Position),
        new("truncate", (0, 1), Is<Stream>, static (target, in arguments) => Truncate((Stream)target, arguments)),
        new("flush", (0, 0), IsWritten, static (target, in _) => Flush(target)),
        new("close", (0, 0), IsFile, static (target, in _) => Close((IDisposable)target)),
        new("readable", (0, 0), IsFile, static (target, in _) => target is Stream { CanRead: true } or TextReader),
        new("writable", (0, 0), IsFile, static (target, in _) => target is Stream { CanWrite: true } or TextWriter),
        new("seekable", (0, 0), IsFile, static (target, in _) => target is Stream { CanSeek: true }),
    ];

    /// <summary>What walking over a file object gives: line by line, each with its end.</summary>
    internal static IEnumerable<object> Lines(object file)
    {
        while (NextLine(file) is { } line)
            yield return line;
    }

    /// <summary>The next line with its end; null where there is none.</summary>
    internal static object? NextLine(object file) => ReadLine(file, -1) switch
    {
        byte[] { Length: > 0 } bytes => bytes,
        string { Length: > 0 } text => text,
        _ => null,
    };

    /// <summary>Whether it can be read by lines, and goes on where it was left.</summary>
    internal static bool IsRead(MemberTable table) => Is<Stream>(table) || Is<TextReader>(table);

    /// <summary><c>closed</c>, which is no method: false also where nobody can tell. Null where it is no file object.</summary>
    internal static bool? IsClosed(object target) => target switch
    {
        Stream stream => !stream.CanRead && !stream.CanWrite,
        StreamReader reader => IsClosed(reader.BaseStream),
        StreamWriter writer => IsClosed(writer.BaseStream),
        StringReader text => IsClosed(text),
        TextReader or TextWriter => false,
        _ => null,
    };

    private static bool IsClosed(StringReader text)
    {
        try
        {
            text.Peek();
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private static bool IsWritten(MemberTable table) => Is<Stream>(table) || Is<TextWriter>(table);

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

    private static int ReadInto(Stream stream, object? buffer, Func<Stream, int, byte[]> read, string member) => FileBuffers.Fill(buffer, count => read(stream, count), LargestChunk, member);

    private static object ReadLine(object target, int most) => target is Stream stream ? ReadLine(stream, most) : most < 0 ? ReadLine((TextReader)target) : ReadLine((TextReader)target, most);

    /// <summary>The lines that are left, until those read have as many bytes or characters as wanted.</summary>
    private static PyTuple ReadLines(object target, int enough)
    {
        var lines = new List<object?>();
        for (var length = 0L; (enough <= 0 || length < enough) && NextLine(target) is { } line;)
        {
            length += line is byte[] bytes ? bytes.Length : ((string)line).Length;
            lines.Add(line);
        }
        return PyTuple.From(lines);
    }

    private static byte[] ReadLine(Stream stream, int most)
    {
        var line = new ArrayBufferWriter<byte>();
        while ((most < 0 || line.WrittenCount < most) && stream.ReadByte() is >= 0 and var next)
        {
            line.Write([(byte)next]);
            if (next == '\n')
                break;
        }
        return line.WrittenSpan.ToArray();
    }

    // As Python has it: the end of the line belongs to it, and only the end of the text is empty.
    private static string ReadLine(TextReader reader) => reader.ReadLine() is { } line ? line + "\n" : "";

    private static string ReadLine(TextReader reader, int most)
    {
        var line = new System.Text.StringBuilder();
        while (line.Length < most && reader.Read() is >= 0 and var next)
        {
            if (next == '\r' && reader.Peek() == '\n')
                next = reader.Read();
            line.Append(next is '\r' ? '\n' : (char)next);
            if (next is '\n' or '\r')
                break;
        }
        return line.ToString();
    }

    private static object? WriteLines(object target, object? lines)
    {
        // A text is a sequence of its characters to Python, which comes to the same.
        var items = lines switch
        {
            string text => new[] { text },
            IRemoteObject remote => (IEnumerable)remote.ConvertTo(typeof(IEnumerable<object>)),
            _ => lines as IEnumerable ?? throw new BindException($"writelines of {MissingMember.Owner(target)} takes a sequence, not {TypeNames.Describe(lines)}"),
        };
        foreach (var line in items)
            Write(target, line);
        return null;
    }

    private static int Write(object target, object? value)
    {
        switch (target, value)
        {
            case (Stream stream, _) when FileBuffers.TryGetBytes(value, out var data):
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
