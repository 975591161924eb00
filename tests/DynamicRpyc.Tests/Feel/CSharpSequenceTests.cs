using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Feel;

/// <summary>"foreach, LINQ over (IEnumerable&lt;dynamic&gt;)nr, await foreach over remote IAsyncEnumerable&lt;T&gt;; using, await using."</summary>
internal sealed class CSharpSequenceTests : WorkshopFixture
{
    [Test]
    public void Foreach()
    {
        var parts = new List<string>();
        foreach (string part in Shop.Parts())
            parts.Add(part);
        Assert.That(parts, Is.EqualTo(new[] { "bolt", "nut" }));
    }

    [Test]
    public void Foreach_overADictionary_givesPairs()
    {
        var stock = new Dictionary<string, int>();
        foreach (var pair in Shop.Stock())
            stock[(string)pair.Key] = (int)pair.Value;
        Assert.That(stock, Is.EqualTo(new Dictionary<string, int> { ["bolt"] = 3, ["nut"] = 5 }));
    }

    [Test]
    public void Foreach_overADictionary_deconstructsItsPairs()
    {
        var (typed, open, listed) = (new List<string>(), new List<string>(), (List<KeyValuePair<string, long>>)Shop.Stock());
        foreach (var (key, value) in (IEnumerable<KeyValuePair<string, int>>)Shop.Stock())
            typed.Add(key + value);
        foreach (var (key, value) in (IEnumerable<(object, object)>)Shop.Stock())
            open.Add($"{key}{value}");
        foreach (var pair in Shop.Stock())
            Assert.That(((KeyValuePair<string, int>)pair).Value, Is.Positive);
        Assert.That((typed, open, listed[0]), Is.EqualTo((new List<string> { "bolt3", "nut5" }, new List<string> { "bolt3", "nut5" }, KeyValuePair.Create("bolt", 3L))));
    }

    [Test]
    public void Linq_overDynamicItems()
    {
        var names = from part in (IEnumerable<dynamic>)Shop.Parts() where part.Length > 3 select (string)part;
        Assert.That(names, Is.EqualTo(new[] { "bolt" }));
        Assert.That(((IEnumerable<int>)Shop.Sizes).Where(size => size > 20).Sum(), Is.EqualTo(120));
    }

    [Test]
    public async Task AwaitForeach_overAnAsyncEnumerable()
    {
        var seen = new List<int>();
        await foreach (int item in (IAsyncEnumerable<object>)Shop.CountAsync(4).Result)
            seen.Add(item);
        await foreach (var item in (IAsyncEnumerable<long>)await Shop.CountAsync(2))
            seen.Add((int)item);
        Assert.That(seen, Is.EqualTo(new[] { 0, 1, 2, 3, 0, 1 }));
    }

    [Test]
    public async Task AwaitForeach_overTheCallItself_whoseNameEndsInAsync()
    {
        var seen = new List<long>();
        await foreach (var item in (IAsyncEnumerable<long>)Shop.CountAsync(2))
            seen.Add(item);
        await foreach (dynamic item in (IAsyncEnumerable<dynamic>)Shop.CountAsync(2))
            seen.Add((long)item + 10);
        await foreach (var (key, value) in (IAsyncEnumerable<(string, long)>)Shop.EntriesAsync())
            seen.Add(key.Length + value);
        await foreach (dynamic entry in (IAsyncEnumerable<object>)Shop.EntriesAsync())
            seen.Add(((string Key, long Value))entry is var pair ? pair.Key.Length + (long)entry[1] : 0);
        Assert.That(seen, Is.EqualTo(new[] { 0, 1, 10, 11, 3, 3 }));
    }

