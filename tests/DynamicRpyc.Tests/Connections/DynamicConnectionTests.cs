using DynamicRpyc.Messages;
using DynamicRpyc.Tests.Faults;
using DynamicRpyc.Tests.Support;
using Microsoft.CSharp.RuntimeBinder;

namespace DynamicRpyc.Tests.Connections;

/// <summary>
/// "A Connection is itself dynamic: conn.root, conn.modules, and for classic connections any other name is looked up on the root. PascalCase members for typed use."
/// </summary>
[TestFixture]
public class DynamicConnectionTests
{
    [Test]
    public void Root_is_the_same_in_both_spellings()
    {
        using var pair = Pair.Open();
        dynamic connection = pair.Near;
        Assert.That((object)connection.root, Is.SameAs((object)pair.Near.Root));
        Assert.That((int)connection.root.Add(1, 2), Is.EqualTo(3));
        Assert.That((bool)connection.closed, Is.False);
        Assert.That((string)connection.Name, Does.StartWith("conn"));
        connection.Ping();
        connection.Close();
        Assert.That((bool)connection.Closed, Is.True);
    }

    [Test]
    public void Unknown_name_says_where_the_service_is_and_how_members_are_spelled()
    {
        using var pair = Pair.Open();
        dynamic connection = pair.Near;
        Assert.That(() => (object)connection.Add(1, 2), Throws.TypeOf<RuntimeBinderException>().With.Message.EqualTo("A connection has no member 'Add'. The other side's service is its 'root'."));
        Assert.That(() => (object)connection.name, Throws.TypeOf<RuntimeBinderException>().With.Message.EqualTo("A connection has no member 'name'. The other side's service is its 'root'; 'Name' is a member."));
        Assert.That(() => (object)connection.serve_all(), Throws.TypeOf<RuntimeBinderException>().With.Message.EqualTo("A connection's 'serve_all' is spelled 'ServeAll' in C#."));
        const string why = " needs a classic connection, such as Rpyc.Classic.Connect makes; this one was made with a service of its own, and what the other side offers is its root.";
        Assert.That(() => (object)connection.modules, Throws.TypeOf<RuntimeBinderException>().With.Message.EqualTo($"'modules'{why}"));
        Assert.That(() => (object)pair.Near.Modules, Throws.InvalidOperationException.With.Message.EqualTo($"'Modules'{why}"));
    }

    [Test]
    public void Classic_connection_looks_other_names_up_on_the_slave()
    {
        using var connection = Rpyc.Classic.ConnectThread();
        dynamic conn = connection;
        Assert.Multiple(() =>
        {
            Assert.That((int)conn.modules["System"].Math.Abs(-1), Is.EqualTo(1));
            Assert.That((int)conn.modules.System.Math.Abs(-1), Is.EqualTo(1));
            Assert.That((object)conn.modules.System, Is.SameAs((object)connection.Modules["System"]), "asked for once");
            Assert.That((int)conn.builtins.len("four"), Is.EqualTo(4));
            Assert.That((int)conn.getmodule("System").Math.Abs(-2), Is.EqualTo(2));
            Assert.That((object)conn.@namespace, Is.InstanceOf<RemoteObject>());
            Assert.That(() => (object)conn.eval("1 + 1"), Throws.InstanceOf<NotSupportedException>().With.Message.EqualTo(
                "'eval' of 1 + 1: this .NET process has no C# script engine. Reference the package DynamicRpyc.Scripting there to evaluate and execute C#."));
            Assert.That(() => (object)conn.nonsense, Throws.InstanceOf<MissingMemberException>().With.Message.Contains("nonsense").And.Message.Contains("slave"));
            Assert.That(() => (object)conn.modules.System.IO.Pathh, Throws.InstanceOf<MissingMemberException>().With.Message.Contains("namespace System.IO").And.Message.Contains("did you mean 'Path'"));
            Assert.That(() => (object)conn.modules.System(), Throws.ArgumentException.With.Message.Contains("namespace System is not callable"));
            Assert.That(() => (object)conn.modules["No.Such.Space"], Throws.InstanceOf<ModuleNotFoundException>().With.Message.EqualTo(
                "This .NET process has no namespace 'No.Such.Space'. Its namespaces are named as in C#, e.g. System.IO; an assembly that is not loaded and not among the program's own is not searched."));
            Assert.That(() => (object)conn.modules[5], Throws.ArgumentException.With.Message.EqualTo("Modules are indexed with one name, as in modules[\"os.path\"]."));
            Assert.That(() => (object)conn.getmodule(5), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("getmodule takes a name or a tuple of its parts, not Int32."));
        });
    }

