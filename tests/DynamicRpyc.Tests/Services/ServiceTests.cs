using System.Diagnostics.CodeAnalysis;
using DynamicRpyc.Tests.Connections;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Services;

/// <summary>"Service with OnConnect, OnDisconnect, exposed_ names and [Exposed], aliases; VoidService." Seen by a client, under the default settings.</summary>
[TestFixture]
public class ServiceTests
{
    [Test]
    public void Exposed_members_are_used_by_their_names_with_and_without_the_prefix()
    {
        using var pair = Pair.Open(far: new Shop());
        var root = pair.Root;
        Assert.Multiple(() =>
        {
            Assert.That((string)root.by_prefix(), Is.EqualTo("prefix"));
            Assert.That((string)root.exposed_by_prefix(), Is.EqualTo("prefix"));
            Assert.That((string)root.ByMark(), Is.EqualTo("mark"));
            Assert.That((string)root.by_name(), Is.EqualTo("name"));
            Assert.That((string)root.ByName(), Is.EqualTo("name"));
            Assert.That((int)root.exposed_Stock, Is.EqualTo(5));
            Assert.That((int)root.Stock, Is.EqualTo(5));
        });
    }

    /// <summary>Each refusal names the member, the type, the side and the setting.</summary>
    [TestCase("Secret")]
    [TestCase("OnConnect")]
    [TestCase("Configure")]
    [TestCase("Root")]
    [TestCase("GetType")]
    public void Anything_else_is_refused_by_name(string name)
    {
        using var pair = Pair.Open(far: new Shop());
        var error = Assert.Throws<AccessDeniedException>(() => Eventually.Result(pair.Near.CallAsync((object)pair.Root, name), "the refusal"));
        Assert.That(error!.Message, Does.Contain($"'{name}'").And.Contain(nameof(Shop)).And.Contain("the side that owns the object")
            .And.Contain(nameof(RpycConfig.AllowPublicAttributes)).And.Contain("[Exposed]"));
    }

    /// <summary>What marks a whole class must not hand its inherited hooks to peers where the class overrides them.</summary>
    [TestCase("OnConnect")]
    [TestCase("OnDisconnect")]
    [TestCase("Configure")]
    [TestCase("Root")]
    public void Overridden_hook_of_an_exposed_class_stays_hidden(string name)
    {
        using var pair = Pair.Open(far: new Marked());
        Assert.That((int)pair.Root.Answer(), Is.EqualTo(42));
        Assert.Throws<AccessDeniedException>(() => Eventually.Result(pair.Near.CallAsync((object)pair.Root, name, [null]), "the refusal"));
    }

    [Test]
    public void Writing_and_deleting_are_refused_and_the_setting_allows_them()
    {
        using (var pair = Pair.Open(far: new Shop()))
        {
            var root = pair.Root;
            var error = Assert.Throws<AccessDeniedException>(() => root.Stock = 6);
            Assert.That(error!.Message, Does.Contain("writing 'Stock'").And.Contain(nameof(Shop)).And.Contain(nameof(RpycConfig.AllowSetAttribute)));
        }
        using (var pair = Pair.Open(far: new Shop(), farConfig: new RpycConfig { AllowSetAttribute = true }))
        {
            pair.Root.Stock = 6;
            Assert.That((int)pair.Root.Stock, Is.EqualTo(6));
        }
    }

    [Test]
    public void Objects_that_a_service_hands_out_are_guarded_alike()
    {
        using var pair = Pair.Open(far: new Shop());
        dynamic clerk = pair.Root.Clerk();
        Assert.That((string)clerk.exposed_Name, Is.EqualTo("Ada"));
        var error = Assert.Throws<AccessDeniedException>(() => _ = (int)clerk.Salary);
        Assert.That(error!.Message, Does.Contain("'Salary'").And.Contain(nameof(Clerk)));
        using var open = Pair.Open(far: new Shop(), farConfig: new RpycConfig { AllowPublicAttributes = true });
        Assert.That((int)open.Root.Clerk().Salary, Is.EqualTo(1000));
    }

    [Test]
    public void Missing_member_of_an_open_object_is_a_missing_member()
    {
        using var pair = Pair.Open(far: new Shop(), farConfig: new RpycConfig { AllowPublicAttributes = true });
        Assert.That(() => (object)pair.Root.Nonsense(), Throws.InstanceOf<MissingMemberException>().With.Message.Contains("Nonsense").And.Message.Contains(nameof(Shop)));
    }

