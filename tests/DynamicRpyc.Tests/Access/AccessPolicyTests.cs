using System.Collections.Frozen;
using System.Dynamic;
using DynamicRpyc.Access;
using DynamicRpyc.Foundation;
using NUnit.Framework;

namespace DynamicRpyc.Tests.Access;

[TestFixture]
public sealed class AccessPolicyTests
{
    private static string Get(RpycConfig config, object target, string name) => new AccessPolicy(config).Resolve(target, name, AccessKind.Get);

    private static void AssertRefused(RpycConfig config, object target, string name) =>
        Assert.That(() => Get(config, target, name), Throws.TypeOf<AccessDeniedException>(), name);

    [TestCase("add", "exposed_add")]
    [TestCase("exposed_add", "exposed_add")]
    [TestCase("Marked", "Marked")]
    [TestCase("exposed_Marked", "Marked")]
    [TestCase("other_name", "WithAlias")]
    [TestCase("WithAlias", "WithAlias")]
    [TestCase("Value", "Value")]
    [TestCase("shared", "exposed_shared")]
    [TestCase("ToString", "ToString")]
    [TestCase("__getitem__", "__getitem__")]
    [TestCase("FromContract", "FromContract")]
    public void Resolve_default_config_finds_exposed_and_safe_names(string name, string expected) =>
        Assert.That(Get(RpycConfig.Default, new Sample(), name), Is.EqualTo(expected));

    [TestCase("Plain")]
    [TestCase("Hidden")]
    [TestCase("GetType")]
    [TestCase("__class__")]
    [TestCase("__dict__")]
    [TestCase("__call__")]
    [TestCase("exposed_hidden")]
    [TestCase("hidden")]
    [TestCase("MemberwiseClone")]
    [TestCase("Missing")]
    [TestCase("")]
    public void Resolve_default_config_refuses_the_rest(string name) => AssertRefused(RpycConfig.Default, new Sample(), name);

    [Test]
    public void Resolve_default_config_refuses_ways_out_of_reachable_objects()
    {
        Action lent = () => { };
        object[] reachable = [lent, new InvalidOperationException("x"), Enumerable.Range(0, 3).GetEnumerator(), Task.CompletedTask, new List<int>()];
        foreach (var target in reachable)
        {
            foreach (var name in new[] { "GetType", "__class__", "Method", "Target", "TargetSite", "StackTrace", "Data", "AsyncState", "DynamicInvoke", "GetInvocationList" })
                AssertRefused(RpycConfig.Default, target, name);
        }
    }

    [Test]
    public void Resolve_exposed_class_exposes_what_it_declares_and_nothing_inherited()
    {
        var target = new WholeClass();
        Assert.That(Get(RpycConfig.Default, target, "Declared"), Is.EqualTo("Declared"));
        AssertRefused(RpycConfig.Default, target, "Inherited");
        AssertRefused(RpycConfig.Default, target, "Kept");
        AssertRefused(RpycConfig.Default, target, "GetType");
    }

    [Test]
    public void Resolve_override_of_a_marked_method_is_exposed() =>
        Assert.That(Get(RpycConfig.Default, new Derived(), "Marked"), Is.EqualTo("Marked"));

    [Test]
    public void Resolve_marked_static_members_of_a_type_are_exposed()
    {
        Assert.That(Get(RpycConfig.Default, typeof(WholeClass), "Make"), Is.EqualTo("Make"));
        AssertRefused(RpycConfig.Default, typeof(Sample), "FullName");
        AssertRefused(RpycConfig.Default, typeof(Sample), "Assembly");
    }

    [Test]
    public void Resolve_expando_finds_prefixed_names()
    {
        dynamic expando = new ExpandoObject();
        expando.exposed_x = 1;
        expando.y = 2;
        Assert.That(Get(RpycConfig.Default, expando, "x"), Is.EqualTo("exposed_x"));
        AssertRefused(RpycConfig.Default, expando, "y");
    }

