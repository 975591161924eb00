using System.Dynamic;
using DynamicRpyc.Access;
using DynamicRpyc.Invocation;
using Newtonsoft.Json.Linq;
using NUnit.Framework;

namespace DynamicRpyc.Tests.Invocation;

[TestFixture]
public sealed class MemberTests
{
    [Test]
    public void GetMember_reads_properties_fields_constants_and_statics()
    {
        var target = new Members { Number = 3 };
        Assert.Multiple(() =>
        {
            Assert.That(On.Get(target, "Number"), Is.EqualTo(3));
            Assert.That(On.Get(target, "Field"), Is.EqualTo(7));
            Assert.That(On.Get(typeof(Members), "Answer"), Is.EqualTo(42));
            Assert.That(On.Get(target, "Answer"), Is.EqualTo(42), "as in Python, an instance shows what its class has");
            Assert.That(On.Get(typeof(Members), "Fixed"), Is.EqualTo("fixed"));
            Assert.That(On.Get(typeof(Colour), "Green"), Is.EqualTo(Colour.Green));
            Assert.That(On.Get(typeof(Members), "FullName"), Is.EqualTo(typeof(Members).FullName), "behind the static members come System.Type's own");
        });
    }

    [TestCase("_secret")]
    [TestCase("PrivateMethod")]
    [TestCase("InternalThing")]
    [TestCase("ProtectedThing")]
    [TestCase("get_Number")]
    [TestCase("MemberwiseClone")]
    [TestCase("nothing")]
    public void GetMember_not_public_or_missing_is_a_missing_member(string name) =>
        Assert.That(() => On.Get(new Members(), name), Throws.TypeOf<MissingMemberException>().With.Message.Contains(name).And.Message.Contains("Members"));

    [TestCase("number", "Number")]
    [TestCase("only_get", "OnlyGet")]
    [TestCase("OnyGet", "OnlyGet")]
    [TestCase("OnlyGett", "OnlyGet")]
    [TestCase("OnlyGut", "OnlyGet")]
    [TestCase("OnlyGte", "OnlyGet")]
    public void GetMember_near_name_is_suggested(string name, string expected) =>
        Assert.That(() => On.Get(new Members(), name), Throws.TypeOf<MissingMemberException>().With.Message.Contains($"did you mean '{expected}'"));

    [TestCase("Nothing")]
    [TestCase("OlnyGte")]
    public void GetMember_of_no_near_name_suggests_none(string name) =>
        Assert.That(() => On.Get(new Members(), name), Throws.TypeOf<MissingMemberException>().With.Message.Not.Contains("did you mean"));

    [Test]
    public void GetMember_nested_types_with_and_without_parameters()
    {
        Assert.That(On.Get(typeof(Members), "Nested"), Is.EqualTo(typeof(Members.Nested)), "the plain one goes by the plain name");
        Assert.That(On.Call(typeof(Members.Nested), "__getitem__", typeof(int)), Is.EqualTo(typeof(Members.Nested<int>)));
        Assert.That(On.Get(typeof(Dictionary<string, int>), "Enumerator"), Is.EqualTo(typeof(Dictionary<string, int>.Enumerator)));
    }

    [Test]
    public void GetMember_write_only_and_span_properties_say_so()
    {
        Assert.That(() => On.Get(new Members(), "OnlySet"), Throws.TypeOf<MissingMemberException>().With.Message.Contains("no public getter"));
        Assert.That(() => On.Get(new Members(), "Bytes"), Throws.TypeOf<MissingMemberException>().With.Message.Contains("Span<Byte>"));
    }

    [Test]
    public void GetMember_sees_interface_members_of_hidden_types()
    {
        var query = Enumerable.Range(1, 3).Select(number => number * 2);
        var enumerator = On.Call(query, "GetEnumerator")!;
        Assert.That(On.Call(enumerator, "MoveNext"), Is.True);
        Assert.That(On.Get(enumerator, "Current"), Is.EqualTo(2));
        Assert.That(On.Get(new[] { 1, 2 }, "Count"), Is.EqualTo(2), "ICollection.Count, implemented explicitly");
        Assert.That(On.Get(new { Name = "anonymous" }, "Name"), Is.EqualTo("anonymous"));
    }

