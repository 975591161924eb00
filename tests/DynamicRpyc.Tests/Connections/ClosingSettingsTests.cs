using System.Collections.Concurrent;
using DynamicRpyc.Tests.Support;
using Microsoft.Extensions.Logging;

namespace DynamicRpyc.Tests.Connections;

/// <summary>Both positions of the settings about a connection's end, its log, its time-outs and what it knows of its client.</summary>
internal sealed class ClosingSettingsTests
{
    public sealed class Desk : Service
    {
        internal ManualResetEventSlim Gate { get; } = new(false);

        internal ConcurrentQueue<string> Notes { get; } = [];

        public void exposed_note(string text) => Notes.Enqueue(text);

        public object? exposed_fail() => throw new InvalidOperationException("no");

        public int exposed_wait()
        {
            Gate.Wait(Eventually.DefaultTimeout);
            return 1;
        }
    }

    private sealed class Memory : ILogger
    {
        internal ConcurrentQueue<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception?.GetType().Name}");
    }

    private static readonly RpycConfig _default = RpycConfig.Default;

    [Test]
    public void BeforeClosed_closeOfThisSide_getsTheRootOfAWorkingConnection_once()
    {
        var desk = new Desk();
        var connection = Rpyc.ConnectThread(config: _default with { BeforeClosed = root => ((dynamic)root).note("bye") }, remoteService: desk);
        connection.Close();
        connection.Close();
        Assert.That(desk.Notes, Is.EqualTo(new[] { "bye" }));
        Rpyc.ConnectThread(remoteService: desk).Close();
        Assert.That(desk.Notes, Has.Count.EqualTo(1));
    }

    [Test]
    public void BeforeClosed_closeOfThePeer_isNotCalled()
    {
        var calls = 0;
        Connection? theirs = null;
        using var connection = Rpyc.ConnectThread(config: _default with { BeforeClosed = _ => calls++ }, remoteService: new Welcomer(c => theirs = c));
        connection.Ping();
        theirs!.Close();
        Eventually.True(() => connection.Closed, "the end to arrive");
        connection.Close();
        Assert.That(calls, Is.Zero);
    }

    [Test]
    public void CloseCatchAll_bothPositions()
    {
        var failing = _default with { BeforeClosed = root => ((dynamic)root).fail() };
        var loud = Rpyc.ConnectThread(config: failing, remoteService: new Desk());
        Assert.That(loud.Close, Throws.InvalidOperationException.With.Message.EqualTo("no"));
        Assert.That(loud.Closed);
        var quiet = Rpyc.ConnectThread(config: failing with { CloseCatchAll = true }, remoteService: new Desk());
        Assert.That(quiet.Close, Throws.Nothing);
        Assert.That(quiet.Closed);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void LogExceptions_bothPositions(bool wanted)
    {
        var log = new Memory();
        using (var connection = Rpyc.ConnectThread(remoteService: new Desk(), remoteConfig: _default with { Logger = log, LogExceptions = wanted }))
            Assert.That(() => connection.Root.fail(), Throws.InvalidOperationException);
        Assert.That(log.Lines.Count(line => line.Contains(nameof(InvalidOperationException))), Is.EqualTo(wanted ? 1 : 0));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Debug_bothPositions(bool wanted)
    {
        var (mine, theirs) = (new Memory(), new Memory());
        using (var connection = Rpyc.ConnectThread(config: _default with { Logger = mine, Debug = wanted, ConnectionId = "left" }, remoteService: new Desk(), remoteConfig: _default with { Logger = theirs, Debug = wanted }))
            connection.Root.note("x");
        Assert.That(mine.Lines.Any(line => line.Contains("left: request") && line.Contains("CallAttr note")), Is.EqualTo(wanted), string.Join('\n', mine.Lines));
        Assert.That(theirs.Lines.Any(line => line.Contains("served: CallAttr note")), Is.EqualTo(wanted), string.Join('\n', theirs.Lines));
    }

    [Test]
    public void ConnectionId_bothPositions()
    {
        using var named = Rpyc.ConnectThread(config: _default with { ConnectionId = "left" });
        using var unnamed = Rpyc.ConnectThread();
        Assert.That((named.Name, unnamed.Name), Is.EqualTo(("left", unnamed.Name)));
        Assert.That(unnamed.Name, Does.Match(@"^conn\d+$"));
    }

    [Test]
    public void SyncRequestTimeout_bothPositions()
    {
        var desk = new Desk();
        using var patient = Rpyc.ConnectThread(config: _default with { SyncRequestTimeout = null }, remoteService: desk);
        using var hasty = Rpyc.ConnectThread(config: _default with { SyncRequestTimeout = TimeSpan.FromMilliseconds(20) }, remoteService: desk);
        Assert.That(() => hasty.Root.wait(), Throws.TypeOf<AsyncResultTimeout>().With.Message.Contains("SyncRequestTimeout = 0.02 s"));
        var root = patient.Root;
        var waiting = Task.Run(() => (int)root.wait());
        desk.Gate.Set();
        Assert.That(Eventually.Result(waiting, "the answer"), Is.EqualTo(1));
    }

    [Test]
    public void EndpointsAndCredentials_ofAnAcceptedConnection_areItsConfigurationsAtRuntime()
    {
        var accepted = new TaskCompletionSource<Connection>();
        using var server = new ThreadedServer(() => new Welcomer(accepted.SetResult), config: _default with { Credentials = "somebody" });
        server.StartInBackground();
        using var connection = Rpyc.Connect("127.0.0.1", server.Port);
        var theirs = Eventually.Result(accepted.Task, "the server's connection");
        Assert.That(theirs.Config.Credentials, Is.EqualTo("somebody"));
        Assert.That(theirs.Config.Endpoints?.Local.ToString(), Is.EqualTo($"127.0.0.1:{server.Port}"));
        Assert.That(connection.ToString(), Does.Contain($"(from {theirs.Config.Endpoints?.Remote})"));
        Assert.That((connection.Config.Endpoints, connection.Config.Credentials), Is.EqualTo(((ValueTuple<System.Net.EndPoint, System.Net.EndPoint>?)null, (object?)null)));
    }

    private sealed class Welcomer(Action<Connection> welcome) : Service
    {
        public override void OnConnect(Connection connection) => welcome(connection);
    }
}
