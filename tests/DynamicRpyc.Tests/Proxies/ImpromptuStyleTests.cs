using Dynamitey;

namespace DynamicRpyc.Tests.Proxies;

/// <summary>
/// "Netrefs also work under ImpromptuInterface itself": its proxies make every member of an interface a DLR call through Dynamitey on the object behind. The package cannot be had
/// here, so each kind of call that it makes is made here on a netref, by Dynamitey itself.
/// </summary>
internal sealed class ImpromptuStyleTests
{
    private Connection _connection = null!;
    private object _duck = null!;

    [SetUp]
    public void Open()
    {
        _connection = Rpyc.ConnectThread(remoteService: new DuckService(), remoteConfig: RpycConfig.Default with { AllowPublicAttributes = true, AllowSetAttribute = true });
        _duck = _connection.Root.Make();
    }

    [TearDown]
    public void Close() => _connection.Close();

    [Test]
    public void Properties_areGetAndSet()
    {
        Assert.That((string)Dynamic.InvokeGet(_duck, "Name"), Is.EqualTo("Ada"));
        Dynamic.InvokeSet(_duck, "Name", "Bo");
        Assert.That((string)Dynamic.InvokeGetChain(_duck, "Child.Child.Name"), Is.EqualTo("Child"));
        Assert.That((string)Dynamic.InvokeGet(_duck, "Name"), Is.EqualTo("Bo"));
        Assert.That(() => Dynamic.InvokeGet(_duck, "Missing"), Throws.TypeOf<MissingMemberException>());
    }

    [Test]
    public void Methods_areCalled_alsoByName_andWithTypeArguments()
    {
        Dynamic.InvokeMemberAction(_duck, "Remember", "this");
        Assert.That((string)Dynamic.InvokeMember(_duck, "Recall"), Is.EqualTo("this"));
        Assert.That((string)Dynamic.InvokeMember(_duck, "Optional", 1, new InvokeArg("c", 9)), Is.EqualTo("1,2,9"));
        Assert.That((string)Dynamic.InvokeMember(_duck, new InvokeMemberName("TypeName", typeof(Guid))), Is.EqualTo("Guid"));
        Assert.That((int)Dynamic.InvokeMember(_duck, "Doubler", 21), Is.EqualTo(42));
    }

    [Test]
    public void Indexers_areGetAndSet()
    {
        Dynamic.InvokeSetIndex(_duck, 2, "two");
        Assert.That(((string)Dynamic.InvokeGetIndex(_duck, 2), (string)Dynamic.InvokeGetIndex(_duck, "k")), Is.EqualTo(("two", "value")));
    }

    [Test]
    public void Events_areSubscribedTo()
    {
        var heard = new List<string>();
        EventHandler<string> hear = (_, text) => heard.Add(text);
        Dynamic.InvokeAddAssignMember(_duck, "Changed", hear);
        Dynamic.InvokeMemberAction(_duck, "Raise", "one");
        Dynamic.InvokeSubtractAssignMember(_duck, "Changed", hear);
        Dynamic.InvokeMemberAction(_duck, "Raise", "two");
        Assert.That(heard, Is.EqualTo(new[] { "one" }));
    }

    [Test]
    public void Conversions_areMade()
    {
        Assert.That((int)Dynamic.InvokeConvert((object)Dynamic.InvokeGet(_duck, "Age"), typeof(int), true), Is.EqualTo(36));
        Assert.That((object)Dynamic.InvokeConvert(_duck, typeof(IPerson), true), Is.InstanceOf<IPerson>());
        Assert.That(((IEnumerable<int>)Dynamic.InvokeConvert(_duck, typeof(IEnumerable<int>), true)).Sum(), Is.EqualTo(10));
        Assert.That(Dynamic.GetMemberNames(_duck, true), Does.Contain("Recall").And.Contain("Name"));
    }
}
