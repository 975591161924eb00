using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>Classic mode against a Python slave: modules, evaluated text, and the namespace.</summary>
internal sealed class PythonClassicTests : ClassicFixture
{
    [Test]
    public void Modules_byNameAndByPath_areImported()
    {
        Assert.That((string)Conn.modules["os.path"].join("some", "where"), Is.EqualTo("some/where"));
        Assert.That((int)Conn.modules.sys.version_info[0], Is.EqualTo(3));
        Assert.That((string)Conn.Modules.os.path.basename("/a/b"), Is.EqualTo("b"));
        Assert.That((object)Conn.modules.sys, Is.SameAs((object)Conn.modules["sys"]), "a module is asked for once");
    }

    [Test]
    public void Modules_unknown_isAnErrorWithItsName() =>
        Assert.That(() => Conn.modules["no_such_module"], Throws.Exception.With.Message.Contains("no_such_module"));

    [Test]
    public void EvalExecuteNamespace_shareOneNamespace()
    {
        Conn.execute("x = 20");
        Assert.That((int)Conn.eval("x + 1"), Is.EqualTo(21));
        Conn.@namespace["y"] = 2;
        Assert.That((int)Conn.eval("x * y"), Is.EqualTo(40));
        Assert.That(() => Conn.eval("1 +"), Throws.TypeOf<RemoteException>().With.Message.Contains("SyntaxError").Or.Message.Contains("invalid syntax"));
    }

    [Test]
    public void Builtins_makeAndUseObjects()
    {
        dynamic words = Conn.builtins.list(new[] { "banana", "fig", "pear" });
        words.sort(key: Rpyc.Fn(word => word!.Length));
        Assert.That((string[])words, Is.EqualTo(new[] { "fig", "pear", "banana" }));
        words.append("kiwi");
        Assert.That((int)words.index("kiwi"), Is.EqualTo(3));
        Assert.That((bool)Conn.builtins.isinstance(words, Conn.builtins.list), Is.True);
    }

    [Test]
    public void Files_ofPython_areUsedThroughTheirContextManager()
    {
        var path = (string)Conn.modules.tempfile.mktemp();
        try
        {
            dynamic file = Conn.builtins.open(path, "w", encoding: "utf-8");
            using ((IDisposable)file)
                file.write("first\nsecond\n");
            Assert.That((bool)file.closed, Is.True);
            using dynamic reading = Conn.builtins.open(path);
            var lines = new List<string>();
            foreach (string line in reading)
                lines.Add(line.TrimEnd());
            Assert.That(lines, Is.EqualTo(new[] { "first", "second" }));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Ping_andMembersOfTheConnection_work()
    {
        Connection connection = Conn;
        connection.Ping();
        Assert.That((connection.Closed, (bool)Conn.closed), Is.EqualTo((false, false)));
        Assert.That(() => Conn.no_such_thing, Throws.TypeOf<MissingMemberException>());
    }

    [Test]
    public void Errors_ofPythonsOwnModules_areCaughtByType()
    {
        Assert.That(() => Conn.modules.os.listdir("/no/such/place"), Throws.TypeOf<FileNotFoundException>());
        Assert.That(() => Conn.builtins.@int("twelve"), Throws.TypeOf<ArgumentException>().With.Message.Contains("twelve"));
        Assert.That(() => Conn.modules.json.loads("{"), Throws.TypeOf<RemoteException>().Or.InstanceOf<ArgumentException>());
    }
}

/// <summary>
/// A Python ClassicService server, which asks its client for a slave when it connects and drops one that has none. The Python side uses its connection to this process through the
/// name <c>here</c> of its namespace.
/// </summary>
[Category("Interop")]
internal sealed class PythonClassicServerTests
{
    private PythonServer _server = null!;

    [OneTimeSetUp]
    public void Start() => _server = PythonPeer.StartServer("classic_server.py", "classic");

    [OneTimeTearDown]
    public void Stop() => _server.Dispose();

    [Test]
    public void Connect_byDefault_isAcceptedWithAnInertSlave()
    {
        using dynamic conn = Connect();
        Assert.That((int)conn.eval("1 + 2"), Is.EqualTo(3));
    }

    [TestCase("here.eval('1')", "eval")]
    [TestCase("here.execute('1')", "execute")]
    [TestCase("here.modules['System']", "getmodule")]
    [TestCase("here.root.getconn()", "getconn")]
    public void InertSlave_usedFromPython_refusesAndNamesTheSetting(string expression, string verb)
    {
        using dynamic conn = Connect();
        Assert.That(() => conn.eval(expression), Throws.TypeOf<MissingMemberException>().With.Message.Contains(
            $"'{verb}' was refused by the client: it offers no slave. The client would offer one with exposeSelf: true, as Rpyc.Classic.Connect(host, exposeSelf: true)."));
        conn.execute($"try:\n    {expression}\n    caught = 'nothing'\nexcept AttributeError as e:\n    caught = type(e).__name__");
        Assert.That((string)conn.eval("caught"), Is.EqualTo("AttributeError"));
    }

    [Test]
    public void InertSlave_showsPythonNothingOfThisProcess()
    {
        using dynamic conn = Connect();
        Assert.That((bool)conn.eval("here.namespace is None"), Is.True);
        Assert.That((bool)conn.eval("hasattr(here.root, 'GetType')"), Is.False);
        Assert.That((bool)conn.eval("hasattr(here.builtins, 'getattr')"), Is.False);
    }

    [Test]
    public void ExposeSelf_givesPythonThisProcess()
    {
        using dynamic conn = Connect(exposeSelf: true);
        Assert.That((int)conn.eval("here.modules['System'].Environment.ProcessId"), Is.EqualTo(Environment.ProcessId));
        Assert.That((int)conn.eval("here.modules.System.Math.Max(3, 4)"), Is.EqualTo(4));
        conn.execute("text = here.modules['System.Text'].StringBuilder('one')\ntext.Append(' two')\nlength = text.Length");
        Assert.That((int)conn.eval("length"), Is.EqualTo(7));
        Assert.That((string)conn.eval("text.ToString()"), Is.EqualTo("one two"));
        var builder = (object)conn.eval("text");
        Assert.That(builder, Is.TypeOf<System.Text.StringBuilder>(), "it is this side's own object");
        Assert.That(() => conn.eval("here.eval('1')"), Throws.Exception.With.Message.Contains("DynamicRpyc.Scripting"));
    }

    [Test]
    public void PlainConnect_withoutASlave_isDroppedWithAReason()
    {
        var closed = Assert.Catch<RpycException>(() =>
        {
            using var connection = Rpyc.Connect(_server.Host, _server.Port);
            for (var i = 0; i < 1000; i++)
                connection.Root.getconn();
        })!;
        Assert.That(closed, Is.TypeOf<ConnectionClosedException>());
    }

    /// <summary>Waits until the server has looked at this side's slave: it serves this side's requests meanwhile.</summary>
    private Connection Connect(bool exposeSelf = false)
    {
        var connection = Rpyc.Classic.Connect(_server.Host, _server.Port, exposeSelf);
        dynamic conn = connection;
        conn.@namespace["here"] = conn.getconn();
        Eventually.True(() => conn.eval("hasattr(here, 'teleport')"), "the Python server to accept this side's slave");
        return connection;
    }
}