    [Test]
    public void Classic_connection_to_a_service_says_what_it_is_connected_to()
    {
        using var server = new ThreadedServer(new Probe());
        server.StartInBackground();
        using dynamic classic = Rpyc.Classic.Connect("127.0.0.1", server.Port);
        Assert.That(() => (object)classic.modules.System, Throws.InvalidOperationException.With.Message.StartsWith(
            "The other side is no classic slave but a service, DynamicRpyc.Tests.Connections.Probe: it has no modules. Connect with Rpyc.Connect, and use conn.root. What it said: access to 'getmodule'").And.InnerException.Not.Null);
    }

    [Test]
    public void Classic_connection_to_a_plain_value_says_that_it_is_none()
    {
        using var server = new ThreadedServer(Service.For(5));
        server.StartInBackground();
        using dynamic classic = Rpyc.Classic.Connect("127.0.0.1", server.Port);
        const string why = "The peer's root is a plain value, not a slave: it is no classic server.";
        Assert.That(() => (object)classic.modules.System, Throws.InvalidOperationException.With.Message.EqualTo(why));
        Assert.That(() => (object)classic.nonsense, Throws.InvalidOperationException.With.Message.EqualTo(why));
    }

    [Test]
    public void Classic_connection_to_a_slave_that_answers_None_for_a_module_says_so()
    {
        using var server = new ThreadedServer(Service.For(new Empty()));
        server.StartInBackground();
        using dynamic classic = Rpyc.Classic.Connect("127.0.0.1", server.Port);
        Assert.That(() => (object)classic.modules.nothing, Throws.TypeOf<ModuleNotFoundException>().With.Message.EqualTo("The peer answered None for the module 'nothing'."));
    }

    [Test]
    public void BuffIter_of_a_peer_that_answers_with_no_items_says_so()
    {
        using var server = new ScriptedServer(static link => ScriptedServer.ServeRoot(link, Dialect.V5, message =>
        {
            if (message.Handler == Handler.CallAttr)
                link.ReplyReference(message.Sequence, "scripted.Iterator", 7, 9);
            else if (message.Handler == Handler.BuffIter)
                link.Reply(message.Sequence, 5);
            return message.Handler is Handler.CallAttr or Handler.BuffIter;
        }));
        using dynamic conn = Rpyc.Connect("127.0.0.1", server.Port);
        var items = (IEnumerable<object?>)Rpyc.BuffIter(conn.root);
        Assert.That(() => items.Count(), Throws.TypeOf<ProtocolException>().With.Message.EqualTo("The peer answered BUFFITER with something that is not a tuple of items."));
    }

    [Test]
    public void Text_of_a_connection_is_local()
    {
        using var pair = Pair.Open();
        Assert.That(pair.Near.ToString(), Does.Contain(pair.Near.Name).And.Contain("127.0.0.1"));
        pair.Near.Close();
        Assert.That(pair.Near.ToString(), Does.Contain("closed"));
    }

    [Test]
    public void Ping_without_an_answer_times_out()
    {
        var (near, far) = Pair.Sockets();
        using (far)
        using (var connection = Rpyc.ConnectChannel(new Channel(near)))
            Assert.Throws<AsyncResultTimeout>(() => connection.Ping(TimeSpan.FromMilliseconds(50)));
    }

    private sealed class Empty
    {
        public object? exposed_getmodule(string name) => null;
    }
}
