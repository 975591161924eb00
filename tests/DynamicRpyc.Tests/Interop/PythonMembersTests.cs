using System.Dynamic;
using DynamicRpyc.Tests.Netrefs;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>"Netrefs": members, calls, texts, hash and truth of Python objects, on a server that allows public names to be read, written and deleted.</summary>
internal sealed class PythonMembersTests() : CalculatorFixture("public")
{
    [Test]
    public void Member_getSetDelete_actOnThePythonObject()
    {
        var counter = Root.counter(5);
        Assert.That((int)counter.value, Is.EqualTo(5));
        counter.value = 9;
        Assert.That((int)counter.get(), Is.EqualTo(9));
        counter.added = "new";
        Assert.That((string)counter.added, Is.EqualTo("new"));
        DeleteSites.DeleteMember(counter, "added");
        Assert.That(() => counter.added, Throws.TypeOf<MissingMemberException>().With.Message.Contains("added"));
    }

    [Test]
    public void Member_exposedByPrefix_isReadWithoutThePrefix()
    {
        Assert.That((double)Root.pi, Is.EqualTo(Math.PI));
        Assert.That((string)Root.counter(1).name, Is.EqualTo("counter"));
    }

    /// <summary>"One request for a member call, not two."</summary>
    [Test]
    public void MemberCall_isOneRequest()
    {
        var counter = Root.counter(5);
        Assert.That(Requests(() => counter.increment(2)), Is.EqualTo(1));
        Assert.That(Requests(() => counter.increment(by: 2)), Is.EqualTo(1));
        Assert.That((int)counter.get(), Is.EqualTo(9));
    }

    [Test]
    public void Argument_pythonObjectThereAndBack_isTheSameNetref()
    {
        var counter = (object)Root.counter(5);
        Assert.That((object)Root.echo(counter), Is.SameAs(counter));
        Assert.That((object)((PyTuple)Root.echo(new PyTuple(1, counter)))[1]!, Is.SameAs(counter));
    }

    [Test]
    public void Call_namedArguments_arriveAsKeywords()
    {
        Assert.That((object)Root.kwargs(1, 2, y: "four", x: 3), Is.EqualTo(PyTuple.Create([PyTuple.Create([1, 2]), PyTuple.Create([new PyTuple("x", 3), new PyTuple("y", "four")])])));
        Assert.That((object)Root.@default(1, c: 30), Is.EqualTo(new PyTuple(1, 2, 30)));
        Assert.That((object)Root.@default(a: 1, b: 5), Is.EqualTo(new PyTuple(1, 5, 3)));
    }

    [Test]
    public void Call_wrongArguments_isPythonsTypeError()
    {
        Assert.That(() => Root.add(1), Throws.TypeOf<ArgumentException>().With.Message.Contains("missing 1 required positional argument"));
        Assert.That(() => Root.add(1, 2, nonsense: 3), Throws.TypeOf<ArgumentException>().With.Message.Contains("nonsense"));
    }

    [Test]
    public void Call_ofAnObject_runsItsCallMethod()
    {
        var counter = Root.counter(5);
        Assert.That((int)counter(3), Is.EqualTo(15));
        Assert.That((int)counter(factor: 4), Is.EqualTo(20));
    }

    [Test]
    public void Call_ofAPythonClass_makesAnInstance()
    {
        var type = Root.counter_type();
        var counter = type(4, name: "made here");
        Assert.That((string)counter.ToString(), Is.EqualTo("made here=4"));
    }

    [Test]
    public void Member_keptMethod_canBeCalledLater()
    {
        var increment = Root.counter(1).increment;
        Assert.That(((int)increment(), (int)increment(by: 5)), Is.EqualTo((2, 7)));
    }

    [Test]
    public void Text_isPythonsStr()
    {
        var counter = Root.counter(5);
        Assert.That(((object)counter).ToString(), Is.EqualTo("counter=5"));
        Assert.That($"{counter}", Is.EqualTo("counter=5"));
        Assert.That("it says " + counter, Is.EqualTo("it says counter=5"));
        Assert.That((string)counter, Is.EqualTo("counter=5"));
        Assert.That((string)counter.__repr__(), Is.EqualTo("Counter(5)"));
    }

    /// <summary>Python has no members of these names; its own operations stand in for them.</summary>
    [Test]
    public void MembersOfEveryClrObject_arePythonsOperations()
    {
        var counter = Root.counter(5);
        Assert.That((string)counter.ToString(), Is.EqualTo("counter=5"));
        Assert.That((int)counter.GetHashCode(), Is.EqualTo(5));
        Assert.That(((bool)counter.Equals(Root.counter(5)), (bool)counter.Equals(null)), Is.EqualTo((true, false)));
        Assert.That(() => counter.ToString("x"), Throws.TypeOf<MissingMemberException>());
    }

