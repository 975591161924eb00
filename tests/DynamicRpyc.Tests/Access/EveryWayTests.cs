using System.Collections;
using System.Diagnostics.CodeAnalysis;
using DynamicRpyc.Access;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Tests.Access;

/// <summary>Every name that the library answers by itself, tried on objects all of whose members are kept from peers, in every way and under every setting that keeps the mark: none may run one.</summary>
[TestFixture(false, typeof(KeptMap)), TestFixture(true, typeof(KeptMap)), TestFixture(false, typeof(KeptList)), TestFixture(true, typeof(KeptList))]
[TestFixture(false, typeof(ExplicitlyKept)), TestFixture(true, typeof(ExplicitlyKept)), TestFixture(false, typeof(HiddenSpecials)), TestFixture(true, typeof(HiddenSpecials))]
internal sealed class EveryWayTests(bool allowsPublic, Type type)
{
    private static readonly object?[][] _arguments = [[], [0], ["a"], ["a", 1], [new PySlice(0, 1)], [1..2], [null, null, null], [typeof(int)]];

    private Connection _connection = null!;
    private object _kept = null!;

    [SetUp]
    public void Connect()
    {
        _connection = Rpyc.ConnectThread(remoteService: Service.For(new Giver(Activator.CreateInstance(type)!)), remoteConfig: RpycConfig.Default with { AllowPublicAttributes = allowsPublic });
        _kept = ((dynamic)_connection.Root!).exposed_Kept();
        BackDoorsReached = BackDoors.Reached;
    }

    [TearDown]
    public void Disconnect() => _connection.Dispose();

    private int BackDoorsReached { get; set; }

    private IEnumerable<string> Names() => SpecialMethods.NamesFor(MemberTable.OfInstance(type)).Concat(RpycConfig.DefaultSafeAttributes)
        .Concat(["keys", "values", "items", "get", "index", "count", "Key", "Value", "Rank", "GetLength", "__call__", "__reversed__", "__length_hint__", "__array__", "close", "__class_getitem__"])
        .SelectMany(static name => new[] { name, "exposed_" + name }).Distinct();

    [Test]
    public void NoName_runsAMemberThatIsKept()
    {
        foreach (var name in Names())
        {
            foreach (var arguments in _arguments)
            {
                Try(Handler.CallAttr, name, new PyTuple(arguments), PyTuple.Empty);
                AssertNothingRan(name);
            }
            Try(Handler.OldSlicing, name, name, 0, 1, PyTuple.Empty);
            Try(Handler.Cmp, 1, name);
            if (Try(Handler.GetAttr, name) is { } got)
                Attempt(() => ((dynamic)got)());
            Try(Handler.SetAttr, name, 1);
            Try(Handler.DelAttr, name);
            AssertNothingRan(name);
        }
    }

    [Test]
    public void NoRequest_runsAMemberThatIsKept()
    {
        foreach (var handler in new[] { Handler.Str, Handler.Repr, Handler.Hash, Handler.Dir })
            Try(handler);
        Try(Handler.BuffIter, 5);
        Try(Handler.CtxExit, [null]);
        Try(Handler.Pickle, 4);
        Try(Handler.Call, PyTuple.Empty, PyTuple.Empty);
        AssertNothingRan("a request without a name");
    }

    private void AssertNothingRan(string name) => Assert.That(BackDoors.Reached, Is.EqualTo(BackDoorsReached), $"{name} ran what is kept");

    private object? Try(Handler handler, params object?[] arguments) => Attempt(() => _connection.SyncRequest(handler, [_kept, .. arguments]));

    [SuppressMessage("Design", "CA1031", Justification = "How it is refused is of no account here; that nothing ran is asserted.")]
    private static object? Attempt(Func<object?> attempt)
    {
        try
        {
            return attempt();
        }
        catch (Exception)
        {
            return null;
        }
    }

    public sealed class Giver(object kept)
    {
        public object exposed_Kept() => kept;
    }

    /// <summary>A mapping, all of whose public members are kept.</summary>
    [Exposed]
    public sealed class KeptMap : IReadOnlyDictionary<string, object>
    {
        [NotExposed]
        public int Count => BackDoors.Reach(1);

