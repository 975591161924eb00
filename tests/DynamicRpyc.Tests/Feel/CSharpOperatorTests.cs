namespace DynamicRpyc.Tests.Feel;

/// <summary>"All operators with user-defined ones on the remote side, also with the netref on the right where C# allows it; nr == null, if (nr), nr?.X ?? y; string interpolation with format strings."</summary>
internal sealed class CSharpOperatorTests : WorkshopFixture
{
    private dynamic Two => Types.Workshop.Metres(2);

    [Test]
    public void Operators_ofStaticallyTypedCode_areErrorsOfTheCompiler()
    {
        var refusals = typeof(RemoteObject).GetMethods().Where(method => method.IsSpecialName && method.Name.StartsWith("op_", StringComparison.Ordinal))
            .Select(method => (ObsoleteAttribute?)Attribute.GetCustomAttribute(method, typeof(ObsoleteAttribute))).ToList();
        Assert.That(refusals, Has.Count.GreaterThan(10).And.All.Not.Null);
        Assert.That(refusals.Select(refusal => (refusal!.IsError, refusal.Message)), Is.All.EqualTo(
            (true, "For dynamic expressions only, where it asks the peer. Compare references with ReferenceEquals or 'is null', or cast to dynamic.")));
    }

    [Test]
    public void Operator_userDefined_ofTwoRemoteObjects() => Assert.That($"{Two + Two}", Is.EqualTo("4 m"));

    [Test]
    public void Operator_userDefined_withALocalValue() => Assert.That(($"{Two + 0.5}", $"{Two * 3.0}"), Is.EqualTo(("2.5 m", "6 m")));

    [Test]
    public void Operator_userDefined_withTheNetrefOnTheRight() => Assert.That(($"{1.0 + Two}", $"{5.0 - Two}"), Is.EqualTo(("3 m", "3 m")));

    [Test]
    public void Operator_unary_andIncrement()
    {
        var length = Two;
        length++;
        Assert.That(($"{-Two}", $"{length}"), Is.EqualTo(("-2 m", "3 m")));
    }

    /// <summary>Those that Python has no names for.</summary>
    [Test]
    public void Operator_userDefined_incrementDecrementAndNot()
    {
        var dial = Types.Dial(5);
        var before = dial++;
        Assert.That(((int)before.Value, (int)dial.Value, (int)(--dial).Value, (string)!dial), Is.EqualTo((5, 15, 5, "not 5")));
        Assert.That((string)dial.op_UnsignedRightShift(2), Is.EqualTo("5>>>2"));
        dial += 2;
        Assert.That((int)dial.Value, Is.EqualTo(7));
    }

    [Test]
    public void Operator_comparisons()
    {
        var three = Types.Workshop.Metres(3);
        Assert.That(new object[] { Two < three, Two > three, Two <= three, Two == Two, Two != three, Two >= Two }, Is.EqualTo(new object[] { true, false, true, true, true, true }));
    }

    /// <summary>Each operator that C# lets a type have, with a value on its right.</summary>
    [Test]
    public void Operator_userDefined_allOfThem()
    {
        var n = Types.Notes("n");
        Assert.That(new string[] { n + 1, n - 1, n * 1, n / 1, n % 1, n & 1, n | 1, n ^ 1, n << 1, n >> 1, +n, -n, ~n, !n }, Is.EqualTo(
            new[] { "n+1", "n-1", "n*1", "n/1", "n%1", "n&1", "n|1", "n^1", "n<<1", "n>>1", "+n", "-n", "~n", "!n" }));
        Assert.That(new string[] { n == 1, n != 1, n < 1, n > 1, n <= 1, n >= 1 }, Is.EqualTo(new[] { "n==1", "n!=1", "n<1", "n>1", "n<=1", "n>=1" }));
        Assert.That(checked(n + 1), Is.EqualTo("n+1"));
    }

    /// <summary>C# shifts an int by ints only; all others may have the remote object on their right.</summary>
    [Test]
    public void Operator_userDefined_allOfThem_withTheNetrefOnTheRight()
    {
        var n = Types.Notes("n");
        Assert.That(new string[] { 1 + n, 1 - n, 1 * n, 1 / n, 1 % n, 1 & n, 1 | n, 1 ^ n }, Is.EqualTo(new[] { "1+n", "1-n", "1*n", "1/n", "1%n", "1&n", "1|n", "1^n" }));
        Assert.That(() => 1 << n, Throws.InstanceOf<Microsoft.CSharp.RuntimeBinder.RuntimeBinderException>());
    }

