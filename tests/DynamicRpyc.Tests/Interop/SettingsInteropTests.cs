using System.Collections.Concurrent;
using System.Dynamic;
using System.Globalization;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>"Each setting has a test that shows both of its positions on the wire": those that a real Python peer can show. The settings are given by RPyC's own names.</summary>
[Category("Interop")]
internal sealed class SettingsInteropTests
{
    public sealed class Shelf : Service
    {
        public override RpycConfig Configure(RpycConfig config) => config;

        public int Plain { get; set; } = 1;

        public int exposed_number { get; set; } = 2;

        public int pub_number => 3;

        public object exposed_list() => new List<int> { 5, 6 };

        public object exposed_bag()
        {
            IDictionary<string, object?> bag = new ExpandoObject();
            bag["exposed_a"] = 1;
            return bag;
        }
    }

    private const string Script = """
        import sys, rpyc
        for port in sys.argv[2:]:
            conn = rpyc.connect("127.0.0.1", int(port))
            root = conn.root
            try:
                print(eval(sys.argv[1]))
            except AttributeError as e:
                print("refused")
            conn.close()
        """;

    private static readonly object[] _attributeSettings =
    [
        new object[] { "allow_safe_attrs", false, "len(root.list())", "2", "refused" },
        new object[] { "safe_attrs", new[] { "Plain" }, "root.Plain", "refused", "1" },
        new object[] { "allow_exposed_attrs", false, "root.number", "2", "refused" },
        new object[] { "exposed_prefix", "pub_", "root.number", "2", "3" },
        new object[] { "allow_public_attrs", true, "root.Plain", "refused", "1" },
        new object[] { "allow_all_attrs", true, "rpyc.core.consts and conn.sync_request(4, root, '__module__')", "refused", "DynamicRpyc.Tests.Interop" },
        new object[] { "allow_getattr", false, "root.number", "2", "refused" },
        new object[] { "allow_setattr", true, "setattr(root, 'number', 9) or root.number", "refused", "9" },
        new object[] { "allow_delattr", true, "(lambda bag: delattr(bag, 'a') or hasattr(bag, 'a'))(root.bag())", "refused", "False" },
    ];

    [TestCaseSource(nameof(_attributeSettings))]
    public void AttributeSetting_bothPositions_asAPythonClientMeetsThem(string name, object value, string expression, string byDefault, string set)
    {
        using var usual = Serve(RpycConfig.Default);
        using var other = Serve(RpycConfig.FromDictionary(new Dictionary<string, object?> { [name] = value }));
        var result = PythonPeer.RunText(Script, [expression, Text(usual.Port), Text(other.Port)]).AssertSuccess();
        Assert.That(result.Lines, Is.EqualTo(new[] { byDefault, set }));
    }

    /// <summary>RPyC's own positions, where its serving loop ends or goes on.</summary>
    [TestCase(true, "EOFError")]
    [TestCase(false, "KeyboardInterrupt")]
    public void PropagateKeyboardInterruptLocally_bothPositions_betweenTwoPythonPeers(bool locally, string seen)
    {
        using var upstream = PythonPeer.StartServer("policy_server.py");
        using var hub = Rpyc.Connect(upstream.Host, upstream.Port);
        using var server = new ThreadedServer(
            () => Service.For(new Interrupting(hub.Root)),
            config: RpycConfig.FromDictionary(new Dictionary<string, object?> { ["propagate_KeyboardInterrupt_locally"] = locally }));
        server.StartInBackground();
        var result = PythonPeer.RunText(
            """
            import sys, rpyc
            conn = rpyc.connect("127.0.0.1", int(sys.argv[1]))
            try:
                conn.root.interrupt()
            except BaseException as e:
                print(type(e).__name__)
            """,
            [Text(server.Port)]).AssertSuccess();
        Assert.That(result.Lines, Is.EqualTo(new[] { seen }));
    }

    [Test]
    public void BeforeClosedAndCloseCatchAll_bothPositions_withAPythonServer()
    {
        using var server = PythonPeer.StartServer("calculator_server.py");
        var heard = new ConcurrentQueue<int>();
        RpycConfig Config(bool catchAll, Action<dynamic> action) => RpycConfig.FromDictionary(new Dictionary<string, object?>
        {
            ["before_closed"] = (Action<object>)(root => action(root)),
            ["close_catchall"] = catchAll,
        });
        Rpyc.Connect(server.Host, server.Port, config: Config(false, root => heard.Enqueue((int)root.add(1, 2)))).Close();
        Rpyc.Connect(server.Host, server.Port).Close();
        Assert.That(heard, Is.EqualTo(new[] { 3 }));
        var loud = Rpyc.Connect(server.Host, server.Port, config: Config(false, root => root.raise_key_error("k")));
        Assert.That(loud.Close, Throws.TypeOf<KeyNotFoundException>());
        var quiet = Rpyc.Connect(server.Host, server.Port, config: Config(true, root => root.raise_key_error("k")));
        Assert.That(quiet.Close, Throws.Nothing);
        Assert.That((loud.Closed, quiet.Closed), Is.EqualTo((true, true)));
    }

    [Test]
    public void SyncRequestTimeout_bothPositions_withAPythonServer()
    {
        using var server = PythonPeer.StartServer("calculator_server.py");
        Connection Connect(object? seconds) => Rpyc.Connect(server.Host, server.Port, config: RpycConfig.FromDictionary(new Dictionary<string, object?> { ["sync_request_timeout"] = seconds }));
        using var hasty = Connect(0.2);
        using var patient = Connect(null);
        Assert.That(() => hasty.Root.sleep(1.0), Throws.TypeOf<AsyncResultTimeout>().With.Message.Contains("0.2 s"));
        Assert.That((double)patient.Root.sleep(0.3), Is.EqualTo(0.3));
    }

    private static ThreadedServer Serve(RpycConfig config)
    {
        var server = new ThreadedServer(typeof(Shelf), config: config);
        server.StartInBackground();
        return server;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    public sealed class Interrupting(dynamic upstream)
    {
        public void exposed_interrupt() => upstream.interrupt();
    }
}
