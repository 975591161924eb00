using System.Security.Cryptography;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Connections;

/// <summary>The one behaviour suite, over every link.</summary>
[TestFixture(LinkKind.Tcp)]
[TestFixture(LinkKind.InProcess)]
[TestFixture(LinkKind.Pipes)]
[TestFixture(LinkKind.Tls)]
public class EveryLinkTests(LinkKind kind)
{
    private readonly Probe _probe = new();
    private Pair _pair = null!;

    [SetUp]
    public void Connect() => _pair = Pair.Open(kind, _probe, new Probe());

    [TearDown]
    public void Disconnect() => _pair.Dispose();

    [Test]
    public void Call_returns_what_the_far_side_computed() => Assert.That((int)_pair.Root.Add(20, 22), Is.EqualTo(42));

    [Test]
    public void Call_that_throws_throws_the_same_type_with_both_traces()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _pair.Root.Throw("of the far side"));
        Assert.Multiple(() =>
        {
            Assert.That(error!.Message, Does.Contain("of the far side"));
            Assert.That(error.StackTrace, Does.Contain(nameof(Probe.Throw)).And.Contain(nameof(Call_that_throws_throws_the_same_type_with_both_traces)));
            Assert.That(Rpyc.RemoteInfo(error)!.TypeName, Does.Contain(nameof(InvalidOperationException)));
        });
    }

    [Test]
    public void Function_of_this_side_is_called_back_and_its_exception_arrives_there()
    {
        Assert.That((int)_pair.Root.Call(Rpyc.Fn(x => x! + 1), 41), Is.EqualTo(42));
        _probe.Bodies["catch"] = f =>
        {
            try
            {
                return f();
            }
            catch (FormatException e)
            {
                return e.Message;
            }
        };
        Func<object> fails = () => throw new FormatException("thrown in the callback");
        Assert.That((string)_pair.Root.Do("catch", fails), Does.Contain("thrown in the callback"));
    }

    /// <summary>"A callback or event from the peer is served whether or not anyone is waiting."</summary>
    [Test]
    public void Event_of_the_far_side_is_served_although_nobody_waits()
    {
        using var seen = new ManualResetEventSlim();
        object? value = null;
        var handler = Rpyc.Act(v =>
        {
            value = v;
            seen.Set();
        });
        _pair.Root.Happened += handler;
        _probe.Raise("hello");
        Eventually.Set(seen, "the event");
        Assert.That(value, Is.EqualTo("hello"));

        seen.Reset();
        _pair.Root.Happened -= handler;
        _probe.Raise("unheard");
        Assert.That(seen.IsSet, Is.False, "a handler that was removed");
    }

    [Test]
    public void Both_sides_may_begin()
    {
        Assert.That((int)_pair.Far.Root.Add(1, 2), Is.EqualTo(3));
        Assert.That((int)_pair.Root.Add(3, 4), Is.EqualTo(7));
        _pair.Far.Ping();
        _pair.Near.Ping();
    }

    [Test]
    public void Large_values_arrive_whole()
    {
        var bytes = RandomNumberGenerator.GetBytes(5_000_000);
        Assert.That((byte[])_pair.Root.Echo(bytes), Is.EqualTo(bytes));
        var text = new string('\u00e4', 300_000);
        Assert.That((string)_pair.Root.Echo(text), Is.EqualTo(text));
    }

    [Test]
    public void Object_of_this_side_comes_back_as_itself()
    {
        var mine = new Thing();
        Assert.That((object)_pair.Root.Echo(mine), Is.SameAs(mine));
        _probe.Bodies["use"] = thing => thing.Increment();
        Assert.That((int)_pair.Root.Do("use", mine), Is.EqualTo(1));
        Assert.That(mine.Count, Is.EqualTo(1));
    }

    [Test]
    public void Close_is_heard_on_the_other_side_and_both_services_say_farewell_once()
    {
        object thing = _pair.Root.New();
        _pair.Near.Close();
        Assert.That(_pair.Near.CloseReason, Is.EqualTo(CloseReason.ClosedHere));
        Eventually.Set(_pair.FarService.Disconnected, "the far service's farewell");
        // Over a stream the word and the end of the link race.
        Assert.That(_pair.Far.CloseReason, Is.EqualTo(CloseReason.ClosedByPeer).Or.EqualTo(CloseReason.EndOfStream));
        _pair.Near.Close();
        _pair.Far.Close();
        var error = Assert.Throws<ConnectionClosedException>(() => ((dynamic)thing).Increment());
        Assert.Multiple(() =>
        {
            Assert.That(error!.Reason, Is.EqualTo(CloseReason.ClosedHere));
            Assert.That(_pair.NearService.Disconnects, Is.EqualTo(1));
            Assert.That(_pair.FarService.Disconnects, Is.EqualTo(1));
            Assert.That(thing.ToString(), Does.Contain("closed"));
            Assert.That(_pair.Far.Core.Lent.Count, Is.Zero, "what was lent");
        });
    }

    /// <summary>"Any number of threads and tasks may share one connection": calls, callbacks and exceptions mixed, every result looked at.</summary>
    [Test]
    public void Sixty_four_threads_share_the_connection()
    {
        const int Threads = 64;
        const int Rounds = 40;
        var failures = new List<string>();
        var root = _pair.Root;
        var threads = Enumerable.Range(0, Threads).Select(id => new Thread(() =>
        {
            try
            {
                for (var round = 0; round < Rounds; round++)
                    Use(root, (id * Rounds) + round);
            }
            catch (Exception e)
            {
                lock (failures)
                    failures.Add($"thread {id}: {e}");
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            Assert.That(thread.Join(TimeSpan.FromSeconds(100)), "a thread hangs");
        Assert.That(failures, Is.Empty);
        Assert.That(_pair.Near.Core.Pending.Count, Is.Zero);
    }

    private static void Use(dynamic root, int n)
    {
        Require((int)root.Add(n, 1) == n + 1, "a sum");
        Require((int)root.Call(Rpyc.Fn(x => (int)root.Add(x, n)), 5) == n + 5, "a callback that calls");
        dynamic thing = root.New();
        Require((int)thing.Increment() == 1 && (int)thing.Count == 1, "an object of its own");
        try
        {
            root.Throw($"number {n}");
            Require(false, "an exception");
        }
        catch (InvalidOperationException e)
        {
            Require(e.Message.Contains($"number {n}"), "the exception of this very call");
        }
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
            throw new AssertionException($"{what} is wrong");
    }
}
