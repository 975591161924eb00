using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Access;

/// <summary>
/// Further attempts to get out of a service with the default configuration, one by one: special names that stand for hidden members, items of objects whose members are data, overloads and
/// hidden methods of an exposed name, what events, tasks, tuples, exceptions and enumerators hand out. None may run a member that is not for peers.
/// </summary>
[TestFixture(true)]
[TestFixture(false)]
internal sealed class EscapeAttemptTests(bool extensions)
{
    private Connection _connection = null!;
    private dynamic _root = null!;
    private int _reachedBefore;

    [SetUp]
    public void Connect()
    {
        _connection = Rpyc.ConnectThread(config: RpycConfig.Default with { DotNetExtensions = extensions }, remoteService: new BackDoors());
        _root = _connection.Root;
        _reachedBefore = BackDoors.Reached;
    }

    [TearDown]
    public void NothingWasReached()
    {
        _connection.Dispose();
        Assert.That(BackDoors.Reached, Is.EqualTo(_reachedBefore), "a member ran that is not for peers");
    }

    private object? Ask(Handler handler, object target, params object?[] arguments) => _connection.SyncRequest(handler, [target, .. arguments]);

    private object? Call(object target, string name, params object?[] arguments) => Ask(Handler.CallAttr, target, name, new PyTuple(arguments), PyTuple.Empty);

    private void AssertRefused(Action attempt, string what = "") =>
        Assert.That(attempt, Throws.InstanceOf<AccessDeniedException>().Or.InstanceOf<MissingMemberException>(), what);

    [TestCase("__getitem__", 1), TestCase("__setitem__", 1, 2), TestCase("__delitem__", 1), TestCase("__len__"), TestCase("__length_hint__"), TestCase("__contains__", 1), TestCase("__iter__")]
    [TestCase("__enter__"), TestCase("__exit__", null, null, null), TestCase("__str__"), TestCase("__repr__"), TestCase("__format__", ""), TestCase("__hash__"), TestCase("__call__")]
    [TestCase("__eq__", 1), TestCase("__ne__", 1), TestCase("__lt__", 1), TestCase("__ge__", 1), TestCase("Item", 1), TestCase("Count"), TestCase("GetEnumerator"), TestCase("Dispose"), TestCase("ToString")]
    [TestCase("Equals", 1), TestCase("GetHashCode"), TestCase("CompareTo", 1), TestCase("__next__"), TestCase("next"), TestCase("__reversed__"), TestCase("__bool__")]
    public void SpecialName_ofAHiddenMember_isHidden(string name, params object?[] arguments)
    {
        object shelf = _root.Shelf();
        AssertRefused(() => Call(shelf, name, arguments));
        AssertRefused(() => ((dynamic)Ask(Handler.GetAttr, shelf, name)!)());
    }

    [TestCase(Handler.Str), TestCase(Handler.Repr), TestCase(Handler.Hash), TestCase(Handler.BuffIter, 5), TestCase(Handler.CtxExit, new object?[] { null })]
    [TestCase(Handler.Cmp, 1, "__eq__"), TestCase(Handler.Cmp, 1, "__lt__"), TestCase(Handler.OldSlicing, "__getitem__", "__getslice__", 0, 1, null), TestCase(Handler.Call, null, null)]
    public void Request_withoutAName_ofAHiddenMember_isRefused(Handler handler, params object?[] arguments)
    {
        object shelf = _root.Shelf();
        if (handler is Handler.OldSlicing or Handler.Call)
            arguments = [.. arguments.Select(argument => argument ?? PyTuple.Empty)];
        AssertRefused(() => Ask(handler, shelf, arguments));
    }

    [Test]
    public void HiddenIndexer_ofAnotherName_isHidden() => AssertRefused(() => Call(_root.Grid(), "__getitem__", new PyTuple(1, 2)));

