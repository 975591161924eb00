using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;
using NUnit.Framework;

namespace DynamicRpyc.Tests.Netrefs;

[TestFixture]
internal sealed class NetrefOperatorTests
{
    private FakeRequester _peer = null!;

    [SetUp]
    public void SetUp() => _peer = new FakeRequester { Answer = static operation => operation.Name };

    [Test]
    public void Arithmetic_asks_the_left_operand_once()
    {
        dynamic n = _peer.Make("num", "__add__", "__sub__", "__mul__", "__truediv__", "__mod__", "__and__", "__or__", "__xor__", "__lshift__", "__rshift__");
        var results = new object[] { n + 1, n - 1, n * 1, n / 1, n % 1, n & 1, n | 1, n ^ 1, n << 1, n >> 1, checked(n + 1) };
        var names = new[] { "add", "sub", "mul", "truediv", "mod", "and", "or", "xor", "lshift", "rshift", "add" }.Select(static name => $"__{name}__").ToArray();
        Assert.That(results, Is.EqualTo(names));
        Assert.That(_peer.Log, Is.EqualTo(names.Select(static name => $"CallAttr {name}(1)")));
    }

    [Test]
    public void Arithmetic_with_the_netref_on_the_right_asks_the_reflected_method()
    {
        dynamic n = _peer.Make("num", "__radd__", "__rsub__", "__rmul__", "__rtruediv__", "__rmod__", "__rand__", "__ror__", "__rxor__");
        var results = new object[] { 1 + n, 1.5 - n, 1 * n, 1m / n, 1 % n, 1 & n, 1 | n, 1 ^ n };
        Assert.That(results, Is.EqualTo(new[] { "__radd__", "__rsub__", "__rmul__", "__rtruediv__", "__rmod__", "__rand__", "__ror__", "__rxor__" }));
        Assert.That(_peer.Log.First(), Is.EqualTo("CallAttr __radd__(1)"));
    }

    [Test]
    public void Arithmetic_NotImplemented_turns_to_a_remote_right_operand()
    {
        _peer.Answer = static operation => operation.Name == "__add__" ? NotImplemented.Value : "reflected";
        dynamic left = _peer.Make("left", "__add__");
        dynamic right = _peer.Make("right", "__radd__");
        Assert.That((object)(left + right), Is.EqualTo("reflected"));
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr __add__(<netref right>)", "CallAttr __radd__(<netref left>)" }));
    }

    [Test]
    public void Arithmetic_that_nobody_accepts_names_operator_and_types()
    {
        _peer.Answer = static _ => NotImplemented.Value;
        dynamic n = _peer.Make("mod.Num", "__add__");
        dynamic bare = _peer.Make("mod.Bare");
        Assert.That(() => n + 1, Throws.InvalidOperationException.With.Message.Contains("'+'").And.Message.Contains("mod.Num").And.Message.Contains("System.Int32"));
        Assert.That(() => bare - n, Throws.InvalidOperationException.With.Message.Contains("'-'").And.Message.Contains("mod.Bare").And.Message.Contains("mod.Num"));
        Assert.That(() => 1 + bare, Throws.InvalidOperationException.With.Message.Contains("System.Int32").And.Message.Contains("mod.Bare"));
    }

    [Test]
    public void Add_with_text_joins_as_in_CSharp()
    {
        _peer.Answer = static operation => operation.Handler == Handler.Str ? "seven" : NotImplemented.Value;
        dynamic n = _peer.Make("num");
        Assert.That((object)("is " + n), Is.EqualTo("is seven"));
        Assert.That((object)(n + " it is"), Is.EqualTo("seven it is"));
    }

    [Test]
    public void Add_with_text_lets_the_remote_object_decide_first()
    {
        dynamic n = _peer.Make("builtins.str_subclass", "__add__");
        Assert.That((object)(n + "x"), Is.EqualTo("__add__"));
    }

    [Test]
    public void AddAssign_prefers_the_in_place_method_where_listed()
    {
        dynamic list = _peer.Make("list", "__add__", "__iadd__");
        list += 1;
        Assert.That((object)list, Is.EqualTo("__iadd__"));
        dynamic tuple = _peer.Make("tuple", "__add__");
        tuple += 1;
        Assert.That((object)tuple, Is.EqualTo("__add__"));
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr __iadd__(1)", "CallAttr __add__(1)" }));
    }

    [Test]
    public void Assigning_operators_all_have_an_in_place_name()
    {
        string[] names = ["__isub__", "__imul__", "__itruediv__", "__imod__", "__iand__", "__ior__", "__ixor__", "__ilshift__", "__irshift__"];
        var results = new List<object>();
        for (var i = 0; i < names.Length; i++)
        {
            dynamic n = _peer.Make("num", names);
            switch (i)
            {
                case 0: n -= 1; break;
                case 1: n *= 1; break;
                case 2: n /= 1; break;
                case 3: n %= 1; break;
                case 4: n &= 1; break;
                case 5: n |= 1; break;
                case 6: n ^= 1; break;
                case 7: n <<= 1; break;
                default: n >>= 1; break;
            }
            results.Add(n);
        }
        Assert.That(results, Is.EqualTo(names));
    }

    [Test]
    public void Unary_operators_ask_for_their_method()
    {
        dynamic n = _peer.Make("num", "__neg__", "__pos__", "__invert__", "__add__", "__sub__");
        Assert.That(new object[] { -n, +n, ~n }, Is.EqualTo(new[] { "__neg__", "__pos__", "__invert__" }));
        dynamic up = n, down = n;
        up++;
        down--;
        Assert.That(new object[] { up, down }, Is.EqualTo(new[] { "__add__", "__sub__" }));
    }

