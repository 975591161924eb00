using System.Diagnostics;
using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;
using DynamicRpyc.Tests.Support;
using DynamicRpyc.Tests.Transports;

namespace DynamicRpyc.Tests.Faults;

/// <summary>"When the link dies every waiter ends promptly with one named reason", at exact points: while reading, in a write, half-way through one; and by the death of a child.</summary>
internal sealed class BrokenLinkTests
{
    /// <summary>How the link ends, and what every waiter then hears.</summary>
    internal enum Ending
    {
        EndsBetweenFrames,
        EndsInsideAFrame,
        BreaksWhileReading,
        ClosedHere,
        ClosedByPeer,
    }

    private static readonly string[] _waiters = ["call", "async", "serve", "serveAll", "ping", "root", "close and call"];

    private ScriptedTransport _link = null!;
    private Connection _connection = null!;

    [TearDown]
    public void TearDown()
    {
        _connection?.Dispose();
        _link?.Dispose();
    }

    [Test]
    public void Waiters_allAtOnce_endWithTheOneReason([Values] Ending ending, [Values] bool pump)
    {
        Open(pump);
        var waiting = _waiters.Take(6).Select(waiter => (waiter, task: Start(waiter))).ToArray();
        // The call, the task, the ping and two roots.
        Eventually.Equal(() => _connection.Core.Pending.Count, 4, "every request to be sent");
        End(ending);
        foreach (var (waiter, task) in waiting)
        {
            if (waiter == "serveAll")
                Eventually.Completes(task, waiter);
            else
                AssertReason(() => Eventually.Completes(task, waiter), ending);
        }
        AssertReason(() => _connection.Ping(), ending);
        AssertReason(() => _connection.Serve(), ending);
        Assert.That(_connection.Core.Pending.Count, Is.Zero);
    }

    [TestCaseSource(nameof(_waiters))]
    public void Waiter_alone_endsWithTheReason(string waiter)
    {
        foreach (var ending in Enum.GetValues<Ending>())
        {
            foreach (var pump in new[] { true, false })
            {
                Open(pump);
                if (waiter == "close and call")
                {
                    End(ending);
                    Eventually.True(() => _connection.Closed || !pump, "the end to be noted");
                    AssertReason(() => _connection.Ping(), ending);
                    continue;
                }
                var task = Start(waiter);
                Eventually.True(() => waiter.StartsWith("serve", StringComparison.Ordinal) || _connection.Core.Pending.Count == 1, "the request to be sent");
                if (waiter == "async" && !pump)
                    _ = Task.Factory.StartNew(_connection.ServeAll, TaskCreationOptions.LongRunning);
                End(ending);
                if (waiter == "serveAll")
                    Eventually.Completes(task, $"{waiter}, {ending}, pump {pump}");
                else
                    AssertReason(() => Eventually.Completes(task, $"{waiter}, {ending}, pump {pump}"), ending);
                _connection.Dispose();
            }
        }
    }

    /// <summary>A write that breaks after so many bytes: none, some of the frame, all but its last.</summary>
    [Test]
    public void Call_theWriteBreaks_endsWithTheReason([Values(0, 1, 5, 10)] int after, [Values] bool takesAtOnce)
    {
        Open(pump: true);
        _link.TakesAtOnce = takesAtOnce ? int.MaxValue : 0;
        _link.BreaksAfter = after;
        var error = Assert.Throws<ConnectionClosedException>(() => _connection.Ping())!;
        Assert.That(error.Reason, Is.EqualTo(CloseReason.LinkLost));
        Assert.That(error.InnerException, Is.TypeOf<IOException>());
        Assert.That(error.Message, Does.Contain("broke while sending"));
        Assert.That(_link.Sent, Has.Length.EqualTo(after));
    }

    [Test]
    public void Calls_whileAWriteIsUnderWay_endWithTheReasonOfTheClose()
    {
        Open(pump: true);
        _link.TakesAtOnce = 0;
        _link.MaySend.Reset();
        Task[] calls = [.. Enumerable.Range(0, 5).Select(_ => Task.Factory.StartNew(() => _connection.Ping(), TaskCreationOptions.LongRunning))];
        Eventually.Set(_link.SendEntered, "the write");
        Eventually.Equal(() => _connection.Core.Pending.Count, 5, "the calls");
        End(Ending.BreaksWhileReading);
        foreach (var call in calls)
            AssertReason(() => Eventually.Completes(call, "a call"), Ending.BreaksWhileReading);
    }

