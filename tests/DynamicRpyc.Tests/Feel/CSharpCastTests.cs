using System.Numerics;

namespace DynamicRpyc.Tests.Feel;

/// <summary>"Casting to any numeric type, string, enum, delegate, array, List&lt;T&gt;, ValueTuple, interface."</summary>
internal sealed class CSharpCastTests : WorkshopFixture
{
    private dynamic Exact => Conn.modules.System.Decimal.Parse("42");

    [Test]
    public void Cast_toAnyNumericType()
    {
        object[] all =
        [
            (sbyte)Exact, (byte)Exact, (short)Exact, (ushort)Exact, (int)Exact, (uint)Exact, (long)Exact, (ulong)Exact, (nint)Exact, (nuint)Exact,
            (float)Exact, (double)Exact, (decimal)Exact,
        ];
        Assert.That(all.Select(value => Convert.ToString(value)), Is.All.EqualTo("42"));
        var big = Conn.modules["System.Numerics"].BigInteger.Pow(2, 100);
        Assert.That((BigInteger)big, Is.EqualTo(BigInteger.Pow(2, 100)));
    }

    [Test]
    public void Cast_ofARemoteNumberObject() => Assert.That(((double)Types.Workshop.Metres(2.5), (int)Types.Boxes.Number(7), (Half)Types.Boxes.Number(7), (Int128)Types.Boxes.Number(7)), Is.EqualTo((2.5, 7, (Half)7, (Int128)7)));

    [Test]
    public void Cast_ofARemoteNumberObject_toAnyNumericType()
    {
        var n = Types.Boxes.Number(42);
        object[] all =
        [
            (sbyte)n, (byte)n, (short)n, (ushort)n, (int)n, (uint)n, (long)n, (ulong)n, (nint)n, (nuint)n, (Int128)n, (UInt128)n, (BigInteger)n,
            (Half)n, (float)n, (double)n, (decimal)n,
        ];
        Assert.That(all.Select(value => Convert.ToString(value)), Is.All.EqualTo("42"));
        Assert.That((char)Types.Boxes.Number(65), Is.EqualTo('A'));
        Assert.That(((Complex)n, (int?)n, (DayOfWeek)Types.Boxes.Number(5)), Is.EqualTo((new Complex(42, 0), (int?)42, DayOfWeek.Friday)));
    }

    [Test]
    public void Cast_toString() => Assert.That((string)Types.Workshop.Metres(2.5), Is.EqualTo("2.5 m"));