    [TestCase("__getitem__", "secret"), TestCase("__setitem__", "secret", 2), TestCase("__setitem__", "exposed_open", 2), TestCase("__delitem__", "exposed_open"), TestCase("__contains__", "secret")]
    [TestCase("__iter__"), TestCase("GetEnumerator"), TestCase("__len__"), TestCase("Count"), TestCase("Item", "secret"), TestCase("Clear"), TestCase("Remove", "exposed_open"), TestCase("TryGetValue", "secret")]
    public void Items_ofAnExpandoObject_areItsAttributesAndNoWayAroundTheirRule(string name, params object?[] arguments)
    {
        object bag = _root.Bag();
        AssertRefused(() => Call(bag, name, arguments));
        AssertRefused(() => ((dynamic)Ask(Handler.GetAttr, bag, name)!)());
        AssertRefused(() => Ask(Handler.BuffIter, bag, 5));
        Assert.That((int)((dynamic)bag).open, Is.EqualTo(1));
    }

    [Test]
    public void Overload_thatIsNotMarked_isNotCalledByTheNameOfOneThatIs()
    {
        object counter = _root.Counter();
        Assert.That((int)((dynamic)counter).Add(4), Is.EqualTo(4));
        Assert.That(() => Call(counter, "Add", "secret"), Throws.Exception);
        Assert.That(() => ((dynamic)Ask(Handler.GetAttr, counter, "Add")!)("secret"), Throws.Exception);
        Assert.That(() => Ask(Handler.CallAttr, counter, "Add", PyTuple.Empty, new PyTuple(new PyTuple("secret", "x"))), Throws.Exception);
    }

    [Test]
    public void Method_thatHidesAMarkedOne_isNotMarked()
    {
        object counter = _root.Counter();
        Assert.That((int)Call(counter, "Next")!, Is.EqualTo(1), "the marked one");
        Assert.That((int)((dynamic)Ask(Handler.GetAttr, counter, "Next")!)(), Is.EqualTo(1), "the marked one");
        AssertRefused(() => Call(counter, "Inherited"));
    }

    [TestCase("Unmarked"), TestCase("ExplicitlyDone"), TestCase("Kept"), TestCase("exposed_Kept"), TestCase("IDefaults.ExplicitlyDone"), TestCase("DynamicRpyc.Tests.Access.IDefaults.ExplicitlyDone")]
    public void MembersOfInterfaces_thatAreNotMarked_areHidden(string name)
    {
        object target = _root.Defaults();
        AssertRefused(() => Call(target, name));
        AssertRefused(() => Ask(Handler.GetAttr, target, name));
        Assert.That(((int)((dynamic)target).Own(), (int)((dynamic)target).Open()), Is.EqualTo((1, 1)));
    }

    [Test]
    public void StaticsAndNestedTypes_ofAnExposedClass_areNoWayToConstructors()
    {
        object fleeting = _root.Fleeting();
        Assert.That((int)((dynamic)fleeting).Shared, Is.EqualTo(1));
        foreach (var name in new[] { "Nested", ".ctor", ".cctor", "get_Shared", "__new__", "__init__" })
        {
            AssertRefused(() => Call(fleeting, name), name);
            AssertRefused(() => Ask(Handler.GetAttr, fleeting, name), name);
        }
    }

    [Test]
    public void Event_thatIsNotMarked_isHidden_andSendersAreGuarded()
    {
        object noisy = _root.Events();
        object? sender = null;
        ((dynamic)noisy).Changed += Rpyc.Act((from, _) => sender = from);
        ((dynamic)noisy).Raise();
        Assert.That(sender, Is.EqualTo(noisy));
        AssertRefused(() => Call(sender!, "Hidden"));
        AssertRefused(() => Ask(Handler.GetAttr, noisy, "Silent"));
        object token = Ask(Handler.GetAttr, noisy, "Changed")!;
        AssertRefused(() => Ask(Handler.SetAttr, noisy, "Silent", token));
        AssertRefused(() => Ask(Handler.SetAttr, noisy, "Hidden", token));
        AssertRefused(() => Ask(Handler.SetAttr, noisy, "Changed", Rpyc.Act((_, _) => { })));
        foreach (var name in new[] { "__self__", "Name", "_target", "_event", "Target", "IsOf", "GetType" })
            AssertRefused(() => Ask(Handler.GetAttr, token, name), name);
    }

