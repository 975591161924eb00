using System.Collections;
using System.Reflection;

namespace DynamicRpyc.Tests.Access;

/// <summary>
/// "With the default configuration none of these is a way out of a service": the list of attempts. A service that gives out one of each kind of object; a peer that tries every name
/// by which one of them could lead elsewhere, by getting it, by calling it, and by the requests of the protocol that carry no name.
/// </summary>
internal sealed class EscapeTests
{
    private static readonly string[] _ways =
    [
        // Reflection, of .NET and of Python
        "GetType", "__class__", "__dict__", "__bases__", "__mro__", "__subclasses__", "__init__", "__globals__", "__code__", "__reduce__", "__reduce_ex__", "__getattribute__", "__module__",
        "__self__", "__func__", "__name__", "__qualname__", "__new__", "__call__", "Assembly", "Module", "BaseType", "DeclaringType", "GetMethod", "GetMethods", "GetConstructors", "GetMember",
        "GetMembers", "GetField", "GetProperty", "InvokeMember", "MakeGenericType", "MakeGenericMethod", "TypeHandle", "MemberwiseClone", "Finalize", "ReferenceEquals",

        // Delegates and methods
        "Method", "Target", "DynamicInvoke", "GetInvocationList", "BeginInvoke", "EndInvoke", "Combine", "Clone", "GetObjectData", "CreateDelegate",

        // Exceptions
        "TargetSite", "StackTrace", "Data", "InnerException", "GetBaseException", "Source", "HelpLink",

        // Tasks, closures, enumerators, events
        "Result", "AsyncState", "ContinueWith", "GetAwaiter", "ConfigureAwait", "Exception", "Factory", "Wait", "Start", "Reset", "_source", "_target", "_event", "Add", "Remove", "Raise",

        // The service and its connection
        "OnConnect", "OnDisconnect", "Configure", "Root", "Connection", "Config", "Service", "Core", "SyncRequest", "AsyncRequest", "Modules", "getconn", "_conn", "eval", "execute", "getmodule", "namespace",
        "Secret", "_secret", "secret",

        // By-object control is the owner's, not the peer's
        "_rpyc_getattr", "_rpyc_setattr", "_rpyc_delattr", "RpycGetAttr", "RpycSetAttr", "RpycDelAttr",
    ];

    // What the default safe names let through on purpose, and what these objects were made for.
    private static readonly Dictionary<string, string[]> _meant = new()
    {
        ["delegate"] = ["__call__"],
        ["method"] = ["__call__"],
        ["closure"] = ["__call__"],
        ["token"] = ["Add", "Remove"],
        ["marked_type"] = ["__call__"],
    };

    private Connection _connection = null!;
    private dynamic _root = null!;

    private enum Colour
    {
        Red,
    }

    [OneTimeSetUp]
    public void Connect()
    {
        // As any peer: one that is known to be .NET gets types and enums by value, and has nothing to try its ways on.
        _connection = Rpyc.ConnectThread(config: RpycConfig.Default with { DotNetExtensions = false }, remoteService: new GenerousService());
        _root = _connection.Root;
    }

    [OneTimeTearDown]
    public void Close() => _connection.Dispose();

    private static readonly string[] _kinds =
    [
        "service", "delegate", "closure", "method", "exception", "enumerator", "iterator", "dictionary", "task", "lazy", "token", "type", "marked_type", "generic_type", "enum_type", "enum",
        "namespace", "connection", "self_connection", "netref", "stream", "thread", "assembly", "method_info", "expando", "restricted", "anonymous",
    ];

    [TestCaseSource(nameof(_kinds))]
    public void Object_ofThisKind_isNoWayOut(string kind)
    {
        dynamic target = kind == "service" ? _root : _root.give(kind);
        Assert.That(Rpyc.Release(null), Is.False);
        foreach (var name in _ways.Except(_meant.GetValueOrDefault(kind, [])))
        {
            Assert.That(() => _connection.SyncRequest(Handler.GetAttr, (object)target, name), Refuses(), $"{kind}.{name}");
            Assert.That(() => _connection.SyncRequest(Handler.CallAttr, (object)target, name, new PyTuple(), new PyTuple()), Refuses(), $"{kind}.{name}()");
            Assert.That(() => _connection.SyncRequest(Handler.SetAttr, (object)target, name, 1), Refuses(), $"{kind}.{name} = 1");
            Assert.That(() => _connection.SyncRequest(Handler.DelAttr, (object)target, name), Refuses(), $"del {kind}.{name}");
            Assert.That(() => _connection.SyncRequest(Handler.OldSlicing, (object)target, name, name, 0, 1, new PyTuple()), Refuses(), $"{kind}.{name}[0:1]");
            Assert.That(() => _connection.SyncRequest(Handler.Cmp, (object)target, 1, name), Refuses(), $"{kind} cmp {name}");
        }
        if (!_meant.GetValueOrDefault(kind, []).Contains("__call__"))
            Assert.That(() => target(), Refuses(), $"{kind}()");
        Assert.That(() => _connection.SyncRequest(Handler.Pickle, (object)target, 4), Throws.ArgumentException.With.Message.Contains("allow_pickle"));
    }

    [Test]
    public void Members_notExposed_areNeverRun()
    {
        var before = GenerousService.Leaks;
        foreach (var name in new[] { "OnConnect", "OnDisconnect", "Configure", "Root", "Secret", "Dispose" })
            Assert.That(() => _connection.SyncRequest(Handler.CallAttr, (object)_root, name, new PyTuple(null!), new PyTuple()), Throws.Exception, name);
        Assert.That(GenerousService.Leaks, Is.EqualTo(before));
    }

