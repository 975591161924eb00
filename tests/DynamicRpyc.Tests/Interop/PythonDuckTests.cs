using DynamicRpyc.Tests.Proxies;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>The list over a remote Python object.</summary>
[Category("Interop")]
internal sealed class PythonDuckTests : RemoteDuckSuite
{
    private readonly Lazy<PythonServer> _server = new(() => PythonPeer.StartServer("duck_server.py"));

    protected override string Description => "remote __main__.Duck";

    protected override string BareDescription => "remote __main__.Bare";

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

    /// <summary>Nothing of an <c>async def</c> has run when it returns: better an error than a task that ends having done nothing.</summary>
    [Test]
    public void Row15_coroutineWhereATaskIsDeclared_saysWhatToWrite()
    {
        var worker = Make().ActLike<ICoroutines>();
        const string Advice = " does nothing until an event loop of its own side runs it; run it there: def f(...): return asyncio.run(...), or from here await Rpyc.Async(conn.modules.asyncio.run)(coroutine).";
        Assert.That(async () => await worker.DoAsync(), Throws.InvalidOperationException
            .With.Message.EqualTo("ICoroutines.DoAsync of the remote __main__.Duck: it gave a Python coroutine, which" + Advice));
        Assert.That(async () => await worker.GetAsync(), Throws.InvalidOperationException.With.Message.StartsWith("ICoroutines.GetAsync of the remote __main__.Duck: it gave a Python coroutine"));
        Assert.That(async () => await worker.ItemsAsync().GetAsyncEnumerator().MoveNextAsync(), Throws.InvalidOperationException
            .With.Message.EqualTo("ICoroutines.ItemsAsync of the remote __main__.Duck: it gave a Python async_generator, which" + Advice));
        Func<Task> task = ((dynamic)Make()).DoAsync;
        Assert.That(async () => await task(), Throws.InvalidOperationException.With.Message.StartsWith("The remote 'builtins.method' was called for a task: it gave a Python coroutine"));
    }

    /// <summary>What Python calls private: the object has it, and its owner refuses it.</summary>
    [Test]
    public void Row18_privateMembersByTheirName_areRefused()
    {
        var secretive = Make().ActLike<ISecretive>();
        const string Refusal = "'_remembered' of the remote '__main__.Duck' was refused by the side that owns it. There, in Python, write "
            + "rpyc.connect(host, port, config={\"allow_all_attrs\": True}), of a server protocol_config=..., or pass an object with exposed__remembered and the like.";
        Assert.That(() => secretive.Remembered, Throws.TypeOf<AccessDeniedException>().With.Message.EqualTo(Refusal));
        Assert.That(() => secretive.Remembered = "x", Throws.TypeOf<AccessDeniedException>().With.Message.EqualTo(
            "Writing '_remembered' of the remote '__main__.Duck' was refused by the side that owns it. There, in Python, write rpyc.connect(host, port, "
            + "config={\"allow_setattr\": True, \"allow_all_attrs\": True}), of a server protocol_config=..., or pass an object with an exposed_ method that sets it."));
        Assert.That(Make().ActLike<IWorker>().Recall(), Is.Empty);
    }

    public interface ISecretive
    {
        [RemoteName("_remembered")]
        string Remembered { get; set; }
    }

    [Test]
    public void Row17_objectThatMakesItsMembersUp_hasThem()
    {
        var madeUp = ((object)Root.MadeUp()).ActLike<IMadeUp>(verify: true);
        Assert.That((madeUp.Anything(1), madeUp.Default(), madeUp.DefaultAsync().Result), Is.EqualTo(("Anything(1,)", "Default()", "DefaultAsync()")));
        Assert.That(() => ((object)Root.MadeUp()).ActLike<IRenamed>(verify: true), Throws.TypeOf<MissingMemberException>().With.Message.Contains("'größe_in_µm'"));
    }

    public interface ICoroutines
    {
        Task DoAsync();

        Task<int> GetAsync();

        IAsyncEnumerable<int> ItemsAsync();
    }

    public interface IMadeUp
    {
        string Anything(int value);

        string Default() => "default";

        Task<string> DefaultAsync() => Task.FromResult("default");
    }

    internal interface IFailing
    {
        string FailInside();
    }
}
