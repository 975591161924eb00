using System.Collections.Concurrent;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Connections;

/// <summary>"Otherwise on the pump or the pool, or on a SynchronizationContext/TaskScheduler that the configuration names."</summary>
[TestFixture]
public class PlacementTests
{
    [Test]
    public void SynchronizationContext_runs_the_requests_in_their_order()
    {
        using var context = new OneThread();
        var probe = new Probe();
        using var pair = Pair.Open(far: probe, farConfig: new RpycConfig { SynchronizationContext = context });
        var (order, threads) = (new List<int>(), new ConcurrentBag<int>());
        probe.Bodies["note"] = n =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            order.Add((int)n!);
            return null;
        };
        object root = pair.Root;
        var calls = Enumerable.Range(0, 200).Select(n => pair.Near.CallAsync(root, "Do", "note", n)).ToArray();
        Eventually.Completes(Task.WhenAll(calls), "the calls");
        Assert.That(order, Is.EqualTo(Enumerable.Range(0, 200)));
        Assert.That(threads, Is.All.EqualTo(context.ThreadId));
    }

    [Test]
    public void SynchronizationContexts_thread_may_call_and_be_called_back()
    {
        using var context = new OneThread();
        using var pair = Pair.Open(nearConfig: new RpycConfig { SynchronizationContext = context });
        var root = pair.Root;
        var result = new TaskCompletionSource<(int Sum, int Thread)>();
        context.Post(_ =>
        {
            var thread = 0;
            try
            {
                var sum = (int)root.Call(Rpyc.Fn(x =>
                {
                    thread = Environment.CurrentManagedThreadId;
                    return x! + 1;
                }), 1);
                result.SetResult((sum, thread));
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        }, null);
        Assert.That(Eventually.Result(result.Task, "the call"), Is.EqualTo((2, context.ThreadId)));
    }

    [Test]
    public void TaskScheduler_runs_the_requests()
    {
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var probe = new Probe();
        using var pair = Pair.Open(far: probe, farConfig: new RpycConfig { TaskScheduler = scheduler });
        probe.Bodies["where"] = _ => ReferenceEquals(TaskScheduler.Current, scheduler);
        Assert.That((bool)pair.Root.Do("where"), Is.True);
    }

    [Test]
    public void Context_and_scheduler_together_are_refused_by_name()
    {
        var both = new RpycConfig { SynchronizationContext = new SynchronizationContext(), TaskScheduler = TaskScheduler.Default };
        var (near, far) = Pair.Sockets();
        using (near)
        using (far)
        {
            var error = Assert.Throws<ArgumentException>(() => Rpyc.ConnectChannel(new Channel(near), config: both));
            Assert.That(error!.Message, Does.Contain(nameof(RpycConfig.SynchronizationContext)).And.Contain(nameof(RpycConfig.TaskScheduler)));
        }
    }

    /// <summary>A context with one thread, as user interfaces have it.</summary>
    private sealed class OneThread : SynchronizationContext, IDisposable
    {
        private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _posted = [];
        private readonly Thread _thread;

        internal OneThread()
        {
            _thread = new Thread(() =>
            {
                foreach (var (callback, state) in _posted.GetConsumingEnumerable())
                    callback(state);
            }) { IsBackground = true };
            _thread.Start();
        }

        internal int ThreadId => _thread.ManagedThreadId;

        public override void Post(SendOrPostCallback d, object? state) => _posted.Add((d, state));

        public void Dispose() => _posted.CompleteAdding();
    }
}