    [Test]
    public void GetMember_of_a_type_whose_instances_are_dynamic_is_static()
    {
        foreach (var type in new[] { typeof(ExpandoObject), typeof(JObject), typeof(ModuleLike), typeof(DynamicObject) })
            Assert.That(On.Get(type, "Name"), Is.EqualTo(type.Name));
        Assert.That(On.Call(typeof(JObject), "Parse", "{}"), Is.TypeOf<JObject>());
    }

    [Test]
    public void GetMember_hidden_by_new_is_the_nearest()
    {
        Assert.That(On.Get(new Hiding(), "Thing"), Is.EqualTo("near"));
        Assert.That(On.Call(new Hiding(), "Run"), Is.EqualTo("near"));
    }

    [Test]
    public void GetMember_custom_members_come_first_and_unknown_ones_are_missing()
    {
        var module = new ModuleLike();
        Assert.That(On.Get(module, "path"), Is.EqualTo("/tmp"));
        Assert.That(On.Call(module, "join", "a", "b"), Is.EqualTo("ab"));
        Assert.That(() => On.Get(module, "missing"), Throws.TypeOf<MissingMemberException>());
        Assert.That(ClrOperations.Dir(module), Does.Contain("path").And.Not.Contains("MemberNames"));
    }

    [Test]
    public void SetMember_converts_to_the_members_type()
    {
        var target = new Members();
        ClrOperations.SetMember(target, "Number", 5);
        ClrOperations.SetMember(target, "Field", true);
        ClrOperations.SetMember(target, "Colour", "Green");
        ClrOperations.SetMember(target, "Maybe", 4);
        ClrOperations.SetMember(typeof(Members), "Counter", 11);
        ClrOperations.SetMember(target, "OnlySet", 99);
        Assert.Multiple(() =>
        {
            Assert.That(target.Number, Is.EqualTo(5));
            Assert.That(target.Field, Is.EqualTo(1));
            Assert.That(target.Colour, Is.EqualTo(Colour.Green));
            Assert.That(target.Maybe, Is.EqualTo(4.0));
            Assert.That(Members.Counter, Is.EqualTo(11));
            Assert.That(target.Secret(), Is.EqualTo(99));
        });
        ClrOperations.SetMember(target, "Maybe", null);
        Assert.That(target.Maybe, Is.Null);
    }

    [TestCase("OnlyGet")]
    [TestCase("PrivateSet")]
    [TestCase("InitOnly")]
    [TestCase("ReadOnlyField")]
    [TestCase("Answer")]
    [TestCase("Secret")]
    [TestCase("Changed")]
    public void SetMember_what_cannot_be_assigned_is_a_missing_member(string name) =>
        Assert.That(() => ClrOperations.SetMember(new Members(), name, 1), Throws.TypeOf<MissingMemberException>().With.Message.Contains(name));

    [Test]
    public void SetMember_wrong_value_names_member_value_and_type() =>
        Assert.That(
            () => ClrOperations.SetMember(new Members(), "Number", "x"),
            Throws.TypeOf<BindException>().With.Message.EqualTo("'Number' of Members: cannot convert String \"x\" to Int32: text is not parsed unasked; parse it first, as Int32.Parse does"));

    [Test]
    public void SetMember_null_for_a_value_type_is_refused() =>
        Assert.That(() => ClrOperations.SetMember(new Members(), "Number", null), Throws.TypeOf<BindException>());

    [Test]
    public void Events_add_and_remove_by_token_and_by_operator()
    {
        var target = new Members();
        var ticks = new List<int>();
        Action<int> handler = ticks.Add;
        var token = On.Get(target, "Ticked")!;
        var added = On.Call(token, "__iadd__", handler);
        ClrOperations.SetMember(target, "Ticked", added);
        target.Tick(1);
        On.Call(token, "Remove", handler);
        target.Tick(2);
        Assert.That(ticks, Is.EqualTo(new[] { 1 }));
        Assert.That(ClrOperations.IsEventAssignment(target, "Ticked", added), Is.True);
        Assert.That(ClrOperations.IsEventAssignment(new Members(), "Ticked", added), Is.False);
        Assert.That(() => ClrOperations.SetMember(new Members(), "Ticked", added), Throws.TypeOf<MissingMemberException>());
    }

