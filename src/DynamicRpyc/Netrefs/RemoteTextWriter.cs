using System.Text;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// A remote text file, or text writer, as a writer. Each write is a request; lines end as the remote side ends them, with <c>\n</c> written. Disposing it closes the remote file.
/// As safe for several threads as that is.
/// </summary>
internal sealed class RemoteTextWriter : TextWriter, IStandIn
{
    private readonly RemoteFile _file;

    internal RemoteTextWriter(Netref source) : base(System.Globalization.CultureInfo.InvariantCulture)
    {
        _file = new RemoteFile(source);
        CoreNewLine = ['\n'];
    }

    object IStandIn.Original => _file.Source;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        Write(new string(buffer, index, count));
    }

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        if (!string.IsNullOrEmpty(value))
            _file.Call("write", value);
    }

    public override void WriteLine() => Write("\n");

    public override void WriteLine(string? value) => Write(value + "\n");

    public override Task WriteAsync(char value) => WriteAsync(value.ToString());

    public override Task WriteAsync(string? value) => string.IsNullOrEmpty(value) ? Task.CompletedTask : _file.CallAsync("write", CancellationToken.None, value);

    public override Task WriteAsync(char[] buffer, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return WriteAsync(new string(buffer, index, count));
    }

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) =>
        buffer.IsEmpty ? Task.CompletedTask : _file.CallAsync("write", cancellationToken, buffer.ToString());

    public override Task WriteLineAsync() => WriteAsync("\n");

    public override Task WriteLineAsync(char value) => WriteAsync($"{value}\n");

    public override Task WriteLineAsync(string? value) => WriteAsync(value + "\n");

    public override Task WriteLineAsync(char[] buffer, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return WriteAsync(new string(buffer, index, count) + "\n");
    }

    public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) => _file.CallAsync("write", cancellationToken, buffer + "\n");

    public override void Flush()
    {
        if (!_file.IsClosed && _file.Can("flush"))
            _file.Call("flush");
    }

    public override async Task FlushAsync()
    {
        if (!_file.IsClosed && _file.Can("flush"))
            await _file.CallAsync("flush", CancellationToken.None).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        await _file.CloseAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Close();
        base.Dispose(disposing);
    }
}
