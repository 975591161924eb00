using System.Globalization;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>Settings, services and per-object control of a C# server as an unmodified Python client meets them.</summary>
[Category("Interop")]
internal sealed class PolicyClientTests
{
    public sealed class ShelfService : Service
    {
        private readonly List<object?> _items = [1, "a", 2.5, null, true, 1L << 40, -5, new byte[] { 1, 2 }];

        public object exposed_items() => _items;

        public object exposed_tree() => new Dictionary<string, object?> { ["list"] = new[] { 1, 2 }, ["set"] = new HashSet<int> { 7 }, ["pair"] = (1, "x"), ["big"] = System.Numerics.BigInteger.Pow(10, 600) };

        public object exposed_self() => this;

        public int exposed_fail() => throw new KeyNotFoundException("shelf 3");

        public int exposed_exit(object? code) => throw new SystemExitException(code);

        public object exposed_box() => Rpyc.Restricted(new List<int> { 3, 1, 2 }, ["Add", "__len__", "__getitem__", "__iter__"], []);

        public int Hidden => 1;
    }

    private const string Head = """
        import sys, rpyc
        conn = rpyc.connect("127.0.0.1", int(sys.argv[1]))
        root = conn.root
        def refused(use):
            try:
                use()
            except AttributeError as e:
                return str(e).split("\n")[0]
            raise AssertionError("was let through")

        """;

    private static ScriptResult Run(string script, RpycConfig? config = null)
    {
        using var server = new ThreadedServer(typeof(ShelfService), config: config);
        server.StartInBackground();
        return PythonPeer.RunText(Head + script, [server.Port.ToString(CultureInfo.InvariantCulture)]);
    }

    private static string[] Lines(string script, RpycConfig? config = null) => Run(script, config).AssertSuccess().Lines;

    [Test]
    public void Service_names_areCallableByPython() => Assert.That(
        Lines("print(root.get_service_name(), root.get_service_aliases(), root.exposed_get_service_name())"), Is.EqualTo(new[] { "SHELF ('SHELF',) SHELF" }));

    [Test]
    public void Refusals_areAttributeErrorsThatSayWhatWouldHelp()
    {
        var lines = Lines("""
            print(refused(lambda: root.Hidden))
            print(refused(lambda: root.GetType()))
            print(refused(lambda: root.OnConnect(None)))
            print(refused(lambda: setattr(root, "Hidden", 2)))
            print(refused(lambda: delattr(root, "Hidden")))
            print(hasattr(root, "Hidden"), hasattr(root, "items"))
            """);
        Assert.That(lines[0], Does.Contain("'Hidden' of a ShelfService").And.Contain("exposed_Hidden"));
        Assert.That(lines[1], Does.Contain("'GetType'"));
        Assert.That(lines[2], Does.Contain("'OnConnect'"));
        Assert.That(lines[3], Does.Contain(nameof(RpycConfig.AllowSetAttribute)));
        Assert.That(lines[4], Does.Contain(nameof(RpycConfig.AllowDeleteAttribute)));
        Assert.That(lines[5], Is.EqualTo("False True"));
    }

    [Test]
    public void AllowPublicAttributes_letsPythonIn() =>
        Assert.That(Lines("print(root.Hidden)", RpycConfig.Default with { AllowPublicAttributes = true }), Is.EqualTo(new[] { "1" }));

    [Test]
    public void AllowPickle_bothPositions_asObtainSeesThem()
    {
        const string obtain = """
            from rpyc.utils.classic import obtain
            try:
                print(obtain(root.items()))
                tree = obtain(root.tree())
                print(tree["list"], tree["set"], tree["pair"], tree["big"] == 10**600, type(tree).__name__)
                obtain(root.self())
            except (ValueError, TypeError) as e:
                print(type(e).__mro__[1].__name__, str(e).split("\n")[0])
            """;
        var allowed = Lines(obtain, RpycConfig.Default with { AllowPickle = true });
        Assert.That(allowed[..2], Is.EqualTo(new[] { "[1, 'a', 2.5, None, True, 1099511627776, -5, b'\\x01\\x02']", "[1, 2] {7} (1, 'x') True dict" }));
        Assert.That(allowed[2], Does.StartWith("TypeError").And.Contain("ShelfService cannot be pickled"));
        Assert.That(Lines(obtain), Has.Length.EqualTo(1).And.One.StartsWith("ValueError pickling a List`1 was refused"));
    }

    [Test]
    public void TracebackAndVersion_bothPositions()
    {
        const string fail = """
            try:
                root.fail()
            except KeyError as e:
                print("exposed_fail" in str(e), "<traceback denied>" in str(e), e._remote_version, "WARNING" in str(e))
            """;
        Assert.That(Lines(fail), Is.EqualTo(new[] { "True False 5.3.0 False" }));
        Assert.That(Lines(fail, RpycConfig.Default with { IncludeLocalTraceback = false, IncludeLocalVersion = false }), Is.EqualTo(new[] { "False True <version denied> False" }));
    }

    [TestCase("3", 3)]
    [TestCase("None", 0)]
    public void SystemExitException_endsThePythonClient(string code, int exitCode) => Assert.That(Run($"root.exit({code})").ExitCode, Is.EqualTo(exitCode));

    [Test]
    public void Restricted_seenFromPython_doesWhatWasNamedAndNoMore() => Assert.That(
        Lines("""
            box = root.box()
            box.Add(9)
            print(len(box), box[0], list(box))
            print("restricted" in refused(lambda: box.Clear()), "wattrs" in refused(lambda: setattr(box, "Add", 1)), hasattr(box, "__contains__"))
            print("refused" in refused(lambda: box.Add.__self__))
            """),
        Is.EqualTo(new[] { "4 3 [3, 1, 2, 9]", "True True False", "True" }));
}
