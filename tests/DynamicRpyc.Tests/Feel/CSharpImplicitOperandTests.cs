using System.Dynamic;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Feel;

/// <summary>"All operators", where the type of the object over there has none but an implicit conversion to what has: C# converts, and takes the predefined one.</summary>
internal sealed class CSharpImplicitOperandTests : WorkshopFixture
{
    private dynamic Tally => Types.Tally(7);

    [Test]
    public void Operator_arithmetic_ofANumberByConversion()
    {
        var (seven, two) = (Tally, Types.Tally(2));
        Assert.That(new object[] { seven + 1, seven - 1, seven * 2, seven / 2, seven % 4 }, Is.EqualTo(new object[] { 8, 6, 14, 3, 3 }));
        Assert.That(new object[] { seven + two, seven - two, seven * two, seven / two }, Is.EqualTo(new object[] { 9, 5, 14, 3 }));
        Assert.That(new object[] { 1 + seven, 1 - seven, 15 / seven }, Is.EqualTo(new object[] { 8, -6, 2 }));
        Assert.That(new object[] { seven & 3, seven | 8, seven ^ 1, seven << 1, seven >> 1 }, Is.EqualTo(new object[] { 3, 15, 6, 14, 3 }));
        Assert.That(new object[] { -seven, +seven, ~seven }, Is.EqualTo(new object[] { -7, 7, -8 }));
    }

    /// <summary>Exactly the types that C# has: an int and a double are a double, an int and a long a long.</summary>
    [Test]
    public void Operator_arithmetic_widensAsCSharpDoes()
    {
        object[] results = [Tally + 0.5, Tally + 1L, Tally + 1m, Tally / 2.0, Types.Cost(1.5m) * 2, Types.Cost(1.5m) + Tally, Types.Letter('a') + 1, -Types.Letter('a')];
        Assert.That(results, Is.EqualTo(new object[] { 7.5, 8L, 8m, 3.5, 3.0m, 8.5m, 98, -97 }));
        Assert.That(results.Select(result => result.GetType()), Is.EqualTo(new[]
        {
            typeof(double), typeof(long), typeof(decimal), typeof(double), typeof(decimal), typeof(decimal), typeof(int), typeof(int),
        }));
    }

    /// <summary>Such an object says itself what its operators do.</summary>
    [Test]
    public void Operator_ofARemoteDynamicObject()
    {
        using dynamic conn = Rpyc.ConnectThread(remoteService: Service.For(new Spelt()));
        var spelt = conn.root;
        Assert.That(new object[] { -spelt, +spelt, ~spelt, spelt + 3 }, Is.EqualTo(new object[] { "Negate", "UnaryPlus", "OnesComplement", "Add 3" }));
    }

    [Test]
    public void Operator_comparisons_ofANumberByConversion()
    {
        var seven = Tally;
        Assert.That(new object[] { seven < 8, seven > 8, seven <= 7, seven >= 7.5, seven == 7, seven != 7, seven == 7L, 8 > seven, 7 == seven, seven < Types.Cost(7.5m), seven == Types.Tally(7) },
            Is.EqualTo(new object[] { true, false, true, false, true, false, true, true, true, true, true }));
        if (seven > 3 && seven < 10)
            Assert.Pass();
        Assert.Fail("a comparison is a truth");
    }

    [Test]
    public void Operator_compoundAssignment_ofANumberByConversion()
    {
        var count = Tally;
        count += 3;
        Assert.That((object)count, Is.EqualTo(10));
        count = Tally;
        count++;
        Assert.That((object)count, Is.EqualTo(8));
    }

    [Test]
    public void Operator_ofATruthByConversion()
    {
        var on = Types.Lamp(true);
        Assert.That(new object[] { !on, on & true, on | false, on ^ true, on == true, on && false }, Is.EqualTo(new object[] { false, true, true, false, true, false }));
        Assert.That(on ? "on" : "off", Is.EqualTo("on"));
        Assert.That(Types.Lamp(false) ? "on" : "off", Is.EqualTo("off"));
        Assert.That(() => on + 1, Throws.TypeOf<InvalidOperationException>().With.Message.StartsWith("The operator '+' is not supported between 'DynamicRpyc.Tests.Feel.Lamp' and 'System.Int32'"));
    }

    /// <summary>A text of its own is joined where a peer may have it; else what ToString gives.</summary>
    [Test]
    public void Operator_plus_withATextByConversion()
    {
        var tag = Types.Tag("oak");
        Assert.That(new object[] { tag + "!", "a " + tag, tag + 1, tag + tag, tag == "oak", "ash" == tag }, Is.EqualTo(new object[] { "oak!", "a oak", "oak1", "oakoak", true, false }));
        Assert.That(((string)("n: " + Tally), (string)(Tally + " pieces")), Is.EqualTo(("n: seven", "seven pieces")));
    }

    /// <summary>A number beside a number is one, though the object is a text as well.</summary>
    [Test]
    public void Operator_ofSeveralConversions_isTheBetterOne_asInCSharp()
    {
        var page = Types.Page(3);
        Assert.That(new object[] { page + 1, page + "a", page * 2.5, Types.Wide(3) + 1 }, Is.EqualTo(new object[] { 4, "p3a", 7.5, 4 }));
    }