    [Test]
    public void Welcome_theLinkBreaksInTheHandshake_endsTheFactoryWithTheReason(
        [Values(Ending.EndsBetweenFrames, Ending.EndsInsideAFrame, Ending.BreaksWhileReading, Ending.ClosedByPeer)] Ending ending)
    {
        _link = new ScriptedTransport();
        var connecting = Task.Factory.StartNew(
            () => _connection = Rpyc.ConnectChannel(new Channel(_link), new AskingService()), TaskCreationOptions.LongRunning);
        Eventually.True(() => _link.Sent.Length > 0, "the handshake's request");
        End(ending);
        AssertReason(() => Eventually.Completes(connecting, "the factory"), ending);
    }

    [Test]
    public void ConnectSubprocess_childIsKilled_endsEveryWaiter()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("The child is a Unix program.");
        _connection = Rpyc.ConnectSubprocess("/bin/sleep", ["600"]);
        var description = _connection.Channel.Transport.Description;
        Task[] waiting = [.. new[] { "call", "async", "ping" }.Select(Start), Task.Factory.StartNew(_connection.ServeAll, TaskCreationOptions.LongRunning)];
        Eventually.Equal(() => _connection.Core.Pending.Count, 3, "every request to be sent");
        using var child = Process.GetProcessById(int.Parse(description.Split(' ')[3]));
        child.Kill();
        foreach (var task in waiting[..3])
        {
            var error = Assert.Throws<ConnectionClosedException>(() => Eventually.Completes(task, "a waiter"))!;
            Assert.That(error.Reason, Is.AnyOf(CloseReason.EndOfStream, CloseReason.LinkLost));
            Assert.That(error.Message, Does.Contain("child process").And.Contains("/bin/sleep"));
        }
        Eventually.Completes(waiting[3], "ServeAll");
    }

    private void Open(bool pump)
    {
        _link = new ScriptedTransport();
        _connection = Rpyc.ConnectChannel(new Channel(_link), config: RpycConfig.Default with { Pump = pump });
    }

    private Task Start(string waiter) => waiter switch
    {
        "async" => _connection.Core.Requests.SendAsync(new() { Handler = Handler.GetRoot }, TimeSpan.FromMinutes(1), default),
        "call" or "root" => LongRunning(() => _connection.GetRoot()),
        "serve" => LongRunning(() =>
        {
            while (true)
                _connection.Serve(Timeout.InfiniteTimeSpan);
        }),
        "serveAll" => LongRunning(_connection.ServeAll),
        "ping" => LongRunning(() => _connection.Ping(TimeSpan.FromMinutes(1))),
        _ => throw new ArgumentException(waiter),
    };

    private void End(Ending ending)
    {
        switch (ending)
        {
            case Ending.EndsInsideAFrame:
                _link.Arrive([0, 0, 0]);
                _link.End();
                break;
            case Ending.EndsBetweenFrames:
                _link.End();
                break;
            case Ending.BreaksWhileReading:
                _link.Break("the cable was cut");
                break;
            case Ending.ClosedByPeer:
                _link.Arrive(RawLink.FrameOf(RawLink.PayloadOf(Dialect.V6, 1, 1, new PyTuple((int)Handler.Close, new PyTuple(1, new PyTuple())))));
                break;
            default:
                _connection.Close();
                break;
        }
    }

    private static void AssertReason(Action action, Ending ending)
    {
        var (reason, words) = ending switch
        {
            Ending.EndsBetweenFrames => (CloseReason.EndOfStream, "closed the link"),
            Ending.EndsInsideAFrame => (CloseReason.LinkLost, "inside a frame"),
            Ending.BreaksWhileReading => (CloseReason.LinkLost, "the cable was cut"),
            Ending.ClosedByPeer => (CloseReason.ClosedByPeer, "the peer closed it"),
            _ => (CloseReason.ClosedHere, "closed on this side"),
        };
        var error = Assert.Throws<ConnectionClosedException>(action)!;
        Assert.That(error.Reason, Is.EqualTo(reason), error.Message);
        Assert.That(error.Message, Does.Contain(words).And.Contains("a scripted link"));
    }

    private static Task LongRunning(Action action) => Task.Factory.StartNew(action, TaskCreationOptions.LongRunning);

    private sealed class AskingService : Service
    {
        public override void OnConnect(Connection connection) => _ = connection.Root;
    }
}
