using DynamicRpyc.Tests.Connections;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>Issue: "To a Python peer they go as RPyC has it", and the announcement harms no stock peer.</summary>
[Category("Interop")]
internal sealed class ByValueInteropTests
{
    private static readonly string[] _kinds =
        ["int", "int", "int", "float", "str", "tuple", "netref of System.Decimal", "netref of System.Guid", "netref of System.DateTime", "netref of System.DayOfWeek",
         "netref of System.Version", "netref of DynamicRpyc.Tests.Connections.Point", "netref of System.Int32"];

    [Test]
    public void PythonServer_announcedTo_getsEverythingAsRpycHasIt([Values] bool extensions)
    {
        using var server = PythonPeer.StartServer("kinds_server.py");
        using var connection = Rpyc.Connect(server.Host, server.Port, config: new RpycConfig { DotNetExtensions = extensions });
        dynamic root = connection.Root;
        PyTuple kinds = root.kinds(5L, (byte)5, ulong.MaxValue, 1.5f, 'c', (1L, 'c'), 1.5m, Guid.Empty, DateTime.UnixEpoch, DayOfWeek.Friday, new Version(1, 2), new Point(1, 2), typeof(int));
        Assert.That(kinds, Is.EqualTo(_kinds));
        Assert.That((object)root.echo(5L), Is.EqualTo(5).And.TypeOf<int>());
        var point = new Point(1, 2);
        Assert.That((object)root.echo(point), Is.SameAs(point));
        Assert.That((int)root.pings(), Is.EqualTo(extensions ? 1 : 0));
        Assert.That(connection.Core.PeerIsDotNet, Is.False);
        connection.Ping();
    }

    [Test]
    public void PythonServer_dialledAnew_isUnderstoodEachTime()
    {
        for (var i = 0; i < 5; i++)
        {
            // Another port is another endpoint, whose dialect is found out by a trial.
            using var server = PythonPeer.StartServer("kinds_server.py");
            for (var again = 0; again < 5; again++)
            {
                using var connection = Rpyc.Connect(server.Host, server.Port);
                Assert.That((int)connection.Root.pings(), Is.EqualTo(1));
            }
        }
    }

    [Test]
    public void PythonServer_spokenToInAnotherDialect_saysSo()
    {
        using var server = PythonPeer.StartServer("kinds_server.py");
        var wrong = PythonPeer.Version.StartsWith('5') ? Dialect.V6 : Dialect.V5;
        for (var i = 0; i < 10; i++)
        {
            var config = new RpycConfig { Dialect = wrong, SyncRequestTimeout = TimeSpan.FromSeconds(20) };
            using var connection = Rpyc.Connect(server.Host, server.Port, config: config);
            Assert.That(() => connection.Root, Throws.TypeOf<ConnectionClosedException>().With.Property("Reason").EqualTo(CloseReason.WrongDialect), $"try {i}");
        }
    }

    [Test]
    public void PythonClient_ofAServiceWithMarkedTypes_getsThemAsRpycHasIt()
    {
        using var server = new ThreadedServer(new EchoService());
        server.StartInBackground();
        var result = PythonPeer.RunText("""
            import sys, rpyc
            conn = rpyc.connect(sys.argv[1], int(sys.argv[2]))
            def kind(value):
                return ("netref of " if isinstance(value, rpyc.BaseNetref) else "") + type(value).__name__
            print(kind(conn.root.Echo((1, 2.5))), kind(conn.root.MakeReport()), kind(conn.root.MakePoints()), kind(conn.root.Add(1, 2)), sep="|")
            conn.ping(("DynamicRpyc", 1, 1))
            print(kind(conn.root.MakeReport()))
            conn.close()
            """, [server.Host, $"{server.Port}"]).AssertSuccess();
        var kinds = result.Lines[0].Split('|');
        Assert.That(kinds, Has.Length.EqualTo(4));
        Assert.That(kinds[0], Is.EqualTo("tuple"));
        Assert.That(kinds[1], Does.StartWith("netref of").And.EndsWith("Report"));
        Assert.That(kinds[2], Does.StartWith("netref of"));
        Assert.That(kinds[3], Is.EqualTo("int"));
        Assert.That(result.Lines[1], Is.EqualTo(kinds[1]), "a ping by hand is no announcement");
    }
}
