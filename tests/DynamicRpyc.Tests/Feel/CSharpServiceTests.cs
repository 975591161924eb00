namespace DynamicRpyc.Tests.Feel;

/// <summary>The rows that need more than one member to be let through, on a service that shows only what it marks; and through a process in between.</summary>
internal sealed class CSharpServiceTests
{
    private readonly List<Connection> _connections = [];

    [TearDown]
    public void Close() => _connections.ForEach(connection => connection.Close());

    [TestCase(false)]
    [TestCase(true)]
    public async Task Await_ofCallsAndProperties(bool throughAHub)
    {
        dynamic root = Root(throughAHub);
        Assert.That((int)await root.AddAsync(1, 2), Is.EqualTo(3));
        var done = (Task<int>)root.Done;
        Assert.That(done.IsCompleted, Is.False);
        root.Finish(5);
        Assert.That((await done, (int)await root.Done), Is.EqualTo((5, 5)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task AwaitForeach_leftEarly(bool throughAHub)
    {
        dynamic root = Root(throughAHub);
        var seen = new List<int>();
        await foreach (var item in (IAsyncEnumerable<int>)root.Count())
        {
            seen.Add(item);
            if (item == 2)
                break;
        }
        Assert.That((seen, (bool)root.IsLeft), Is.EqualTo((new List<int> { 0, 1, 2 }, true)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Out_andIsInstance(bool throughAHub)
    {
        dynamic root = Root(throughAHub);
        bool found = root.TryGet("a", out int value);
        Assert.That((found, value), Is.EqualTo((true, 1)));
        object items = root.Items;
        Assert.That((Rpyc.IsInstance(items, typeof(IDictionary<string, int>)), Rpyc.IsInstance(items, typeof(IDisposable))), Is.EqualTo((true, false)));
    }

    [Test]
    public void TypeOf_whereTheServiceKeepsItsTypes_saysWhatWouldAllowIt() => Assert.That(() => Rpyc.TypeOf((object)Root(false).Items), Throws.TypeOf<AccessDeniedException>().With.Message.EqualTo(
        "access to '__class__' of a Dictionary`2 was refused by the side that owns the object: set RpycConfig.AllowAllAttributes there to allow it."));

    [TestCase(false)]
    [TestCase(true)]
    public async Task Dictionary_whoseMembersAreKept_isCastLentAndAwaited(bool throughAHub)
    {
        dynamic root = Root(throughAHub);
        Assert.That((Dictionary<string, long>)root.Items, Is.EqualTo(new Dictionary<string, long> { ["a"] = 1 }));
        Assert.That((SortedDictionary<string, int>)root.Items, Is.EqualTo(new SortedDictionary<string, int> { ["a"] = 1 }));
        Assert.That(((IDictionary<string, int>)root.Items).Values, Is.EqualTo(new[] { 1 }));
        Assert.That((IEnumerable<(string, long)>)root.Items, Is.EqualTo(new[] { ("a", 1L) }));
        Assert.That(((ICollection<KeyValuePair<string, int>>)root.Items).Contains(new("a", 1)));
        Assert.That((List<KeyValuePair<string, int>>)root.Items, Is.EqualTo(new[] { KeyValuePair.Create("a", 1) }));
        Assert.That(await Rpyc.ActLike<ICounting>((object)root).ItemsAsync(), Is.EqualTo(new Dictionary<string, int> { ["a"] = 1 }));
        Assert.That((int)root.Sum(new Dictionary<string, int> { ["b"] = 2, ["c"] = 3 }), Is.EqualTo(5));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void ArrayOfArrays_whoseMembersAreKept_isLentAsAGrid(bool throughAHub) =>
        Assert.That((int)Root(throughAHub).Cells(new[] { new[] { 1, 2 }, new[] { 3, 4 } }), Is.EqualTo(10));

    [TestCase(false)]
    [TestCase(true)]
    public void Memory_isCastWalkedAndIndexed(bool throughAHub)
    {
        dynamic window = Root(throughAHub).Window();
        Assert.That(((int[])window, (List<long>)window, ((Memory<int>)window).ToArray()), Is.EqualTo((new[] { 2, 3 }, new List<long> { 2, 3 }, new[] { 2, 3 })));
        Assert.That((((IEnumerable<int>)window).Sum(), (int)window[^1], (int)window.Length), Is.EqualTo((5, 3, 2)));
        window[0] = 7;
        Assert.That((int[])window[..1], Is.EqualTo(new[] { 7 }));
        Assert.That(() => window[1..3], Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("there are 2 items"));
    }

    /// <summary>The safe names tell as much: entries can be unpacked, arrays walked over.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public void EntriesAndArrays_whoseMembersAreKept_areReadByTheirOwnNames(bool throughAHub)
    {
        dynamic root = Root(throughAHub);
        var entries = new List<string>();
        foreach (dynamic entry in root.Items)
            entries.Add($"{(string)entry.Key}={(int)entry.Value}");
        Assert.That(entries, Is.EqualTo(new[] { "a=1" }));
        Assert.That((int[,])root.Grid(), Is.EqualTo(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }));
        Assert.That(((int)root.Grid().Length, (int)root.Grid().Rank), Is.EqualTo((6, 2)));
        Assert.That((int)root.Grid().GetLength(1), Is.EqualTo(3));
        AssertRefused(() => root.Grid().Clone());
        AssertRefused(() => root.Grid().GetType());
        AssertRefused(() => root.Pair.Key, "what a class of one's own calls so is another matter");
    }

    /// <summary>A process in between may do all that its upstream lets it do, and hands on no more than its own policy says.</summary>
    [Test]
    public void EntriesAndArrays_ofASlaveBehindAHub_areReadByTheirOwnNamesAndNoOthers()
    {
        var upstream = Rpyc.ConnectThread(remoteService: new Counting(), remoteConfig: RpycConfig.Classic);
        _connections.Add(upstream);
        var client = Rpyc.ConnectThread(remoteService: new Passing((object)upstream.Root));
        _connections.Add(client);
        dynamic grid = client.Root.Grid;
        dynamic pair = client.Root.Own;
        Assert.That(((int)grid.Rank, (int)grid.GetLength(0)), Is.EqualTo((2, 2)));
        foreach (dynamic entry in client.Root.Items)
            Assert.That(((string)entry.Key, (int)entry.Value), Is.EqualTo(("a", 1)));
        Assert.That((int)client.Root.Items.get("a"), Is.EqualTo(1));
        foreach (var refused in new Func<object?>[] { () => grid.Clone(), () => grid.SyncRoot, () => grid.SetValue(9, 0, 0), () => pair.Key, () => client.Root.Items.Add("b", 2), () => client.Root.Items.Comparer })
            AssertRefused(refused);
        Assert.That((int)upstream.Root.Items.Count, Is.EqualTo(1));
    }

    [Test]
    public void EntriesAndArrays_whereNoSafeNameTellsAsMuch_areKept()
    {
        var strict = RpycConfig.Default with { SafeAttributes = ["__call__"] };
        using var connection = Rpyc.ConnectThread(remoteService: new Counting(), remoteConfig: strict);
        dynamic root = connection.Root;
        Assert.That(() => root.Grid().Length, Throws.TypeOf<AccessDeniedException>());
    }

    public interface ICounting
    {
        Task<Dictionary<string, int>> ItemsAsync();
    }

    // An owner behind a hub is asked for what it would have under the prefix, and has nothing there.
    private static void AssertRefused(Func<object?> use, string why = "") =>
        Assert.That(() => use(), Throws.InstanceOf<MissingMemberException>().Or.InstanceOf<AccessDeniedException>(), why);

    private dynamic Root(bool throughAHub)
    {
        var connection = Rpyc.ConnectThread(remoteService: new Counting());
        _connections.Add(connection);
        if (throughAHub)
        {
            connection = Rpyc.ConnectThread(remoteService: Service.For((object)connection.Root));
            _connections.Add(connection);
        }
        return connection.Root;
    }

    /// <summary>Hands on what it has of another process.</summary>
    private sealed class Passing(dynamic upstream) : Service
    {
        [Exposed]
        public object Grid => upstream.Grid();

        [Exposed]
        public object Items => upstream.Items;

        [Exposed]
        public object Own => upstream.Pair;
    }

    /// <summary>Its name is none of the framework's.</summary>
    public sealed class OwnEntry
    {
        public string Key => "kept";
    }

    private sealed class Counting : Service
    {
        private readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        [Exposed]
        public bool IsLeft { get; private set; }

        [Exposed]
        public int[,] Grid() => new[,] { { 1, 2, 3 }, { 4, 5, 6 } };

        [Exposed]
        public Memory<int> Window() => new[] { 1, 2, 3, 4 }.AsMemory(1, 2);

        [Exposed]
        public OwnEntry Pair { get; } = new();

        [Exposed]
        public Task<int> Done => _done.Task;

        [Exposed]
        public Dictionary<string, int> Items { get; } = new() { ["a"] = 1 };

        [Exposed]
        public Task<Dictionary<string, int>> ItemsAsync() => Task.FromResult(Items);

        [Exposed]
        public int Sum(IDictionary<string, int> counts) => counts.Values.Sum();

        [Exposed]
        public int Cells(int[,] grid) => grid.Cast<int>().Sum();

        [Exposed]
        public void Finish(int value) => _done.SetResult(value);

        [Exposed]
        public async Task<int> AddAsync(int a, int b)
        {
            await Task.Yield();
            return a + b;
        }

        [Exposed]
        public bool TryGet(string key, out int value) => Items.TryGetValue(key, out value);

        [Exposed]
        public async IAsyncEnumerable<int> Count()
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    await Task.Yield();
                    yield return i;
                }
            }
            finally
            {
                IsLeft = true;
            }
        }
    }
}
