using DynamicRpyc.Messages;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Connections;

/// <summary>A request has the parts that it needs: each costs a Python server as much as a call of the system. Seen frame by frame, by a scripted peer.</summary>
internal sealed class RequestPartsTests
{
    private static readonly PyTuple _root = new("scripted.Root", 7, 8);
    private static readonly PyTuple _target = new(3, _root);
    private static readonly PyTuple _arguments = new(1, new PyTuple(1, 2));
    private static readonly PyTuple _keywords = new(1, new PyTuple([new PyTuple("key", 3)]));

    [Test]
    public async Task Call_withoutKeywords_hasNoPartForThem([Values(Dialect.V5, Dialect.V6)] Dialect dialect)
    {
        Assert.That(await SentAsync(dialect, root => root.add(1, 2)), Is.EqualTo(new PyTuple((int)Handler.CallAttr, new PyTuple(2, new PyTuple(_target, new PyTuple(1, "add"), _arguments)))));
        Assert.That(await SentAsync(dialect, root => root(1, 2)), Is.EqualTo(new PyTuple((int)Handler.Call, new PyTuple(2, new PyTuple(_target, _arguments)))));
    }

    [Test]
    public async Task Call_withKeywords_hasThemLast([Values(Dialect.V5, Dialect.V6)] Dialect dialect)
    {
        Assert.That(
            await SentAsync(dialect, root => root.add(1, 2, key: 3)),
            Is.EqualTo(new PyTuple((int)Handler.CallAttr, new PyTuple(2, new PyTuple(_target, new PyTuple(1, "add"), _arguments, _keywords)))));
        Assert.That(await SentAsync(dialect, root => root(1, 2, key: 3)), Is.EqualTo(new PyTuple((int)Handler.Call, new PyTuple(2, new PyTuple(_target, _arguments, _keywords)))));
    }

    /// <summary>The contents of the request that the call makes.</summary>
    private static async Task<PyTuple> SentAsync(Dialect dialect, Func<dynamic, object?> call)
    {
        var (stream, peer) = FramePeer.Create();
        using var _ = peer;
        using var connection = Rpyc.ConnectStream(stream, config: new RpycConfig { Dialect = dialect, DotNetExtensions = false });
        var result = Task.Run(() => call(connection.Root));
        peer.Send(dialect, MessageKind.Reply, peer.Read().Sequence, new PyTuple(4, _root));
        var request = peer.Read();
        peer.Send(dialect, MessageKind.Reply, request.Sequence, new PyTuple(1, 3));
        await Eventually.CompletesAsync(result, "the call");
        return request.Contents;
    }
}
