using DynamicRpyc.Messages;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Faults;

/// <summary>
/// "Peers die, hang and lie in tests of every blocking member: each returns within its time limit with the named reason." Dying and hanging peers are real Python processes, killed and
/// stopped by signals; the liars are scripted. All members wait at the same time, each on a connection of its own, so that a fixture takes about as long as one.
/// </summary>
[TestFixture(Trouble.Dies)]
[TestFixture(Trouble.Hangs)]
[TestFixture(Trouble.LiesInGarbage)]
[TestFixture(Trouble.LiesInNumbers)]
[TestFixture(Trouble.LiesInForm)]
internal sealed class TroubleTests(Trouble trouble)
{
    private static readonly IReadOnlyList<BlockingMember> _members = BlockingMembers.All;
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, Task> _uses = [];
    private IDisposable? _peer;

    [OneTimeSetUp]
    public void UseAll()
    {
        var isProcess = trouble is Trouble.Dies or Trouble.Hangs;
        using var lies = new ManualResetEventSlim();
        var victims = isProcess ? Processes(out var processes) : Liars(lies, out processes);

        // A stopped process answers nothing, so that the members are waiting by the time the process dies.
        Signals.Send(Signals.Stop, processes);
        lies.Set();
        foreach (var (member, victim) in victims)
            _uses.Add(member.Name, Task.Factory.StartNew(() => member.Use(victim), TaskCreationOptions.LongRunning));
        foreach (var (member, victim) in victims)
            Eventually.Holds(() => _uses[member.Name].IsCompleted || victim.Connection.Core.Pending.Count > 0, TimeSpan.FromMilliseconds(20));
        if (trouble == Trouble.Dies)
            Signals.Send(Signals.Kill, processes);
        else
            EndTheLifelong(victims);
    }

    [OneTimeTearDown]
    public void End() => _peer?.Dispose();

    [TestCaseSource(nameof(_members))]
    public void Member_ofAPeerInTrouble_endsInTimeWithTheReason(BlockingMember member)
    {
        var ended = _uses[member.Name].ContinueWith(use => use.Exception?.InnerException, TaskContinuationOptions.ExecuteSynchronously);
        Assert.That(Eventually.Result(ended, $"{member} to end ({trouble})", _limit), member.Outcome(trouble));
    }

    private static RpycConfig Config(Dialect dialect) => RpycConfig.Default with { Dialect = dialect, SyncRequestTimeout = TimeSpan.FromSeconds(2) };

    private List<(BlockingMember, Victim)> Processes(out List<int> processes)
    {
        var server = PythonPeer.StartServer("mortal_server.py");
        _peer = server;
        var victims = _members.Select(member => (member, Connect(server.Port, Dialect.V5))).ToList();
        processes = [.. victims.Select(victim => (int)victim.Item2.Root.pid())];
        return victims;
    }

    private List<(BlockingMember, Victim)> Liars(ManualResetEventSlim lies, out List<int> processes)
    {
        var server = new ScriptedServer(link => ScriptedServer.ServeRoot(link, Dialect.V6, message => Lie(link, message, lies)));
        _peer = server;
        processes = [];
        return [.. _members.Select(member => (member, Connect(server.Port, Dialect.V6)))];
    }

    private bool Lie(RawLink link, RawMessage message, ManualResetEventSlim lies)
    {
        if (!lies.IsSet || message.Handler is Handler.Del or Handler.Close)
            return message.Handler == Handler.Ping;
        switch (trouble)
        {
            case Trouble.LiesInGarbage:
                link.Send("HTTP/1.1 400 Bad Request\r\n\r\n"u8);
                return true;
            case Trouble.LiesInNumbers:
                link.Reply(message.Sequence + 1000, "nobody's");
                return true;
            default:
                link.SendFrame(RawLink.PayloadOf(Dialect.V6, (int)MessageKind.Reply, message.Sequence, 5));
                return true;
        }
    }

    private static Victim Connect(int port, Dialect dialect)
    {
        var connection = Rpyc.Classic.Connect("127.0.0.1", port, config: Config(dialect));
        return new Victim(connection, connection.SyncRequest(Handler.GetRoot)!);
    }

    private static void EndTheLifelong(List<(BlockingMember Member, Victim Victim)> victims)
    {
        foreach (var (_, victim) in victims.Where(pair => pair.Member.IsLifelong))
            victim.Connection.Close();
    }
}
