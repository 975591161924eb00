namespace DynamicRpyc.Tests.Feel;

/// <summary>A C# client with a C# server: a workshop over there for each test.</summary>
internal abstract class WorkshopFixture
{
    private Connection? _connection;

    protected Connection Connection => _connection!;

    protected dynamic Conn => _connection!;

    protected dynamic Types { get; private set; } = null!;

    protected dynamic Shop { get; private set; } = null!;

    [OneTimeSetUp]
    public void Connect()
    {
        _connection = Rpyc.Classic.ConnectThread();
        Types = Conn.modules["DynamicRpyc.Tests.Feel"];
    }

    [SetUp]
    public void Make() => Shop = Types.Workshop();

    [OneTimeTearDown]
    public void Disconnect() => _connection?.Close();
}
