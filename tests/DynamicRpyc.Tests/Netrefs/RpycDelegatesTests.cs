using NUnit.Framework;

namespace DynamicRpyc.Tests.Netrefs;

[TestFixture]
internal sealed class RpycDelegatesTests
{
    [Test]
    public void Fn_gives_untyped_lambdas_a_delegate_type()
    {
        Assert.That((object?)Rpyc.Fn(() => 1)(), Is.EqualTo(1));
        Assert.That((object?)Rpyc.Fn(x => x + 1)(1), Is.EqualTo(2));
        Assert.That((object?)Rpyc.Fn((a, b, c, d, e, f, g, h) => a + h)(1, 2, 3, 4, 5, 6, 7, 8), Is.EqualTo(9));
    }

    [Test]
    public void Act_gives_untyped_lambdas_a_delegate_type()
    {
        var seen = new List<object?>();
        Rpyc.Act(() => seen.Add(0))();
        Rpyc.Act(x => { seen.Add(x); })(1);
        Rpyc.Act((a, b) => { seen.Add(a + b); })(1, 1);
        Assert.That(seen, Is.EqualTo(new object[] { 0, 1, 2 }));
    }

    [Test]
    public void Fn_goes_as_an_argument_of_a_dynamic_call()
    {
        var peer = new FakeRequester();
        dynamic nr = peer.Make();
        nr.map(Rpyc.Fn(x => x));
        Assert.That(peer.Operations[0].Arguments[0], Is.InstanceOf<Func<object, object>>());
    }
}
