using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Tests.Netrefs;

/// <summary>"Task/ValueTask/IAsyncEnumerable members made as true asynchronous requests": over a peer where every request that a thread would wait for is an error.</summary>
internal sealed class NoThreadWaitsTests
{
    private FakeRequester _peer = null!;

    [SetUp]
    public void SetUp() => _peer = new FakeRequester { RefusesToWait = true };

    [Test]
    public async Task Task_ofACollection_bringsTheItemsOverWithoutWaiting()
    {
        object? list = null;
        _peer.Answer = operation => operation.Name is "NumbersAsync" or "PairAsync" ? list : null;
        var thing = _peer.Make("mod.Thing").ActLike<IWork>();
        list = _peer.MakeIterable([1, 2]);
        Assert.That(await thing.NumbersAsync(), Is.EqualTo(new long[] { 1, 2 }));
        Assert.That(await thing.PairAsync(), Is.EqualTo((1, 2L)));
        Assert.That(_peer.Log.Count(static line => line.StartsWith("BuffIter", StringComparison.Ordinal)), Is.EqualTo(2), "many items a request");
    }

    [Test]
    public async Task Task_ofAGrid_bringsTheRowsOverWithoutWaiting()
    {
        object? rows = null;
        _peer.Answer = operation => operation.Name == "GridAsync" ? rows : null;
        var thing = _peer.Make("mod.Thing").ActLike<IWork>();
        rows = _peer.MakeIterable([_peer.MakeIterable([1, 2]), new PyTuple(3, 4)]);
        Assert.That(await thing.GridAsync(), Is.EqualTo(new[,] { { 1, 2 }, { 3, 4 } }));
    }

