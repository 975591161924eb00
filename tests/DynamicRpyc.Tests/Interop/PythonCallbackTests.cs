using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>"A callback or event from the peer is served whether or not anyone is waiting": functions of this side in Python's hands.</summary>
internal sealed class PythonCallbackTests() : CalculatorFixture
{
    private static readonly Dictionary<string, (Func<Exception> Make, string Caught, string Text)> _thrown = new()
    {
        ["key"] = (() => new KeyNotFoundException("no such key"), "builtins.KeyError", "no such key"),
        ["value"] = (() => new ArgumentException("no good"), "builtins.ValueError", "no good"),
        ["index"] = (() => new IndexOutOfRangeException("too far"), "builtins.IndexError", "too far"),
        ["type"] = (() => new InvalidCastException("a mismatch"), "builtins.TypeError", "a mismatch"),
        ["zero"] = (() => new DivideByZeroException("by zero"), "builtins.ZeroDivisionError", "by zero"),
        ["file"] = (() => new FileNotFoundException("not there", "/no/file"), "builtins.FileNotFoundError", "/no/file"),
        ["time"] = (() => new TimeoutException("too late"), "builtins.TimeoutError", "too late"),
        ["own"] = (() => new InvalidOperationException("not now"), "System.InvalidOperationException", "not now"),
    };

    private static IEnumerable<string> ThrownNames => _thrown.Keys;

    [Test]
    public void Lambda_asASortKey_isCalledForEachItem()
    {
        Assert.That((object)Root.sort(new[] { 3, 1, 2 }, Rpyc.Fn(x => -x!)), Is.EqualTo(new PyTuple(3, 2, 1)));
        Assert.That((object)Root.sort(new[] { "banana", "fig", "pear" }, key: Rpyc.Fn(word => word!.Length)), Is.EqualTo(new PyTuple("fig", "pear", "banana")));
    }

    [Test]
    public void Lambda_runsOnTheCallersThread_soThatItsLocksAreHeld()
    {
        var guard = new object();
        bool held;
        lock (guard)
            held = Root.call_back(Rpyc.Fn(_ => Monitor.IsEntered(guard)), 1);
        Assert.That(held, Is.True);
    }

    [Test]
    public void Method_ofThisSide_isCallableFromPython()
    {
        var seen = new List<object?>();
        Root.call_back(new Action<object?>(seen.Add), "seen");
        Assert.That(seen, Is.EqualTo(new object[] { "seen" }));
        Assert.That((int)Root.call_back(new Func<string, int>(int.Parse), "42"), Is.EqualTo(42));
        Assert.That((int)Root.call_back_many(Rpyc.Act(index => seen.Add((object?)index)), 3), Is.EqualTo(3));
        Assert.That(seen, Is.EqualTo(new object[] { "seen", 0, 1, 2 }));
    }

    [Test]
    public void Recursion_throughBothSides30Deep_returns()
    {
        Func<dynamic?, dynamic?>? step = null;
        step = Rpyc.Fn(depth => Root.recurse(step, depth));
        Assert.That((int)Root.recurse(step, 30), Is.EqualTo(30));
    }

    [Test]
    public void Recursion_itsInnermostError_comesOutAtTheCallSite()
    {
        Func<dynamic?, dynamic?>? step = null;
        step = Rpyc.Fn(depth => depth! == 0 ? throw new KeyNotFoundException("at the bottom") : Root.call_back(step, depth! - 1));
        Assert.That(() => Root.call_back(step, 5), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("at the bottom"));
    }

    [TestCaseSource(nameof(ThrownNames))]
    public void Exception_ofACallback_isCaughtInPythonAsItsKind(string name)
    {
        var (make, caught, text) = _thrown[name];
        var (type, said) = ((string, string))Root.@catch(Rpyc.Act(() => throw make()));
        Assert.That(type, Does.EndWith(caught));
        Assert.That(said, Does.Contain(text).And.Contain(nameof(Exception_ofACallback_isCaughtInPythonAsItsKind)), "the text has the message and this side's trace");
    }

    [Test]
    public void Exception_ofACallbackThatPythonDoesNotCatch_comesBack()
    {
        var thrown = Assert.Catch(() => Root.call_back(Rpyc.Fn(_ => throw new KeyNotFoundException("mine")), 1))!;
        Assert.That(thrown, Is.TypeOf<KeyNotFoundException>());
        Assert.That(Rpyc.RemoteInfo(thrown)!.Trace, Does.Contain("call_back").And.Contain(nameof(Exception_ofACallbackThatPythonDoesNotCatch_comesBack)));
    }

    /// <summary>No thread of this side waits on the connection when Python's timer thread calls.</summary>
    [Test]
    public void Callback_laterFromAnotherPythonThread_isServedWhileNobodyWaits()
    {
        for (var i = 0; i < 5; i++)
        {
            var called = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
            Root.call_back_later(Rpyc.Act(value => called.TrySetResult((object?)value)), i, 0.01);
            Assert.That(Eventually.Result(called.Task, "the callback from Python's timer"), Is.EqualTo(i));
        }
    }

    /// <summary>"Any number of threads and tasks may share one connection": single calls and calls with callbacks, mixed.</summary>
    [Test]
    public void Threads_sharingTheConnection_getTheirOwnAnswers()
    {
        dynamic root = Root;
        var threads = Enumerable.Range(0, 8).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    Assert.That((int)root.add(thread * 1000, i), Is.EqualTo((thread * 1000) + i));
                    Assert.That((int)root.call_back(Rpyc.Fn(value => value! + thread), i), Is.EqualTo(i + thread));
                }
            },
            TaskCreationOptions.LongRunning));
        Eventually.Completes(Task.WhenAll([.. threads]), "all threads to be answered", TimeSpan.FromSeconds(60));
    }

    [Test]
    public void Callback_ofATaskMethod_isAnsweredWhenItEnds()
    {
        Func<int, Task<int>> slow = async value =>
        {
            await Task.Yield();
            return value * 2;
        };
        Assert.That((int)Root.call_back(slow, 21), Is.EqualTo(42));
    }

    [Test]
    public void Arguments_ofACallback_areThisSidesOwnObjectsAgain()
    {
        var mine = new object();
        object? seen = null;
        Root.call_back(Rpyc.Act(value => seen = (object?)value), mine);
        Assert.That(seen, Is.SameAs(mine));
        Root.keep(mine);
        Assert.That((object)Root.kept(0), Is.SameAs(mine));
        Root.forget();
    }

    [Test]
    public void Attributes_ofThisSidesObjects_areRefusedToPython()
    {
        var said = Assert.Catch<MissingMemberException>(() => Root.get_attribute(new UriBuilder("http://host/"), "Host"))!;
        Assert.That(said.Message, Does.Contain("refused").And.Contain("Host"));
        Assert.That(() => Root.get_attribute(new object(), "nothing"), Throws.TypeOf<MissingMemberException>());
    }
}
