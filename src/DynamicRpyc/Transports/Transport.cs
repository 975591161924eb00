using DynamicRpyc.Foundation;

namespace DynamicRpyc.Transports;

/// <summary>
/// Bytes in, bytes out. One thread receives at a time (the holder of the reader role), one thread sends at a time (the flusher); the two are independent.
/// <see cref="Shutdown"/> may come from any thread and ends both.
/// </summary>
internal abstract class Transport : IDisposable
{
    /// <summary>Takes what has arrived, without waiting.</summary>
    /// <returns>The number of bytes; 0 at the end of the stream; -1 when nothing is there yet.</returns>
    /// <exception cref="IOException">The link broke.</exception>
    internal abstract int TryReceive(Span<byte> buffer);

    /// <summary>Waits until <see cref="TryReceive"/> has something to say: bytes, the end, or an error.</summary>
    /// <param name="milliseconds">How long at most; -1 for ever.</param>
    /// <returns>False when the time passed first.</returns>
    internal abstract bool WaitReadable(int milliseconds);

    /// <summary>
    /// Has what was received acknowledged at once, where the system would hold that back for a while in the hope of data to go with it. A peer that does not switch Nagle's
    /// algorithm off, as RPyC's servers do not, sends no second small message before.
    /// </summary>
    internal virtual void AcknowledgeNow() { }

    /// <summary>Sends what fits without waiting.</summary>
    /// <returns>The number of bytes taken; may be 0.</returns>
    /// <exception cref="IOException">The link broke.</exception>
    internal abstract int TrySend(ReadOnlySpan<byte> data);

    /// <summary>As <see cref="TrySend(ReadOnlySpan{byte})"/>, of several pieces in their order; with one call of the system where it has one for that.</summary>
    internal virtual int TrySend(ArraySegment<byte>[] pieces)
    {
        var total = 0;
        foreach (var piece in pieces)
        {
            var taken = TrySend(piece.AsSpan());
            total += taken;
            if (taken < piece.Count)
                break;
        }
        return total;
    }

    /// <summary>Sends everything, waiting as long as it takes; ended by <see cref="Shutdown"/>.</summary>
    /// <exception cref="IOException">The link broke or was shut down.</exception>
    internal abstract void Send(ReadOnlySpan<byte> data);

    /// <summary>Sends, waiting no longer than the time: a peer that hangs reads nothing. What is left is then to be sent by a thread that may wait for ever.</summary>
    /// <returns>The number of bytes taken: all of them, unless the time passed first.</returns>
    /// <exception cref="IOException">The link broke or was shut down.</exception>
    internal virtual int SendWithin(ReadOnlySpan<byte> data, Deadline deadline)
    {
        Send(data);
        return data.Length;
    }

    /// <summary>Ends both directions and wakes whoever waits. Idempotent; never throws.</summary>
    internal abstract void Shutdown();

    /// <summary>After <see cref="Shutdown"/>: waits for what shutting down set going, such as the end of a child process. Bounded; not for the reader's thread.</summary>
    internal virtual void AwaitEnd() { }

    /// <summary>Whether polling <see cref="TryReceive"/> in a short loop is cheaper than waiting.</summary>
    internal virtual bool CanSpin => false;

    /// <summary>Whether both ends are on this host, where compressing costs more than it saves.</summary>
    internal virtual bool IsLocal => true;

    /// <summary>The two ends, for messages.</summary>
    internal abstract string Description { get; }

    /// <summary>The operating system's handle, where there is one.</summary>
    internal virtual nint? Handle => null;

    /// <summary>Shuts down and frees the handle. Call it when nobody receives or sends any more.</summary>
    public abstract void Dispose();
}
