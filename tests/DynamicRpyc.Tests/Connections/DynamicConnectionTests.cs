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
        Assert.That(() => (object)connection.Add(1, 2), Throws.InstanceOf<RuntimeBinderException>().With.Message.Contains("'root'"));
        Assert.That(() => (object)connection.serve_all(), Throws.InstanceOf<RuntimeBinderException>().With.Message.Contains("'ServeAll'"));
        Assert.That(() => (object)connection.modules, Throws.InstanceOf<RuntimeBinderException>().With.Message.Contains("'modules'").And.Message.Contains("Rpyc.Classic.Connect"));
        Assert.That(() => (object)pair.Near.Modules, Throws.InvalidOperationException.With.Message.Contains("classic"));
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
            Assert.That(() => (object)conn.eval("1 + 1"), Throws.InstanceOf<NotSupportedException>().With.Message.Contains("DynamicRpyc.Scripting"));
            Assert.That(() => (object)conn.nonsense, Throws.InstanceOf<MissingMemberException>().With.Message.Contains("nonsense").And.Message.Contains("slave"));
            Assert.That(() => (object)conn.modules.System.IO.Pathh, Throws.InstanceOf<MissingMemberException>().With.Message.Contains("namespace System.IO").And.Message.Contains("did you mean 'Path'"));
            Assert.That(() => (object)conn.modules.System(), Throws.ArgumentException.With.Message.Contains("namespace System is not callable"));
            Assert.That(() => (object)conn.modules["No.Such.Space"], Throws.InstanceOf<ModuleNotFoundException>().With.Message.Contains("No.Such.Space"));
        });
    }

    [Test]
    public void Classic_connection_to_a_service_says_what_it_is_connected_to()
    {
        using var server = new ThreadedServer(new Probe());
        server.StartInBackground();
        using dynamic classic = Rpyc.Classic.Connect("127.0.0.1", server.Port);
        Assert.That(() => (object)classic.modules.System, Throws.InvalidOperationException.With.Message.Contains("Probe").And.Message.Contains("Rpyc.Connect").And.InnerException.Not.Null);
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
}
