using System.Collections;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Tests.Faults;

/// <summary>
/// A peer passes what is no collection for one: endless, of endless rows, in itself, of another length than it says. Who takes it as an argument, or casts it, gets an error in time and keeps
/// its memory; the connection goes on.
/// </summary>
[TestFixture(true)]
[TestFixture(false)]
internal sealed class LyingCollectionTests(bool extensions)
{
    private const int Most = 1000;

    private Connection _connection = null!;
    private dynamic _root = null!;

    [SetUp]
    public void Connect()
    {
        var config = RpycConfig.Default with { DotNetExtensions = extensions };
        _connection = Rpyc.ConnectThread(config: config, remoteService: Service.For(new Taker()), remoteConfig: config with { Limits = config.Limits with { MaxCopiedItems = Most } });
        _root = _connection.Root;
    }

    [TearDown]
    public void TheConnectionGoesOn()
    {
        try
        {
            Assert.That((int)_root.exposed_Sum(new[] { 1, 2 }), Is.EqualTo(3));
        }
        finally
        {
            _connection.Dispose();
        }
    }

    [Test]
    public void Endless_asATuple_isLeftAfterTheFirstAnswer()
    {
        var endless = new Endless(1);
        Assert.That(() => _root.exposed_Pair(endless), Throws.Exception.With.Message.Contains("has more than 2 items"));
        Assert.That(endless.Given, Is.InRange(3, 200));
        endless.Given = 0;
        Assert.That(() => _root.exposed_PairLater(endless), Throws.Exception.With.Message.Contains("has more than 2 items"));
        Assert.That(endless.Given, Is.InRange(3, 200));
    }

    [Test]
    public void Tuple_ofAnotherLength_saysHowLong()
    {
        Assert.That((string)_root.exposed_Pair(new Endless(1, 2)), Is.EqualTo("1 1"));
        Assert.That(() => _root.exposed_Pair(new Endless(1, 5)), Throws.Exception.With.Message.Contains("(1, 1, 1, 1, 1) has 5 items"));
        Assert.That(() => _root.exposed_Pair(new Endless(1, 63)), Throws.Exception.With.Message.Contains("has 63 items"));
        Assert.That(() => _root.exposed_Pair(new Endless(1, 64)), Throws.Exception.With.Message.Contains("has more than 2 items"));
    }

    [Test]
    public void Endless_asACollection_endsAtTheBound()
    {
        foreach (var take in new Action<object>[] { items => _root.exposed_Sum(items), items => _root.exposed_Set(items), items => _root.exposed_Map(new Endless(items)), items => _root.exposed_Grid(items) })
        {
            var endless = new Endless(1);
            Assert.That(() => take(endless), Throws.Exception);
            Assert.That(endless.Given, Is.LessThan(4 * Most));
        }
    }

    [Test]
    public void Grid_ofTooManyCells_endsAtTheBound()
    {
        Assert.That((int)_root.exposed_Grid(new Endless(new Endless(1, 10), 100)), Is.EqualTo(Most));
        var row = new Endless(1, 100);
        Assert.That(() => _root.exposed_Grid(new Endless(row, 500)), Throws.Exception.With.Message.Contains("more than 1000 cells"));
        Assert.That(row.Given, Is.LessThan(2 * Most), "the rows that follow are not asked for");
        Assert.That(() => _root.exposed_Grid(new Endless(new Endless(1))), Throws.Exception);
        Assert.That(() => _root.exposed_Grid(new Endless(new Endless(1, 0))), Throws.Exception, "endless rows of no cells");
    }

    [Test]
    public void Collection_thatHoldsItself_isRefused()
    {
        var loop = new List<object>();
        loop.Add(loop);
        var tuple = new object[1];
        tuple[0] = new PyTuple(tuple);
        foreach (var circle in new object[] { loop, tuple })
        {
            Assert.That(() => _root.exposed_Sum(circle), Throws.Exception);
            Assert.That(() => _root.exposed_Grid(circle), Throws.Exception);
            Assert.That(() => _root.exposed_Cube(circle), Throws.Exception);
            Assert.That(() => _root.exposed_Map(circle), Throws.Exception);
            Assert.That(() => _root.exposed_Nested(circle), Throws.Exception);
        }
    }

