using DynamicRpyc.Boxing;
using DynamicRpyc.Brine;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Tests.Boxing;

/// <summary>Objects are lent, named and given back by many threads at once; whoever names one by its id gets that object or none, never another.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class LentTableStressTests
{
    private const int Rounds = 60_000;

    private readonly LentTable _table = new(RpycConfig.Default.Limits);

    [Test]
    public void ReadLocal_whileOthersLendAndGiveBack_findsTheObjectNamedOrNone()
    {
        var kept = Enumerable.Range(0, 4).Select(_ => _table.Lend(new object())).ToArray();
        LentObject?[] shared = new LentObject?[8];
        var (found, gone) = (0, 0);

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            var random = new Random(thread);
            for (var i = 0; i < Rounds; i++)
            {
                ref var place = ref shared[random.Next(shared.Length)];
                switch (random.Next(6))
                {
                    case 0:
                        Volatile.Write(ref place, _table.Lend(new object()));
                        break;
                    case 1 when Volatile.Read(ref place) is { } lent:
                        _table.Return(lent.Id, 1);
                        Require(_table.Recent != lent, "what was given back is recent still");
                        break;
                    case 2 when Volatile.Read(ref place) is { } lent:
                        Require(Read(lent) is var target && (target is null || target == lent.Target), "another object was found");
                        Interlocked.Increment(ref target is null ? ref gone : ref found);
                        break;
                    default:
                        var own = kept[random.Next(kept.Length)];
                        Require(Read(own) == own.Target, "an object that is lent was not found");
                        break;
                }
            }
        });

        Assert.That((found > 0, gone > 0), Is.EqualTo((true, true)), "both were tried");
        foreach (var lent in kept)
        {
            Assert.That(Read(lent), Is.SameAs(lent.Target));
            _table.Return(lent.Id, 1);
            Assert.That((Read(lent), _table.Recent), Is.EqualTo(((object?)null, (LentObject?)null)));
        }
    }

    /// <summary>The ids of an object that was given back are never another's, types aside, whose id is their own: a type given back and lent again is the same type.</summary>
    [Test]
    public void Ids_ofWhatWasGivenBack_areNotUsedAgain()
    {
        var first = _table.Lend(new object());
        Read(first);
        _table.Return(first.Id, 1);
        var again = _table.Lend(first.Target);
        Assert.That(again.Id, Is.Not.EqualTo(first.Id));
        Assert.That((Read(first), Read(again)), Is.EqualTo(((object?)null, first.Target)));

        var type = _table.Lend(typeof(string));
        Assert.That(Read(type), Is.SameAs(typeof(string)));
        _table.Return(type.Id, 1);
        Assert.That(Read(type), Is.Null);
        Assert.That((Read(_table.Lend(typeof(string))), Read(type)), Is.EqualTo((typeof(string), typeof(string))));
    }

    /// <summary>A further process's object keeps its id while that is free. Its id, given back and taken by another process's object, names that one.</summary>
    [Test]
    public void Ids_ofForeignObjects_whichMayComeBack_nameWhoHasThemNow()
    {
        var (one, other) = (new ForeignNetref("a.B", 7, 8), new ForeignNetref("a.B", 7, 8));
        var first = _table.Lend(one);
        Assert.That(Read(first), Is.SameAs(one));
        var beside = _table.Lend(other);
        Assert.That((Read(beside), beside.Id == first.Id), Is.EqualTo(((object)other, false)));

        _table.Return(first.Id, 1);
        _table.Return(beside.Id, 1);
        var second = _table.Lend(other);
        Assert.That(second.Id, Is.EqualTo(first.Id));
        Assert.That(Read(first), Is.SameAs(other), "the bytes that named the one name the other now");
        Assert.That(Read(beside), Is.Null);
    }

    // Asserting is dear, and here it is done a hundred thousand times.
    private static void Require(bool holds, string text)
    {
        if (!holds)
            Assert.Fail(text);
    }

    private object? Read(LentObject lent)
    {
        var unboxer = new Unboxer(_table, new NetrefTable(new NoNetrefs()), new TypeNameCache(16), new PeerFeatures(), new ExactReader(RpycConfig.Default));
        var reader = new BrineReader(lent.EncodedId, new BrineLimits(4));
        var target = unboxer.ReadLocal(ref reader);
        reader.ExpectEnd();
        return target;
    }
}
