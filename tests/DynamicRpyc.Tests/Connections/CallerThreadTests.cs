using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Connections;

/// <summary>"A request read by a waiting caller runs on that caller's thread, as in RPyC, so that re-entrant locks work."</summary>
[TestFixture]
public class CallerThreadTests
{
    [TestCase(LinkKind.Tcp)]
    [TestCase(LinkKind.InProcess)]
    [TestCase(LinkKind.Pipes)]
    public void Callback_runs_on_the_waiting_callers_thread_and_finds_its_locks(LinkKind kind)
    {
        using var pair = Pair.Open(kind);
        var root = pair.Root;
        for (var round = 0; round < 300; round++)
            Assert.That(CallsBackUnderALock(root), Is.EqualTo(Environment.CurrentManagedThreadId));
    }

    /// <summary>The pump reads after a pause, and is the one to which the callback comes first.</summary>
    [TestCase(LinkKind.Tcp)]
    [TestCase(LinkKind.InProcess)]
    public void Callback_runs_on_the_callers_thread_also_where_the_pump_reads(LinkKind kind)
    {
        var near = new Probe();
        using var pair = Pair.Open(kind, near: near);
        var root = pair.Root;
        var (here, there) = (Environment.CurrentManagedThreadId, 0);
        near.Bodies["where"] = _ => there = Environment.CurrentManagedThreadId;
        for (var round = 0; round < 50; round++)
        {
            // The far side calls while nobody waits here: served by the pump, which reads then.
            Eventually.Completes(Task.Run(() => pair.Far.Root.Do("where")), "a call to an idle side");
            Assert.That(there, Is.Not.EqualTo(here));
            Assert.That(CallsBackUnderALock(root), Is.EqualTo(here));
        }
    }

    [Test]
    public void Callback_of_a_call_inside_a_callback_runs_on_the_same_thread()
    {
        using var pair = Pair.Open();
        var root = pair.Root;
        var threads = new List<int>();
        Func<int, int> here = null!;
        here = levels =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            return levels == 0 ? 0 : (int)root.Descend(here, levels - 1);
        };
        root.Descend(here, 9);
        Assert.That(threads, Has.Count.EqualTo(5).And.All.EqualTo(Environment.CurrentManagedThreadId));
    }

    [TestCase(2)]
    [TestCase(8)]
    public void Callbacks_with_several_waiting_callers_do_not_deadlock(int callers)
    {
        using var pair = Pair.Open();
        var root = pair.Root;
        var tasks = Enumerable.Range(0, callers).Select(id => Task.Factory.StartNew(() =>
        {
            var sum = 0;
            for (var round = 0; round < 100; round++)
                sum += (int)root.Call(Rpyc.Fn(x => (int)root.Call(Rpyc.Fn(y => (int)root.Add(y, 1)), x) + 1), id);
            return sum;
        }, TaskCreationOptions.LongRunning)).ToArray();
        for (var id = 0; id < callers; id++)
            Assert.That(Eventually.Result(tasks[id], "a caller", TimeSpan.FromSeconds(60)), Is.EqualTo(100 * (id + 2)));
    }

    private static int CallsBackUnderALock(dynamic root)
    {
        var gate = new object();
        lock (gate)
        {
            return (int)root.Call(Rpyc.Fn(_ =>
            {
                // On any other thread this waits for the lock's owner, which waits for this.
                if (!Monitor.TryEnter(gate, Eventually.DefaultTimeout))
                    return 0;
                Monitor.Exit(gate);
                return Environment.CurrentManagedThreadId;
            }), null);
        }
    }
}
