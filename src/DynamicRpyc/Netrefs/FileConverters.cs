namespace DynamicRpyc.Netrefs;

/// <summary>Remote binary files, of Python or .NET, as a <see cref="Stream"/>.</summary>
internal sealed class StreamConverter : NetrefConverter
{
    internal override bool Handles(Type type) => type == typeof(Stream);

    internal override bool IsPossibleFor(string remoteTypeName) => FileKinds.IsPossible(remoteTypeName) && !FileKinds.IsText(remoteTypeName);

    internal override bool IsGuessFor(string remoteTypeName) => !FileKinds.IsBinary(remoteTypeName);

    internal override bool IsNaturalFor(string remoteTypeName, Type type) => FileKinds.IsBinary(remoteTypeName);

    internal override object Convert(Netref source, Type type) => RemoteFile.Has(source, "read") || RemoteFile.Has(source, "write")
        ? new RemoteStream(source)
        : throw Refuse(source, type, "it has neither read nor write.");
}

/// <summary>Remote text files and text readers as a <see cref="TextReader"/>.</summary>
internal sealed class TextReaderConverter : NetrefConverter
{
    internal override bool Handles(Type type) => type == typeof(TextReader);

    internal override bool IsPossibleFor(string remoteTypeName) => FileKinds.IsPossible(remoteTypeName) && !FileKinds.IsBinary(remoteTypeName);

    internal override bool IsGuessFor(string remoteTypeName) => !FileKinds.IsText(remoteTypeName);

    internal override bool IsNaturalFor(string remoteTypeName, Type type) => FileKinds.IsText(remoteTypeName);

    internal override object Convert(Netref source, Type type) => RemoteFile.Has(source, "read")
        ? new RemoteTextReader(source)
        : throw Refuse(source, type, "it has no read.");
}

/// <summary>Remote text files and text writers as a <see cref="TextWriter"/>.</summary>
internal sealed class TextWriterConverter : NetrefConverter
{
    internal override bool Handles(Type type) => type == typeof(TextWriter);

    internal override bool IsPossibleFor(string remoteTypeName) => FileKinds.IsPossible(remoteTypeName) && !FileKinds.IsBinary(remoteTypeName);

    internal override bool IsGuessFor(string remoteTypeName) => !FileKinds.IsText(remoteTypeName);

    internal override bool IsNaturalFor(string remoteTypeName, Type type) => FileKinds.IsText(remoteTypeName);

    internal override object Convert(Netref source, Type type) => RemoteFile.Has(source, "write")
        ? new RemoteTextWriter(source)
        : throw Refuse(source, type, "it has no write.");
}

/// <summary>The operations of a remote file object, as its adapters use them. Safe for any thread, as far as the remote object is.</summary>
internal sealed class RemoteFile(Netref source)
{
    private bool _isClosed;

    internal Netref Source => source;

    internal bool IsClosed => _isClosed;

    internal static bool Has(Netref source, string name) => RemoteNames.Find(source, name) is not null;

    internal bool Can(string name) => Has(source, name);

    internal object? Call(string name, params object?[] arguments)
    {
        ThrowIfClosed();
        return PythonRefusal.Call(source, name, arguments);
    }

    internal Task<object?> CallAsync(string name, CancellationToken cancellationToken, params object?[] arguments)
    {
        ThrowIfClosed();
        return PythonRefusal.CallAsync(source, name, cancellationToken, arguments);
    }

    /// <summary>Closes the remote file once; where the connection has ended there is nothing left to close.</summary>
    internal void Close()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        if (!source.Requester.IsClosed && !source.IsReleased && Can("close"))
            PythonRefusal.Call(source, "close");
    }

    /// <summary>As <see cref="Close"/>, without a thread that waits.</summary>
    internal async ValueTask CloseAsync()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        if (!source.Requester.IsClosed && !source.IsReleased && NetrefMembers.Contains(await NetrefOperations.MethodsAsync(source).ConfigureAwait(false), source, "close"))
            await PythonRefusal.CallAsync(source, "close", CancellationToken.None).ConfigureAwait(false);
    }

    /// <exception cref="InvalidCastException">The file is a binary one; the text says what to take instead.</exception>
    internal string Text(object? read) => read as string ?? throw new InvalidCastException(read is byte[]
        ? $"The remote '{source.RemoteTypeName}' is a binary file: take it as a Stream, or open it in text mode."
        : $"The remote '{source.RemoteTypeName}' gave {Invocation.TypeNames.Describe(read)} where a text was to be read.");

    /// <exception cref="InvalidCastException">The file is a text file; the text says what to take instead.</exception>
    internal byte[] Bytes(object? read, int most)
    {
        var data = read as byte[] ?? (read is Netref { RemoteTypeName: "builtins.bytearray" or "builtins.memoryview" } buffer ? (byte[])NetrefConversion.Convert(buffer, typeof(byte[])) : null);
        if (data is null)
        {
            throw new InvalidCastException(read is string
                ? $"The remote '{source.RemoteTypeName}' is a text file: take it as a TextReader, or open it in binary mode."
                : $"The remote '{source.RemoteTypeName}' gave {Invocation.TypeNames.Describe(read)} where bytes were to be read.");
        }
        return data.Length <= most ? data : throw new IOException($"The remote '{source.RemoteTypeName}' gave {data.Length} bytes where {most} were asked for.");
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
            throw new ObjectDisposedException(source.RemoteTypeName, $"This remote '{source.RemoteTypeName}' was closed.");
    }
}
