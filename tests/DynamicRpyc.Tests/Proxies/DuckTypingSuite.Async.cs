using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Proxies;

// Row 15: tasks, asynchronous sequences, tokens, delegates, progress.
internal abstract partial class DuckTypingSuite
{
    [Test]
    public async Task Row15_taskMembers()
    {
        var worker = Make().ActLike<IAsyncWorker>();
        await worker.WaitAsync();
        await worker.PauseAsync();
        Assert.That((await worker.AddAsync(1, 2), await worker.TwiceAsync(21)), Is.EqualTo((3L, 42)));
        Assert.That((await worker.ChildAsync()).Child.Name, Is.EqualTo("Child"));
        Assert.That(await worker.Name, Is.EqualTo("Ada"), "a property, read asynchronously");
        Assert.That(await worker.Soon, Is.EqualTo("soon 3"), "a property that is a task over there");
        Assert.That(async () => await worker.FailAsync("shelf 3"), Throws.TypeOf<KeyNotFoundException>());
    }

    [Test]
    public async Task Row15_asyncEnumerableMembers()
    {
        var counts = Make().ActLike<IAsyncWorker>().CountAsync(3);
        for (var round = 0; round < 2; round++)
        {
            var seen = new List<long>();
            await foreach (var count in counts)
                seen.Add(count);
            Assert.That(seen, Is.EqualTo(new long[] { 1, 2, 3 }));
        }
    }

    [Test]
    public void Row15_trailingCancellationToken_isHonouredHere()
    {
        var worker = MakeAside().ActLike<IAsyncWorker>();
        using var ended = new CancellationTokenSource();
        var hanging = worker.HangAsync(ended.Token);
        Assert.That(hanging.IsCompleted, Is.False);
        ended.Cancel();
        Assert.That(async () => await hanging.WaitAsync(Eventually.DefaultTimeout), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => worker.Hang(ended.Token), Throws.InstanceOf<OperationCanceledException>(), "also where nothing is awaited");
    }

    [Test]
    public async Task Row15_resultsOfTasks_areConvertedAndWrapped()
    {
        var worker = Make().ActLike<IAsyncResults>();
        Assert.That(await worker.NumbersAsync(), Is.EqualTo(new long[] { 1, 2, 3 }));
        Assert.That(await worker.TableAsync(), Is.EqualTo(new Dictionary<string, long> { ["a"] = 1 }));
        Assert.That((await worker.FamilyAsync()).ConvertAll(child => child.Child.Name), Is.EqualTo(new[] { "Child", "Child" }));
        var (child, count) = await worker.PairAsync();
        Assert.That((child.Child.Name, count), Is.EqualTo(("Child", 3)));
    }

    [Test]
    public async Task Row15_tokenBeforeOtherParameters_orNullable_isHonouredHere()
    {
        var worker = Make().ActLike<ITokens>();
        using var ended = new CancellationTokenSource();
        Assert.That((await worker.LateAsync(ended.Token, 5), await worker.LateAsync(null, 6)), Is.EqualTo((5, 6)));
        await ended.CancelAsync();
        Assert.That(async () => await worker.LateAsync(ended.Token, 5), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(async () => await worker.LateAsync((CancellationToken?)ended.Token, 6), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Row15_defaultBodiesThatAreAsynchronous_runUnlessTheTargetHasTheMember()
    {
        var target = Make().ActLike<IAsyncDefaults>();
        Assert.That((await target.GreetAsync("Hi"), await target.AddAsync(1, 2), await target.LengthAsync()), Is.EqualTo(("Hi, Ada", 3L, 3)));
        var seen = new List<int>();
        await foreach (var item in target.ThreeAsync())
            seen.Add(item);
        Assert.That(seen, Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(async () => await target.ThrowAsync(), Throws.TypeOf<NotSupportedException>().With.Message.EqualTo("Ada"));
    }

    [Test]
    public void Row15_delegateArguments_thatTakeObjectsByInterfaces() =>
        Assert.That(Make().ActLike<IVisited>().Visit(static node => node.Child.Name.Length + node.Name.Length), Is.EqualTo(10));

    [Test]
    public void Row15_delegateArguments() => Assert.That(Make().ActLike<IAsyncWorker>().CallBack(static value => value + 1, 41), Is.EqualTo(42));

    [Test]
    public void Row15_progress()
    {
        var steps = new Steps();
        Make().ActLike<IAsyncWorker>().Work(3, steps);
        Assert.That(steps.Seen, Is.EqualTo(new[] { 1, 2, 3 }));
    }

    private sealed class Steps : IProgress<int>
    {
        public List<int> Seen { get; } = [];

        void IProgress<int>.Report(int value) => Seen.Add(value);
    }
}
