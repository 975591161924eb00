using System.Buffers.Binary;
using DynamicRpyc.Brine;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Tests.Connections;

/// <summary>"Fewer round trips": what is asked of the peer, request by request, as it stands on the wire.</summary>
internal sealed class RoundTripTests
{
    private Faults.RecordingStream _sent = null!;
    private Connection _far = null!;
    private Connection _near = null!;
    private int _seen;

    [SetUp]
    public void SetUp()
    {
        var (forthOut, forthIn) = Pair.Pipe();
        var (backOut, backIn) = Pair.Pipe();
        _sent = new Faults.RecordingStream(forthOut);
        var config = RpycConfig.Default with { DotNetExtensions = false };
        _far = new Connection(new RoundTripService(), new Channel(forthIn, backOut), config);
        _near = Rpyc.ConnectPipes(backIn, _sent, config: config);
        Root = _near.Root;
        _seen = 0;
        Requests();
    }

    [TearDown]
    public void TearDown()
    {
        _near.Close();
        _far.Close();
        _sent.Dispose();
    }

    private dynamic Root { get; set; } = null!;

    [Test]
    public void MemberThatIsOnlyCalled_isOneRequestAndNoNetref()
    {
        for (var i = 0; i < 3; i++)
            Assert.That((int)Root.add(i, 2), Is.EqualTo(i + 2));
        Assert.That((int)Root.add(1, b: 2), Is.EqualTo(3));
        Root.nothing();
        Assert.That(Requests(), Is.EqualTo(Enumerable.Repeat(Handler.CallAttr, 5)));
        Assert.That(_near.Core.Netrefs.Count, Is.EqualTo(1), "the root alone");
    }

    [Test]
    public void Root_isAskedForOnce()
    {
        Assert.That(_near.Root, Is.SameAs(_near.Root));
        dynamic connection = _near;
        Assert.That((object)connection.root, Is.SameAs((object)_near.Root));
        Assert.That(Requests(), Is.Empty);
    }

    [Test]
    public void TypeLevelFacts_areAskedForOncePerType()
    {
        for (var i = 0; i < 3; i++)
        {
            using ((IDisposable)Root.make())
            {
            }
        }
        Assert.That(Requests().Count(handler => handler == Handler.Inspect), Is.EqualTo(1));
        using ((IDisposable)Root.make_other())
        {
        }
        Assert.That(Requests().Count(handler => handler == Handler.Inspect), Is.EqualTo(1), "of another type");
        using ((IDisposable)Root.make_other())
        {
        }
        Assert.That(Requests(), Has.None.EqualTo(Handler.Inspect));
    }

    [Test]
    public void WhatMayChange_isAskedForEachTime()
    {
        dynamic thing = Root.make();
        Requests();
        Assert.That((new[] { (int)thing.Next, (int)thing.Next, (int)thing.Next }), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(Requests(), Is.EqualTo(Enumerable.Repeat(Handler.GetAttr, 3)));
        string[] texts = [thing.ToString(), thing.ToString()];
        int[] counts = [(int)Root.count(), (int)Root.count()];
        Assert.That((texts, counts), Is.EqualTo((new[] { "thing 4", "thing 5" }, new[] { 0, 1 })));
        Assert.That(Requests(), Has.Length.EqualTo(4));
    }

    [Test]
    public void BuffIter_asksForTheNextChunkWhileThePresentOneIsConsumed()
    {
        using var items = ((IEnumerable<object?>)Rpyc.BuffIter(Root.numbers(1000), chunk: 100, maxChunk: 100)).GetEnumerator();
        Requests();
        Assert.That(items.MoveNext(), Is.True);
        Assert.That(Requests(), Is.EqualTo(new[] { Handler.CallAttr, Handler.BuffIter, Handler.BuffIter }), "before the second item is taken");
        for (var i = 1; i < 100; i++)
            items.MoveNext();
        Assert.That(Requests(), Is.Empty, "within a chunk");
        items.MoveNext();
        Assert.That(Requests(), Is.EqualTo(new[] { Handler.BuffIter }), "the third chunk, at the second one's beginning");
        while (items.MoveNext())
        {
        }
        Assert.That(Requests().Count(handler => handler == Handler.BuffIter), Is.LessThanOrEqualTo(10));
    }

    /// <summary>What was requested since the last look, but for references given back.</summary>
    private Handler[] Requests()
    {
        var all = new List<Handler>();
        var bytes = _sent.Written;
        for (var rest = bytes.AsSpan(); rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            var reader = new BrineReader(rest.Slice(5, length), BrineLimits.Default);
            if (Message.ReadStart(ref reader).Kind == MessageKind.Request)
            {
                reader.ReadTupleHeader();
                all.Add((Handler)reader.ReadInt64());
            }
            rest = rest[(length + 6)..];
        }
        Handler[] requests = [.. all.Where(handler => handler != Handler.Del)];
        var since = requests[_seen..];
        _seen = requests.Length;
        return since;
    }
}

/// <summary>Makes things with facts that stay and facts that change.</summary>
public sealed class RoundTripService : Service
{
    private int _count;

    [Exposed("add")]
    public int Add(int a, int b) => a + b;

    [Exposed("nothing")]
    public void Nothing() { }

    [Exposed("count")]
    public int Count() => _count++;

    [Exposed("numbers")]
    public IEnumerable<int> Numbers(int count) => Enumerable.Range(0, count);

    [Exposed("make")]
    public RoundTripThing Make() => new();

    [Exposed("make_other")]
    public OtherRoundTripThing MakeOther() => new();
}

/// <summary>Something to be disposed of, with a property that changes.</summary>
public class RoundTripThing : IDisposable
{
    private int _next;

    [Exposed]
    public int Next => ++_next;

    [Exposed]
    public void Dispose() { }

    public override string ToString() => $"thing {Next}";
}

/// <summary>As <see cref="RoundTripThing"/>, of another type.</summary>
public sealed class OtherRoundTripThing : RoundTripThing;
