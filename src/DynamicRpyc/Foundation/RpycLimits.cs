namespace DynamicRpyc;

/// <summary>Bounds on what a peer can make this side allocate. Every bound is checked before memory is taken; breaking one closes the connection with a <see cref="ProtocolException"/>.</summary>
public sealed record RpycLimits
{
    /// <summary>The longest frame accepted, in bytes as sent. Default 1 GiB - 1.</summary>
    public int MaxFrameLength { get; init; } = (1 << 30) - 1;

    /// <summary>The longest frame accepted after decompression, in bytes. Default 1 GiB - 1.</summary>
    public int MaxDecompressedLength { get; init; } = (1 << 30) - 1;

    /// <summary>How deep tuples may nest in one message. Default 128.</summary>
    public int MaxDepth { get; init; } = 128;

    /// <summary>How many objects may be lent to the peer at once. Default 10,000,000. Lending one more fails the call that would have, with an <see cref="InvalidOperationException"/>.</summary>
    public int MaxLentObjects { get; init; } = 10_000_000;

    /// <summary>How many requests of the peer may be read and not yet answered. Default 100,000.</summary>
    public int MaxPendingRequests { get; init; } = 100_000;

    /// <summary>How many different type names of the peer one connection remembers. Default 10,000; beyond it they are read anew each time.</summary>
    public int MaxCachedTypes { get; init; } = 10_000;

    /// <summary>How many items of one remote collection are copied into a local one. Default 10,000,000; beyond it the conversion fails with an <see cref="InvalidOperationException"/>.</summary>
    public int MaxCopiedItems { get; init; } = 10_000_000;

    /// <summary>
    /// How many bytes may wait to be sent before senders are made to wait. Default 16 MiB. Answers to PING, GETROOT, INSPECT and DEL cannot wait: four times as many bytes of
    /// them unsent close the connection.
    /// </summary>
    public int MaxUnsentBytes { get; init; } = 16 << 20;
}