    [Test]
    public void Names_of_a_service_are_its_aliases_or_its_class()
    {
        using var shop = Pair.Open(far: new Shop());
        Assert.That((PyTuple)shop.Root.get_service_aliases(), Is.EqualTo(new PyTuple("SHOP", "STORE")));
        Assert.That((string)shop.Root.get_service_name(), Is.EqualTo("SHOP"));
        using var plain = Pair.Open(far: new PlainService());
        Assert.That((string)plain.Root.get_service_name(), Is.EqualTo("PLAIN"));
        using var nothing = Pair.Open(far: new VoidService());
        Assert.That((string)nothing.Root.get_service_name(), Is.EqualTo("VOID"));
    }

    [Test]
    public void OnConnect_runs_before_any_request_and_may_ask_the_client()
    {
        var asking = new Asking();
        using var pair = Pair.Open(far: asking, near: new Shop());
        Assert.That((string)pair.Root.Heard(), Is.EqualTo("mark"));
    }

    [Test]
    public void Service_configures_its_own_connection()
    {
        using var pair = Pair.Open(far: new Configuring());
        Assert.That((string)pair.Root.Open(), Is.EqualTo("open"), "allowed by the service's own settings");
        Assert.That(pair.Far.Config.AllowPublicAttributes, Is.True);
        Assert.That(pair.Near.Config.AllowPublicAttributes, Is.False);
    }

    [Test]
    public void Service_that_throws_in_OnConnect_closes_the_connection()
    {
        using var connection = Rpyc.ConnectThread(remoteService: new Throwing());
        Assert.That(() => (object)connection.Root, Throws.InstanceOf<ConnectionClosedException>());
        Assert.Throws<InvalidOperationException>(() => Rpyc.ConnectThread(new Throwing()));
    }

    [Test]
    public void Service_that_throws_in_OnDisconnect_does_not_keep_the_connection_from_closing()
    {
        using var pair = Pair.Open(far: new Throwing { InDisconnect = true }, near: new Throwing { InDisconnect = true });
        _ = pair.Root;
        pair.Near.Close();
        Eventually.Set(pair.FarService.Disconnected, "the far end");
        Assert.That((pair.NearService.Disconnects, pair.FarService.Disconnects), Is.EqualTo((1, 1)));
    }

    [Aliases("shop", "Store")]
    [SuppressMessage("Naming", "CA1707", Justification = "RPyC's prefix.")]
    [SuppressMessage("Performance", "CA1822", Justification = "They are called on an instance.")]
    public sealed class Shop : Service
    {
        [Exposed]
        public int Stock { get; set; } = 5;

        public string exposed_by_prefix() => "prefix";

        [Exposed]
        public string ByMark() => "mark";

        [Exposed("by_name")]
        public string ByName() => "name";

        [Exposed]
        public Clerk Clerk() => new();

        public string Secret() => "secret";
    }

    [SuppressMessage("Performance", "CA1822", Justification = "They are called on an instance.")]
    public sealed class Clerk
    {
        [Exposed]
        public string Name => "Ada";

        public int Salary => 1000;
    }

    public sealed class PlainService : Service;

    [Exposed]
    [SuppressMessage("Performance", "CA1822", Justification = "They are called on an instance.")]
    public sealed class Marked : Service
    {
        public override object Root => this;

        public int Answer() => 42;

        public override RpycConfig Configure(RpycConfig config) => config;

        public override void OnConnect(Connection connection) => _ = connection?.Name;

        public override void OnDisconnect(Connection connection) => _ = connection?.Name;
    }

    public sealed class Asking : Service
    {
        private string _heard = "nothing";

        [Exposed]
        public string Heard() => _heard;

        public override void OnConnect(Connection connection) => _heard = connection.Root.ByMark();
    }

    [SuppressMessage("Performance", "CA1822", Justification = "They are called on an instance.")]
    public sealed class Configuring : Service
    {
        public string Open() => "open";

        public override RpycConfig Configure(RpycConfig config) => config with { AllowPublicAttributes = true };
    }

    public sealed class Throwing : Service
    {
        public bool InDisconnect { get; init; }

        public override void OnConnect(Connection connection)
        {
            if (!InDisconnect)
                throw new InvalidOperationException("no clients today");
        }

        public override void OnDisconnect(Connection connection) => throw new InvalidOperationException("no farewell either");
    }
}
