namespace DynamicRpyc.Boxing;

/// <summary>What the peer is known to understand beyond RPyC. Set once by the reader, read by any thread; what was boxed before went as to a Python peer.</summary>
internal sealed class PeerFeatures
{
    private volatile bool _isDotNet;

    /// <summary>Whether the peer announced itself as this library, and this side to it: exact values may be sent and are accepted.</summary>
    internal bool IsDotNet
    {
        get => _isDotNet;
        set => _isDotNet = value;
    }
}
