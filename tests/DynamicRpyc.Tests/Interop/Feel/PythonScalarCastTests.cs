namespace DynamicRpyc.Tests.Interop.Feel;

/// <summary>"Casting to any numeric type, string, enum": a value of Python's own becomes its kin of .NET, and what merely prints like one does not.</summary>
internal sealed class PythonScalarCastTests : PythonFeelFixture
{
    private const string Parse = " Where its text is one, write {0}.Parse((string)nr, CultureInfo.InvariantCulture).";

    private static readonly Dictionary<string, Type> _types = new Type[]
    {
        typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid), typeof(DayOfWeek), typeof(char), typeof(bool), typeof(int),
    }.ToDictionary(type => type.Name);

    [OneTimeSetUp]
    public void MakeLookAlikes() => Conn.execute("""
        import datetime, decimal, fractions, uuid
        class Like:
            def __init__(self, text): self.text = text
            def __str__(self): return self.text
        class Titled:
            def __init__(self, name): self.name = name
        class Stamp(datetime.datetime): pass
        class Day(datetime.date): pass
        class Hour(datetime.time): pass
        class Span(datetime.timedelta): pass
        class Id(uuid.UUID): pass
        class Code:
            def __init__(self, number): self.number = number
            def __index__(self): return self.number
        """);

    [TestCase("decimal.Decimal('1.10')", "DateTime", "it is no datetime.datetime." + Parse)]
    [TestCase("fractions.Fraction(1, 10)", "DateTime", "it is no datetime.datetime." + Parse)]
    [TestCase("Like('1.10')", "DateTime", "it is no datetime.datetime." + Parse)]
    [TestCase("Like('2024-01-02')", "DateTime", "it is no datetime.datetime." + Parse)]
    [TestCase("Like('2024-01-02 00:00:00+00:00')", "DateTimeOffset", "it is no datetime.datetime." + Parse)]
    [TestCase("Like('2024-01-02')", "DateOnly", "it is no datetime.date." + Parse)]
    [TestCase("Like('10:00:00')", "TimeOnly", "it is no datetime.time." + Parse)]
    [TestCase("Like('10:00:00')", "TimeSpan", "it is no datetime.timedelta." + Parse)]
    [TestCase("Like('00000000-0000-0000-0000-000000000001')", "Guid", "it is no uuid.UUID." + Parse)]
    [TestCase("datetime.time(10)", "DateTime", "write datetime.datetime.combine(date, value).")]
    [TestCase("datetime.time(10)", "TimeSpan", "cast it to TimeOnly, and write ToTimeSpan().")]
    [TestCase("datetime.timedelta(hours=10)", "TimeOnly", "cast it to TimeSpan, and write TimeOnly.FromTimeSpan(...).")]
    [TestCase("datetime.timedelta(hours=10)", "DateTime", "it is no datetime.datetime." + Parse)]
    [TestCase("datetime.datetime(2024, 1, 2)", "DateOnly", "write value.date().")]
    [TestCase("datetime.datetime(2024, 1, 2)", "TimeOnly", "write value.time().")]
    [TestCase("Hour(10)", "DateTime", "its text is '10:00:00'. It has no date; write datetime.datetime.combine(date, value).")]
    [TestCase("Hour(10)", "TimeSpan", "it is no datetime.timedelta." + Parse)]
    [TestCase("Span(hours=10)", "TimeOnly", "it is no datetime.time." + Parse)]
    [TestCase("Like('a')", "Char", "no conversion leads there; read its members through dynamic, or convert what they return.")]
    [TestCase("decimal.Decimal('65')", "Char", "no conversion leads there; read its members through dynamic, or convert what they return.")]
    [TestCase("Code(65536)", "Char", "65536 is beyond its 65536 characters; write char.ConvertFromUtf32((int)nr).")]
    [TestCase("Like('5')", "Int32", "it has neither __index__ nor __int__.")]
    [TestCase("Titled('5')", "DayOfWeek", "it has neither __index__ nor __int__, and its name is no member of the enum.")]
    public void Cast_ofWhatMerelyPrintsLikeIt_saysWhatToWrite(string python, string type, string why)
    {
        dynamic value = Conn.eval(python);
        var target = _types[type];
        Assert.That(() => Cast(value, target), Throws.TypeOf<InvalidCastException>().With.Message.EndsWith($"cannot become a {target}: {string.Format(null, why, type)}"));
    }

    [Test]
    public void Cast_ofASubclass_isThatOfItsBase()
    {
        Assert.That(((DateTime)Conn.eval("Stamp(2024, 1, 2, 3)"), (DateTime)Conn.eval("Day(2024, 1, 2)"), (DateOnly)Conn.eval("Day(2024, 1, 2)")),
            Is.EqualTo((new DateTime(2024, 1, 2, 3, 0, 0), new DateTime(2024, 1, 2), new DateOnly(2024, 1, 2))));
        Assert.That(((TimeOnly)Conn.eval("Hour(10, 30)"), (TimeSpan)Conn.eval("Span(days=-1, hours=3)"), (Guid)Conn.eval("Id(int=5)")),
            Is.EqualTo((new TimeOnly(10, 30), TimeSpan.FromHours(-21), new Guid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5))));
        Assert.That((DateTimeOffset)Conn.eval("Stamp(2024, 1, 2, tzinfo=datetime.timezone.utc)"), Is.EqualTo(new DateTimeOffset(2024, 1, 2, 0, 0, 0, TimeSpan.Zero)));
    }

    [Test]
    public void Cast_toChar_isThatOfAnInteger() => Assert.That(((char)Conn.eval("Code(65)"), (char?)Conn.eval("Code(0xffff)")), Is.EqualTo(('A', (char?)'\uffff')));

    /// <summary>Truth is Python's, not that of the text.</summary>
    [Test]
    public void Cast_toBool_readsNoText() => Assert.That(((bool)Conn.eval("Like('False')"), (bool)Conn.eval("decimal.Decimal('0.0')")), Is.EqualTo((true, false)));

    [Test]
    public void Cast_ofItemsThatMerelyPrintLikeIt_saysWhatToWrite() => Assert.That(() => (List<DateTime>)Conn.eval("[decimal.Decimal('1.10')]"), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
        "item 0 of the remote builtins.list: The remote 'decimal.Decimal' cannot become a System.DateTime: it is no datetime.datetime. "
        + "Where its text is one, write DateTime.Parse((string)nr, CultureInfo.InvariantCulture)."));

    private static object Cast(dynamic value, Type type) => type.Name switch
    {
        nameof(DateTime) => (DateTime)value,
        nameof(DateTimeOffset) => (DateTimeOffset)value,
        nameof(DateOnly) => (DateOnly)value,
        nameof(TimeOnly) => (TimeOnly)value,
        nameof(TimeSpan) => (TimeSpan)value,
        nameof(Guid) => (Guid)value,
        nameof(DayOfWeek) => (DayOfWeek)value,
        nameof(Char) => (char)value,
        nameof(Int32) => (int)value,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
