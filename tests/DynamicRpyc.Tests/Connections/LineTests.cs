using DynamicRpyc.Messages;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Connections;

/// <summary>
/// "PING, GETROOT, INSPECT, DEL and CLOSE run no user code and are answered at once, also behind a long call. Every other request joins one line per connection."
/// </summary>
[TestFixture]
public class LineTests
{
    private readonly Probe _probe = new();
    private readonly ManualResetEventSlim _blocked = new();
    private readonly ManualResetEventSlim _release = new();

    [SetUp]
    public void Prepare()
    {
        _blocked.Reset();
        _release.Reset();
        _probe.Bodies["block"] = _ =>
        {
            _blocked.Set();
            _release.Wait();
            return "released";
        };
    }

    [TearDown]
    public void LetGo() => _release.Set();

    [OneTimeTearDown]
    public void CleanUp()
    {
        _blocked.Dispose();
        _release.Dispose();
    }

    [Test]
    public void Requests_without_user_code_are_answered_behind_a_long_call()
    {
        using var pair = Pair.Open(far: _probe);
        object root = pair.Root;
        object thing = pair.Root.New();
        var lent = pair.Far.Core.Lent.Count;
        var call = pair.Near.CallAsync(root, "Do", "block");
        Eventually.Set(_blocked, "the handler to run");

        pair.Near.Ping();
        Assert.That(pair.Near.Ask(Handler.GetRoot), Is.SameAs(root));
        Assert.That(pair.Near.Core.Requester.SpecialMethodsOf((DynamicRpyc.Netrefs.Netref)thing), Does.Contain(nameof(Thing.Increment)));
        Rpyc.Release(thing);
        Eventually.Equal(() => pair.Far.Core.Lent.Count, lent - 1, "the object to be given back");
        Assert.That(call.IsCompleted, Is.False, "the long call");
        pair.Near.Close();
        Eventually.Set(pair.FarService.Disconnected, "CLOSE behind the long call");
        Assert.That(pair.Far.CloseReason, Is.EqualTo(CloseReason.ClosedByPeer));
    }

    [Test]
    public void Requests_run_in_the_order_in_which_they_were_sent()
    {
        using var pair = Pair.Open(far: _probe);
        var order = new List<int>();
        _probe.Bodies["note"] = n =>
        {
            order.Add((int)n!);
            return null;
        };
        object root = pair.Root;
        var calls = Enumerable.Range(0, 2000).Select(n => pair.Near.CallAsync(root, "Do", "note", n)).ToArray();
        Eventually.Completes(Task.WhenAll(calls), "the calls");
        Assert.That(order, Is.EqualTo(Enumerable.Range(0, 2000)));
    }

    [Test]
    public void Next_request_waits_while_one_runs_and_starts_when_it_has_returned()
    {
        using var pair = Pair.Open(far: _probe);
        var started = false;
        _probe.Bodies["start"] = _ => started = true;
        object root = pair.Root;
        var first = pair.Near.CallAsync(root, "Do", "block");
        var second = pair.Near.CallAsync(root, "Do", "start");
        Eventually.Set(_blocked, "the first to run");
        // Answered after the second request was read, whose turn has not come.
        pair.Near.Ping();
        Assert.That(started, Is.False);
        _release.Set();
        Assert.That(Eventually.Result(first, "the first"), Is.EqualTo("released"));
        Assert.That(Eventually.Result(second, "the second"), Is.True);
    }

    [Test]
    public void Next_request_starts_when_one_has_returned_an_incomplete_task()
    {
        using var pair = Pair.Open(far: _probe);
        var source = new TaskCompletionSource<int>();
        _probe.Bodies["task"] = _ => source.Task;
        _probe.Bodies["value task"] = _ => new ValueTask<int>(source.Task);
        _probe.Bodies["failing task"] = _ => source.Task.ContinueWith<int>(_ => throw new FormatException("late"), TaskScheduler.Default);
        object root = pair.Root;
        var calls = new[] { "task", "value task", "failing task" }.Select(name => pair.Near.CallAsync(root, "Do", name)).ToArray();
        Assert.That((int)pair.Root.Add(1, 2), Is.EqualTo(3));
        Assert.That(calls.Any(call => call.IsCompleted), Is.False);
        source.SetResult(7);
        Assert.That(Eventually.Result(calls[0], "the task"), Is.EqualTo(7));
        Assert.That(Eventually.Result(calls[1], "the value task"), Is.EqualTo(7));
        Assert.Throws<FormatException>(() => Eventually.Completes(calls[2], "the failing task"));
    }

