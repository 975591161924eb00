using System.Runtime.CompilerServices;
using DynamicRpyc.Tests.Connections;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Boxing;

/// <summary>
/// "The table of a long-lived connection returns to its starting size after a million netrefs came and went, also when replies came that nobody waited for any more (timed
/// out, cancelled, fire and forget: they are still unboxed and their references released)."
/// </summary>
[TestFixture]
public class LongLivedConnectionTests
{
    private const int Window = 2000;
    private readonly Probe _probe = new();
    private Pair _pair = null!;
    private object _root = null!;
    private int _start;

    [SetUp]
    public void Connect()
    {
        _pair = Pair.Open(far: _probe);
        _root = _pair.Root;
        _start = _pair.Far.Core.Lent.Count;
    }

    [TearDown]
    public void Disconnect() => _pair.Dispose();

    [Test]
    public void Million_netrefs_come_and_go()
    {
        for (var left = 1_000_000; left > 0; left -= Window)
            ReceiveAndDrop(Window);
        AssertBackAtStart();
        Assert.That((int)_pair.Root.Add(1, 2), Is.EqualTo(3));
    }

    [Test]
    public void Fire_and_forget_leaves_nothing_behind()
    {
        for (var i = 0; i < 20_000; i++)
            _pair.Near.Post(_root, "New");
        AssertBackAtStart();
    }

    [Test]
    public void Replies_after_cancellation_leave_nothing_behind()
    {
        using var release = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        _probe.Bodies["late"] = _ => release.Wait(Eventually.DefaultTimeout) ? new PyTuple(new Thing(), new PyTuple(new Thing(), 1)) : null;
        var calls = Enumerable.Range(0, 1000).Select(_ => _pair.Near.CallAsync(_root, "Do", null, cancel.Token, "late")).ToArray();
        cancel.Cancel();
        foreach (var call in calls)
            Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_pair.Near.Core.Pending.Count, Is.Zero);
        release.Set();
        AssertBackAtStart();
    }

    [Test]
    public void Replies_after_a_time_out_leave_nothing_behind()
    {
        using var release = new ManualResetEventSlim();
        _probe.Bodies["late"] = _ => release.Wait(Eventually.DefaultTimeout) ? new Thing() : null;
        var calls = Enumerable.Range(0, 1000)
            .Select(_ => _pair.Near.CallAsync(_root, "Do", TimeSpan.FromMilliseconds(20), CancellationToken.None, "late")).ToArray();
        foreach (var call in calls)
        {
            var error = Assert.ThrowsAsync<AsyncResultTimeout>(() => call);
            Assert.That(error!.Message, Does.Contain("'Do'"));
        }
        Assert.That(_pair.Near.Core.Pending.Count, Is.Zero);
        release.Set();
        AssertBackAtStart();
    }

    [Test]
    public void Reply_after_a_synchronous_time_out_leaves_nothing_behind()
    {
        using var release = new ManualResetEventSlim();
        _probe.Bodies["late"] = _ => release.Wait(Eventually.DefaultTimeout) ? new Thing() : null;
        using var impatient = Pair.Open(far: _probe, nearConfig: new RpycConfig { SyncRequestTimeout = TimeSpan.FromMilliseconds(200) });
        var root = impatient.Root;
        var start = impatient.Far.Core.Lent.Count;
        var error = Assert.Throws<AsyncResultTimeout>(() => root.Do("late"));
        Assert.That(error!.Message, Does.Contain("'Do'").And.Contain(nameof(RpycConfig.SyncRequestTimeout)).And.Contain("0.2"));
        release.Set();
        Eventually.Equal(() => impatient.Far.Core.Lent.Count, start, "the late reply to be given back");
        Assert.That((int)root.Add(1, 2), Is.EqualTo(3), "the connection goes on");
    }

    [Test]
    public void Objects_lent_as_arguments_come_back_too()
    {
        var lent = _pair.Near.Core.Lent.Count;
        for (var i = 0; i < 20; i++)
        {
            var calls = Enumerable.Range(0, 1000).Select(_ => _pair.Near.CallAsync(_root, "Echo", new PyTuple(new Thing(), 1))).ToArray();
            Eventually.Completes(Task.WhenAll(calls), "the calls");
        }
        Eventually.True(() => Collected(() => _pair.Near.Core.Lent.Count == lent), "this side's table to be back", TimeSpan.FromSeconds(60), () => $"{_pair.Near.Core.Lent.Count} lent");
    }

    [Test]
    public void Message_that_cannot_be_sent_lends_nothing()
    {
        Assert.Throws<ArgumentException>(() => _pair.Root.Echo(new PyTuple(new Thing(), "\ud800")));
        Assert.That(_pair.Near.Core.Lent.Count, Is.Zero.Or.EqualTo(1), "at most this side's root");
        _probe.Bodies["unsendable"] = _ => new PyTuple(new Thing(), "\ud800");
        Assert.Throws<ArgumentException>(() => _pair.Root.Do("unsendable"));
        Assert.That(_pair.Far.Core.Lent.Count, Is.EqualTo(_start));
    }

    /// <summary>Half are given back on purpose, half by the collector. A method of its own, so that no local keeps a netref.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReceiveAndDrop(int count)
    {
        var calls = new Task<object?>[count];
        for (var i = 0; i < count; i++)
            calls[i] = _pair.Near.CallAsync(_root, "New");
        var things = Eventually.Result(Task.WhenAll(calls), "the objects");
        Assert.That(things, Has.All.InstanceOf<RemoteObject>());
        for (var i = 0; i < count; i += 2)
            Assert.That(Rpyc.Release(things[i]), Is.True);
    }

    private void AssertBackAtStart()
    {
        // Everything sent before is answered before this.
        _pair.Near.Ping(TimeSpan.FromSeconds(30));
        _ = (int)_pair.Root.Add(1, 1);
        Eventually.True(
            () => Collected(() => _pair.Far.Core.Lent.Count == _start), "the far table to be back at its starting size", TimeSpan.FromSeconds(60),
            () => $"{_start} at the start, {_pair.Far.Core.Lent.Count} now; {_pair.Near.Core.Netrefs.Count} netrefs");
        Assert.That(_pair.Near.Core.Netrefs.Count, Is.EqualTo(1), "netrefs on this side, the root among them");
    }

    private static bool Collected(Func<bool> condition)
    {
        if (condition())
            return true;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return condition();
    }
}
