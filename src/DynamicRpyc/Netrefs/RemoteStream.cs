using DynamicRpyc.Foundation;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// A remote file object as a stream. Each operation is a request; a <see cref="BufferedStream"/> around it saves some. Disposing it closes the remote file. As safe for several
/// threads as that is.
/// </summary>
internal sealed class RemoteStream(Netref source) : Stream, IStandIn
{
    private readonly RemoteFile _file = new(source);
    private bool? _canRead;
    private bool? _canWrite;
    private bool? _canSeek;

    object IStandIn.Original => source;

    public override bool CanRead => !_file.IsClosed && (_canRead ??= Ask("readable", "read"));

    public override bool CanWrite => !_file.IsClosed && (_canWrite ??= Ask("writable", "write"));

    public override bool CanSeek => !_file.IsClosed && (_canSeek ??= Ask("seekable", "seek"));

    public override long Position
    {
        get => Number(_file.Call("tell"));
        set => Seek(value, SeekOrigin.Begin);
    }

    public override long Length
    {
        get
        {
            var before = Position;
            var end = Seek(0, SeekOrigin.End);
            Seek(before, SeekOrigin.Begin);
            return end;
        }
    }

    // One read of what is there, where the file knows the difference: a pipe must not wait until all that was asked for has come.
    private string ReadName => _file.Can("read1") ? "read1" : "read";

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        var data = _file.Bytes(_file.Call(ReadName, buffer.Length), buffer.Length);
        data.CopyTo(buffer);
        return data.Length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;
        var data = _file.Bytes(await _file.CallAsync(ReadName, cancellationToken, buffer.Length).ConfigureAwait(false), buffer.Length);
        data.CopyTo(buffer);
        return data.Length;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
            buffer = buffer[Written(_file.Call("write", buffer.ToArray()), buffer.Length)..];
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
            buffer = buffer[Written(await _file.CallAsync("write", cancellationToken, buffer.ToArray()).ConfigureAwait(false), buffer.Length)..];
    }

    public override long Seek(long offset, SeekOrigin origin) => Number(_file.Call("seek", offset, (int)origin));

    public override void SetLength(long value) => _file.Call("truncate", value);

    public override void Flush()
    {
        if (!_file.IsClosed && _file.Can("flush"))
            _file.Call("flush");
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!_file.IsClosed && _file.Can("flush"))
            await _file.CallAsync("flush", cancellationToken).ConfigureAwait(false);
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

    // A file object of Python's own making need not have the question; then having the operation is the answer.
    private bool Ask(string question, string operation) => _file.Can(question) ? NetrefOperators.Truth(_file.Call(question)) : _file.Can(operation);

    // An unbuffered Python file may write less than all and says how much; one that says nothing has written all.
    private static int Written(object? count, int all) => count is null ? all : NetrefConversion.Result<int>(count) is >= 0 and var written && written <= all
        ? written
        : throw new IOException($"The remote file claims to have written {count} of {all} bytes.");

    private static long Number(object? value) => NetrefConversion.Result<long>(value);
}