    /// <summary>The operators of the type over there: what a cast means in C#, before any text or number that the object has.</summary>
    [Test]
    public void Cast_byTheTypesOwnOperators()
    {
        var price = Types.Price(1.10m);
        Assert.That(((string)price, (decimal)price, (DateOnly)price, (DateOnly)(DateOnly?)price, (Uri)price, (bool)price), Is.EqualTo(("EUR 1.10", 1.10m, new DateOnly(2024, 1, 2), new DateOnly(2024, 1, 2), new Uri("http://price/"), true)));
        Assert.That(((decimal)price).ToString(System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo("1.10"), "not by way of a double");
        Assert.That((price ? "sold" : "free", Types.Price(0m) ? "sold" : "free", $"{price}", (int)price), Is.EqualTo(("sold", "free", "price", 1)));
        Assert.That(((DayOfWeek)price, (TimeSpan)price, (TimeSpan?)Types.Price(-1m), ((decimal, string))price), Is.EqualTo((DayOfWeek.Friday, TimeSpan.FromDays(1), (TimeSpan?)null, (1.10m, "EUR"))));
        string? none = Types.Price(-1m);
        Assert.That(none, Is.Null);
        Assert.That(() => (DateOnly)Types.Price(-1m), Throws.InvalidOperationException.With.Message.EqualTo("never sold"));
        Assert.That(() => (Guid)price, Throws.TypeOf<InvalidCastException>());
        Assert.That(() => (Version)price, Throws.TypeOf<InvalidCastException>().With.Message.Contains("no conversion leads there"));
        Assert.That((object)price.op_Explicit(Types.Workshop), Is.SameAs(NotImplemented.Value), "an object that nobody has exposed is not made for a peer");
    }

    [Test]
    public void Cast_byTheOperatorsOfTheFramework()
    {
        var xml = Conn.modules["System.Xml.Linq"];
        var element = xml.XElement("size", "5");
        Assert.That(((string)element, (int)element, (double)element, ((int?)element).GetValueOrDefault(), (string)xml.XAttribute("day", "2024-02-29"), (DateTime)xml.XAttribute("day", "2024-02-29")),
            Is.EqualTo(("5", 5, 5.0, 5, "2024-02-29", new DateTime(2024, 2, 29))));
        Assert.That((string)element.ToString(), Is.EqualTo("<size>5</size>"));
        Assert.That(() => (int)xml.XElement("size", "five"), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Cast_toEnum() => Assert.That((DayOfWeek)Types.Workshop.Day(), Is.EqualTo(DayOfWeek.Friday));

    [Test]
    public void Cast_toDelegate()
    {
        Func<int, string, string> describe = Types.Workshop.Describe;
        var pair = (Func<(int, string)>)Types.Workshop.Pair;
        Action<int> tick = Shop.Tick;
        tick(1);
        Assert.That((describe(1, "a"), pair()), Is.EqualTo(("1 a ", (7, "seven"))));
        Assert.That(() => (TryFind)Shop.TryFind, Throws.TypeOf<InvalidCastException>().With.Message.Contains("its parameter 'count' is a System.Int32&, which cannot leave the process; use a delegate type that takes values only."));
    }

    [Test]
    public void Cast_toArray() => Assert.That(((int[])Shop.Sizes, (long[])Shop.Sizes, (string[])Shop.Parts()), Is.EqualTo((new[] { 10, 20, 30, 40, 50 }, new[] { 10L, 20, 30, 40, 50 }, new[] { "bolt", "nut" })));

    [Test]
    public void Cast_toArrayOfSeveralDimensions()
    {
        Assert.That((long[,])Types.Boxes.Grid(), Is.EqualTo(new long[,] { { 1, 2, 3 }, { 4, 5, 6 } }));
        Assert.That((int[,])Types.Boxes.Jagged(2, 2), Is.EqualTo(new[,] { { 0, 1 }, { 0, 1 } }));
        Assert.That(((int[,])Types.Boxes.Jagged()).Length, Is.Zero);
        Assert.That(() => (int[,])Types.Boxes.Jagged(1, 2), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The remote 'System.Int32[][]' cannot become a System.Int32[,]: row 0 has 1 items, row 1 has 2; a jagged array takes both."));
        Assert.That(() => (int[,,])Types.Boxes.Jagged(2), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("The remote 'System.Int32[][]' cannot become a System.Int32[,,]: it has fewer than 3 dimensions."));
        Assert.That(() => (Version[,])Types.Boxes.Grid(), Throws.TypeOf<InvalidCastException>().With.Message.Contains("item [0, 0] of the remote System.Int32[,]: cannot convert Int32 1 to Version"));
    }

    [Test]
    public void Cast_toListAndSetAndDictionary()
    {
        Assert.That((List<string>)Shop.Parts(), Is.EqualTo(new[] { "bolt", "nut" }));
        Assert.That((HashSet<int>)Shop.Sizes, Does.Contain(30));
        Assert.That((IReadOnlyList<double>)Shop.Sizes, Is.EqualTo(new[] { 10.0, 20, 30, 40, 50 }));
        Assert.That((Dictionary<string, int>)Shop.Stock(), Is.EqualTo(new Dictionary<string, int> { ["bolt"] = 3, ["nut"] = 5 }));
    }

    [Test]
    public void Cast_toValueTuple()
    {
        (int id, string name) = ((int, string))Types.Workshop.Pair();
        (int Id, string Name) pair = Types.Workshop.Pair();
        var (first, second) = ((object, object))Shop.TryFind("bolt");
        var (one, two) = ((string, object))Shop.Parts();
        Assert.That((id, name, pair, first, second, one, two), Is.EqualTo((7, "seven", (7, "seven"), true, 3, "bolt", "nut")));
    }

    [Test]
    public void Cast_toInterface_ofTheFramework()
    {
        Assert.That(((IEnumerable<string>)Shop.Parts()).First(), Is.EqualTo("bolt"));
        using ((IDisposable)Shop.Lease()) { }
    }

    [Test]
    public void Cast_thatHasNoWay_namesBothAndSaysWhatToDo() => Assert.That(() => (Version)Shop, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
        "The remote 'DynamicRpyc.Tests.Feel.Workshop' cannot become a System.Version: no conversion leads there; read its members through dynamic, or convert what they return."));

    [Test]
    public void Cast_toAnExceptionOrADelegateOfNoType_saysWhatToWrite()
    {
        var thrown = Conn.modules.System.FormatException("bad");
        Assert.That((Exception)thrown, Is.TypeOf<FormatException>().With.Message.EqualTo("bad"));
        Assert.That(() => (FormatException)thrown, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The remote 'System.FormatException' cannot become a System.FormatException: cast it to Exception, which gives the type that it would be caught as."));
        Assert.That(() => (Delegate)Shop.Tick, Throws.TypeOf<InvalidCastException>().With.Message.EndsWith("cast it to a delegate type that says what it takes, such as Func<object, object>."));
    }

    [Test]
    public void Cast_ofAnObjectToANumber_saysWhy() => Assert.That(() => (int)Shop, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
        "The remote 'DynamicRpyc.Tests.Feel.Workshop' cannot become a System.Int32: it has neither __index__ nor __int__."));

    [Test]
    public void Cast_thatOverflows_saysSo() => Assert.That(() => (byte)Types.Boxes.Number(300), Throws.TypeOf<OverflowException>());

    private delegate bool TryFind(string part, out int count);
}

/// <summary>Numbers that travel by reference.</summary>
public static class Boxes
{
    public static Boxed Number(int value) => new(value);

    public static int[,] Grid() => new[,] { { 1, 2, 3 }, { 4, 5, 6 } };

    public static int[][] Jagged(params int[] lengths) => [.. lengths.Select(length => Enumerable.Range(0, length).ToArray())];

    public sealed class Boxed(int value)
    {
        public static explicit operator int(Boxed boxed) => boxed.Value;

        public int Value { get; } = value;
    }
}

/// <summary>A value with conversions of its own, and one to an object.</summary>
public sealed class Price(decimal amount)
{
    private readonly decimal _amount = amount;

    public static implicit operator string?(Price price) => price._amount < 0 ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"EUR {price._amount}");

    public static implicit operator bool(Price price) => price._amount > 0;

    public static explicit operator decimal(Price price) => price._amount;

    public static explicit operator DateOnly(Price price) => price._amount < 0 ? throw new InvalidOperationException("never sold") : new DateOnly(2024, 1, 2);

    public static explicit operator DayOfWeek(Price price) => DayOfWeek.Friday;

    public static explicit operator TimeSpan?(Price price) => price._amount < 0 ? null : TimeSpan.FromDays(1);

    public static explicit operator (decimal, string)(Price price) => (price._amount, "EUR");

    public static explicit operator Uri(Price price) => new("http://price/");

    public static explicit operator Workshop(Price price) => new();

    public override string ToString() => "price";
}
