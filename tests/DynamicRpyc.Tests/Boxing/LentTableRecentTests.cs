using DynamicRpyc.Boxing;
using DynamicRpyc.Brine;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Tests.Boxing;

/// <summary>The object that was named last is found by its encoding alone; that must never find what another way would not.</summary>
internal sealed class LentTableRecentTests
{
    private LentTable _table = null!;

    [SetUp]
    public void SetUp() => _table = new LentTable(RpycConfig.Default.Limits);

    [Test]
    public void ReadLocal_theSameObjectAgainAndAgain_findsIt()
    {
        var (lent, other) = (_table.Lend(new object()), _table.Lend(new object()));
        foreach (var named in new[] { lent, lent, other, other, lent })
            Assert.That(Read(named.EncodedId).Target, Is.SameAs(named.Target));
    }

    [Test]
    public void ReadLocal_releasedAfterItWasFound_isMissing()
    {
        var lent = _table.Lend(new object());
        Assert.That(Read(lent.EncodedId).Target, Is.SameAs(lent.Target));
        Assert.That(_table.Recent, Is.SameAs(lent));

        _table.Return(lent.Id, 1);

        Assert.That(_table.Recent, Is.Null);
        var (target, missing) = Read(lent.EncodedId);
        Assert.That(target, Is.Null);
        Assert.That(missing, Does.Contain("System.Object").And.Contains($"{lent.Id.InstanceId}"));
    }

    [Test]
    public void ReadLocal_stillOwed_isFound()
    {
        var target = new object();
        var lent = _table.Lend(target);
        _table.Lend(target);
        Read(lent.EncodedId);

        _table.Return(lent.Id, 1);

        Assert.That(Read(lent.EncodedId).Target, Is.SameAs(target));
    }

    [Test]
    public void ReadLocal_afterTheEnd_isMissing()
    {
        var lent = _table.Lend(new object());
        Read(lent.EncodedId);

        _table.Clear();

        Assert.That(Read(lent.EncodedId).Target, Is.Null);
    }

    /// <summary>Another name, the same ids: found by the slow way, as RPyC goes by the ids alone. A longer number that begins like the recent one is another object.</summary>
    [Test]
    public void ReadLocal_almostTheSameBytes_isJudgedByTheIds()
    {
        var lent = _table.Lend(new object());
        Read(lent.EncodedId);

        Assert.That(Read(IdPackFormat.Encode(new IdPack("any.Name", lent.Id.TypeId, lent.Id.InstanceId))).Target, Is.SameAs(lent.Target));
        Assert.That(Read(IdPackFormat.Encode(new IdPack("System.Object", lent.Id.TypeId, lent.Id.InstanceId + 1))).Target, Is.Null);
        Assert.That(() => Read(lent.EncodedId.AsSpan(..^1)).Target, Throws.TypeOf<ProtocolException>());
    }

    private (object? Target, string? Missing) Read(ReadOnlySpan<byte> encoded)
    {
        var unboxer = new Unboxer(_table, new NetrefTable(new NoNetrefs()), new TypeNameCache(16), new PeerFeatures(), new ExactReader(RpycConfig.Default));
        var reader = new BrineReader(encoded, new BrineLimits(4));
        var target = unboxer.ReadLocal(ref reader);
        reader.ExpectEnd();
        return (target, unboxer.TakeMissing());
    }
}
