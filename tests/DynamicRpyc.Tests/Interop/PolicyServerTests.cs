using DynamicRpyc.Tests.Support;
using DynamicRpyc.Tests.Vinegar;

namespace DynamicRpyc.Tests.Interop;

/// <summary>Settings of this side as real Python servers show them, and Python's own settings as this side sees them.</summary>
[Category("Interop")]
internal sealed class PolicyServerTests
{
    private PythonServer _server = null!;

    [OneTimeSetUp]
    public void Start() => _server = PythonPeer.StartServer("policy_server.py");

    [OneTimeTearDown]
    public void Stop() => _server?.Dispose();

    private Connection Connect(RpycConfig? config = null) => Rpyc.Connect(_server.Host, _server.Port, config: config);

    [Test]
    public void InstantiateCustomExceptions_ofAPythonClassOfTheSameName_bothPositions()
    {
        using var plain = Connect();
        Assert.That(() => plain.Root.fail(), Throws.TypeOf<RemoteException>().With.Message.EqualTo("none left"));
        using var trusting = Connect(RpycConfig.Default with { InstantiateCustomExceptions = true });
        var failure = Assert.Throws<OutOfStockException>(() => trusting.Root.fail())!;
        Assert.That((failure.Message, failure.Article), Is.EqualTo(("none left", 42L)));
        Assert.That(failure.ToString(), Does.Contain("Remote Traceback (1)").And.Contain("exposed_fail").And.Contain(nameof(InstantiateCustomExceptions_ofAPythonClassOfTheSameName_bothPositions)));
    }

    [TestCase(3, 3)]
    [TestCase(null, 0)]
    [TestCase("bye", 1)]
    public void SystemExit_byDefault_isThrownAtTheCaller(object? code, int exitCode)
    {
        using var connection = Connect();
        var exit = Assert.Throws<SystemExitException>(() => connection.Root.exit(code))!;
        Assert.That((exit.Code, exit.ExitCode), Is.EqualTo((code, exitCode)));
        connection.Ping();
    }