    [Test]
    public async Task Task_ofADictionaryOfLists_bringsBothOverWithoutWaiting()
    {
        object? table = null;
        object? view = null;
        _peer.Answer = operation => operation.Name switch { "TableAsync" => table, "items" => view, _ => null };
        var thing = _peer.Make("mod.Thing").ActLike<IWork>();
        table = _peer.Make("builtins.dict", "keys", "items", "__getitem__");
        view = _peer.MakeIterable([new PyTuple("a", _peer.MakeIterable([1, 2]))], "builtins.dict_items");
        Assert.That((await thing.TableAsync())["a"], Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task Task_ofAProperty_awaitsTheRemoteTask()
    {
        var task = _peer.Make("System.Threading.Tasks.Task", "__await__", "GetAwaiter");
        _peer.Answer = operation => operation.Name == "__await__" ? "soon" : task;
        Assert.That(await _peer.Make("mod.Thing").ActLike<IWork>().Soon, Is.EqualTo("soon"));
    }

    [Test]
    public async Task Task_ofAGenericMethod_closesItWithoutWaiting()
    {
        var method = _peer.Make("DynamicRpyc.GenericMethod", "__getitem__", "__call__");
        _peer.Answer = operation => operation.Handler == Handler.Call ? 5 : method;
        Assert.That(await _peer.Make("mod.Thing").ActLike<IWork>().EchoAsync(5), Is.EqualTo(5));
    }

    [Test]
    public void Task_ofAMissingMember_isToldWithoutWaiting()
    {
        _peer.Answer = static operation => operation.Handler == Handler.Dir ? new PyTuple("other") : throw new MissingMemberException("no such member");
        Assert.That(async () => await _peer.Make("mod.Thing").ActLike<IWork>().NumbersAsync(), Throws.TypeOf<MissingMemberException>()
            .With.Message.EqualTo("IWork.NumbersAsync is missing: the remote mod.Thing has no member 'NumbersAsync'."));
    }

    [Test]
    public async Task Task_withADefaultBody_looksForTheMemberWithoutWaiting()
    {
        _peer.Answer = static _ => new PyTuple("other");
        Assert.That(await _peer.Make("mod.Thing").ActLike<IWork>().OneAsync(), Is.EqualTo(1));
        Assert.That(_peer.Log, Is.EqualTo(new[] { "Dir ()" }));
    }

    [Test]
    public async Task Sequence_isWalkedAndLeftWithoutWaiting()
    {
        var iterator = _peer.Make("Iterator", "__next__", "DisposeAsync");
        var sequence = _peer.Make("Sequence", "__iter__");
        _peer.Answer = operation => operation.Name switch { "__iter__" => iterator, "__next__" => 7, "ItemsAsync" => sequence, _ => null };
        await foreach (var item in _peer.Make("mod.Thing").ActLike<IWork>().ItemsAsync())
        {
            Assert.That(item, Is.EqualTo(7L));
            break;
        }
        Assert.That(_peer.Log.Last(), Is.EqualTo("CallAttr DisposeAsync()"));
    }

    [Test]
    public async Task AsyncDisposable_isEndedWithoutWaiting()
    {
        await using (_peer.Make("mod.Closer", "aclose").ActLike<IAsyncDisposable>())
            Assert.That(_peer.Log, Is.Empty);
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr aclose()" }));
    }

    [Test]
    public async Task Stream_isUsedWithoutWaiting()
    {
        var stream = (Stream)Convert(_peer.Make("_io.BytesIO", "read", "write", "flush", "close"), typeof(Stream));
        _peer.Answer = static operation => operation.Name == "read" ? new byte[] { 1 } : null;
        Assert.That(await stream.ReadAsync(new byte[4]), Is.EqualTo(1));
        await stream.WriteAsync(new byte[] { 1, 2 });
        await stream.FlushAsync();
        await stream.DisposeAsync();
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr read(4)", "CallAttr write(System.Byte[])", "CallAttr flush()", "CallAttr close()" }));
    }

    [Test]
    public async Task TextReader_isUsedWithoutWaiting()
    {
        var reader = (TextReader)Convert(_peer.Make("_io.StringIO", "read", "readline"), typeof(TextReader));
        var texts = new Queue<string>(["ab", "c", "de", "", "line\n", "rest"]);
        _peer.Answer = _ => texts.Dequeue();
        var buffer = new char[4];
        Assert.That((await reader.ReadAsync(buffer, 0, 2), new string(buffer, 0, 2)), Is.EqualTo((2, "ab")));
        Assert.That((await reader.ReadBlockAsync(buffer, 0, 4), new string(buffer, 0, 3)), Is.EqualTo((3, "cde")), "read on until the block is full or the text ends");
        Assert.That((await reader.ReadLineAsync(), await reader.ReadToEndAsync()), Is.EqualTo(("line", "rest")));
        Assert.That(_peer.Log.First(), Is.EqualTo("CallAttr read(2)"));
    }

    [Test]
    public async Task TextWriter_isUsedWithoutWaiting()
    {
        var writer = (TextWriter)Convert(_peer.Make("_io.StringIO", "write", "flush", "close"), typeof(TextWriter));
        await writer.WriteAsync('a');
        await writer.WriteAsync("b");
        await writer.WriteAsync("xcx".ToCharArray(), 1, 1);
        await writer.WriteAsync("d".AsMemory());
        await writer.WriteLineAsync();
        await writer.WriteLineAsync('e');
        await writer.WriteLineAsync("f");
        await writer.WriteLineAsync("xgx".ToCharArray(), 1, 1);
        await writer.WriteLineAsync("h".AsMemory());
        await writer.FlushAsync();
        await writer.DisposeAsync();
        Assert.That(string.Concat(_peer.Operations.Where(static operation => operation.Name == "write").Select(static operation => operation.Arguments[0])), Is.EqualTo("abcd\ne\nf\ng\nh\n"));
        Assert.That(_peer.Log.TakeLast(2), Is.EqualTo(new[] { "CallAttr flush()", "CallAttr close()" }));
    }

    // A cast is a C# expression, and asks what the object can do; what comes after it must not wait.
    private object Convert(IRemoteObject remote, Type type)
    {
        _peer.RefusesToWait = false;
        var converted = remote.ConvertTo(type);
        _peer.RefusesToWait = true;
        return converted;
    }

    public interface IWork
    {
        Task<string> Soon { get; }

        Task<int[,]> GridAsync();

        Task<long[]> NumbersAsync();

        Task<(int, long)> PairAsync();

        Task<Dictionary<string, List<int>>> TableAsync();

        Task<T> EchoAsync<T>(T value);

        IAsyncEnumerable<long> ItemsAsync();

        Task<int> OneAsync() => Task.FromResult(1);
    }
}