    [Test]
    public void Unary_missing_method_names_operator_and_type()
    {
        dynamic n = _peer.Make("mod.Num");
        Assert.That(() => -n, Throws.InvalidOperationException.With.Message.Contains("'-'").And.Message.Contains("mod.Num"));
        Assert.That(_peer.Operations, Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Truth_is_the_remote_bool(bool truth)
    {
        _peer.Answer = _ => truth;
        dynamic n = _peer.Make("flag", "__bool__", "__len__");
        Assert.That(n ? true : false, Is.EqualTo(truth));
        Assert.That((bool)!n, Is.EqualTo(!truth));
        Assert.That((bool)n, Is.EqualTo(truth));
        Assert.That(_peer.Log, Is.All.EqualTo("CallAttr __bool__()"));
    }

    [TestCase(0, false)]
    [TestCase(3, true)]
    public void Truth_without_bool_is_a_length_other_than_zero(int length, bool truth)
    {
        _peer.Answer = _ => length;
        dynamic n = _peer.Make("list", "__len__");
        Assert.That(n ? true : false, Is.EqualTo(truth));
    }

    [Test]
    public void Truth_of_a_plain_object_is_true_and_free()
    {
        dynamic n = _peer.Make("thing");
        Assert.That(n ? true : false, Is.True);
        Assert.That(_peer.Operations, Is.Empty);
    }

    [Test]
    public void ShortCircuit_yields_the_deciding_operand()
    {
        _peer.Answer = static _ => false;
        dynamic yes = _peer.Make("yes");
        dynamic no = _peer.Make("no", "__bool__");
        Assert.That((object)(yes && no), Is.SameAs((object)no));
        Assert.That((object)(no && yes), Is.SameAs((object)no));
        Assert.That((object)(no || yes), Is.SameAs((object)yes));
        Assert.That((object)(yes || no), Is.SameAs((object)yes));
    }

    [Test]
    public void Comparison_is_one_Cmp()
    {
        _peer.Answer = static _ => true;
        dynamic n = _peer.Make();
        Assert.That(n < 1 && n <= 1 && n > 1 && n >= 1 && n == 1 && n != 1, Is.True);
        var names = new[] { "__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__" };
        Assert.That(_peer.Log, Is.EqualTo(names.Select(static name => $"Cmp {name}(1)")));
    }

    [Test]
    public void Comparison_with_the_netref_on_the_right_exchanges_the_operands()
    {
        _peer.Answer = static _ => true;
        dynamic n = _peer.Make();
        Assert.That(1 < n && 1 <= n && 1 > n && 1 >= n && 1 == n && 1 != n, Is.True);
        var names = new[] { "__gt__", "__ge__", "__lt__", "__le__", "__eq__", "__ne__" };
        Assert.That(_peer.Log, Is.EqualTo(names.Select(static name => $"Cmp {name}(1)")));
    }

    [Test]
    public void Comparison_result_need_not_be_a_bool()
    {
        var array = _peer.Make("numpy.ndarray");
        _peer.Answer = _ => array;
        dynamic n = _peer.Make("numpy.ndarray");
        Assert.That((object)(n == 1), Is.SameAs(array));
    }

    [Test]
    public void Ordering_NotImplemented_asks_the_other_then_names_both()
    {
        _peer.Answer = operation => operation.Name == "__gt__" ? "greater" : NotImplemented.Value;
        dynamic left = _peer.Make("mod.Left");
        dynamic right = _peer.Make("mod.Right");
        Assert.That((object)(left < right), Is.EqualTo("greater"));
        Assert.That(() => left <= right, Throws.InvalidOperationException.With.Message.Contains("mod.Left").And.Message.Contains("mod.Right"));
        Assert.That(() => left < 5, Throws.InvalidOperationException.With.Message.Contains("System.Int32"));
    }

    [Test]
    public void Equality_with_null_is_answered_here()
    {
        dynamic n = _peer.Make();
        object? nothing = null;
        Assert.That(n == null, Is.False);
        Assert.That(n != null, Is.True);
        Assert.That(null == n, Is.False);
        Assert.That(null != n, Is.True);
        Assert.That((object)(n == nothing), Is.EqualTo(false));
        Assert.That(_peer.Operations, Is.Empty);
    }

    [Test]
    public void Equality_NotImplemented_on_both_sides_is_identity()
    {
        _peer.Answer = static _ => NotImplemented.Value;
        var first = _peer.Make();
        dynamic n = first;
        dynamic same = new Netref(_peer, first.Id);
        dynamic other = _peer.Make();
        dynamic elsewhere = new Netref(new FakeRequester { Answer = _peer.Answer }, first.Id);
        Assert.That(n == same, Is.True);
        Assert.That(n != same, Is.False);
        Assert.That(n == other, Is.False);
        Assert.That(n != other, Is.True);
        Assert.That(n == elsewhere, Is.False);
        Assert.That(n == 5, Is.False);
        Assert.That(5 != n, Is.True);
    }

    [Test]
    public void Operators_of_the_public_type_are_closed_to_statically_typed_code()
    {
        var operators = typeof(RemoteObject).GetMethods().Where(static method => method.IsSpecialName).ToArray();
        Assert.That(operators, Has.Length.EqualTo(14));
        Assert.That(operators.Select(static method => method.GetCustomAttributes(typeof(ObsoleteAttribute), false).Cast<ObsoleteAttribute>().Single().IsError), Is.All.True);
    }
}
