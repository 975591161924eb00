using DynamicRpyc.Tests.Interop.Clients;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>
/// "Through which a Python client cannot tell that a C# process stands in between": the script prints all that it can see, exceptions with their traces included, and prints
/// the same directly and through <c>examples/Relay</c>. Through two relays the link between them is RPyC 6's dialect, those to the ends RPyC 5's.
/// </summary>
[Category("Interop")]
internal sealed class ChainTransparencyTests
{
    [TestCase("service", "calculator_server.py")]
    [TestCase("service", "calculator_server.py", "public")]
    [TestCase("classic", "classic_server.py", "slave")]
    [TestCase("classic", "classic_server.py", "classic")]
    public void Relay_betweenPythonPeers_isNotToBeSeen(string kind, string script, params string[] options)
    {
        using var server = PythonPeer.StartServer(script, options);
        using var relay = Relay(server.Host, server.Port);
        using var second = Relay(relay.Host, relay.Port);
        var direct = Transcript(server.Port, kind);
        Assert.That(direct, Has.Length.GreaterThan(45).And.Some.EqualTo("done"));
        Assert.That(Transcript(relay.Port, kind), Is.EqualTo(direct), "through one relay");
        Assert.That(Transcript(second.Port, kind), Is.EqualTo(direct), "through two relays");
    }

    [TestCase("service_scenes.py")]
    public void Relay_beforeACSharpService_isNotToBeSeenByItsPythonClient(string script)
    {
        using var server = new ThreadedServer(typeof(WorldService));
        server.StartInBackground();
        using var relay = Relay(server.Host, server.Port);
        var scenes = Scenes.Run(script, relay.Host, $"{relay.Port}");
        Assert.Multiple(() =>
        {
            // When the hub gives back what its client gave back is its collector's time.
            foreach (var name in Scenes.NamesIn(script).Where(name => name != "lent_objects_return"))
                scenes.AssertHolds(name);
        });
    }

    /// <summary>The client shows its files, and the hub, which asks for them under the default settings, does not know.</summary>
    [Test]
    public void Hub_ofDefaultSettings_saysWhatItNeedsToPassFilesOn()
    {
        const string script = """
            import io, sys, rpyc
            shop = rpyc.connect(sys.argv[1], int(sys.argv[2]), config={"allow_public_attrs": True}).root.shop
            try:
                print(shop.ReadAll(io.StringIO("text")))
            except AttributeError as error:
                print(str(error).splitlines()[0])
            """;
        using var server = new ThreadedServer(typeof(WorkshopService));
        server.StartInBackground();
        using var upstream = Rpyc.Connect(server.Host, server.Port);
        object root = upstream.Root;
        using var hub = new ThreadedServer(() => Service.For(root));
        hub.StartInBackground();
        Assert.That(PythonPeer.RunText(script, [server.Host, $"{server.Port}"]).AssertSuccess().Lines, Is.EqualTo(new[] { "text" }));
        Assert.That(PythonPeer.RunText(script, [hub.Host, $"{hub.Port}"]).AssertSuccess().Lines, Is.EqualTo(new[]
        {
            "'read' of the remote '_io.StringIO' was asked for as exposed_read by a process in between, under its own settings: set RpycConfig.AllowPublicAttributes there, in Python "
            + "allow_public_attrs, or pass an object with exposed_read and the like.",
        }));
    }

    [Test]
    public void Relay_beforeACSharpSlave_servesAPythonClassicClient()
    {
        using var server = new ThreadedServer(typeof(SlaveService));
        server.StartInBackground();
        using var relay = Relay(server.Host, server.Port);
        var result = PythonPeer.Run("classic_client.py", [relay.Host, $"{relay.Port}"]).AssertSuccess();
        Assert.That(result.Lines, Is.EqualTo(new[] { "ok connect", "ok modules", "done" }));
    }

    /// <summary>C# -> C# -> Python, classic.</summary>
    [Test]
    public void Relay_beforeAPythonSlave_servesACSharpClassicClient()
    {
        using var server = PythonPeer.StartServer("classic_server.py", "slave");
        using var relay = Relay(server.Host, server.Port);
        using dynamic conn = Rpyc.Classic.Connect(relay.Host, relay.Port);
        int quotient = conn.builtins.divmod(17, 5, out int rest);
        Assert.That((quotient, rest), Is.EqualTo((3, 2)), "the place of an out argument is nothing to Python");
        quotient = conn.builtins.divmod(17, 5, rest: out rest);
        Assert.That((quotient, rest), Is.EqualTo((3, 2)), "nor is its name");
        Assert.That(() => { conn.builtins.divmod(17, 5, rest: out int r, quotient: out int q); return q + r; }, Throws.TypeOf<NotSupportedException>().With.Message.StartsWith(
            "A Python function returns the values of ref and out arguments in an order of its own, which names do not tell: where 'divmod'"));
        dynamic words = conn.builtins.list(new[] { "pear", "fig", "banana" });
        words.sort(key: Rpyc.Fn(word => ((string)word!).Length));
        Assert.That((string)words.ToString(), Is.EqualTo("['fig', 'pear', 'banana']"));
        Assert.That((List<string>)words, Is.EqualTo(new[] { "fig", "pear", "banana" }));
        Assert.That((int)conn.eval("lambda f, x: f(f(x))")(Rpyc.Fn(x => (int)x! * 10), 5), Is.EqualTo(500));
        var error = Assert.Throws<KeyNotFoundException>(() => _ = conn.builtins.dict()["missing"])!;
        Assert.That(Rpyc.RemoteInfo(error)!.TypeName, Is.EqualTo("builtins.KeyError"));
        Assert.That(error.ToString(), Does.Contain("Remote Traceback").And.Contain("_handle_callattr").And.Contain(nameof(Relay_beforeAPythonSlave_servesACSharpClassicClient)));
    }

