using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Feel;

/// <summary>"await nr.DoAsync() where the remote method returns Task, Task&lt;T&gt;, ValueTask; no thread is blocked on either side while a remote task runs; cancellation of the wait."</summary>
internal sealed class CSharpAwaitTests : WorkshopFixture
{
    [Test]
    public async Task Await_task() => await Shop.DoAsync();

    [Test]
    public async Task Await_taskOfT()
    {
        int sum = await Shop.AddAsync(1, 2);
        Assert.That((sum, (int)await Shop.AddAsync(1), (int)await Shop.AddAsync(b: 5, a: 2)), Is.EqualTo((3, 2, 7)));
    }

    [Test]
    public async Task Await_valueTask()
    {
        await Shop.PlainValueTaskAsync();
        Assert.That((string)await Shop.ValueTaskAsync("now"), Is.EqualTo("now!"));
    }

    [Test]
    public async Task Await_explicitTypeArgument() => Assert.That((long)await Shop.SameAsync<long>(5), Is.EqualTo(5L));

    [Test]
    public async Task Await_remoteObjectAsResult_isItsNetref()
    {
        dynamic annex = await Shop.SameAsync<object>(Shop);
        Assert.That((string)annex.Name, Is.EqualTo("main"));
    }

    [Test]
    public void Await_failure_isThrownWhereItIsAwaited()
    {
        Task task = Shop.FailAsync();
        var error = Assert.ThrowsAsync<KeyNotFoundException>(async () => await task);
        Assert.That(error!.Message, Is.EqualTo("no such part"));
        Assert.That(error.StackTrace, Does.Contain("Workshop.FailAsync"));
    }

    [Test]
    public async Task Await_methodThatReturnsAValueAtOnce() => Assert.That((int)await Shop.NowAsync(), Is.EqualTo(7));

    [Test]
    public void Async_call_isATask_soThatCSharpsOwnVerbsWork()
    {
        Task task = Shop.AddAsync(1, 2);
        Assert.That(task, Is.InstanceOf<Task<object>>());
        Assert.That((int)Shop.AddAsync(3, 4).Result, Is.EqualTo(7));
        var both = new List<Task<object>> { Shop.AddAsync(1), Shop.AddAsync(2) };
        Assert.That(Eventually.Result(Task.WhenAll(both), "both sums"), Is.EqualTo(new object[] { 2, 3 }));
    }

    [Test]
    public async Task Async_call_convertsToEveryTaskLikeType()
    {
        Task<int> sum = Shop.AddAsync(1, 2);
        ValueTask<long> wide = Shop.AddAsync(3, 4);
        ValueTask nothing = Shop.DoAsync();
        await nothing;
        Assert.That((await sum, await wide, await (Task<string>)Shop.ValueTaskAsync("a"), await (Task<int>)Shop.SameAsync<int>(5)), Is.EqualTo((3, 7L, "a!", 5)));
        Task<int> misfit = Shop.ValueTaskAsync("no number");
        Assert.That(async () => await misfit, Throws.TypeOf<InvalidCastException>());
        Task<int> failing = Shop.FailAsync();
        Assert.That(async () => await failing, Throws.TypeOf<KeyNotFoundException>());
        Assert.That(() => (List<int>)Shop.AddAsync(1), Throws.TypeOf<Microsoft.CSharp.RuntimeBinder.RuntimeBinderException>());
    }