        [NotExposed]
        public IEnumerable<string> Keys => BackDoors.Reach<IEnumerable<string>>(["a"]);

        [NotExposed]
        public IEnumerable<object> Values => BackDoors.Reach<IEnumerable<object>>([1]);

        [NotExposed]
        public object this[string key] => BackDoors.Reach(1);

        [NotExposed]
        public bool ContainsKey(string key) => BackDoors.Reach(true);

        [NotExposed]
        public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value) => BackDoors.Reach((value = 1) is not null);

        [NotExposed]
        public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => BackDoors.Reach(new Dictionary<string, object> { ["a"] = 1 }).GetEnumerator();

        [NotExposed]
        public override string ToString() => BackDoors.Reach("");

        [NotExposed]
        public override bool Equals(object? obj) => BackDoors.Reach(true);

        [NotExposed]
        public override int GetHashCode() => BackDoors.Reach(1);

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        [NotExposed]
        public static implicit operator bool(KeptMap map) => BackDoors.Reach(true);

        [NotExposed]
        public static explicit operator int(KeptMap map) => BackDoors.Reach(1);

        [NotExposed]
        public static explicit operator string(KeptMap map) => BackDoors.Reach("");

        [NotExposed]
        public static KeptMap operator +(KeptMap map, object other) => BackDoors.Reach(map);

        [NotExposed]
        public static bool operator <(KeptMap map, object other) => BackDoors.Reach(true);

        [NotExposed]
        public static bool operator >(KeptMap map, object other) => BackDoors.Reach(true);
    }

    /// <summary>A list, all of whose public members are kept.</summary>
    [Exposed]
    public sealed class KeptList : IReadOnlyList<int>, IComparable, IDisposable
    {
        [NotExposed]
        public int Count => BackDoors.Reach(3);

        [NotExposed]
        public int this[int index] => BackDoors.Reach(index);

        [NotExposed]
        public int[] Slice(int start, int length) => BackDoors.Reach(new int[length]);

        [NotExposed]
        public bool Contains(int item) => BackDoors.Reach(true);

        [NotExposed]
        public IEnumerator<int> GetEnumerator() => BackDoors.Reach(Enumerable.Range(0, 3)).GetEnumerator();

        [NotExposed]
        public int CompareTo(object? obj) => BackDoors.Reach(0);

        [NotExposed]
        public void Dispose() => BackDoors.Reach(0);

        [NotExposed]
        public override string ToString() => BackDoors.Reach("");

        [NotExposed]
        public override bool Equals(object? obj) => BackDoors.Reach(true);

        [NotExposed]
        public override int GetHashCode() => BackDoors.Reach(1);

        [NotExposed]
        public int Invoke() => BackDoors.Reach(1);

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>The same, by members that implement the interfaces' explicitly.</summary>
    public sealed class ExplicitlyKept : IReadOnlyDictionary<string, object>, IDisposable, IComparable
    {
        [NotExposed]
        int IReadOnlyCollection<KeyValuePair<string, object>>.Count => BackDoors.Reach(1);

        [NotExposed]
        IEnumerable<string> IReadOnlyDictionary<string, object>.Keys => BackDoors.Reach<IEnumerable<string>>(["a"]);

        [NotExposed]
        IEnumerable<object> IReadOnlyDictionary<string, object>.Values => BackDoors.Reach<IEnumerable<object>>([1]);

        [NotExposed]
        object IReadOnlyDictionary<string, object>.this[string key] => BackDoors.Reach(1);

        [NotExposed]
        bool IReadOnlyDictionary<string, object>.ContainsKey(string key) => BackDoors.Reach(true);

        [NotExposed]
        bool IReadOnlyDictionary<string, object>.TryGetValue(string key, out object value) => BackDoors.Reach((value = 1) is not null);

        [NotExposed]
        IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => BackDoors.Reach(new Dictionary<string, object> { ["a"] = 1 }).GetEnumerator();

        [NotExposed]
        IEnumerator IEnumerable.GetEnumerator() => BackDoors.Reach(Array.Empty<int>()).GetEnumerator();

        [NotExposed]
        void IDisposable.Dispose() => BackDoors.Reach(0);

        [NotExposed]
        int IComparable.CompareTo(object? obj) => BackDoors.Reach(0);
    }
}