    [Test]
    public void Events_converted_handler_is_found_again_for_removal()
    {
        var target = new Members();
        var calls = 0;
        var remote = new FakeRemote((EventHandler)((_, _) => calls++));
        On.Call(On.Get(target, "Changed")!, "Add", remote);
        target.Raise();
        On.Call(On.Get(target, "Changed")!, "__isub__", remote);
        target.Raise();
        Assert.That(calls, Is.EqualTo(1));
        Assert.That(On.Call(On.Get(target, "Changed")!, "Remove", remote), Is.TypeOf<EventToken>(), "removing what is not there is no error");
    }

    [Test]
    public void Events_static_and_bound_method_handlers()
    {
        var methods = new Methods();
        On.Call(On.Get(typeof(Members), "StaticEvent")!, "Add", On.Get(methods, "Count"));
        Members.RaiseStatic();
        On.Call(On.Get(typeof(Members), "StaticEvent")!, "Remove", On.Get(methods, "Count"));
        Members.RaiseStatic();
        Assert.That(methods.Calls, Is.EqualTo(1));
    }

    [Test]
    public void Events_token_under_default_config_offers_its_operators()
    {
        var policy = new AccessPolicy(RpycConfig.Default);
        var token = On.Get(new Members(), "Changed")!;
        Assert.That(policy.Resolve(token, "__iadd__", AccessKind.Call), Is.EqualTo("Add"));
        Assert.That(policy.Resolve(token, "Remove", AccessKind.Call), Is.EqualTo("Remove"));
        Assert.That(() => policy.Resolve(token, "GetType", AccessKind.Call), Throws.TypeOf<AccessDeniedException>());
    }

    [Test]
    public void Expando_members_are_read_written_called_and_deleted()
    {
        dynamic expando = new ExpandoObject();
        object target = expando;
        ClrOperations.SetMember(target, "x", 1);
        expando.twice = (Func<int, int>)(number => number * 2);
        Assert.That(On.Get(target, "x"), Is.EqualTo(1));
        Assert.That(On.Call(target, "twice", 4), Is.EqualTo(8));
        Assert.That(ClrOperations.Dir(target), Does.Contain("twice"));
        ClrOperations.DeleteMember(target, "x");
        Assert.That(() => On.Get(target, "x"), Throws.TypeOf<MissingMemberException>());
        Assert.That(() => ClrOperations.DeleteMember(target, "x"), Throws.TypeOf<MissingMemberException>());
    }

    [Test]
    public void DeleteMember_fixed_members_say_so() =>
        Assert.That(() => ClrOperations.DeleteMember(new Members(), "Number"), Throws.TypeOf<MissingMemberException>().With.Message.Contains("cannot be deleted"));

    [Test]
    public void DynamicObject_is_asked_by_its_own_methods()
    {
        var target = new Echoing();
        Assert.Multiple(() =>
        {
            Assert.That(On.Get(target, "anything"), Is.EqualTo("get anything"));
            Assert.That(On.Get(target, "Real"), Is.EqualTo("real"), "the class's own members come first, as in C#");
            Assert.That(On.CallNamed(target, "run", [1, 2], "b"), Is.EqualTo("run(1, 2) b"));
            Assert.That(On.Invoke(target, 7), Is.EqualTo("called 7"));
            Assert.That(On.Call(target, "__getitem__", 3), Is.EqualTo("item 3"));
            Assert.That(On.Call(target, "__add__", 3), Is.EqualTo("Add 3"));
            Assert.That(On.Call(target, "__neg__"), Is.EqualTo("Negate it"));
        });
        ClrOperations.SetMember(target, "p", 5);
        ClrOperations.DeleteMember(target, "q");
        On.Call(target, "__setitem__", "k", 9);
        Assert.That(target.Log, Is.EqualTo(new[] { "set p 5", "delete q", "index k 9" }));
    }

