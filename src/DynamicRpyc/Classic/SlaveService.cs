using DynamicRpyc.Classic;
using DynamicRpyc.Invocation;

namespace DynamicRpyc;

/// <summary>
/// Classic mode: the peer may use every namespace, type and public member of this process, and through them do whatever the process may do, files and child
/// processes included. Only for peers that are trusted that far; a server for it listens on the loopback address unless told otherwise.
/// </summary>
public sealed class SlaveService : Service, IOffersExtensions
{
    private readonly SlaveRoot _root = new();

    /// <summary>The slave: <c>getmodule</c>, <c>eval</c>, <c>execute</c>, <c>namespace</c>, <c>getconn</c>.</summary>
    public override object Root => _root;

    IExtensionMethods IOffersExtensions.Extensions => _root.Namespaces;

    /// <summary>Asks for what classic mode needs; see <see cref="RpycConfig.Classic"/>.</summary>
    public override RpycConfig Configure(RpycConfig config) => config.ForSlave();

    /// <summary>Notes the connection for <c>getconn</c>.</summary>
    public override void OnConnect(Connection connection) => _root.Connection = connection;

    /// <summary>Forgets the connection.</summary>
    public override void OnDisconnect(Connection connection) => _root.Connection = null;
}
