using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Connections;

/// <summary>"Pump = false leaves serving to Serve and Poll (UI and game loops); with the pump on, they take its place for the time of the call."</summary>
[TestFixture]
public class PumpOffTests
{
    private static readonly RpycConfig _off = new() { Pump = false };

    [Test]
    public void Requests_run_only_in_Serve_and_Poll_and_on_their_thread()
    {
        var near = new Probe();
        using var pair = Pair.Open(near: near, nearConfig: _off);
        _ = pair.Root;
        var thread = 0;
        near.Bodies["where"] = _ => thread = Environment.CurrentManagedThreadId;
        Assert.That(pair.Near.Poll(), Is.False, "nothing has come");

        var call = Task.Run(() => (object)pair.Far.Root.Do("where"));
        // GETROOT first, then the call itself.
        Eventually.True(() => pair.Near.Poll(TimeSpan.FromMilliseconds(10)) && call.IsCompleted || thread != 0, "the request in Poll");
        Eventually.Completes(call, "the call");
        Assert.That(thread, Is.EqualTo(Environment.CurrentManagedThreadId));

        thread = 0;
        var again = Task.Run(() => (object)pair.Far.Root.Do("where"));
        Assert.That(pair.Near.Serve(Eventually.DefaultTimeout), Is.True);
        Eventually.Completes(again, "the second call");
        Assert.That(thread, Is.EqualTo(Environment.CurrentManagedThreadId));
    }

    [Test]
    public void Nothing_is_run_while_nobody_serves()
    {
        var near = new Probe();
        using var pair = Pair.Open(near: near, nearConfig: _off);
        var ran = false;
        near.Bodies["run"] = _ => ran = true;
        object root = null!;
        var asked = Task.Run(() => root = pair.Far.Root);
        Eventually.True(() => pair.Near.Poll() | asked.IsCompleted, "GETROOT");
        Eventually.Completes(asked, "the root");
        Assert.Throws<AsyncResultTimeout>(() => Eventually.Completes(
            pair.Far.CallAsync(root, "Do", TimeSpan.FromMilliseconds(200), CancellationToken.None, "run"), "the time-out"));
        Assert.That(ran, Is.False);
        pair.Near.Serve(Eventually.DefaultTimeout);
        Assert.That(ran, Is.True, "it waited in the line");
    }

    [Test]
    public void Calls_serve_themselves_and_their_callbacks()
    {
        using var pair = Pair.Open(nearConfig: _off);
        Assert.That((int)pair.Root.Call(Rpyc.Fn(x => x! + 1), 1), Is.EqualTo(2));
        var tasks = Enumerable.Range(0, 8).Select(id => Task.Factory.StartNew(() =>
        {
            for (var i = 0; i < 100; i++)
                Assert.That((int)pair.Root.Call(Rpyc.Fn(x => (int)pair.Root.Add(x, 1)), id), Is.EqualTo(id + 1));
        }, TaskCreationOptions.LongRunning)).ToArray();
        Eventually.Completes(Task.WhenAll(tasks), "eight callers", TimeSpan.FromSeconds(60));
    }

    [Test]
    public void Answer_for_a_task_arrives_in_Serve()
    {
        using var pair = Pair.Open(nearConfig: _off);
        var call = pair.Near.CallAsync((object)pair.Root, "Add", 1, 2);
        while (!call.IsCompleted)
            Assert.That(pair.Near.Serve(Eventually.DefaultTimeout), Is.True);
        Assert.That(call.Result, Is.EqualTo(3));
    }

    /// <summary>The caller that ran a request leaves while another reads; what the other has read meanwhile must not be left lying.</summary>
    [Test]
    public void Request_that_became_runnable_when_a_caller_leaves_is_run()
    {
        var far = new Probe();
        using var pair = Pair.Open(far: far, nearConfig: _off, farConfig: new RpycConfig { ConcurrentRequests = 2 });
        var root = pair.Root;
        using var firstRuns = new ManualResetEventSlim();
        using var firstMayEnd = new ManualResetEventSlim();
        using var callerMayReturn = new ManualResetEventSlim();
        Func<object?, object?> first = _ =>
        {
            firstRuns.Set();
            return firstMayEnd.Wait(Eventually.DefaultTimeout);
        };
        Func<object?, object?> second = _ => "ran";
        far.Bodies["posts"] = f =>
        {
            _ = pair.Far.CallAsync((object)f!, "__call__", 1);
            return callerMayReturn.Wait(Eventually.DefaultTimeout);
        };
        far.Bodies["calls back"] = f =>
        {
            var answer = pair.Far.CallAsync((object)f!, "__call__", 1);
            callerMayReturn.Set();
            return Eventually.Result(answer, "the second callback");
        };
        var leaver = Task.Factory.StartNew(() => (object)root.Do("posts", first), TaskCreationOptions.LongRunning);
        Eventually.Set(firstRuns, "the first callback");
        var other = Task.Factory.StartNew(() => (object)root.Do("calls back", second), TaskCreationOptions.LongRunning);
        Eventually.Set(callerMayReturn, "the other call to arrive");
        Eventually.Equal(() => pair.Near.Core.Pending.Count, 1, "the first caller's answer");
        firstMayEnd.Set();
        Assert.That(Eventually.Result(leaver, "the first caller"), Is.True);
        Assert.That(Eventually.Result(other, "the other caller"), Is.EqualTo("ran"));
    }

    [Test]
    public void Serve_takes_the_pumps_place()
    {
        var near = new Probe();
        using var pair = Pair.Open(near: near);
        var (here, there) = (0, 0);
        near.Bodies["where"] = _ => there = Environment.CurrentManagedThreadId;
        using var served = new ManualResetEventSlim();
        var server = Task.Factory.StartNew(
            () =>
            {
                here = Environment.CurrentManagedThreadId;
                while (!served.IsSet)
                    pair.Near.Serve(TimeSpan.FromSeconds(1));
            },
            TaskCreationOptions.LongRunning);
        Eventually.True(() => (int)pair.Far.Root.Do("where") == here, "requests to run in Serve");
        Assert.That(there, Is.EqualTo(here));
        served.Set();
        Eventually.Completes(server, "the server");
    }
}
