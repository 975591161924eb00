using DynamicRpyc.Foundation;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// A remote text file, or text reader, as a reader. Each operation is a request and reads no farther than asked, but for the character that <see cref="Peek"/> looks at.
/// Disposing it closes the remote file. For one thread at a time.
/// </summary>
internal sealed class RemoteTextReader(Netref source) : TextReader, IStandIn
{
    private readonly RemoteFile _file = new(source);
    private string _peeked = "";

    object IStandIn.Original => source;

    public override int Peek()
    {
        if (_peeked.Length == 0)
            _peeked = ReadText(1) + _peeked;
        return _peeked.Length == 0 ? -1 : _peeked[0];
    }

    public override int Read()
    {
        var text = Take(1);
        return text.Length == 0 ? -1 : text[0];
    }

    public override int Read(char[] buffer, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return Read(buffer.AsSpan(index, count));
    }

    public override int Read(Span<char> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        var text = Take(buffer.Length);
        text.CopyTo(buffer);
        return text.Length;
    }

    public override Task<int> ReadAsync(char[] buffer, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return ReadAsync(buffer.AsMemory(index, count)).AsTask();
    }

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;
        var text = TryTake(buffer.Length) ?? Fitting(_file.Text(await _file.CallAsync("read", cancellationToken, buffer.Length).ConfigureAwait(false)), buffer.Length);
        text.CopyTo(buffer.Span);
        return text.Length;
    }

    public override Task<int> ReadBlockAsync(char[] buffer, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return ReadBlockAsync(buffer.AsMemory(index, count)).AsTask();
    }

    public override async ValueTask<int> ReadBlockAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        var total = 0;
        while (total < buffer.Length && await ReadAsync(buffer[total..], cancellationToken).ConfigureAwait(false) is > 0 and var read)
            total += read;
        return total;
    }

    public override string ReadToEnd() => TakePeeked() + _file.Text(_file.Call("read"));

    public override string? ReadLine()
    {
        var head = TakePeeked();
        return head == "\n" ? "" : Line(head + _file.Text(_file.Call("readline")));
    }

    public override async Task<string?> ReadLineAsync() => await ReadLineAsync(CancellationToken.None).ConfigureAwait(false);

    public override async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var head = TakePeeked();
        return head == "\n" ? "" : Line(head + _file.Text(await _file.CallAsync("readline", cancellationToken).ConfigureAwait(false)));
    }

    public override Task<string> ReadToEndAsync() => ReadToEndAsync(CancellationToken.None);

    public override async Task<string> ReadToEndAsync(CancellationToken cancellationToken) =>
        TakePeeked() + _file.Text(await _file.CallAsync("read", cancellationToken).ConfigureAwait(false));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Close();
        base.Dispose(disposing);
    }

    // What was only looked at comes first.
    private string TakePeeked()
    {
        var peeked = _peeked;
        _peeked = "";
        return peeked;
    }

    // Only at its end does a file give no line end, and after it nothing at all.
    private static string? Line(string read)
    {
        if (read.Length == 0)
            return null;
        var line = read.EndsWith('\n') ? read[..^1] : read;
        return line.EndsWith('\r') ? line[..^1] : line;
    }

    private string Take(int count) => TryTake(count) ?? ReadText(count);

    private string? TryTake(int count)
    {
        if (_peeked.Length == 0)
            return null;
        var taken = _peeked[..Math.Min(count, _peeked.Length)];
        _peeked = _peeked[taken.Length..];
        return taken;
    }

    private string ReadText(int count) => Fitting(_file.Text(_file.Call("read", count)), count);

    private string Fitting(string text, int count)
    {
        if (text.Length <= count)
            return text;
        // Python counts characters, C# halves of those beyond the first 65536: what is too much waits for the next read.
        if (text.EnumerateRunes().Count() > count)
            throw new IOException($"The remote '{source.RemoteTypeName}' gave {text.Length} characters where {count} were asked for.");
        _peeked = text[count..];
        return text[..count];
    }
}