    [Test]
    public void Resolve_remote_object_leaves_the_prefix_to_its_owner() =>
        Assert.That(Get(RpycConfig.Default, new Remote(), "add"), Is.EqualTo("exposed_add"));

    [Test]
    public void Resolve_other_prefix_is_used()
    {
        var config = RpycConfig.Default with { ExposedPrefix = "pub_" };
        Assert.That(Get(config, new Sample(), "thing"), Is.EqualTo("pub_thing"));
        AssertRefused(config, new Sample(), "add");
    }

    [Test]
    public void Resolve_exposed_switched_off_refuses_marks_and_prefix()
    {
        var config = RpycConfig.Default with { AllowExposedAttributes = false };
        AssertRefused(config, new Sample(), "add");
        AssertRefused(config, new Sample(), "Marked");
        AssertRefused(config, new Sample(), "exposed_add");
        Assert.That(Get(config, new Sample(), "ToString"), Is.EqualTo("ToString"));
    }

    [Test]
    public void Resolve_safe_switched_off_or_narrowed_refuses_them()
    {
        AssertRefused(RpycConfig.Default with { AllowSafeAttributes = false }, new Sample(), "ToString");
        var narrowed = RpycConfig.Default with { SafeAttributes = new[] { "Plain" }.ToFrozenSet() };
        AssertRefused(narrowed, new Sample(), "ToString");
        Assert.That(Get(narrowed, new Sample(), "Plain"), Is.EqualTo("Plain"));
    }

    [Test]
    public void Resolve_public_allowed_lets_through_all_without_underscore_except_hidden()
    {
        var config = RpycConfig.Default with { AllowPublicAttributes = true };
        Assert.That(Get(config, new Sample(), "Plain"), Is.EqualTo("Plain"));
        Assert.That(Get(config, new Sample(), "add"), Is.EqualTo("exposed_add"), "the plain name does not exist, the exposed one does");
        Assert.That(Get(config, new Sample(), "both"), Is.EqualTo("both"), "a plain name that exists wins");
        AssertRefused(config, new Sample(), "__class__");
        AssertRefused(config, new Sample(), "Hidden");
    }

    [Test]
    public void Resolve_classic_config_lets_everything_through()
    {
        foreach (var name in new[] { "Plain", "GetType", "__class__", "Hidden", "nonsense" })
            Assert.That(Get(RpycConfig.Classic, new Sample(), name), Is.EqualTo(name));
    }

    [Test]
    public void Resolve_all_and_exposed_prefers_the_existing_plain_name()
    {
        var config = RpycConfig.Default with { AllowAllAttributes = true };
        Assert.That(Get(config, new Sample(), "add"), Is.EqualTo("exposed_add"));
        Assert.That(Get(config, new Sample(), "both"), Is.EqualTo("both"));
        Assert.That(Get(config, new Sample(), "Hidden"), Is.EqualTo("Hidden"));
    }

    [Test]
    public void Resolve_each_kind_has_its_own_switch()
    {
        var closed = new AccessPolicy(RpycConfig.Default with { AllowGetAttribute = false });
        var open = new AccessPolicy(RpycConfig.Default with { AllowSetAttribute = true, AllowDeleteAttribute = true });
        var standard = new AccessPolicy(RpycConfig.Default);
        Assert.Multiple(() =>
        {
            Assert.That(() => closed.Resolve(new Sample(), "add", AccessKind.Get), Throws.TypeOf<AccessDeniedException>().With.Message.Contains("AllowGetAttribute"));
            Assert.That(() => closed.Resolve(new Sample(), "add", AccessKind.Call), Throws.TypeOf<AccessDeniedException>());
            Assert.That(() => standard.Resolve(new Sample(), "Value", AccessKind.Set), Throws.TypeOf<AccessDeniedException>().With.Message.Contains("AllowSetAttribute"));
            Assert.That(() => standard.Resolve(new Sample(), "Value", AccessKind.Delete), Throws.TypeOf<AccessDeniedException>().With.Message.Contains("AllowDeleteAttribute"));
            Assert.That(open.Resolve(new Sample(), "Value", AccessKind.Set), Is.EqualTo("Value"));
            Assert.That(open.Resolve(new Sample(), "Value", AccessKind.Delete), Is.EqualTo("Value"));
            Assert.That(() => open.Resolve(new Sample(), "Plain", AccessKind.Set), Throws.TypeOf<AccessDeniedException>());
        });
    }