    [Test]
    public void Operator_ofConversionsOfWhichNoneIsBetter_listsBoth()
    {
        var both = Types.Unsure(2);
        Assert.That(() => both + 1, Throws.InstanceOf<ArgumentException>().With.Message.EqualTo(
            "the operator Add is ambiguous on Unsure and Int32: Unsure converts implicitly to Double and to Decimal, none of which is the better one; cast it to one of them"));
        Assert.That(() => 1 < both, Throws.InstanceOf<ArgumentException>().With.Message.Contains("Unsure converts implicitly to Double and to Decimal"));
        Assert.That(() => -both, Throws.InstanceOf<ArgumentException>().With.Message.StartsWith("the operator Negate is ambiguous on Unsure: "));
        Assert.That(new object[] { (decimal)both + 1, both + 1m, both + 0.5 }, Is.EqualTo(new object[] { 3m, 3m, 2.5 }), "the other operand decides");
    }

    /// <summary>Lifted, as in C#: of nothing comes nothing.</summary>
    [Test]
    public void Operator_ofANullableConversion()
    {
        var (some, none) = (Types.Maybe(3), Types.Maybe(-1));
        Assert.That(new object?[] { some + 1, 1 - some, -some, some < 4, some == 3, none + 1, -none, none < 4, 4 > none, none == 3, none != 3, some == none },
            Is.EqualTo(new object?[] { 4, -2, -3, true, true, null, null, false, false, false, true, false }));
    }

    [Test]
    public void Operator_ofAnExplicitConversion_isNone() => Assert.That(() => Types.Shy(1) + 1, Throws.TypeOf<InvalidOperationException>());

    [Test]
    public void Operator_ofAConversion_throwsWhatItThrows()
    {
        Assert.That(() => Tally / 0, Throws.TypeOf<DivideByZeroException>());
        Assert.That(() => Types.Tally(-1) + 1, Throws.TypeOf<InvalidOperationException>().With.Message.EqualTo("below nothing"));
    }

    [Test]
    public void Operator_ofAConversion_fromPython()
    {
        using var server = new ThreadedServer(typeof(SlaveService));
        server.StartInBackground();
        var result = PythonPeer.RunText($"""
            import rpyc
            types = rpyc.classic.connect("127.0.0.1", {server.Port}).modules["DynamicRpyc.Tests.Feel"]
            seven = types.Tally(7)
            print(seven + 1, 1 + seven, seven * 2, seven < 8, seven == 7, -seven, seven & 3, types.Tag("oak") + "!")
            """);
        Assert.That(result.AssertSuccess().Lines, Is.EqualTo(new[] { "8 8 14 True True -7 3 oak!" }));
    }
}

public sealed class Tally(int count)
{
    public static implicit operator int(Tally tally) => tally.Count < 0 ? throw new InvalidOperationException("below nothing") : tally.Count;

    public int Count { get; } = count;

    public override string ToString() => Count == 7 ? "seven" : "some";
}

public sealed class Cost(decimal amount)
{
    public decimal Amount { get; } = amount;

    public static implicit operator decimal(Cost price) => price.Amount;
}

public readonly struct Letter(char letter)
{
    public char Value { get; } = letter;

    [Exposed]
    public static implicit operator char(Letter letter) => letter.Value;
}

public sealed class Lamp(bool isOn)
{
    public bool IsOn { get; } = isOn;

    public static implicit operator bool(Lamp lamp) => lamp.IsOn;
}

[Exposed]
public sealed class Tag(string text)
{
    public string Text { get; } = text;

    public static implicit operator string(Tag tag) => tag.Text;

    public override string ToString() => "a tag";
}

[Exposed]
public sealed class Page(int number)
{
    public int Number { get; } = number;

    public static implicit operator int(Page page) => page.Number;

    public static implicit operator string(Page page) => $"p{page.Number}";
}

public sealed class Wide(int number)
{
    public int Number { get; } = number;

    public static implicit operator int(Wide wide) => wide.Number;

    public static implicit operator double(Wide wide) => wide.Number + 0.25;
}

public sealed class Unsure(int number)
{
    public int Number { get; } = number;

    public static implicit operator double(Unsure unsure) => unsure.Number;

    public static implicit operator decimal(Unsure unsure) => unsure.Number;
}

public sealed class Shy(int number)
{
    public int Number { get; } = number;

    public static explicit operator int(Shy shy) => shy.Number;
}

public sealed class Maybe(int number)
{
    public int Number { get; } = number;

    public static implicit operator int?(Maybe maybe) => maybe.Number < 0 ? null : maybe.Number;
}

internal sealed class Spelt : DynamicObject
{
    public override bool TryUnaryOperation(UnaryOperationBinder binder, out object? result)
    {
        result = binder.Operation.ToString();
        return true;
    }

    public override bool TryBinaryOperation(BinaryOperationBinder binder, object arg, out object? result)
    {
        result = $"{binder.Operation} {arg}";
        return true;
    }
}
