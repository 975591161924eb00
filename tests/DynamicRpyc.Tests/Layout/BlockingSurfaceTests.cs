using System.Reflection;
using DynamicRpyc.Tests.Faults;

namespace DynamicRpyc.Tests.Layout;

/// <summary>
/// "Peers die, hang and lie in tests of every blocking member": what is public either is used on peers in trouble (<see cref="BlockingMembers"/>, <see cref="DialTroubleTests"/>), or is
/// named here as something that never waits for a peer. A new public member is in neither, and this fails.
/// </summary>
internal sealed class BlockingSurfaceTests
{
    /// <summary>Types whose members have to do with a peer.</summary>
    private static readonly Type[] _connected =
    [
        typeof(Connection), typeof(AsyncResult), typeof(BufferedIterator), typeof(BackgroundServing), typeof(PersistentConnection), typeof(NetrefScope), typeof(Channel),
        typeof(RemoteObject), typeof(Rpyc), typeof(Rpyc.Classic), typeof(ThreadedServer), typeof(Py),
    ];

    /// <summary>Members of those types that never wait for a peer: they are local, or leave the waiting to what they return.</summary>
    private static readonly string[] _neverWait =
    [
        "Connection.Config", "Connection.Name", "Connection.Service", "Connection.Closed", "Connection.CloseReason", "Connection.Fileno", "Connection.Scope", "Connection.ToString", "Connection.Disconnected",
        "AsyncResult.Expired", "AsyncResult.SetExpiry", "AsyncResult.AddCallback", "AsyncResult.ToString",
        "BackgroundServing.new", "BackgroundServing.Active",
        "PersistentConnection.Connected",
        "NetrefScope.Keep",
        "Channel.new", "Channel.Dispose", "Channel.ToString",
        "Rpyc.DefaultPort", "Rpyc.BuffIter", "Rpyc.Persistent", "Rpyc.Restricted", "Rpyc.UndoActLike", "Rpyc.RemoteInfo", "Rpyc.Fn", "Rpyc.Act", "Rpyc.ConnectThread", "Rpyc.ConnectStdPipes",
        "Rpyc.Classic.ConnectThread", "Py.Is", "Py.Slice",
        "ThreadedServer.new", "ThreadedServer.Host", "ThreadedServer.Port", "ThreadedServer.ConnectionCount", "ThreadedServer.StartInBackground",
    ];

    /// <summary>Types that are values, settings, marks, errors, or what users implement.</summary>
    private static readonly HashSet<Type> _apart =
    [
        typeof(RpycConfig), typeof(RpycLimits), typeof(Dialect), typeof(Compression), typeof(CloseReason), typeof(Handler), typeof(MemberNaming), typeof(DisconnectedEventArgs),
        typeof(PyTuple), typeof(ClrTuple<>), typeof(PySlice), typeof(Ellipsis), typeof(NotImplemented), typeof(RemoteExceptionInfo),
        typeof(IService), typeof(Service), typeof(VoidService), typeof(SlaveService), typeof(IRpycAttributes), typeof(IByValueFormatter),
    ];

    private static readonly string[] _used =
        [.. BlockingMembers.All.Select(member => member.Name), .. DialTroubleTests.Ways, "ThreadedServer.Close", "ThreadedServer.Dispose", "ThreadedServer.Start"];

    [Test]
    public void PublicTypes_each_haveToDoWithAPeerOrNot() => Assert.That(
        typeof(Rpyc).Assembly.GetExportedTypes().Where(type => !_connected.Contains(type) && !_apart.Contains(type) && !type.IsSubclassOf(typeof(Exception)) && !type.IsSubclassOf(typeof(Attribute))).Select(type => type.FullName),
        Is.Empty, $"New public types: name them in {nameof(BlockingSurfaceTests)}, and what of them waits for a peer in {nameof(BlockingMembers)}.");

    [Test]
    public void PublicMembers_ofWhatHasToDoWithAPeer_areTriedInTroubleOrNeverWait() =>
        Assert.That(_connected.SelectMany(NamesOf).Except(_used).Except(_neverWait), Is.Empty, $"New public members: try them on peers in trouble, in {nameof(BlockingMembers)}, or name them here.");

    [Test]
    public void Lists_nameNothingThatIsGone() =>
        Assert.That(_used.Where(name => !name.StartsWith("netref:", StringComparison.Ordinal)).Concat(_neverWait).Except(_connected.SelectMany(NamesOf)), Is.Empty);

    private static IEnumerable<string> NamesOf(Type type)
    {
        var owner = type.IsNested ? $"{type.DeclaringType!.Name}.{type.Name}" : type.Name;
        const BindingFlags all = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.GetMembers(all)
            .Where(member => member is not (MethodInfo { IsSpecialName: true } or Type) || member.Name.StartsWith("op_", StringComparison.Ordinal))
            .Select(member => $"{owner}.{(member is ConstructorInfo ? "new" : member.Name)}").Distinct();
    }
}
