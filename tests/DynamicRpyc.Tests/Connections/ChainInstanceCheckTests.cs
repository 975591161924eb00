using DynamicRpyc.Messages;
using DynamicRpyc.Tests.Faults;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Connections;

/// <summary>Instance checks through a hub, where two processes behind one upstream connection gave different types the same number.</summary>
internal sealed class ChainInstanceCheckTests
{
    private string _name = "";
    private int _given;

    /// <summary>The upstream lends a type and objects as the script has them, and answers INSTANCECHECK with what it was asked.</summary>
    private bool Answer(RawLink link, RawMessage message)
    {
        switch (message.Handler)
        {
            case Handler.CallAttr:
                // The first call gets the type, the second the object.
                var isFirst = _given++ == 0;
                link.ReplyReference(message.Sequence, isFirst ? "a.Type" : _name, 7, isFirst ? 0 : 5);
                return true;
            case Handler.InstanceCheck:
                link.Reply(message.Sequence, "the owner was asked");
                return true;
            default:
                return message.Handler == Handler.Ping;
        }
    }

    [TestCase("a.Type", true)]
    [TestCase("b.Other", "the owner was asked")]
    public void InstanceCheck_sameNumber_isSameTypeOnlyWithTheSameName(string name, object expected)
    {
        (_name, _given) = (name, 0);
        using var server = new ScriptedServer(link => ScriptedServer.ServeRoot(link, Dialect.V6, message => Answer(link, message)));
        using var upstream = Rpyc.Connect("127.0.0.1", server.Port, config: RpycConfig.Default with { Dialect = Dialect.V6, DotNetExtensions = false });
        object type = upstream.Root.give();
        object instance = upstream.Root.give();
        using var client = Rpyc.ConnectThread(remoteService: Service.For(new object[] { type, instance }), config: RpycConfig.Default with { DotNetExtensions = false });
        object theirType = client.Root[0];
        object theirInstance = client.Root[1];
        var id = ((DynamicRpyc.Netrefs.Netref)theirInstance).Id;
        Assert.That((object?)client.SyncRequest(Handler.InstanceCheck, theirType, new PyTuple(id.TypeName, id.TypeId, id.InstanceId)), Is.EqualTo(expected));
    }

    /// <summary>A Python peer compares type ids alone, across all its connections: those of two processes must differ.</summary>
    [Test]
    public void TypeIds_ofTwoProcesses_differ()
    {
        using var child = Rpyc.ConnectSubprocess(TestHost.Program, TestHost.Arguments("service"));
        var theirs = ((DynamicRpyc.Netrefs.Netref)child.Root).Id.TypeId;
        Assert.That(theirs, Is.GreaterThan(1 << 20).And.Not.InRange(DynamicRpyc.Boxing.WireType.Of(typeof(HostService)).Id - 100, DynamicRpyc.Boxing.WireType.Of(typeof(HostService)).Id + 100));
    }
}
