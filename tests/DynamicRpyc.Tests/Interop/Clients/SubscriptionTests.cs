using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>"Subscriptions end with the connection", of Python clients.</summary>
[Category("Interop")]
internal sealed class SubscriptionTests
{
    [TestCase("conn.close()", TestName = "Subscriptions_ofAClientThatCloses_end")]
    [TestCase("import os; os._exit(0)", TestName = "Subscriptions_ofAClientThatIsGone_end")]
    public void Subscriptions_endWithTheConnection(string end)
    {
        var bell = new Bell();
        using var server = new ThreadedServer(() => Service.For(bell), config: RpycConfig.Classic);
        server.StartInBackground();
        using var client = PythonPeer.Launch(
            [
                "-c",
                $"""
                import sys, rpyc
                conn = rpyc.connect(sys.argv[1], int(sys.argv[2]))
                bell, seen = conn.root, []
                bell.Ticked += seen.append
                bell.Tick(5)
                print("seen", seen, flush=True)
                sys.stdin.readline()
                {end}
                """,
                server.Host,
                $"{server.Port}",
            ]);
        client.WaitForLine(line => line == "seen [5]", "the client to hear of it");
        Assert.That(bell.HasListeners, Is.True);
        client.Input.WriteLine();
        client.Input.Flush();
        Eventually.True(() => !bell.HasListeners, "the handlers of the lost client to be removed");
        Assert.That(() => bell.Tick(6), Throws.Nothing);
        Assert.That(client.WaitForExit(), Is.Zero, client.Report());
    }
}