    [Test]
    public void TypeArguments_underDefaultSettings_sayWhatToWrite()
    {
        using var connection = Connect();
        Assert.That(() => connection.Root.list()[connection.Root.list()], Throws.TypeOf<AccessDeniedException>().With.Message.EqualTo(
            "__class_getitem__ of the remote class 'builtins.list', which gives it type arguments, was refused by the side that owns it. There, in Python, expose the class with its arguments, as in "
            + "exposed_ints = list[int], or write config={\"allow_all_attrs\": True}, of a server protocol_config=..."));
        Assert.That((List<int>)connection.Root.ints()(new[] { 1, 2 }), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public void IsInstance_ofAValue_underDefaultSettings_saysWhatToWrite()
    {
        using var connection = Connect();
        Assert.That((bool)Rpyc.IsInstance(connection.Root.items(), connection.Root.list()), Is.True);
        Assert.That(() => (bool)Rpyc.IsInstance(5, connection.Root.list()), Throws.ArgumentException.With.Message.StartsWith(
            "A System.Int32 is a value; whether it is a remote 'builtins.list' can be asked on classic connections only."));
    }

    [Test]
    public void CastToAGrid_ofADataFrame_underDefaultSettings_saysWhatToWrite()
    {
        using var connection = Connect();
        Assert.That(() => (double[,])connection.Root.frame(), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The remote 'pandas.core.frame.DataFrame' cannot become a System.Double[,]: its rows are those of to_numpy(), which the peer does not give; have it return that."));
    }

    [Test]
    public async Task NumberedItemsWithoutIter_underDefaultSettings_areWalkedOver()
    {
        using var connection = Connect();
        var row = connection.Root.row(1, "a", null);
        var seen = new List<object?>();
        await foreach (var cell in (IAsyncEnumerable<object?>)row)
            seen.Add(cell);
        Assert.That((seen, (object?[])row, (bool)Py.In("a", row)), Is.EqualTo((new List<object?> { 1, "a", null }, new object?[] { 1, "a", null }, true)));
    }

    [Test]
    public void KeyboardInterrupt_isAnOperationCanceledException()
    {
        using var connection = Connect();
        Assert.That(() => connection.Root.interrupt(), Throws.TypeOf<OperationCanceledException>());
    }

    [Test]
    public void TracebackAndVersion_deniedByPython_saySo()
    {
        using var server = PythonPeer.StartServer("policy_server.py", "denying");
        using var connection = Rpyc.Connect(server.Host, server.Port);
        var denied = Rpyc.RemoteInfo(Assert.Throws<RemoteException>(() => connection.Root.fail())!)!;
        Assert.That((denied.Trace, denied.Attributes["_remote_version"]), Is.EqualTo(("<traceback denied>", (object)"<version denied>")));
        object items = connection.Root.items();
        Assert.That(connection.SyncRequest(Handler.Pickle, items, 4), Is.InstanceOf<byte[]>());
        using var refusing = Connect();
        object others = refusing.Root.items();
        Assert.That(() => refusing.SyncRequest(Handler.Pickle, others, 4), Throws.ArgumentException.With.Message.Contains("pickling is disabled"));
        Assert.That(Rpyc.RemoteInfo(Assert.Throws<RemoteException>(() => refusing.Root.fail())!)!.Attributes["_remote_version"], Is.EqualTo(PythonPeer.Version));
    }

    [Test]
    public void ObjectsOfPythonWithTheirOwnControl_decide()
    {
        using var connection = Connect();
        dynamic guarded = connection.Root.guarded();
        Assert.That((int)guarded.open, Is.EqualTo(1));
        Assert.That(() => guarded.other, Throws.InstanceOf<MissingMemberException>());
        Assert.That(() => guarded.open = 2, Throws.Nothing);
        Assert.That(() => guarded.other = 2, Throws.InstanceOf<MissingMemberException>());
        dynamic restricted = connection.Root.restricted();
        restricted.append(4);
        Assert.That((int)restricted.pop(), Is.EqualTo(4));
        Assert.That(() => restricted.clear(), Throws.InstanceOf<MissingMemberException>());
    }

    [Test]
    public void NamesOfAPythonService_areCallable()
    {
        using var connection = Connect();
        Assert.That((string)connection.Root.get_service_name(), Is.EqualTo("POLICY"));
        Assert.That(((IEnumerable<object>)connection.Root.get_service_aliases()).ToArray(), Is.EqualTo(new object[] { "POLICY", "OTHER" }));
    }

    [Test]
    public void CallbackThatFails_reachesPythonByTheConfigurationOfThisSide()
    {
        Func<object?> fail = () => throw new KeyNotFoundException("shelf 3");
        (string Name, string Text) Seen(RpycConfig config)
        {
            using var connection = Connect(config);
            var seen = (PyTuple)connection.Root.type_of_failure(fail);
            return ((string)seen[0]!, (string)seen[1]!);
        }

        var open = Seen(RpycConfig.Default);
        Assert.That(open.Name, Is.EqualTo("builtins.KeyError"));
        Assert.That(open.Text, Does.Contain(nameof(CallbackThatFails_reachesPythonByTheConfigurationOfThisSide)).And.Not.Contain("WARNING"));
        Assert.That(Seen(RpycConfig.Default with { IncludeLocalTraceback = false }).Text, Does.Contain("<traceback denied>"));
        Assert.That(Seen(RpycConfig.Default with { IncludeLocalVersion = false }).Text, Does.Not.Contain("WARNING"));
    }

    [Test]
    public void CallbackThatExits_isASystemExitInPython()
    {
        using var connection = Connect();
        Func<object?> exit = () => throw new SystemExitException(4);
        Assert.That(((PyTuple)connection.Root.type_of_failure(exit))[0], Is.EqualTo("builtins.SystemExit"));
    }

    /// <summary>In a process of its own, since it ends it.</summary>
    [TestCase(true, 3, "")]
    [TestCase(false, 0, "lives on")]
    public void PropagateSystemExit_bothPositions(bool propagate, int exitCode, string output)
    {
        using var child = ChildProcess.Start(TestHost.Program, TestHost.Arguments("exit", $"{_server.Port}", $"{propagate}"));
        Assert.That((child.WaitForExit(), child.Output.Trim()), Is.EqualTo((exitCode, output)), child.Report());
    }
}
