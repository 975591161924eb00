using System.Runtime.CompilerServices;
using DynamicRpyc.Boxing;
using DynamicRpyc.Tests.Connections;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Boxing;

/// <summary>Identity and true counts, and "Release on purpose".</summary>
[TestFixture]
public class NetrefLifeTests
{
    private readonly Probe _probe = new();
    private Pair _pair = null!;
    private dynamic _root = null!;
    private int _start;

    [SetUp]
    public void Connect()
    {
        _pair = Pair.Open(far: _probe);
        _root = _pair.Root;
        _start = Lent;
    }

    [TearDown]
    public void Disconnect() => _pair.Dispose();

    private int Lent => _pair.Far.Core.Lent.Count;

    [Test]
    public void Same_remote_object_is_the_same_netref_for_every_thread()
    {
        object kept = _root.Kept;
        var seen = Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            () => Enumerable.Range(0, 200).All(_ => ReferenceEquals((object)_root.Kept, kept)), TaskCreationOptions.LongRunning)).ToArray();
        Assert.That(Eventually.Result(Task.WhenAll(seen), "the threads"), Is.All.True);
        Assert.That(Lent, Is.EqualTo(_start + 1));
        Assert.That(Rpyc.Release(kept), Is.True);
        Eventually.Equal(() => Lent, _start, "all 3201 references to be given back at once");
    }

    [Test]
    public void Release_gives_back_once_and_ends_the_netref()
    {
        object thing = _root.New();
        Assert.That(Lent, Is.EqualTo(_start + 1));
        Assert.That(Rpyc.Release(thing), Is.True);
        Assert.That(Rpyc.Release(thing), Is.False);
        Assert.That(Rpyc.Release("no netref"), Is.False);
        Assert.That(Rpyc.Release(null), Is.False);
        Eventually.Equal(() => Lent, _start, "the object to be given back");
        var error = Assert.Throws<ObjectDisposedException>(() => ((dynamic)thing).Increment());
        Assert.That(error!.Message, Does.Contain("released"));
        Assert.That(thing.ToString(), Does.Contain("released"));
    }

    [Test]
    public void Object_received_again_after_its_release_is_a_new_netref_that_works()
    {
        object first = _root.Kept;
        Rpyc.Release(first);
        object second = _root.Kept;
        Assert.That(second, Is.Not.SameAs(first));
        Assert.That((int)((dynamic)second).Increment(), Is.GreaterThan(0));
        Rpyc.Release(second);
        Eventually.Equal(() => Lent, _start, "both to be given back");
    }

    [Test]
    public void Counts_stay_true_while_many_threads_receive_and_release_the_same_object()
    {
        var threads = Enumerable.Range(0, 8).Select(id => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < 1000; i++)
                {
                    object kept = _root.Kept;
                    if ((i + id) % 3 != 0)
                        Rpyc.Release(kept);
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        Eventually.Completes(Task.WhenAll(threads), "the threads", TimeSpan.FromSeconds(60));
        object last = _root.Kept;
        Assert.That((int)((dynamic)last).Increment(), Is.GreaterThan(0), "never given back too often");
        Rpyc.Release(last);
        Eventually.True(() => Collected() == _start, "never too seldom", state: () => $"{Lent} lent");
    }

    [Test]
    public void Scope_gives_back_what_was_received_inside_except_what_is_kept()
    {
        object before = _root.New();
        object inside, kept;
        using (var scope = _pair.Near.Scope())
        {
            inside = _root.New();
            kept = scope.Keep((object)_root.New())!;
            Assert.That((int)_root.Add(1, 2), Is.EqualTo(3));
            Assert.That((object?)scope.Keep("no netref"), Is.EqualTo("no netref"));
            Assert.That(Lent, Is.EqualTo(_start + 3));
        }
        Assert.Throws<ObjectDisposedException>(() => ((dynamic)inside).Increment());
        Assert.That((int)((dynamic)before).Increment(), Is.EqualTo(1));
        Assert.That((int)((dynamic)kept).Increment(), Is.EqualTo(1));
        Eventually.Equal(() => Lent, _start + 2, "the one to be given back");
        Assert.That((int)((dynamic)(object)_root.New()).Increment(), Is.EqualTo(1), "after the scope");
    }

    [Test]
    public void Netref_kept_out_of_an_inner_scope_belongs_to_the_outer_one()
    {
        object outer, passed;
        using (_pair.Near.Scope())
        {
            outer = _root.New();
            using (var inner = _pair.Near.Scope())
            {
                passed = inner.Keep((object)_root.New())!;
                _ = (object)_root.New();
            }
            Assert.That((int)((dynamic)passed).Increment(), Is.EqualTo(1));
            Assert.That((int)((dynamic)outer).Increment(), Is.EqualTo(1));
        }
        Assert.Throws<ObjectDisposedException>(() => ((dynamic)passed).Increment());
        Assert.Throws<ObjectDisposedException>(() => ((dynamic)outer).Increment());
        Eventually.Equal(() => Lent, _start, "all to be given back");
    }

    [Test]
    public async Task Scope_follows_the_flow_across_await_and_not_into_other_flows()
    {
        using var opened = new SemaphoreSlim(0);
        using var received = new SemaphoreSlim(0);
        object? foreign = null;
        var other = Task.Run(async () =>
        {
            await opened.WaitAsync();
            foreign = (object)_root.New();
            received.Release();
        });
        object? after;
        using (_pair.Near.Scope())
        {
            opened.Release();
            await received.WaitAsync();
            after = await _pair.Near.CallAsync((object)_root, "New");
        }
        await other;
        Assert.That((int)((dynamic)foreign!).Increment(), Is.EqualTo(1), "received in another flow while the scope was open");
        Assert.Throws<ObjectDisposedException>(() => ((dynamic)after!).Increment());
        Rpyc.Release(foreign);
        Eventually.Equal(() => Lent, _start, "all to be given back");
    }

    [Test]
    public void Scope_of_one_connection_leaves_another_ones_netrefs_alone()
    {
        using var other = Pair.Open(far: _probe);
        object thing;
        using (_pair.Near.Scope())
            thing = other.Root.New();
        Assert.That((int)((dynamic)thing).Increment(), Is.EqualTo(1));
    }

    /// <summary>"A collection is nudged when the number of live netrefs doubles past 10 000": nothing else looks at what is already old.</summary>
    [Test]
    public void Ten_thousand_netrefs_nudge_a_collection()
    {
        ReceiveAndLetAge(CollectionNudge.Floor - 1000);
        Assert.That(Lent, Is.GreaterThanOrEqualTo(CollectionNudge.Floor - 1000));
        var recent = Receive(2000);
        Eventually.True(() => Lent < 3000, "the old ones to be collected and given back", state: () => $"{Lent} lent");
        GC.KeepAlive(recent);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReceiveAndLetAge(int count)
    {
        var things = Receive(count);
        for (var generation = 0; generation < GC.MaxGeneration; generation++)
            GC.Collect();
        Assert.That(GC.GetGeneration(things[0]!), Is.EqualTo(GC.MaxGeneration));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private object?[] Receive(int count)
    {
        var calls = new Task<object?>[count];
        for (var i = 0; i < count; i++)
            calls[i] = _pair.Near.CallAsync((object)_root, "New");
        return Eventually.Result(Task.WhenAll(calls), "the objects");
    }

    private int Collected()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Lent;
    }
}
