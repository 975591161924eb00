namespace DynamicRpyc.Classic;

/// <summary>The client's side of a classic connection: it offers a full slave or an inert one, and gives the connection the names of classic mode.</summary>
internal sealed class ClassicClientService(bool exposeSelf) : Service
{
    private readonly SlaveRoot? _slave = exposeSelf ? new SlaveRoot() : null;
    private readonly InertSlave _inert = new();

    [NotExposed]
    public override object Root => _slave ?? (object)_inert;

    [NotExposed]
    public override RpycConfig Configure(RpycConfig config) => exposeSelf ? config.ForSlave() : config;

    [NotExposed]
    public override void OnConnect(Connection connection)
    {
        if (_slave is not null)
            _slave.Connection = connection;
        connection.Members = new ClassicMembers(connection);
    }

    [NotExposed]
    public override void OnDisconnect(Connection connection)
    {
        if (_slave is not null)
            _slave.Connection = null;
    }
}