    [Test]
    public void Next_request_starts_while_one_waits_for_this_peer()
    {
        using var pair = Pair.Open(far: _probe);
        var root = pair.Root;
        // Blocks in the near side's function, so the far handler around it waits for this peer.
        Func<object?, object?> function = _ =>
        {
            _blocked.Set();
            _release.Wait();
            return "called back";
        };
        var call = pair.Near.CallAsync((object)root, "Call", function, 1);
        Eventually.Set(_blocked, "the callback");
        Assert.That((int)root.Add(1, 2), Is.EqualTo(3));
        _release.Set();
        Assert.That(Eventually.Result(call, "the call"), Is.EqualTo("called back"));
    }

    [Test]
    public void ConcurrentRequests_widens_the_line_to_that_many()
    {
        using var pair = Pair.Open(far: _probe, farConfig: new RpycConfig { ConcurrentRequests = 4 });
        using var all = new CountdownEvent(4);
        var (running, most) = (0, 0);
        _probe.Bodies["meet"] = _ =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            if (!all.IsSet)
                all.Signal();
            var met = all.Wait(Eventually.DefaultTimeout);
            Interlocked.Decrement(ref running);
            return met;
        };
        object root = pair.Root;
        var calls = Enumerable.Range(0, 40).Select(_ => pair.Near.CallAsync(root, "Do", "meet")).ToArray();
        Assert.That(Eventually.Result(Task.WhenAll(calls), "the calls"), Is.All.True, "four run at once");
        Assert.That(most, Is.EqualTo(4), "and never more");
    }

    [TestCase(LinkKind.Tcp)]
    [TestCase(LinkKind.InProcess)]
    public void Calls_nest_a_hundred_deep_from_side_to_side(LinkKind kind)
    {
        using var pair = Pair.Open(kind, _probe);
        var root = pair.Root;
        Func<int, int> here = null!;
        here = levels => levels == 0 ? 0 : 1 + (int)root.Descend(here, levels - 1);
        Assert.That((int)root.Descend(here, 100), Is.EqualTo(100));
        // Also from a task, whose caller only awaits.
        Assert.That(Eventually.Result(pair.Near.CallAsync((object)root, "Descend", here, 60), "the call"), Is.EqualTo(60));
    }

    [Test]
    public void Handler_that_blocks_on_one_connection_holds_up_no_other()
    {
        using var blocked = Pair.Open(far: _probe);
        using var other = Pair.Open(far: _probe);
        var call = blocked.Near.CallAsync((object)blocked.Root, "Do", "block");
        Eventually.Set(_blocked, "the handler to run");
        for (var i = 0; i < 100; i++)
            Assert.That((int)other.Root.Add(i, 1), Is.EqualTo(i + 1));
        _release.Set();
        Eventually.Completes(call, "the blocked call");
    }

    /// <summary>Three connections that make a circle. A second time round, a line of one would wait for a request that waits for another peer.</summary>
    [TestCase(1, 2)]
    [TestCase(16, 30)]
    public void Call_goes_round_a_circle_of_three_connections(int width, int steps)
    {
        var (a, b, c) = (new Probe(), new Probe(), new Probe());
        var config = new RpycConfig { ConcurrentRequests = width };
        using var ab = Pair.Open(far: b, near: a, farConfig: config);
        using var bc = Pair.Open(far: c, near: b, farConfig: config);
        using var ca = Pair.Open(far: a, near: c, farConfig: config);
        a.Bodies["round"] = left => left == 0 ? 0 : 1 + (int)ab.Root.Do("round", left - 1);
        b.Bodies["round"] = left => left == 0 ? 0 : 1 + (int)bc.Root.Do("round", left - 1);
        c.Bodies["round"] = left => left == 0 ? 0 : 1 + (int)ca.Root.Do("round", left - 1);
        Assert.That((int)ab.Root.Do("round", steps), Is.EqualTo(steps));

        // And an object that goes on through the middle comes home as itself.
        b.Bodies["pass"] = x => bc.Root.Echo(x);
        var mine = new Thing();
        Assert.That((object)ab.Root.Do("pass", mine), Is.SameAs(mine));
        c.Bodies["use"] = x => x!.Increment();
        b.Bodies["use"] = x => bc.Root.Do("use", x);
        Assert.That((int)ab.Root.Do("use", mine), Is.EqualTo(1));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            if (Interlocked.CompareExchange(ref most, value, seen) == seen)
                return;
        }
    }
}