    [Test]
    public async Task Async_call_convertedWhileUnderWay_isCancelledByItsToken()
    {
        using var cancel = new CancellationTokenSource();
        Task<int> wait = Shop.WaitAsync(1, cancel.Token);
        Task<int> other = Shop.WaitAsync(2);
        Eventually.True(() => (int)Shop.Begun == 2, "both calls to be under way over there");
        Assert.That((wait.IsCompleted, other.IsCompleted), Is.EqualTo((false, false)));
        cancel.Cancel();
        Assert.That(async () => await wait, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(wait.IsCanceled, Is.True);
        Shop.Open(5);
        Assert.That(await other, Is.EqualTo(7));
    }

    [Test]
    public async Task Async_call_isUnderWayAsAnyTaskIs()
    {
        Task wait = Shop.WaitAsync(1);
        Assert.That(() => wait.Start(), Throws.InvalidOperationException, "it has begun");
        Assert.That(wait.Wait(0), Is.False);
        Shop.Open(1);
        Eventually.Completes(wait, "the wait");
        var scheduler = await ((Task<object>)Shop.AddAsync(1)).ContinueWith(_ => TaskScheduler.Current);
        Assert.That(scheduler, Is.SameAs(TaskScheduler.Default), "what follows it runs where it would after any task");
    }

    /// <summary>One connection, one place in the peer's line, hundreds of calls under way, and this one thread has not waited for any of them.</summary>
    [Test]
    public async Task Await_blocksNoThreadOnEitherSide()
    {
        var waits = Enumerable.Range(0, 300).Select(i => (Task<object>)Shop.WaitAsync(i)).ToArray();
        Eventually.True(() => (int)Shop.Begun == 300, "all calls to be under way over there");
        Assert.That(waits.Any(wait => wait.IsCompleted), Is.False);
        Assert.That(ThreadPool.ThreadCount, Is.LessThan(200), "300 calls wait, and no thread for each of them");
        Shop.Open(1000);
        Assert.That((await Task.WhenAll(waits)).Cast<int>(), Is.EqualTo(Enumerable.Range(1000, 300)));
    }

    [Test]
    public void Cancellation_byATokenAmongTheArguments_endsTheWait()
    {
        using var cancel = new CancellationTokenSource();
        Task wait = Shop.WaitAsync(1, cancel.Token);
        Eventually.True(() => (int)Shop.Begun == 1, "the call to be under way over there");
        cancel.Cancel();
        Assert.That(async () => await wait, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(wait.IsCanceled, Is.True);
        Assert.That((string)Shop.Name, Is.EqualTo("main"), "the connection works on");
    }

    [Test]
    public void Cancellation_endsTheWait_andTheWorkGoesOn()
    {
        using var cancel = new CancellationTokenSource();
        Task wait = Shop.WaitAsync(1, cancel.Token);
        Eventually.True(() => (int)Shop.Begun == 1, "the call to be under way over there");
        cancel.Cancel();
        Assert.That(async () => await wait, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((string?)Shop.Fate, Is.Null);
        Shop.Open(1);
        Eventually.True(() => (string?)Shop.Fate == "done", "the work to be done all the same");
    }

    [Test]
    public void Cancellation_byATokenThatIsPassedOn_endsTheWork()
    {
        using var cancel = new CancellationTokenSource();
        Task wait = Rpyc.Async(Shop.WaitAsync)(1, cancel.Token);
        Eventually.True(() => (int)Shop.Begun == 1, "the call to be under way over there");
        Assert.That(wait.IsCompleted, Is.False);
        cancel.Cancel();
        Assert.That(async () => await wait, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((string)Shop.Fate, Is.EqualTo("cancelled"));
    }

    public interface IWaiting
    {
        Task<int> WaitAsync(int number, object token);
    }

    [Test]
    public void Cancellation_byATokenOfAnInterface_isPassedOnWhereItIsDeclaredObject()
    {
        using var cancel = new CancellationTokenSource();
        var wait = ((IWaiting)Shop).WaitAsync(1, cancel.Token);
        Eventually.True(() => (int)Shop.Begun == 1, "the call to be under way over there");
        cancel.Cancel();
        Assert.That(async () => await wait, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((string)Shop.Fate, Is.EqualTo("cancelled"));
    }

    [Test]
    public void Cancellation_byATokenThatIsPassedOn_beforeTheCall()
    {
        Assert.That(async () => await Rpyc.Async(Shop.WaitAsync)(1, new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((string)Shop.Fate, Is.EqualTo("cancelled"));
    }

    [Test]
    public void Cancellation_byWaitAsync_endsTheWait()
    {
        using var cancel = new CancellationTokenSource();
        Task wait = Shop.WaitAsync(1, token: default(CancellationToken)).WaitAsync(cancel.Token);
        cancel.Cancel();
        Assert.That(async () => await wait, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Cancellation_beforeTheCall_sendsNothing()
    {
        Task wait = Shop.WaitAsync(1, new CancellationToken(true));
        Assert.That(wait.IsCanceled, Is.True);
        Assert.That((int)Shop.Begun, Is.Zero);
    }

    [Test]
    public async Task Await_ofATaskInAProperty()
    {
        var completion = (Task<int>)Shop.Completion;
        Assert.That(completion.IsCompleted, Is.False, "to read the property is not to wait for the task");
        Shop.Open(4);
        Assert.That((await completion, (int)await Shop.Completion), Is.EqualTo((4, 4)));
    }

    [Test]
    public async Task Await_throughADelegateThatReturnsATask()
    {
        Func<int, int, Task<int>> add = Shop.AddAsync;
        Func<Task> nothing = Shop.DoAsync;
        Func<int, ValueTask<long>> wait = Shop.WaitAsync;
        await nothing();
        var waiting = wait(1);
        Assert.That(await add(2, 3), Is.EqualTo(5));
        Assert.That(waiting.IsCompleted, Is.False);
        Shop.Open(10);
        Assert.That(await waiting, Is.EqualTo(11L));
    }

    [Test]
    public async Task Await_anyCallable_throughRpycAsync()
    {
        int ticks = (await Rpyc.Async(Shop.TryFind)("bolt"))[1];
        Assert.That(ticks, Is.EqualTo(3));
    }

    [Test]
    public void Await_ofWhatIsNoTask_saysWhatToWrite()
    {
        var error = Assert.ThrowsAsync<InvalidOperationException>(async () => await Shop.Stock());
        Assert.That(error!.Message, Is.EqualTo(
            "The remote 'System.Collections.Generic.Dictionary[String, Int32]' is no task, so it cannot be awaited. A call is awaited where its name ends in 'Async', and any other through Rpyc.Async: await Rpyc.Async(nr.Name)(...)."));
    }

    [Test]
    public void Await_onALostConnection_ends()
    {
        using var connection = Rpyc.Classic.ConnectThread();
        dynamic shop = ((dynamic)connection).modules["DynamicRpyc.Tests.Feel"].Workshop();
        Task wait = shop.WaitAsync(1);
        connection.Close();
        Assert.That(async () => await wait, Throws.TypeOf<ConnectionClosedException>());
        Task late = shop.WaitAsync(2);
        Assert.That(async () => await late, Throws.TypeOf<ConnectionClosedException>(), "a call that cannot be made fails where it is awaited, as async methods do");
    }
}