    [Test]
    public void EnumeratorsAndDictionaries_areUsableAllTheSame()
    {
        Assert.That(((IEnumerable)_root.give("dictionary")).Cast<object>().Count(), Is.EqualTo(1));
        Assert.That((int)_root.give("closure")(2), Is.EqualTo(3));
        Assert.That((int)_root.give("method")(2), Is.EqualTo(4));
    }

    [Test]
    public void ExposedInstanceMember_namedAsOneOfSystemType_doesNotOpenTheType()
    {
        dynamic type = _root.give("marked_type");
        foreach (var name in new[] { "Assembly", "Module", "GetMethods", "FullName" })
            Assert.That(() => _connection.SyncRequest(Handler.GetAttr, (object)type, name), Refuses(), name);
        Assert.That((string)type().Assembly, Is.EqualTo("harmless"));
    }

    [Test]
    public void ExposedInvoke_doesNotOpenAHiddenCall() => Assert.That(() => _root.give("two_faced")(), Refuses());

    [Test]
    public void ContextOfAnObject_thatIsNotDisposable_cannotBeEntered() =>
        Assert.That(() => _connection.SyncRequest(Handler.CtxExit, (object)_root, null), Throws.InstanceOf<MissingMemberException>().Or.InstanceOf<AccessDeniedException>());

    private static NUnit.Framework.Constraints.IResolveConstraint Refuses() =>
        Throws.InstanceOf<AccessDeniedException>().Or.InstanceOf<MissingMemberException>();

    /// <summary>Marked as a whole, as careless as a user may be: what the library itself keeps back stays back.</summary>
    [Exposed]
    public sealed class GenerousService : Service
    {
        private Connection? _own;

        internal static int Leaks { get; private set; }

        [NotExposed]
        public string Secret => $"{Leaks++}";

        public override object Root
        {
            get
            {
                Leaks += _own is null ? 0 : 1;
                return this;
            }
        }

        public override RpycConfig Configure(RpycConfig config)
        {
            Leaks += _own is null ? 0 : 1;
            return config;
        }

        public override void OnConnect(Connection connection)
        {
            Leaks += _own is null ? 0 : 1;
            _own = connection;
        }

        public override void OnDisconnect(Connection connection) => Leaks++;

        public object? give(string kind)
        {
            var captured = 1;
            return kind switch
            {
                "delegate" => (Func<int, int>)Math.Abs,
                "closure" => (Func<int, int>)(x => x + captured),
                "method" => Bound("Double"),
                "exception" => Caught(),
                "enumerator" => new List<int> { 1 }.GetEnumerator(),
                "iterator" => Enumerable.Range(0, 3).Where(x => x > captured),
                "dictionary" => new Dictionary<string, object> { ["a"] = this },
                "task" => new object[] { Task.FromResult((object)this) }.Select(x => x).ToArray()[0] is Task task ? new Holder(task).Value : null,
                "lazy" => new Lazy<object>(() => this),
                "token" => DynamicRpyc.Invocation.ClrOperations.GetMember(new Source(), "Changed"),
                "type" => typeof(System.Diagnostics.Process),
                "marked_type" => typeof(Marked),
                "generic_type" => typeof(List<>),
                "enum_type" => typeof(Colour),
                "enum" => Colour.Red,
                "namespace" => DynamicRpyc.Classic.ClrModules.Get("System.Diagnostics"),
                "connection" => Rpyc.ConnectThread(),
                "self_connection" => _own,
                "netref" => Rpyc.ConnectThread(remoteService: new VoidService()).Root,
                "stream" => new MemoryStream(),
                "thread" => Thread.CurrentThread,
                "assembly" => typeof(string).Assembly,
                "method_info" => typeof(File).GetMethod(nameof(File.Exists)),
                "expando" => Expando(),
                "restricted" => Rpyc.Restricted(this, ["Nothing"]),
                "anonymous" => new { Value = 1 },
                "two_faced" => new TwoFaced(),
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind"),
            };
        }

        private static object Bound(string name) => DynamicRpyc.Invocation.ClrOperations.GetMember(new Marked(), name)!;

        private static Exception Caught()
        {
            try
            {
                throw new InvalidOperationException("x");
            }
            catch (InvalidOperationException e)
            {
                return e;
            }
        }

        private static System.Dynamic.ExpandoObject Expando()
        {
            IDictionary<string, object?> made = new System.Dynamic.ExpandoObject();
            made["Secret"] = 1;
            return (System.Dynamic.ExpandoObject)made;
        }
    }

    /// <summary>Keeps a task from being awaited as the call's own result.</summary>
    public sealed class Holder(Task task)
    {
        public object Value => new Dictionary<int, Task> { [0] = task }.Values;
    }

    public sealed class Source
    {
        public event EventHandler? Changed;

        internal void Raise() => Changed?.Invoke(this, EventArgs.Empty);
    }

    [Exposed]
    public sealed class Marked
    {
        public string Assembly => "harmless";

        public string Module => "harmless";

        public string FullName => "harmless";

        public string GetMethods() => "harmless";

        public int Double(int x) => 2 * x;
    }

    public sealed class TwoFaced
    {
        [Exposed]
        public int Invoke() => 1;

        public int __call__() => throw new InvalidOperationException("hidden");
    }
}
