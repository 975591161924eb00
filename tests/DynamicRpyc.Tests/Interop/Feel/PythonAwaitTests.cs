using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop.Feel;

/// <summary>"await of a Python coroutine-free callable through Rpyc.Async; cancellation of the wait; await foreach over Python iterators; using, await using."</summary>
internal sealed class PythonAwaitTests : PythonFeelFixture
{
    [Test]
    public async Task Await_anyCallable_throughRpycAsync()
    {
        int sum = await Rpyc.Async(Conn.builtins.sum)(new[] { 1, 2, 3 });
        dynamic list = await Rpyc.Async(Conn.builtins.sorted)(new[] { 3, 1 }, reverse: true);
        Assert.That((sum, (int)list[0]), Is.EqualTo((6, 3)));
    }

    [Test]
    public async Task Await_throughADelegateThatReturnsATask()
    {
        Func<int[], Task<long>> sum = Conn.builtins.sum;
        Assert.That(await sum([1, 2, 3]), Is.EqualTo(6L));
    }

    [Test]
    public async Task Await_throughRpycAsync_asATaskOfAnyType()
    {
        Task<long> sum = Rpyc.Async(Conn.builtins.sum)(new[] { 1, 2, 3 });
        Task plain = Rpyc.Async(Conn.builtins.len)("four");
        Task<object> open = Rpyc.Async(Conn.builtins.len)("four");
        ValueTask<(object, object)> both = Rpyc.Async(Conn.builtins.divmod)(17, 5);
        await plain;
        Assert.That((await sum, await open, await both, await (Task<int>)Shelf(("a", 1)).sizeAsync()), Is.EqualTo((6L, 4, (3, 2), 1)));
        Task<int> failing = Rpyc.Async(Conn.builtins.@int)("x");
        Assert.That(async () => await failing, Throws.ArgumentException);
    }

    [Test]
    public async Task Await_methodWhoseNameEndsInAsync() => Assert.That(((int)await Shelf(("a", 1)).sizeAsync(), (int)await Shelf(("a", 1)).sizeAsync(scale: 3)), Is.EqualTo((1, 3)));

    [Test]
    public void Await_failure_isThrownWhereItIsAwaited() =>
        Assert.That(async () => await Rpyc.Async(Conn.builtins.@int)("x"), Throws.ArgumentException.With.Message.Contains("invalid literal for int()"));

    /// <summary>"No thread is blocked on either side": a Python peer runs the calls one after the other on its one thread; here none waits for any of them.</summary>
    [Test]
    public async Task Await_blocksNoThreadOfThisSide()
    {
        using var own = Rpyc.Classic.Connect(Host, Port);
        dynamic conn = own;
        conn.execute("import sys, threading\nsys.passed = threading.Event()\ndef pass_gate(i):\n sys.passed.wait(60)\n return i");
        var gate = conn.@namespace["pass_gate"];
        var before = Threads();
        var waits = Enumerable.Range(0, 300).Select(i => (Task<int>)Rpyc.Async(gate)(i)).ToArray();
        Assert.That((waits.Any(wait => wait.IsCompleted), Threads() - before < 100), Is.EqualTo((false, true)), "300 calls wait, and no thread for each of them");
        Conn.modules.sys.passed.set();
        Assert.That(await Task.WhenAll(waits), Is.EqualTo(Enumerable.Range(0, 300)));
    }

    /// <summary>So many that answers are let gather, and a few calls of the peer come between them: each is served inside the one before, as Python waits.</summary>
    [Test]
    public async Task Await_hundredsOfCalls_thatCallBack()
    {
        using var own = Rpyc.Classic.Connect(Host, Port);
        dynamic conn = own;
        conn.execute("def ask(twice, i):\n return twice(i) + 1 if i % 50 == 0 else i");
        var ask = Rpyc.Async(conn.@namespace["ask"]);
        Func<int, int> twice = static i => 2 * i;
        var calls = Enumerable.Range(0, 300).Select(i => (Task<int>)ask(twice, i)).ToArray();
        Assert.That(await Task.WhenAll(calls), Is.EqualTo(Enumerable.Range(0, 300).Select(i => i % 50 == 0 ? 2 * i + 1 : i)));
    }

