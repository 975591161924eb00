namespace DynamicRpyc;

/// <summary>
/// What one side of a connection offers to the other. Derive from <c>Service</c>, which implements it in RPyC's manner.
/// </summary>
public interface IService
{
    /// <summary>
    /// The object that the peer gets as its <c>root</c>: any object, also a remote object of another connection. Asked for when the peer first asks, which may be before
    /// <see cref="OnConnect"/> has returned, and kept for the connection. A task stands for its result; the peer is answered when it ends.
    /// </summary>
    [NotExposed]
    object Root { get; }

    /// <summary>The configuration that this service needs, asked for once before the connection exists.</summary>
    /// <param name="config">What the caller configured.</param>
    [NotExposed]
    RpycConfig Configure(RpycConfig config);

    /// <summary>Called once when the connection works. It may use the connection.</summary>
    [NotExposed]
    void OnConnect(Connection connection);

    /// <summary>Called exactly once when the connection has ended, whatever ended it. It must not use the connection.</summary>
    [NotExposed]
    void OnDisconnect(Connection connection);
}
