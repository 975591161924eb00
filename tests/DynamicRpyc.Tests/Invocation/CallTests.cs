using System.Diagnostics;
using DynamicRpyc.Access;
using DynamicRpyc.Invocation;
using NUnit.Framework;

namespace DynamicRpyc.Tests.Invocation;

[TestFixture]
public sealed class CallTests
{
    private readonly Methods _target = new();

    [Test]
    public void CallMember_exact_arguments() => Assert.That(On.Call(_target, "Add", 1, 2), Is.EqualTo(3));

    /// <summary>By the names that were written, or those of the delegate's type; of two that were not given a name each, by the latter alone.</summary>
    [Test]
    public void Call_lambda_byNames()
    {
        Func<int, int, int> written = (left, right) => left - right, discarded = (_, _) => 7, mixed = (left, _) => left;
        foreach (var (function, names, expected) in new (Func<int, int, int>, string[], int)[]
        {
            (written, ["right", "left"], 1), (written, ["arg2", "arg1"], 1), (written, ["arg2", "left"], 1), (discarded, ["arg1", "arg2"], 7), (mixed, ["arg2", "left"], 2), (mixed, ["_", "arg1"], 2),
        })
        {
            Assert.That(ClrOperations.Call(function, new CallArguments([1, 2], names)), Is.EqualTo(expected), string.Join(",", names));
        }
        Func<int, int, int> crossed = (arg2, arg1) => arg2 - arg1;
        Assert.That(ClrOperations.Call(crossed, new CallArguments([3, 1], ["arg1", "arg2"])), Is.EqualTo(2), "where they clash, as in C#, by those of the type");
        foreach (var names in new[] { new[] { "left", "left" }, ["left", "arg1"], ["left", "Left"], ["left", ""] })
            Assert.That(() => ClrOperations.Call(written, new CallArguments([1, 2], names)), Throws.TypeOf<BindException>(), string.Join(",", names));
        Assert.That(() => ClrOperations.Call(discarded, new CallArguments([1, 2], ["_", "_"])), Throws.TypeOf<BindException>());
    }

    [Test]
    public void CallMember_void_returns_null() => Assert.That(On.Call(_target, "Count"), Is.Null);

    [Test]
    public void CallMember_static_through_instance_and_type()
    {
        Assert.That(On.Call(typeof(Methods), "Shared", 3), Is.EqualTo("shared 3"));
        Assert.That(On.Call(_target, "Shared", 3), Is.EqualTo("shared 3"));
    }

    [Test]
    public void CallMember_more_arguments_than_the_stack_holds() =>
        Assert.That(On.Call(_target, "Sum", [.. Enumerable.Range(1, 10).Select(number => (object?)number)]), Is.EqualTo(55));

    private static readonly object?[][] _kinds =
    [
        [5, "int"], [5L, "long"], [5.0, "double"], ["5", "string"], [true, "object"], [Colour.Red, "object"], [null, "string"],
    ];

    [TestCaseSource(nameof(_kinds))]
    public void CallMember_overload_nearest_to_the_value(object? value, string expected) => Assert.That(On.Call(_target, "Kind", value), Is.EqualTo(expected));