    private static int Threads()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    [Test]
    public void Await_cancellationOfTheWait()
    {
        using var gate = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        AsyncResult pending = Rpyc.Async(Named("ask"))(Rpyc.Fn(() =>
        {
            gate.Wait();
            return "opened";
        }));
        var wait = pending.AsTask(cancel.Token);
        cancel.Cancel();
        Assert.That(async () => await wait, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(pending.Ready, Is.False, "the wait has ended, not the call");
        gate.Set();
        Assert.That(Eventually.Result(pending.AsTask(), "the call itself"), Is.EqualTo("opened"));
    }

    [Test]
    public void Await_cancellationOfTheWork_byATokenThatPythonAsks()
    {
        using var cancel = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        AsyncResult running = Rpyc.Async(Named("until_cancelled"))(Rpyc.Act(started.SetResult), cancel.Token);
        Eventually.Completes(started.Task, "the function to be under way");
        Assert.That(running.Ready, Is.False);
        cancel.Cancel();
        Assert.That(Eventually.Result(running.AsTask(), "the function to hear of it"), Is.EqualTo("told"));
    }

    [Test]
    public void Await_ofAValueThatIsNoTask_saysWhatToWrite()
    {
        var error = Assert.ThrowsAsync<InvalidOperationException>(async () => await Shelf());
        Assert.That(error!.Message, Does.EndWith("is no task, so it cannot be awaited. A call is awaited where its name ends in 'Async', and any other through Rpyc.Async: await Rpyc.Async(nr.Name)(...)."));
    }

    [Test]
    public async Task Await_ofACoroutine_saysWhatToWrite_andThatWorks()
    {
        var error = Assert.ThrowsAsync<InvalidOperationException>(async () => await Named("coroutine")());
        Assert.That(error!.Message, Is.EqualTo("A Python coroutine is awaited on its own side: await Rpyc.Async(conn.modules.asyncio.run)(coroutine)."));
        Assert.That((int)await Rpyc.Async(Conn.modules.asyncio.run)(Named("coroutine")()), Is.EqualTo(5));
    }

    [Test]
    public async Task AwaitForeach_overPythonIterables()
    {
        var seen = new List<int>();
        await foreach (int item in (IAsyncEnumerable<object>)Conn.builtins.range(3))
            seen.Add(item);
        await foreach (var item in (IAsyncEnumerable<int>)Named("count")(3))
            seen.Add(item);
        await foreach (var item in (IAsyncEnumerable<int>)Conn.builtins.iter(new PyTuple(7, 8)))
            seen.Add(item);
        Assert.That(seen, Is.EqualTo(new[] { 0, 1, 2, 0, 1, 2, 7, 8 }));
    }

    [Test]
    public async Task AwaitForeach_leftEarly_mayBeGoneOnWith()
    {
        var counting = Named("count")(10);
        for (var expected = 0; expected < 3; expected++)
        {
            await foreach (var item in (IAsyncEnumerable<int>)counting)
            {
                Assert.That(item, Is.EqualTo(expected));
                break;
            }
        }
    }

    [Test]
    public void AwaitForeach_overAnAsyncGenerator_saysWhatToDo() => Assert.That(() => (IAsyncEnumerable<int>)Named("ticks")(), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
        "The remote 'builtins.async_generator' cannot become a System.Collections.Generic.IAsyncEnumerable`1[System.Int32]: a Python asynchronous iterator needs its own event loop; iterate over it in a coroutine there."));

    [Test]
    public void AwaitForeach_overACoroutine_saysWhatToDo() => Assert.That(() => (IAsyncEnumerable<int>)Named("coroutine")(), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
        "The remote 'builtins.coroutine' cannot become a System.Collections.Generic.IAsyncEnumerable`1[System.Int32]: "
        + "a Python coroutine gives one result, and that on its own side: await Rpyc.Async(conn.modules.asyncio.run)(coroutine)."));

    [Test]
    public void AwaitForeach_overAnInterfaceOfACoroutine_saysWhatToDo()
    {
        var flow = ((object)Named("coroutine")()).ActLike<IFlow>();
        Assert.That(async () => await flow.GetAsyncEnumerator().MoveNextAsync(), Throws.InvalidOperationException.With.Message.EqualTo(
            "The remote 'builtins.coroutine' cannot be walked over: it gave a Python coroutine, which does nothing until an event loop of its own side runs it; "
            + "run it there: def f(...): return asyncio.run(...), or from here await Rpyc.Async(conn.modules.asyncio.run)(coroutine)."));
    }

    public interface IFlow : IAsyncEnumerable<int>;

    [Test]
    public async Task AwaitUsing_entersAndLeaves()
    {
        var lent = Conn.modules.io.StringIO("text");
        await using (dynamic file = lent)
            Assert.That((string)file.read(), Is.EqualTo("text"));
        Assert.That((bool)lent.closed, Is.True);
        using (dynamic file = Conn.modules.io.StringIO("text"))
            lent = file;
        Assert.That((bool)lent.closed, Is.True);
    }
}
