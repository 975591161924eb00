using DynamicRpyc.Boxing;
using DynamicRpyc.Brine;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Tests.Boxing;

/// <summary>How objects of other peers are named to this one: by their own id_pack where it is free, by a fresh id where it names another object (forked workers).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class LentTableForeignTests
{
    private readonly LentTable _table = new(new RpycLimits());

    [Test]
    public void Lend_foreignObject_keepsItsIdPack()
    {
        Assert.That(Named(new ForeignNetref("mod.Class", 7_000_000, 8_000_000)), Is.EqualTo(("mod.Class", 7_000_000L, 8_000_000L)));
        Assert.That(Named(new ForeignNetref("mod.Class", 7_000_000, 0)), Is.EqualTo(("mod.Class", 7_000_000L, 0L)));
    }

    [Test]
    public void Lend_sameForeignObjectAgain_givesTheSameId()
    {
        var foreign = new ForeignNetref("mod.Class", 1, 2);
        var first = Named(foreign);
        Assert.That(Named(foreign), Is.EqualTo(first));
        Assert.That(_table.Count, Is.EqualTo(1));
    }

    [Test]
    public void Lend_instanceWithAnIdThatIsTaken_getsAFreshInstanceId()
    {
        var (first, second) = (new ForeignNetref("mod.Class", 7_000_000, 8_000_000), new ForeignNetref("mod.Class", 7_000_000, 8_000_000));
        Named(first);
        var (name, type, instance) = Named(second);
        Assert.That((name, type), Is.EqualTo(("mod.Class", 7_000_000L)));
        Assert.That(instance, Is.Not.EqualTo(8_000_000L).And.Not.Zero);
        Assert.That(Found(7_000_000, 8_000_000), Is.SameAs(first));
        Assert.That(Found(type, instance), Is.SameAs(second));
    }

    [Test]
    public void Lend_typeWithAnIdThatIsTaken_isStillAType()
    {
        var (first, second) = (new ForeignNetref("mod.Class", 7_000_000, 0), new ForeignNetref("mod.Class", 7_000_000, 0));
        Named(first);
        var (name, type, instance) = Named(second);
        Assert.That((name, instance), Is.EqualTo(("mod.Class", 0L)), "the instance id is how Python knows a type");
        Assert.That(type, Is.Not.EqualTo(7_000_000L));
        Assert.That(Found(type, 0), Is.SameAs(second));
    }

    [Test]
    public void Lend_ownTypeWhoseIdAForeignOneHas_isStillAType()
    {
        var own = WireType.Of(typeof(LentTableForeignTests)).Id;
        var foreign = new ForeignNetref("mod.Class", own, 0);
        Named(foreign);
        var (_, type, instance) = Named(typeof(LentTableForeignTests));
        Assert.That(instance, Is.Zero);
        Assert.That(type, Is.Not.EqualTo(own));
        Assert.That(Found(type, 0), Is.EqualTo(typeof(LentTableForeignTests)));
    }

    [Test]
    public void Return_ofARenumberedObject_freesThatOne()
    {
        var (first, second) = (new ForeignNetref("mod.Class", 1, 2), new ForeignNetref("mod.Class", 1, 2));
        Named(first);
        var (_, type, instance) = Named(second);
        _table.Return(new LentId(type, instance), 1);
        Assert.That(_table.TryFind(new LentId(type, instance), out _), Is.False);
        Assert.That(Found(1, 2), Is.SameAs(first));
    }

    [Test]
    public void Lend_afterTheEnd_keepsNothing()
    {
        _table.Clear();
        Named(new ForeignNetref("mod.Class", 1, 2));
        Assert.That(_table.Count, Is.Zero);
    }

    private object? Found(long type, long instance) => _table.TryFind(new LentId(type, instance), out var target) ? target : null;

    private (string Name, long Type, long Instance) Named(object target)
    {
        var reader = new BrineReader(_table.Lend(target).EncodedId, new BrineLimits(2));
        var id = (PyTuple)reader.ReadValue()!;
        return ((string)id[0]!, Convert.ToInt64(id[1]), Convert.ToInt64(id[2]));
    }
}