    [Test]
    public void Operator_missing_saysWhichAndOfWhat() => Assert.That(() => Two / Two, Throws.TypeOf<InvalidOperationException>().With.Message.EqualTo(
        "The operator '/' is not supported between 'DynamicRpyc.Tests.Feel.Length' and 'DynamicRpyc.Tests.Feel.Length': neither side's __truediv__ or __rtruediv__ accepts the other."));

    /// <summary>As in C#, where a null is of both types.</summary>
    [Test]
    public void Operator_ofWhichTwoFit_listsBoth()
    {
        Assert.That((string)(Types.Torn() + "a"), Is.EqualTo("text"));
        Assert.That(() => Types.Torn() + null, Throws.InstanceOf<ArgumentException>().With.Message.Contains("op_Addition(Torn, null) is ambiguous between\n  op_Addition(Torn torn, String text)\n  op_Addition(Torn torn, Version version)"));
    }

    [Test]
    public void Operator_onEnumsAndDecimals()
    {
        var system = Conn.modules.System;
        Assert.That((FileAccess)(Conn.modules["System.IO"].FileAccess.Read | Conn.modules["System.IO"].FileAccess.Write), Is.EqualTo(FileAccess.ReadWrite));
        Assert.That((decimal)(system.Decimal.Parse("0.1") + system.Decimal.Parse("0.2")), Is.EqualTo(0.3m));
        Assert.That((bool)(system.DateTime(2024, 2, 28) < system.DateTime(2024, 3, 1)), Is.True);
    }

    [Test]
    public void Null_equals()
    {
        dynamic? shop = Shop;
        Assert.That(((bool)(shop == null), (bool)(shop != null), (bool)(null == shop), shop is null, shop is not null), Is.EqualTo((false, true, false, false, true)));
        Assert.That((bool)(Shop.Annex == null), Is.True);
    }

    [Test]
    public void Null_conditionalAndCoalescing()
    {
        dynamic? shop = Shop;
        Assert.That((string)(shop?.Name ?? "none"), Is.EqualTo("main"));
        Assert.That((string)(Shop.Annex?.Name ?? "none"), Is.EqualTo("none"));
        Assert.That((object?)Shop.Annex?.Annex?.Name, Is.Null);
        shop!.Name = null;
        Assert.That((string)(Shop.Name ?? "none"), Is.EqualTo("none"));
    }

    [Test]
    public void Truth_inIf_isThatOfTheObject()
    {
        Assert.That(Shop.Parts() ? "some" : "none", Is.EqualTo("some"));
        Assert.That(Conn.modules["System.Collections.Generic"].List[typeof(int)]() ? "some" : "none", Is.EqualTo("none"), "an empty collection is false, as in Python");
        Assert.That(!Shop ? "none" : "some", Is.EqualTo("some"));
        if (Shop && Shop.Sizes)
            Assert.Pass();
        Assert.Fail("a workshop is true, and so is what it has");
    }

    [Test]
    public void Interpolation_withAndWithoutFormat()
    {
        var exact = Types.Workshop.Metres(2.345);
        Assert.That(($"{exact}", $"{exact:0.0}", $"[{exact,10:0}]"), Is.EqualTo(("2.35 m", "2.3 m", "[       2 m]")));
        Assert.That("it is " + exact, Is.EqualTo("it is 2.35 m"));
        Assert.That(string.Format("{0:0.000}", exact), Is.EqualTo("2.345 m"));
    }
}

/// <summary>Goes up and down by ten.</summary>
public sealed class Dial(int value)
{
    public int Value { get; } = value;

    public static Dial operator ++(Dial dial) => new(dial.Value + 10);

    public static Dial operator --(Dial dial) => new(dial.Value - 10);

    public static Dial operator +(Dial dial, int by) => new(dial.Value + by);

    public static string operator >>>(Dial dial, int by) => $"{dial.Value}>>>{by}";

    public static string operator !(Dial dial) => $"not {dial.Value}";
}

/// <summary>Added to in two ways.</summary>
public sealed class Torn
{
    public static string operator +(Torn torn, string? text) => "text";

    public static string operator +(Torn torn, Version? version) => "version";
}