    [Test]
    public void JObject_members_go_through_its_meta_object()
    {
        var json = JObject.Parse("""{"name": "x", "count": 2}""");
        Assert.That(On.Get(json, "name")!.ToString(), Is.EqualTo("x"));
        ClrOperations.SetMember(json, "count", 3);
        Assert.That((int)json["count"]!, Is.EqualTo(3));
        Assert.That(On.Get(json, "Count"), Is.EqualTo(2), "CLR members follow");
        Assert.That(() => On.Get(json, "missing"), Throws.TypeOf<MissingMemberException>());
        ClrOperations.DeleteMember(json, "name");
        Assert.That(json.ContainsKey("name"), Is.False);
    }

    [Test]
    public void SpecialAttributes_of_objects_types_and_methods()
    {
        var list = new List<int>();
        var method = On.Get(list, "Add")!;
        Assert.Multiple(() =>
        {
            Assert.That(On.Get(list, "__class__"), Is.EqualTo(typeof(List<int>)));
            Assert.That(On.Get(typeof(List<int>), "__class__"), Is.EqualTo(typeof(Type)));
            Assert.That(On.Get(typeof(List<int>), "__name__"), Is.EqualTo("List"));
            Assert.That(On.Get(typeof(Members.Nested), "__qualname__"), Is.EqualTo("Members.Nested"));
            Assert.That(On.Get(typeof(List<int>), "__module__"), Is.EqualTo("System.Collections.Generic"));
            Assert.That(On.Get(list, "__doc__"), Is.EqualTo("List()\nList(Int32 capacity)\nList(IEnumerable<Int32> collection)"));
            Assert.That(On.Get(DayOfWeek.Friday, "__doc__"), Is.Null);
            Assert.That(On.Get(method, "__name__"), Is.EqualTo("Add"));
            Assert.That(On.Get(method, "__qualname__"), Is.EqualTo("List<Int32>.Add"));
            Assert.That(On.Get(method, "__self__"), Is.SameAs(list));
            Assert.That(On.Get(method, "__doc__"), Is.EqualTo("void Add(Int32 item)"));
            Assert.That(On.Get(On.Get(method, "__func__")!, "__name__"), Is.EqualTo("Add"));
            Assert.That(() => On.Get(list, "__func__"), Throws.TypeOf<MissingMemberException>());
            Assert.That(() => On.Get(list, "__name__"), Throws.TypeOf<MissingMemberException>());
            Assert.That(() => On.Get(list, "__mro__"), Throws.TypeOf<MissingMemberException>());
        });
    }

    private class Hidden
    {
        public object Thing => "far";

        public string Run() => "far";
    }

    private sealed class Hiding : Hidden
    {
        public new string Thing => "near";

        public new string Run() => "near";
    }

    private sealed class Echoing : DynamicObject
    {
        public List<string> Log { get; } = [];

        public string Real => "real";

        public override bool TryGetMember(GetMemberBinder binder, out object? result)
        {
            result = $"get {binder.Name}";
            return true;
        }

        public override bool TrySetMember(SetMemberBinder binder, object? value)
        {
            Log.Add($"set {binder.Name} {value}");
            return true;
        }

        public override bool TryDeleteMember(DeleteMemberBinder binder)
        {
            Log.Add($"delete {binder.Name}");
            return true;
        }

        public override bool TryInvokeMember(InvokeMemberBinder binder, object?[]? args, out object? result)
        {
            result = $"{binder.Name}({string.Join(", ", args!)}) {string.Join(",", binder.CallInfo.ArgumentNames)}";
            return true;
        }

        public override bool TryInvoke(InvokeBinder binder, object?[]? args, out object? result)
        {
            result = $"called {args![0]}";
            return true;
        }

        public override bool TryGetIndex(GetIndexBinder binder, object[] indexes, out object? result)
        {
            result = $"item {indexes[0]}";
            return true;
        }

        public override bool TrySetIndex(SetIndexBinder binder, object[] indexes, object? value)
        {
            Log.Add($"index {indexes[0]} {value}");
            return true;
        }

        public override bool TryBinaryOperation(BinaryOperationBinder binder, object arg, out object? result)
        {
            result = $"{binder.Operation} {arg}";
            return true;
        }

        public override bool TryUnaryOperation(UnaryOperationBinder binder, out object? result)
        {
            result = $"{binder.Operation} it";
            return true;
        }
    }
}
