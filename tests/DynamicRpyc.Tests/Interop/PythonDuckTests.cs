using DynamicRpyc.Tests.Proxies;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>The list over a remote Python object.</summary>
[Category("Interop")]
internal sealed class PythonDuckTests : RemoteDuckSuite
{
    private readonly Lazy<PythonServer> _server = new(() => PythonPeer.StartServer("duck_server.py"));

    protected override string Description => "remote __main__.Duck";

    protected override Connection Connect(RpycConfig? config = null) => Rpyc.Connect(_server.Value.Host, _server.Value.Port, config: config);

    [OneTimeTearDown]
    public void Stop()
    {
        if (_server.IsValueCreated)
            _server.Value.Dispose();
    }

    /// <summary>An AttributeError from inside a method is the method's own.</summary>
    [Test]
    public void Row04_attributeErrorInsideAMethod_isNotTakenForAMissingMember() =>
        Assert.That(() => Make().ActLike<IFailing>().FailInside(), Throws.TypeOf<MissingMemberException>().With.Message.Contains("'NoneType' object has no attribute 'attribute'"));

    [Test]
    public void Row05_dynamicArguments_arePassedAsTheyAre() => Assert.That(Make().ActLike<IOverloads>().Kind((object)1), Is.EqualTo("int"));

    [Test]
    public void Row06_resultWithoutTheOutValues_saysWhatWasExpected()
    {
        var target = Make().ActLike<IBadOut>();
        Assert.That(() => target.Add(1, 2, out _), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "IBadOut.Add returned Int32 3, where a tuple of 2 was expected: the result, then the values of its ref and out parameters."));
    }

    [Test]
    public void Row16_disposableProxy_closesTheObjectAndReleasesTheReference()
    {
        var duck = Make();
        IClosable kept;
        using (var closable = duck.ActLike<IClosable>())
            kept = closable;
        Assert.That((bool)Root.IsDisposed, Is.True);
        Assert.That(() => kept.Name, Throws.TypeOf<ObjectDisposedException>());
    }

    internal interface IFailing
    {
        string FailInside();
    }
}
