namespace DynamicRpyc.Tests.Interop;

/// <summary>"All unary, binary and comparison operators", on objects of Python's standard library behind a classic slave.</summary>
internal sealed class PythonOperatorsTests : ClassicFixture
{
    private dynamic Half => Conn.modules.fractions.Fraction(1, 2);

    [Test]
    public void Arithmetic_remoteOnTheLeft_isPythons()
    {
        var half = Half;
        Assert.That(Texts(half + 1, half - 1, half * 3, half / 2, half % 1, half + half), Is.EqualTo(new[] { "3/2", "-1/2", "3/2", "1/4", "1/2", "1" }));
    }

    [Test]
    public void Arithmetic_remoteOnTheRight_isReflected()
    {
        var half = Half;
        Assert.That(Texts(1 + half, 2 - half, 3 * half, 1 / half), Is.EqualTo(new[] { "3/2", "3/2", "3/2", "2" }));
        Assert.That((double)(0.25 + half), Is.EqualTo(0.75));
    }

    [Test]
    public void Arithmetic_leftDeclinesWithNotImplemented_rightIsAsked()
    {
        var day = Conn.modules.datetime.timedelta(days: 1);
        var today = Conn.modules.datetime.date(2024, 2, 28);
        Assert.That(Texts(day + today, today + day, today - day), Is.EqualTo(new[] { "2024-02-29", "2024-02-29", "2024-02-27" }));
    }

    [Test]
    public void Arithmetic_bothDecline_namesOperatorAndTypes()
    {
        var half = Half;
        Assert.That(() => half - "text", Throws.TypeOf<InvalidOperationException>().With.Message.Contains("'-'").And.Message.Contains("Fraction").And.Message.Contains("System.String"));
        Assert.That(() => half | 1, Throws.TypeOf<InvalidOperationException>().With.Message.Contains("'|'"));
    }

    [Test]
    public void Unary_operators_arePythons()
    {
        var half = Half;
        Assert.That(Texts(-half, +half), Is.EqualTo(new[] { "-1/2", "1/2" }));
        Assert.That((bool)!half, Is.False);
        Assert.That(() => ~half, Throws.TypeOf<InvalidOperationException>().With.Message.Contains("__invert__"));
        half++;
        Assert.That((string)half, Is.EqualTo("3/2"));
    }

    [Test]
    public void Bitwise_onSets_arePythons()
    {
        var left = Conn.builtins.set(new[] { 1, 2, 3 });
        var right = Conn.builtins.set(new[] { 3, 4 });
        Assert.That((HashSet<int>)(left | right), Is.EquivalentTo(new[] { 1, 2, 3, 4 }));
        Assert.That((HashSet<int>)(left & right), Is.EquivalentTo(new[] { 3 }));
        Assert.That((HashSet<int>)(left ^ right), Is.EquivalentTo(new[] { 1, 2, 4 }));
        Assert.That((HashSet<int>)(left - right), Is.EquivalentTo(new[] { 1, 2 }));
    }

    [Test]
    public void CompoundAssignment_onAMutable_changesItInPlace()
    {
        var list = Conn.builtins.list(new[] { 1, 2 });
        var same = list;
        list += Conn.builtins.list(new[] { 3 });
        Assert.That((object)list, Is.SameAs((object)same));
        Assert.That((int[])same, Is.EqualTo(new[] { 1, 2, 3 }));
        var half = Half;
        half += 1;
        half *= 2;
        Assert.That((string)half, Is.EqualTo("3"));
    }

    [Test]
    public void Comparisons_withValuesAndObjects_arePythons()
    {
        var half = Half;
        var third = Conn.modules.fractions.Fraction(1, 3);
        Assert.That(new object[] { half > third, half < third, half >= third, half <= third, half == third, half != third }, Is.EqualTo(new object[] { true, false, true, false, false, true }));
        Assert.That(new object[] { half < 1, half == 0.5, 1 > half, 0.5 == half, 0.5 != half, 1 <= half }, Is.EqualTo(new object[] { true, true, true, true, false, false }));
        Assert.That((bool)(half == "text"), Is.False);
        Assert.That((bool)(half != "text"), Is.True);
        Assert.That(() => half < "text", Throws.Exception);
    }

    [Test]
    public void Conversion_ofPythonNumbers_toClrNumbers()
    {
        double real = Half;
        int whole = Conn.modules.fractions.Fraction(7, 2);
        decimal exact = Conn.modules["decimal"].Decimal("1.234567890123456789");
        Assert.That((real, whole, exact), Is.EqualTo((0.5, 3, 1.234567890123456789m)));
    }

    [Test]
    public void Conversion_ofAPythonEnum_takesValueOrName()
    {
        Conn.execute("import enum\nclass Day(enum.Enum):\n    Monday = 'mon'\n    Friday = 'fri'\nclass Access(enum.IntFlag):\n    Read = 1\n    Write = 2");
        DayOfWeek friday = Conn.eval("Day.Friday");
        FileAccess both = Conn.eval("Access.Read | Access.Write");
        Assert.That((friday, both), Is.EqualTo((DayOfWeek.Friday, FileAccess.ReadWrite)));
        Conn.execute("class Season(enum.Enum):\n    Summer = 's'");
        Assert.That(() => (DayOfWeek)Conn.eval("Season.Summer"), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The remote 'builtins.Season' cannot become a System.DayOfWeek: it has neither __index__ nor __int__, and its name is no member of the enum."));
    }

    [Test]
    public void Format_takesPythonsFormat()
    {
        var date = Conn.modules.datetime.date(2024, 2, 29);
        Assert.That($"{date:%d.%m.%Y}", Is.EqualTo("29.02.2024"));
    }

    private static string[] Texts(params object[] values) => Array.ConvertAll(values, value => value.ToString()!);
}