    [Test]
    public void Resolve_refusal_names_member_type_side_and_remedy() =>
        Assert.That(
            () => Get(RpycConfig.Default, new Sample(), "Plain"),
            Throws.TypeOf<AccessDeniedException>().With.Message.Contains("'Plain'").And.Message.Contains("Sample")
                .And.Message.Contains("refused by the side that owns the object").And.Message.Contains("[Exposed]").And.Message.Contains("exposed_Plain")
                .And.Message.Contains("AllowPublicAttributes"));

    [Test]
    public void Resolve_refusal_of_a_special_name_does_not_advise_to_expose_it() =>
        Assert.That(
            () => Get(RpycConfig.Default, new Sample(), "__class__"),
            Throws.TypeOf<AccessDeniedException>().With.Message.Contains("'__class__'").And.Message.Contains("AllowAllAttributes").And.Message.Not.Contains("exposed_"));

    [Test]
    public void MayCall_default_config_delegates_and_marked_types_only()
    {
        var policy = new AccessPolicy(RpycConfig.Default);
        Assert.Multiple(() =>
        {
            Assert.That(policy.MayCall((Action)(() => { })), Is.True);
            Assert.That(policy.MayCall(new Remote()), Is.True);
            Assert.That(policy.MayCall(typeof(WholeClass)), Is.True);
            Assert.That(policy.MayCall(typeof(Sample)), Is.False);
            Assert.That(policy.MayCall(typeof(System.Diagnostics.Process)), Is.False);
            Assert.That(policy.MayCall(new Sample()), Is.False);
            Assert.That(policy.MayCall(new CallableObject()), Is.True);
            Assert.That(() => policy.RequireCallable(typeof(Sample)), Throws.TypeOf<AccessDeniedException>().With.Message.Contains("Sample"));
            Assert.That(new AccessPolicy(RpycConfig.Classic).MayCall(typeof(Sample)), Is.True);
        });
    }

    [Test]
    public void Resolve_call_name_follows_MayCall()
    {
        Assert.That(Get(RpycConfig.Default, (Action)(() => { }), "__call__"), Is.EqualTo("__call__"));
        Assert.That(Get(RpycConfig.Default, new CallableObject(), "__call__"), Is.EqualTo("__call__"));
        AssertRefused(RpycConfig.Default, typeof(Sample), "__call__");
    }

    [Exposed]
    public interface IContract
    {
        void FromContract();
    }

    public class Sample : IContract
    {
        [Exposed]
        public int Value { get; set; }

        public int Plain { get; set; }

        public int exposed_add(int a, int b) => a + b;

        public static int exposed_shared() => 1;

        public int both() => 1;

        public int exposed_both() => 2;

        public int pub_thing() => 3;

        [Exposed]
        public virtual int Marked() => 1;

        [Exposed("other_name")]
        public int WithAlias() => 1;

        [NotExposed]
        public int Hidden() => 1;

        [NotExposed]
        public int exposed_hidden() => 1;

        void IContract.FromContract() { }
    }

    public sealed class Derived : Sample
    {
        public override int Marked() => 2;
    }

    public class Base
    {
        public int Inherited() => 1;
    }

    [Exposed]
    public sealed class WholeClass : Base
    {
        public int Declared() => 1;

        [NotExposed]
        public int Kept() => 1;

        public static WholeClass Make() => new();
    }

    public sealed class CallableObject
    {
        [Exposed]
        public int __call__() => 1;
    }

    private sealed class Remote : IRemoteObject
    {
        public string RemoteTypeName => "m.C";

        public bool IsRemoteType => false;

        public bool CanConvertTo(Type type) => false;

        public object ConvertTo(Type type) => throw new InvalidCastException();
    }
}