    [Test]
    public void Tuples_nestedAsDeepAsAMessageTakes_areRefused()
    {
        var deep = PyTuple.Empty;
        for (var depth = 0; depth < 100; depth++)
            deep = new PyTuple(deep);
        foreach (var take in new Action[] { () => _root.exposed_Sum(deep), () => _root.exposed_Grid(deep), () => _root.exposed_Cube(deep), () => _root.exposed_Pair(deep), () => _root.exposed_Nested(deep), () => _root.exposed_Map(deep) })
            Assert.That(() => take(), Throws.ArgumentException);
    }

    [TestCase(-1, 1), TestCase(int.MaxValue, int.MaxValue), TestCase(int.MaxValue, 0), TestCase(0, int.MaxValue), TestCase(1 << 16, 1 << 16), TestCase(2, 3), TestCase(3, 1), TestCase(-1, -4), TestCase(-2, -2), TestCase(0, 0)]
    public void Grid_whoseLengthsAreNotThoseOfItsCells_isRefused(int rows, int columns)
    {
        if (extensions)
            Assert.That(() => _root.exposed_Grid(new FalseGrid(new Dictionary<int, object?> { [0] = rows, [1] = columns })), Throws.Exception.With.Message.Contains("changed while it was copied"));
    }

    [Test]
    public void Grid_whoseLengthsAreNoNumbers_isRefused()
    {
        if (!extensions)
            return;
        foreach (var length in new object?[] { null, "2", 1L << 40, 1.5, new object(), Array.Empty<int>() })
            Assert.That(() => _root.exposed_Grid(new FalseGrid(new Dictionary<int, object?> { [0] = length, [1] = length })), Throws.Exception, $"{length}");
    }

    /// <summary>The cells are there and are no ints: converted one by one, and the first refuses.</summary>
    [Test]
    public void Grid_whoseCellsAreOfAnotherType_isRefused()
    {
        if (extensions)
            Assert.That(() => _root.exposed_Grid(new FalseGrid(new Dictionary<int, object?> { [0] = 2, [1] = 2 }) { Cell = "x" }), Throws.Exception.With.Message.Contains("[0, 0]"));
    }

    public sealed class Taker
    {
        public static int exposed_Sum(List<int> items) => items.Sum();

        public static int exposed_Set(HashSet<string> items) => items.Count;

        public static int exposed_Map(Dictionary<string, int> items) => items.Count;

        public static int exposed_Grid(int[,] cells) => cells.Length;

        public static int exposed_Cube(int[,,] cells) => cells.Length;

        public static int exposed_Nested(List<List<(int, List<int>)>> items) => items.Count;

        public static string exposed_Pair((int, int) pair) => $"{pair.Item1} {pair.Item2}";

        /// <summary>A parameter of an interface, whose member is asked for without a thread that waits.</summary>
        public static async Task<string> exposed_PairLater(object source)
        {
            var (left, right) = await Rpyc.ActLike<IPairs>(source).exposed_PairAsync().ConfigureAwait(false);
            return $"{left} {right}";
        }
    }

    public interface IPairs
    {
        Task<(int, int)> exposed_PairAsync();
    }

    /// <summary>Gives one item again and again, and counts.</summary>
    public sealed class Endless(object item, int count = int.MaxValue) : IEnumerable<object>
    {
        public int Given { get; set; }

        public Task<object> exposed_PairAsync() => Task.FromResult<object>(this);

        public IEnumerator<object> GetEnumerator()
        {
            for (var i = 0; i < count; i++)
            {
                Given++;
                yield return item;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Says that it is an array of two dimensions, and has two cells by two.</summary>
    public sealed class FalseGrid(IReadOnlyDictionary<int, object?> lengths) : IEnumerable<object>, IWireNamed
    {
        public object Cell { get; init; } = 1;

        string IWireNamed.WireTypeName => "System.Int32[,]";

        [Exposed]
        public object? GetLength(int dimension) => lengths[dimension];

        public IEnumerator<object> GetEnumerator() => Enumerable.Repeat(Cell, 4).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
