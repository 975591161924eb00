using DynamicRpyc.Services;

namespace DynamicRpyc;

/// <summary>
/// What one side of a connection offers. Derive from it, and expose members with <c>[Exposed]</c> or the prefix <c>exposed_</c>: nothing else of it can be reached by a
/// peer under the default configuration. One instance may serve one connection or many; see the server's constructors.
/// </summary>
public abstract class Service : IService
{
    /// <summary>A service whose root is the given object. Of another process's object (a remote object of another connection) it makes a relay.</summary>
    /// <param name="root">Any object, or a task that ends with one.</param>
    [NotExposed]
    public static Service For(object root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return new RootService(root);
    }

    /// <summary>
    /// The object that the peer gets as its <c>root</c>: the service itself. Asked for when the peer first asks, which may be before <see cref="OnConnect"/> has returned, and
    /// kept for the connection. A task stands for its result; the peer is answered when it ends.
    /// </summary>
    [NotExposed]
    public virtual object Root => this;

    /// <summary>The configuration that this service needs, asked for once before the connection exists. Changes nothing by default.</summary>
    [NotExposed]
    public virtual RpycConfig Configure(RpycConfig config) => config;

    /// <summary>Called once when the connection works, before any request of the peer is run. It may use the connection.</summary>
    [NotExposed]
    public virtual void OnConnect(Connection connection) { }

    /// <summary>Called exactly once when the connection has ended, whatever ended it. It must not use the connection.</summary>
    [NotExposed]
    public virtual void OnDisconnect(Connection connection) { }

    /// <summary>The service's names, as RPyC peers and registries know it: those of <c>[Aliases]</c>, else the class name without "Service"; in upper case.</summary>
    [Exposed("get_service_aliases")]
    public PyTuple GetServiceAliases() => new([.. ServiceNames.Of(GetType())]);

    /// <summary>The first of <see cref="GetServiceAliases"/>.</summary>
    [Exposed("get_service_name")]
    public string GetServiceName() => ServiceNames.Of(GetType())[0];
}

/// <summary>A service that offers nothing: what a mere client shows to its peer.</summary>
public sealed class VoidService : Service;