    [Test]
    public void WhatTasksTuplesListsAndIteratorsHandOut_isGuarded()
    {
        var secrets = _root.Secrets();
        object made = _root.Secrets()[2]()!;
        object listed = ((IEnumerable<object>)_root.Enumerable()).First();
        object batched = ((PyTuple)Ask(Handler.BuffIter, Call((object)_root.Enumerable(), "__iter__")!, 2)!)[1]!;
        foreach (var secret in new object[] { _root.Later(), ((System.Runtime.CompilerServices.ITuple)_root.Pair())[0]!, secrets[0], made, listed, batched })
        {
            foreach (var name in new[] { "Run", "Value", "exposed_Run", "GetType", "Current" })
            {
                AssertRefused(() => Call(secret, name), name);
                AssertRefused(() => Ask(Handler.GetAttr, secret, name), name);
            }
        }
    }

    [Test]
    public void ArgumentOfACallback_isGuarded()
    {
        Exception? refusal = null;
        _root.Call(Rpyc.Fn(secret =>
        {
            refusal = Assert.Catch(() => secret!.Run());
            return 1;
        }));
        Assert.That(refusal, Is.InstanceOf<AccessDeniedException>());
    }

    [Test]
    public void Type_thatIsNotMarked_isNeitherMadeNorClosedIntoWhatMayBe()
    {
        object type = _root.SecretType()["type"];
        AssertRefused(() => Ask(Handler.Call, type, PyTuple.Empty, PyTuple.Empty));
        foreach (var name in new[] { "__call__", "__new__", "__init__", "Current", "Value", "Run", "InvokeMember", "GetConstructors", "TypeInitializer" })
            Assert.That(() => Call(type, name), Throws.Exception, name);
        object list = _root.Secrets();
        AssertRefused(() => Ask(Handler.Call, Ask(Handler.GetAttr, list, "__class__")!, PyTuple.Empty, PyTuple.Empty));
    }

    [Test]
    public void Exception_thatHoldsObjects_lendsNone()
    {
        var theirs = ((DynamicRpyc.Connections.Requester)((DynamicRpyc.Netrefs.Netref)_root).Requester).Connection;
        var before = theirs.Core.Netrefs.Count;
        var told = Assert.Catch(() => _root.Throwing());
        Assert.That(Rpyc.RemoteInfo(told!)!.Attributes.Values, Has.None.InstanceOf<RemoteObject>());
        Assert.That(theirs.Core.Netrefs.Count, Is.EqualTo(before));
    }

    [Test]
    public void Restricted_methodThatGivesTheObjectItself_givesTheView()
    {
        object view = _root.Restricted();
        foreach (var self in new object[] { ((dynamic)view).Self(), ((dynamic)view).SelfLater(), ((dynamic)view).SelfInATuple()[0] })
        {
            Assert.That((int)((dynamic)self).Value, Is.EqualTo(1));
            AssertRefused(() => Ask(Handler.GetAttr, self, "Hidden"));
            AssertRefused(() => Ask(Handler.GetAttr, self, "Unnamed"));
        }
    }

    [TestCase("F999999999"), TestCase("C999999999"), TestCase("N99999999")]
    public void Format_thatAsksForAGigabyte_isRefused(string format)
    {
        if (extensions)
            return;
        object price = _root.Price();
        Assert.That((string)((dynamic)price).ToString("F2"), Is.EqualTo(12.5m.ToString("F2", null)));
        Assert.That(() => Call(price, "ToString", format), Throws.Exception.With.Message.Contains("format"));
        Assert.That(() => Call(price, "__format__", format), Throws.Exception.With.Message.Contains("format"));
        Assert.That(() => ((dynamic)Ask(Handler.GetAttr, price, "ToString")!)(format), Throws.Exception.With.Message.Contains("format"));
    }