    [Test]
    public void Upstream_killed_endsTheClientsCallAndConnection()
    {
        using var server = PythonPeer.StartServer("calculator_server.py");
        using var relay = Relay(server.Host, server.Port);
        using var conn = Rpyc.Connect(relay.Host, relay.Port);
        using var ended = new ManualResetEventSlim();
        conn.Disconnected += (_, _) => ended.Set();
        dynamic root = conn.Root;
        AsyncResult call = ((dynamic)Rpyc.Async(root.sleep))(600);
        server.Dispose();
        // Which of the two is heard first: the upstream's end, passed on as what Python calls EOFError, or that of the client's own connection.
        Assert.That(() => Eventually.Completes(call.AsTask(), "the call to end"), Throws.InstanceOf<EndOfStreamException>().Or.InstanceOf<ConnectionClosedException>());
        Eventually.Set(ended, "the client's connection to end");
        Assert.That(conn.CloseReason, Is.AnyOf(CloseReason.ClosedByPeer, CloseReason.EndOfStream));
    }

    /// <summary>Two workers forked from one process: every object of the one has the id of an object of the other.</summary>
    [Test]
    public void Hub_beforeForkedWorkers_keepsTheirObjectsApart()
    {
        using var workers = PythonPeer.StartServerText(ForkedWorkers);
        var ports = workers.Process.WaitForLine(line => line.StartsWith("PORTS ", StringComparison.Ordinal), "the workers' ports").Split(' ');
        using var first = Rpyc.Connect(workers.Host, int.Parse(ports[1]));
        using var second = Rpyc.Connect(workers.Host, int.Parse(ports[2]));
        using var hub = new ThreadedServer(() => new TwoWorkers((object)first.Root, (object)second.Root));
        hub.StartInBackground();
        PythonPeer.RunText(ForkedClient, [hub.Host, $"{hub.Port}"]).AssertSuccess();
    }

    private const string ForkedWorkers = """
        import os, socket, sys, threading, rpyc

        class Thing:
            def __init__(self): self.exposed_items = ["made before the fork"]; self.exposed_name = "?"
            def exposed_add(self, item): self.exposed_items.append(item)
            def __str__(self): return "thing of " + self.exposed_name

        class WorkerService(rpyc.Service):
            exposed_thing = Thing()
            exposed_kind = Thing
            def exposed_echo(self, x): return x
            def exposed_new(self): return Thing()

        worker = WorkerService()
        listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
        for name, listener in zip(("first", "second"), listeners):
            if os.fork() == 0:
                WorkerService.exposed_thing.exposed_name = name
                while True:
                    conn = rpyc.connect_stream(rpyc.SocketStream(listener.accept()[0]), worker)
                    threading.Thread(target=conn.serve_all).start()
        print("PORTS", *[listener.getsockname()[1] for listener in listeners], flush=True)
        print("READY", 1, flush=True)
        sys.stdin.read()
        """;

    private const string ForkedClient = """
        import sys, rpyc
        conn = rpyc.connect(sys.argv[1], int(sys.argv[2]))
        a, b = conn.root.first, conn.root.second
        held = a.thing, b.thing
        ida, idb = (object.__getattribute__(thing, "____id_pack__") for thing in held)
        assert a is not b and a.thing is not b.thing
        assert a.thing is a.thing and b.thing is b.thing
        assert ida[:2] == idb[:2] and ida != idb, (ida, idb)
        assert (str(a.thing), str(b.thing)) == ("thing of first", "thing of second")
        a.thing.add("to the first"); b.thing.add("to the second")
        assert list(a.thing.items) == ["made before the fork", "to the first"]
        assert list(b.thing.items) == ["made before the fork", "to the second"]
        assert a.echo(a.thing) is a.thing and b.echo(b.thing) is b.thing
        assert str(a.echo(b.thing)) == "thing of second" and a.echo(b.thing) is b.thing
        kinds = a.kind, b.kind
        packs = [object.__getattribute__(k, "____id_pack__") for k in kinds]
        assert packs[0] != packs[1] and packs[0][2] == packs[1][2] == 0, packs
        assert isinstance(a.thing, kinds[0]) and isinstance(b.thing, kinds[1]) and isinstance(b.new(), kinds[1])
        assert repr(kinds[0]) and repr(kinds[1]) and type(kinds[1]()) is not None
        del kinds
        for _ in range(50):
            x, y = a.new(), b.new()
            x.add(1); y.add(2)
            assert (x.items[1], y.items[1]) == (1, 2)
        conn.close()
        """;

    private static ThreadedServer Relay(string host, int port)
    {
        var relay = new ThreadedServer(() => new RelayService(host, port));
        relay.StartInBackground();
        return relay;
    }

    private static string[] Transcript(int port, string kind) => PythonPeer.Run("chain_scenes.py", ["127.0.0.1", $"{port}", kind]).AssertSuccess().Lines;

    private sealed class TwoWorkers(object first, object second) : Service
    {
        [Exposed("first")]
        public object First => first;

        [Exposed("second")]
        public object Second => second;
    }
}
