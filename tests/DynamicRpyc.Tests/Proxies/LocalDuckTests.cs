namespace DynamicRpyc.Tests.Proxies;

/// <summary>The list over a plain local object.</summary>
internal sealed class LocalDuckTests : DuckTypingSuite
{
    protected override object Make() => new Duck();

    protected override object MakeBare() => new Bare();

    [Test]
    public void Row05_overloads_areChosenByTheDeclaredType()
    {
        var target = Make().ActLike<IOverloads>();
        Assert.That((target.Kind(1), target.Kind((object)1), target.Kind("s"), target.Kind((object)"s")), Is.EqualTo(("int", "object", "string", "object")));
    }

    [Test]
    public void Row05_dynamicArguments_areBoundByWhatTheyHold()
    {
        var target = Make().ActLike<IOverloads>();
        Assert.That((target.KindOfDynamic(1), target.KindOfDynamic("s")), Is.EqualTo(("int", "string")));
    }

    [Test]
    public void Row07_typeArguments_reachTheTarget() => Assert.That(Make().ActLike<IGenerics>().TypeName<Guid>(), Is.EqualTo("Guid"));
}