    [Test]
    public void AwaitForeach_overTheCallItself_failsWhereItIsWalkedOver()
    {
        var failing = (IAsyncEnumerable<int>)Shop.FailAsync();
        Assert.That(async () => await failing.GetAsyncEnumerator().MoveNextAsync(), Throws.TypeOf<KeyNotFoundException>().With.Message.EqualTo("no such part"));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var never = (IAsyncEnumerable<int>)Shop.CountAsync(5);
        Assert.That(async () => await never.GetAsyncEnumerator(cancelled.Token).MoveNextAsync(), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task AwaitForeach_overTheCallItself_isEndedByATokenAmongItsArguments()
    {
        using var cancel = new CancellationTokenSource();
        var step = ((IAsyncEnumerable<int>)Types.Streams.NeverAsync(cancel.Token)).GetAsyncEnumerator();
        Assert.That(await step.MoveNextAsync(), Is.True);
        var moving = step.MoveNextAsync().AsTask();
        Assert.That(moving.IsCompleted, Is.False);
        await cancel.CancelAsync();
        Assert.That(async () => await moving.WaitAsync(Eventually.DefaultTimeout), Throws.InstanceOf<OperationCanceledException>());
        await step.DisposeAsync();
    }

    [Test]
    public async Task AwaitForeach_overAPlainEnumerable()
    {
        var seen = new List<string>();
        await foreach (var item in (IAsyncEnumerable<string>)Shop.Parts())
            seen.Add(item);
        Assert.That(seen, Is.EqualTo(new[] { "bolt", "nut" }));
    }

    [Test]
    public async Task AwaitForeach_leftEarly_disposesTheRemoteEnumerator()
    {
        await foreach (int item in (IAsyncEnumerable<int>)await Shop.CountAsync(1_000_000))
        {
            if (item == 3)
                break;
        }
        Assert.That((string)Shop.Name, Is.EqualTo("left"));
    }

    [Test]
    public async Task AwaitForeach_cancelledByItsToken_endsTheWaitForAnItem()
    {
        using var cancel = new CancellationTokenSource();
        var never = (IAsyncEnumerable<int>)Types.Streams.Never();
        var step = never.GetAsyncEnumerator(cancel.Token);
        var moving = step.MoveNextAsync();
        Eventually.True(() => (bool)Types.Streams.HasBegun, "the step to be under way over there");
        await cancel.CancelAsync();
        Assert.That(async () => await moving, Throws.InstanceOf<OperationCanceledException>());
        await step.DisposeAsync();
        Assert.That((bool)Types.Streams.WasCancelled, Is.True, "the step that nobody waits for any more was cancelled over there");
    }

    [Test]
    public async Task Foreach_overAnAsyncEnumerable_waits()
    {
        var seen = new List<int>();
        foreach (int item in await Shop.CountAsync(3))
            seen.Add(item);
        Assert.That(seen, Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That((int[])await Shop.CountAsync(3), Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public void AwaitForeach_overWhatIsNoSequence_saysSo() =>
        Assert.That(() => (IAsyncEnumerable<object>)Shop, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The remote 'DynamicRpyc.Tests.Feel.Workshop' cannot become a System.Collections.Generic.IAsyncEnumerable`1[System.Object]: it has no __iter__."));

    [Test]
    public void Using_disposesTheRemoteObject()
    {
        int before = Types.Workshop.Disposed;
        using (dynamic lease = Shop.Lease())
            Assert.That((int)Types.Workshop.Disposed, Is.EqualTo(before));
        Assert.That((int)Types.Workshop.Disposed, Is.EqualTo(before + 1));
    }

    [Test]
    public async Task AwaitUsing_disposesTheRemoteObject()
    {
        int before = Types.Workshop.Disposed;
        await using (dynamic lease = Shop.AsyncLease())
            Assert.That((int)Types.Workshop.Disposed, Is.EqualTo(before));
        Assert.That((int)Types.Workshop.Disposed, Is.EqualTo(before + 1));
        await using (dynamic lease = Shop.Lease())
            Assert.That((int)Types.Workshop.Disposed, Is.EqualTo(before + 1));
        Assert.That((int)Types.Workshop.Disposed, Is.EqualTo(before + 2), "a plain dispose serves where there is no asynchronous one");
    }

    [Test]
    public void AwaitUsing_ofWhatCannotBeClosed_saysWhatToWrite() =>
        Assert.That(() => (IAsyncDisposable)Types.Workshop.Metres(1), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The remote 'DynamicRpyc.Tests.Feel.Length' cannot become a System.IAsyncDisposable: it has neither DisposeAsync nor Dispose nor __exit__ nor close. Rpyc.Release gives a remote reference back."));
}

/// <summary>A sequence whose next item never comes.</summary>
public static class Streams
{
    private static readonly TaskCompletionSource _cancelled = new();

    private static volatile bool _begun;

    public static bool HasBegun => _begun;

    public static bool WasCancelled => _cancelled.Task.IsCompleted;

    public static async IAsyncEnumerable<int> NeverAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
    {
        yield return 0;
        await Task.Delay(Timeout.Infinite, token);
    }

    public static async IAsyncEnumerable<int> Never([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
    {
        try
        {
            _begun = true;
            await Task.Delay(Timeout.Infinite, token);
        }
        finally
        {
            _cancelled.TrySetResult();
        }
        yield return 1;
    }
}