    [Test]
    public void CallMember_overload_widening_before_narrowing()
    {
        Assert.That(On.Call(_target, "Narrow", 5), Is.EqualTo("decimal"));
        Assert.That(On.Call(_target, "Specific", "text"), Is.EqualTo("chars"), "the more specific of two base types");
        Assert.That(On.Call(typeof(Math), "Max", 1, 2.5), Is.EqualTo(2.5));
        Assert.That(On.Call(typeof(Math), "Sqrt", 9), Is.EqualTo(3.0));
        Assert.That(On.Call("a,b", "Split", ","), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(On.Call(typeof(string), "Join", ",", new PyTuple("a", "b")), Is.EqualTo("a,b"));
        Assert.That(On.Call(typeof(string), "Format", "{0}-{1}", 1, "x"), Is.EqualTo("1-x"));
        Assert.That(On.Call(typeof(Path), "Combine", "a", "b", "c"), Is.EqualTo(Path.Combine("a", "b", "c")));
    }

    [Test]
    public void CallMember_optional_parameters_take_their_defaults()
    {
        Assert.That(On.Call(_target, "Optional", 1), Is.EqualTo("1 2 c Blue True"));
        Assert.That(On.Call(_target, "Optional", 1, 3), Is.EqualTo("1 3 c Blue True"));
    }

    [Test]
    public void CallMember_named_arguments()
    {
        Assert.That(On.CallNamed(_target, "Add", [1, 2], "b", "a"), Is.EqualTo(3));
        Assert.That(On.CallNamed(_target, "Optional", [1, "Red", "x"], "d", "c"), Is.EqualTo("1 2 x Red True"));
    }

    [Test]
    public void CallMember_params_expanded_whole_and_empty()
    {
        Assert.That(On.Call(_target, "Params", "n", 1, 2, 3), Is.EqualTo("n:1,2,3"));
        Assert.That(On.Call(_target, "Params", "n"), Is.EqualTo("n:"));
        Assert.That(On.Call(_target, "Params", "n", new PyTuple(1, 2)), Is.EqualTo("n:1,2"));
        Assert.That(On.CallNamed(_target, "Params", ["n", new PyTuple(4, 5)], "rest"), Is.EqualTo("n:4,5"));
    }

    [Test]
    public void CallMember_out_and_ref_values_follow_the_result()
    {
        Assert.That(On.Call(_target, "TryParse", "12"), Is.EqualTo(new PyTuple(true, 12)));
        Assert.That(On.Call(_target, "TryParse", "12", null), Is.EqualTo(new PyTuple(true, 12)), "a placeholder for the out parameter is ignored");
        Assert.That(On.Call(_target, "Swap", 1, 2), Is.EqualTo(new PyTuple(2, 1)), "void adds nothing");
        Assert.That(On.Call(_target, "ByIn", 4), Is.EqualTo(4), "an in parameter is not returned");
        Assert.That(On.Call(new Dictionary<string, int> { ["a"] = 1 }, "TryGetValue", "a"), Is.EqualTo(new PyTuple(true, 1)));
    }

    [Test]
    public void CallMember_span_overloads_are_left_out()
    {
        Assert.That(On.Call(_target, "Spans", 1), Is.EqualTo("int"));
        Assert.That(() => On.Call(_target, "OnlySpan", new byte[1]), Throws.TypeOf<BindException>().With.Message.Contains("have Memory<T> or an array in its place"));
    }

    [Test]
    public void CallMember_tie_lists_both() =>
        Assert.That(
            () => On.Call(_target, "Tie", new FirstAndSecond()),
            Throws.TypeOf<BindException>().With.Message.Contains("ambiguous").And.Message.Contains("Tie(IFirst first)").And.Message.Contains("Tie(ISecond second)"));

    [Test]
    public void CallMember_no_fit_lists_every_candidate_with_its_reason()
    {
        Assert.That(
            () => On.Call(_target, "Add", 1, "x"),
            Throws.TypeOf<BindException>().With.Message.Contains("Add(Int32 a, Int32 b): argument 'b': cannot convert String \"x\" to Int32"));
        Assert.That(() => On.Call(_target, "Add", 1), Throws.TypeOf<BindException>().With.Message.Contains("argument 'b' is missing"));
        Assert.That(() => On.Call(_target, "Add", 1, 2, 3), Throws.TypeOf<BindException>().With.Message.Contains("takes 2 arguments, but 3 positional were given"));
        Assert.That(() => On.CallNamed(_target, "Add", [1, 2], "c"), Throws.TypeOf<BindException>().With.Message.Contains("no parameter is named 'c'"));
        Assert.That(() => On.CallNamed(_target, "Add", [1, 2], "a"), Throws.TypeOf<BindException>().With.Message.Contains("argument 'a' is given twice"));
        Assert.That(() => On.Call(_target, "Narrow", "x"), Throws.TypeOf<BindException>().With.Message.Contains("Narrow(Byte value)").And.Message.Contains("Narrow(Decimal value)"));
    }

    [Test]
    public void CallMember_no_fit_error_text_is_bounded()
    {
        var values = Enumerable.Repeat((object?)new string('x', 1000), 100_000).ToArray();
        var thrown = Assert.Throws<BindException>(() => On.Call(_target, "Add", values));
        Assert.That(thrown!.Message, Has.Length.LessThan(2_000).And.Contains("and 99988 more"));
    }

    [Test]
    public void CallMember_from_many_threads_on_a_type_never_seen_before()
    {
        var results = new int[64];
        Parallel.For(0, results.Length, i => results[i] = (int)On.Call(new FreshlySeen(), "Twice", i)!);
        Assert.That(results, Is.EqualTo(Enumerable.Range(0, results.Length).Select(i => i * 2)));
    }

    [Test]
    public void Missing_names_leave_nothing_in_the_member_table()
    {
        var before = MemberTable.OfInstance(typeof(Methods)).Names.Count;
        for (var i = 0; i < 100; i++)
            Assert.That(() => On.Call(_target, $"missing{i}"), Throws.TypeOf<MissingMemberException>());
        Assert.That(MemberTable.OfInstance(typeof(Methods)).Names, Has.Count.EqualTo(before));
    }

    [Test]
    public void BindException_is_a_TypeError() => Assert.That(new BindException("x").PythonTypeName, Is.EqualTo("TypeError"));

    [Test]
    public void CallMember_user_exception_comes_through_unwrapped_with_its_stack()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => On.Call(_target, "Throw"));
        Assert.That(thrown!.Message, Is.EqualTo("from user code"));
        Assert.That(thrown.StackTrace, Does.Contain("Methods.Throw"));
        Assert.That(() => On.Invoke(typeof(Throwing)), Throws.TypeOf<InvalidOperationException>(), "of a constructor");
        Assert.That(() => On.Get(new Throwing(1), "Bad"), Throws.TypeOf<InvalidOperationException>(), "of a getter");
    }

    [Test]
    public void Call_delegates_types_bound_methods_and_callable_objects()
    {
        Assert.Multiple(() =>
        {
            Assert.That(On.Invoke((Func<long, long>)(value => value + 1), 1), Is.EqualTo(2L));
            Assert.That(On.Invoke(typeof(List<int>), new PyTuple(1, 2)), Is.EqualTo(new[] { 1, 2 }));
            Assert.That(On.Invoke(On.Get(_target, "Add")!, 3, 4), Is.EqualTo(7));
            Assert.That(On.Call(On.Get(_target, "Add")!, "__call__", 3, 4), Is.EqualTo(7));
            Assert.That(On.Invoke(new Adder(10), 5), Is.EqualTo(15));
            Assert.That(On.Call((Func<int>)(() => 8), "Invoke"), Is.EqualTo(8));
            Assert.That(On.Call(typeof(Uri), "__call__", "http://x/"), Is.EqualTo(new Uri("http://x/")));
            Assert.That(() => On.Invoke(new Members()), Throws.TypeOf<BindException>().With.Message.Contains("not callable"));
        });
    }

    [Test]
    public void Call_types_without_ordinary_constructors()
    {
        Assert.Multiple(() =>
        {
            Assert.That(On.Invoke(typeof(Colour), 2), Is.EqualTo(Colour.Green));
            Assert.That(On.Invoke(typeof(Colour)), Is.EqualTo((Colour)0));
            Assert.That(On.Invoke(typeof(short), 5), Is.EqualTo((short)5));
            Assert.That(On.Invoke(typeof(DateTime)), Is.EqualTo(default(DateTime)));
            Assert.That(((Func<int, int>)On.Invoke(typeof(Func<int, int>), (Func<int, int>)(x => x + 1))!)(1), Is.EqualTo(2));
            Assert.That(() => On.Invoke(typeof(Stream)), Throws.TypeOf<BindException>().With.Message.Contains("abstract"));
            Assert.That(() => On.Invoke(typeof(IDisposable)), Throws.TypeOf<BindException>().With.Message.Contains("interface"));
            Assert.That(() => On.Invoke(typeof(Math)), Throws.TypeOf<BindException>().With.Message.Contains("static class"));
            Assert.That(() => On.Invoke(typeof(Span<int>)), Throws.TypeOf<BindException>());
            Assert.That(() => On.Invoke(typeof(List<>)), Throws.TypeOf<BindException>().With.Message.Contains("List[String]"));
        });
    }

    [Test]
    public void CallMember_of_a_property_calls_its_value()
    {
        var members = new Members { Callback = value => value * 3 };
        Assert.That(On.Call(members, "Callback", 3), Is.EqualTo(9));
        members.Callback = null;
        Assert.That(() => On.Call(members, "Callback", 3), Throws.TypeOf<BindException>().With.Message.Contains("null"));
    }

    [Test]
    public void CallMember_value_that_the_policy_does_not_let_call_is_refused()
    {
        var policy = new AccessPolicy(RpycConfig.Default);
        var holder = new { Item = typeof(Process) };
        Assert.That(() => ClrOperations.CallMember(holder, "Item", default, policy), Throws.TypeOf<AccessDeniedException>().With.Message.Contains("Process"));
        Assert.That(ClrOperations.CallMember(new { Current = (Func<int>)(() => 1) }, "Current", default, policy), Is.EqualTo(1));
        Assert.That(ClrOperations.CallMember(_target, "Add", new CallArguments([1, 2]), policy), Is.EqualTo(3));
    }

    [Test]
    public void BoundMethod_knows_its_generic_overloads_and_compares_by_target()
    {
        var echo = (BoundMethod)On.Get(_target, "Echo")!;
        var add = (BoundMethod)On.Get(_target, "Add")!;
        Assert.That(echo.HasGenericOverloads, Is.True);
        Assert.That(add.HasGenericOverloads, Is.False);
        Assert.That(add, Is.EqualTo(On.Get(_target, "Add")));
        Assert.That(add, Is.Not.EqualTo(On.Get(new Methods(), "Add")));
    }

    [Test]
    public void CallMember_exact_call_allocates_only_the_boxed_result()
    {
        object?[] values = [1, 2];
        for (var i = 0; i < 2_000; i++)
            ClrOperations.CallMember(_target, "Add", new CallArguments(values));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            ClrOperations.CallMember(_target, "Add", new CallArguments(values));
        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / 1_000, Is.LessThanOrEqualTo(32), "bytes a call");
    }

    private sealed class Throwing
    {
        public Throwing() => throw new InvalidOperationException("constructor");

        public Throwing(int value) => Value = value;

        public int Value { get; }

        public int Bad => throw new InvalidOperationException($"getter {Value}");
    }

    private sealed class FreshlySeen
    {
        public int Twice(int value) => value * 2;

        public string Twice(string value) => value + value;
    }

    private sealed class Adder(int start)
    {
        public int __call__(int value) => start + value;
    }
}
