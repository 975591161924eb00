using System.Diagnostics;
using System.Dynamic;
using System.Reflection;
using DynamicRpyc.Netrefs;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Feel;

/// <summary>"The debugger and ToString never hang: a dead or slow link shows a local text."</summary>
internal sealed class CSharpTextTests
{
    private static readonly TimeSpan _promptly = TimeSpan.FromSeconds(20);

    private readonly Stuck _stuck = new();
    private Connection _connection = null!;
    private dynamic _remote = null!;

    [SetUp]
    public void Connect()
    {
        _stuck.Gate.Reset();
        _connection = Rpyc.ConnectThread(remoteService: Service.For(new Holder(_stuck)), remoteConfig: RpycConfig.Classic);
        _remote = _connection.Root.Thing;
    }

    [TearDown]
    public void Disconnect()
    {
        _stuck.Gate.Set();
        _connection.Close();
    }

    [Test]
    public void ToString_whereThePeerIsBusy_isALocalText()
    {
        object remote = _remote;
        Func<string?>[] ways = [remote.ToString, () => $"{remote}", () => (string)_remote.ToString(), () => $"{remote:x}"];
        var texts = Eventually.Result(Task.WhenAll(ways.Select(Task.Run)), "four texts", _promptly);
        Assert.That(texts, Is.All.EqualTo("<netref DynamicRpyc.Tests.Feel.Stuck (no answer in 2 s)>"));
    }

    [Test]
    public void CastToString_waits_asEveryCallDoes()
    {
        var text = Task.Run(() => (string)_remote);
        Assert.That(Eventually.Result(Task.Run(() => ((object)_remote).ToString()), "the impatient text", _promptly), Does.Contain("no answer"));
        Assert.That(text.IsCompleted, Is.False);
        _stuck.Gate.Set();
        Assert.That(Eventually.Result(text, "the patient text"), Is.EqualTo("at last"));
    }

    [Test]
    public void ToString_onADeadLink_isALocalText()
    {
        _connection.Close();
        Assert.That(new[] { ((object)_remote).ToString(), $"{_remote}", (string)_remote.ToString() }, Is.All.EqualTo("<netref DynamicRpyc.Tests.Feel.Stuck (connection closed)>"));
    }

    [Test]
    public void ToString_whereNobodyReadsTheLink_isALocalText()
    {
        var (near, far) = Connections.Pair.Sockets();
        using (far)
        {
            using var connection = Rpyc.ConnectStream(new System.Net.Sockets.NetworkStream(near, ownsSocket: true));
            var remote = new Netref(connection.Core.Requester, new DynamicRpyc.Messages.IdPack("test.Thing", 7, 8));
            var call = Task.Run(() => ((dynamic)remote).take(new byte[64 << 20]));
            Eventually.True(() => connection.Core.Requests is not null && IsWriting(call), "the big call to be under way");
            Assert.That(Eventually.Result(Task.Run(() => remote.ToString()), "a text", _promptly), Is.EqualTo("<netref test.Thing (no answer in 2 s)>"));
            connection.Close();
            Assert.That(async () => await call, Throws.TypeOf<ConnectionClosedException>());
        }
    }

    [Test]
    public void MemberNames_whereThePeerIsBusy_areNone()
    {
        // A call that is under way holds the peer's line.
        Task<object> call = _remote.TextAsync();
        Eventually.True(() => _stuck.IsWaiting, "the call to be under way over there");
        Assert.That(Eventually.Result(Task.Run(() => ((DynamicObject)_remote).GetDynamicMemberNames().ToArray()), "the names", _promptly), Is.Empty);
        _stuck.Gate.Set();
        Eventually.Completes(call, "the call");
    }

    [Test]
    public void Debugger_showsWhatIsKnownHere()
    {
        _connection.Close();
        var display = typeof(Netref).GetCustomAttribute<DebuggerDisplayAttribute>()!;
        Assert.That(display.Value, Is.EqualTo("{LocalText,nq}"), "a text without a request");
        var proxy = Type.GetType(typeof(Netref).GetCustomAttribute<DebuggerTypeProxyAttribute>()!.ProxyTypeName)!;
        object view = Activator.CreateInstance(proxy, [(object)_remote])!;
        var shown = proxy.GetProperties().ToDictionary(property => property.Name, property => property.GetValue(view)!.ToString());
        Assert.That((shown["RemoteType"], shown["State"], shown["IsType"]), Is.EqualTo(("DynamicRpyc.Tests.Feel.Stuck", "connection closed", "False")));
        Assert.That(shown["Connection"], Does.StartWith("<Connection "));
    }

    [Test]
    public void Helpers_texts_areLocal()
    {
        Assert.That((string)Rpyc.Async(_remote).ToString(), Is.EqualTo("<asynchronous <netref DynamicRpyc.Tests.Feel.Stuck>>"));
        Assert.That((string)Rpyc.OneWay(_remote).ToString(), Is.EqualTo("<one-way <netref DynamicRpyc.Tests.Feel.Stuck>>"));
    }

    private static bool IsWriting(Task call) => call.Status == TaskStatus.Running;

    public sealed class Holder(Stuck thing)
    {
        public Stuck Thing { get; } = thing;
    }
}

/// <summary>Its text takes until the gate opens.</summary>
public sealed class Stuck : IFormattable
{
    private volatile bool _isWaiting;

    public ManualResetEventSlim Gate { get; } = new();

    public bool IsWaiting => _isWaiting;

    public Task<string> TextAsync() => Task.FromResult(ToString());

    public override string ToString()
    {
        _isWaiting = true;
        Gate.Wait();
        return "at last";
    }

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();
}
