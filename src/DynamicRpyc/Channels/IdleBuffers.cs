namespace DynamicRpyc.Channels;

/// <summary>
/// The small buffers that readers begin with, while nobody reads. Shared by all threads, unlike those of <see cref="System.Buffers.ArrayPool{T}.Shared"/>, of which each thread keeps one: a server with a thread for each idle
/// connection would have as many buffers as without a pool. Any thread.
/// </summary>
internal static class IdleBuffers
{
    internal const int Length = 8 * 1024;

    private const int MostKept = 32;
    private static readonly Lock _guard = new();
    private static readonly Stack<byte[]> _kept = new();

    internal static byte[] Take()
    {
        lock (_guard)
        {
            if (_kept.TryPop(out var buffer))
                return buffer;
        }
        return new byte[Length];
    }

    internal static void Give(byte[] buffer)
    {
        lock (_guard)
        {
            if (_kept.Count < MostKept)
                _kept.Push(buffer);
        }
    }
}