    [Test]
    public void Hash_isPythonsAndStays()
    {
        object counter = Root.counter(5);
        Assert.That(counter.GetHashCode(), Is.EqualTo(5));
        ((dynamic)counter).increment(1);
        Assert.That(counter.GetHashCode(), Is.EqualTo(5), "a key's hash must not change");
    }

    [Test]
    public void Truth_isPythons()
    {
        Assert.That((bool)Root.make_list(0), Is.False);
        Assert.That((bool)Root.make_list(1), Is.True);
        Assert.That((bool)Root.counter(0), Is.True, "it has a __bool__ that says so");
        Assert.That((bool)!Root.make_list(0), Is.True);
        Assert.That(Root.make_list(2) ? "full" : "empty", Is.EqualTo("full"));
        Assert.That((object)(Root.make_list(0) || Root.counter(3)), Has.Property("RemoteTypeName").Contains("Counter"), "as Python's 'or', it is the right operand");
        if (Root.make_list(1) && Root.make_list(0))
            Assert.Fail("'and' of a full and an empty list is not true");
    }

    [Test]
    public void Dir_listsPythonsNames()
    {
        var names = ((DynamicObject)Root.counter(1)).GetDynamicMemberNames().ToArray();
        Assert.That(names, Does.Contain("exposed_increment").And.Contain("value").And.Contain("__add__"));
    }

    [Test]
    public void Equality_isPythonsForEqualsAndOperators()
    {
        object five = Root.counter(5);
        object alsoFive = Root.counter(5);
        Assert.That(five.Equals(alsoFive), Is.True);
        Assert.That(new Dictionary<object, string> { [five] = "found" }[alsoFive], Is.EqualTo("found"));
        Assert.That(five.Equals((object)Root.counter(6)), Is.False);
        Assert.That(five.Equals(null), Is.False);
    }

    [Test]
    public void Comparison_withNull_isAnsweredHere()
    {
        var counter = Root.counter(5);
        var asked = Requests(() => Assert.That(((bool)(counter == null), (bool)(counter != null)), Is.EqualTo((false, true))));
        Assert.That(asked, Is.Zero);
    }

    [Test]
    public void TryMethods_calledDirectly_workAsTheBinderDoes()
    {
        var counter = (DynamicObject)Root.counter(5);
        DeleteSites.DeleteIndex(AsObject(Root.make_list(3)), 0);
        Assert.That(counter.TryDeleteMember(new DeleteSites.MemberBinder("name")), Is.True);
        Assert.That(() => ((dynamic)counter).name, Throws.TypeOf<MissingMemberException>());
    }

    // The tests of the lent table have a connection of their own: on the other one, what earlier tests left may be released at any time.

    [Test]
    public void Release_ofAnObject_takesItFromThePythonTable()
    {
        using var connection = Rpyc.Connect(Server.Host, Server.Port);
        dynamic root = connection.Root;
        int start = root.lent();
        var counters = Enumerable.Range(0, 100).Select(_ => (object)root.counter(1)).ToArray();
        Assert.That((int)root.lent(), Is.EqualTo(start + 100));
        foreach (var counter in counters)
            Assert.That(Rpyc.Release(counter), Is.True);
        Eventually.True(() => (int)root.lent() <= start, "the table of lent objects to return to its start", state: () => $"{(int)root.lent()} instead of {start}");
        Assert.That(() => ((dynamic)counters[0]).get(), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Scope_end_releasesAllButTheKept()
    {
        using var connection = Rpyc.Connect(Server.Host, Server.Port);
        dynamic root = connection.Root;
        int start = root.lent();
        dynamic kept;
        using (var scope = connection.Scope())
        {
            kept = scope.Keep(root.counter(7))!;
            for (var i = 0; i < 20; i++)
                root.make_list(i);
            foreach (var pair in (IEnumerable<object>)root.make_dict())
                Assert.That(pair, Is.InstanceOf<string>());
        }
        Eventually.True(() => (int)root.lent() <= start + 1, "everything but the kept object to be released", state: () => $"{(int)root.lent()} instead of {start + 1}");
        Assert.That((int)kept.get(), Is.EqualTo(7));
    }

    [Test]
    public void Collection_ofNetrefs_releasesThemWithoutBeingAsked()
    {
        using var connection = Rpyc.Connect(Server.Host, Server.Port);
        dynamic root = connection.Root;
        int start = root.lent();
        MakeGarbage(root);
        Eventually.True(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return (int)root.lent() <= start + 2;
            },
            "the table of lent objects to shrink after collections", state: () => $"{(int)root.lent()} instead of {start}");
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void MakeGarbage(dynamic root)
    {
        for (var i = 0; i < 200; i++)
            root.counter(i);
        Assert.That((int)root.lent(), Is.GreaterThan(0));
    }

    private static object AsObject(object value) => value;
}