    [Test]
    public void Delegate_addedToItselfAgainAndAgain_isRefusedInTime()
    {
        object action = _root.Action();
        Assert.That(
            () =>
            {
                for (var i = 0; i < 22; i++)
                    action = Call(action, "__add__", action)!;
            },
            Throws.Exception.With.Message.Contains("delegate"));
    }

    [Test]
    public void Arguments_namedOrExpanded_reachParametersOnly()
    {
        Assert.That(() => Ask(Handler.CallAttr, (object)_root, "Optional", PyTuple.Empty, new PyTuple(new PyTuple("this", 1))), Throws.Exception.With.Message.Contains("this"));
        Assert.That(() => Ask(Handler.CallAttr, (object)_root, "Optional", new PyTuple(1), new PyTuple(new PyTuple("first", 1))), Throws.Exception);
        Assert.That((string)_root.Join(1, "a", new PyTuple(2, 3)), Does.StartWith("1,a,"));
        Assert.That((string)_root.Optional(second: 5), Is.EqualTo("1 5"));
    }

    [TestCase("GetType"), TestCase("__class__"), TestCase("Shelf"), TestCase("exposed_Shelf"), TestCase("__init__"), TestCase("__call__"), TestCase("op_Equality")]
    public void Comparison_byAnyOtherName_isNoCall(string name) => AssertRefused(() => Ask(Handler.Cmp, (object)_root, 1, name));

    [Test]
    public void Object_thatIsNotLent_isNotFoundUnderAnyId()
    {
        for (var type = 0; type < 30; type++)
        {
            for (var instance = 0; instance < 30; instance++)
                Assert.That(() => _connection.SyncRequest(Handler.Inspect, new PyTuple("System.Object", 1000 + type, 1000 + instance)), Throws.InstanceOf<KeyNotFoundException>());
        }
        Assert.That(Ask(Handler.InstanceCheck, (object)_root, new PyTuple("a", 1, 1)), Is.False);
        var own = ((DynamicRpyc.Netrefs.Netref)(object)_root).Id;
        Assert.That(() => Ask(Handler.InstanceCheck, (object)_root, new PyTuple(own.TypeName, own.TypeId, own.InstanceId)), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "An instance check takes a type, not BackDoors."));
    }

    [TestCase("Dispose\0"), TestCase("ToString "), TestCase("tostring"), TestCase("exposed_"), TestCase(""), TestCase("\0exposed"), TestCase("Add\0exposed"), TestCase("__getitem__.__self__")]
    public void Name_spelledOddly_isNoOther(string name)
    {
        foreach (var target in new object[] { _root, _root.Counter(), _root.Bag(), _root.Shelf() })
        {
            AssertRefused(() => Ask(Handler.GetAttr, target, name));
            AssertRefused(() => Call(target, name));
        }
    }

    [Test]
    public void Hub_hidesItsOwnMachineryBehindForeignObjects()
    {
        using var hub = Rpyc.ConnectThread(remoteService: Service.For((object)_root));
        dynamic chained = hub.Root;
        foreach (var name in new[] { "____conn__", "____id_pack__", "Requester", "Id", "TryGetMember", "GetMetaObject", "Core", "GetType", "__class__", "__dict__", "OnConnect", "Configure" })
        {
            AssertRefused(() => hub.SyncRequest(Handler.GetAttr, (object)chained, name), name);
            AssertRefused(() => hub.SyncRequest(Handler.CallAttr, (object)chained, name, PyTuple.Empty, PyTuple.Empty), name);
            AssertRefused(() => hub.SyncRequest(Handler.SetAttr, (object)chained, name, 1), name);
        }
        AssertRefused(() => hub.SyncRequest(Handler.CallAttr, (object)chained.Shelf(), "__getitem__", new PyTuple(1), PyTuple.Empty));
        AssertRefused(() => hub.SyncRequest(Handler.Str, (object)chained.Shelf()));
    }
}
