using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;
using NUnit.Framework;

namespace DynamicRpyc.Tests.Netrefs;

[TestFixture]
internal sealed class NetrefMemberTests
{
    private FakeRequester _peer = null!;
    private Netref _netref = null!;
    private dynamic _nr = null!;

    [SetUp]
    public void SetUp()
    {
        _peer = new FakeRequester();
        _netref = _peer.Make();
        _nr = _netref;
    }

    [Test]
    public void GetMember_any_name_is_one_GetAttr()
    {
        _peer.Answer = static _ => 42;
        int value = _nr.answer;
        Assert.That(value, Is.EqualTo(42));
        Assert.That(_peer.Log, Is.EqualTo(new[] { "GetAttr answer()" }));
        Assert.That(_peer.Operations[0].Target, Is.SameAs(_netref));
    }

    [Test]
    public void SetMember_boxes_the_value_and_yields_it()
    {
        object assigned = _nr.answer = 42;
        Assert.That(assigned, Is.EqualTo(42));
        Assert.That(_peer.Log, Is.EqualTo(new[] { "SetAttr answer(42)" }));
    }

    [TestCase("ToString")]
    [TestCase("Equals")]
    [TestCase("GetType")]
    [TestCase("Dispose")]
    [TestCase("TryGetMember")]
    public void InvokeMember_names_of_CLR_members_reach_the_remote_object(string name)
    {
        _ = name switch
        {
            "ToString" => _nr.ToString(),
            "Equals" => _nr.Equals(1),
            "GetType" => _nr.GetType(),
            "Dispose" => _nr.Dispose(),
            _ => _nr.TryGetMember(1),
        };
        Assert.That(_peer.Operations, Has.Count.EqualTo(1));
        Assert.That(_peer.Operations[0], Has.Property("Handler").EqualTo(Handler.CallAttr).And.Property("Name").EqualTo(name));
    }

    [Test]
    public void InvokeMember_of_every_arity_is_one_CallAttr()
    {
        _nr.f();
        _nr.f(1);
        _nr.f(1, 2);
        _nr.f(1, 2, 3);
        _nr.f(1, 2, 3, 4);
        _nr.f(1, 2, 3, 4, 5);
        _nr.f(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
        var expected = new[] { 0, 1, 2, 3, 4, 5, 16 }.Select(static n => $"CallAttr f({string.Join(", ", Enumerable.Range(1, n))})");
        Assert.That(_peer.Log, Is.EqualTo(expected));
    }

    [Test]
    public void Invoke_of_every_arity_is_one_Call()
    {
        _nr();
        _nr(1);
        _nr(1, 2);
        _nr(1, 2, 3);
        _nr(1, 2, 3, 4);
        _nr(1, 2, 3, 4, 5);
        var expected = Enumerable.Range(0, 6).Select(static n => $"Call ({string.Join(", ", Enumerable.Range(1, n))})");
        Assert.That(_peer.Log, Is.EqualTo(expected));
    }

    [Test]
    public void Invoke_named_arguments_travel_as_keywords()
    {
        _nr.f(1, second: 2, @class: "c");
        _nr(x: 1);
        _nr.g(1, 2, 3, 4, fifth: 5);
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr f(1, second=2, class=c)", "Call (x=1)", "CallAttr g(1, 2, 3, 4, fifth=5)" }));
    }

    [Test]
    public void Invoke_null_and_netref_arguments_arrive_as_they_are()
    {
        dynamic other = _peer.Make("test.Other");
        _nr.f(null, other);
        Assert.That(_peer.Operations[0].Arguments[0], Is.Null);
        Assert.That(_peer.Operations[0].Arguments[1], Is.SameAs((object)other));
    }

    [Test]
    public void InvokeMember_result_of_void_call_is_null()
    {
        object? result = _nr.f();
        Assert.That(result, Is.Null);
    }

    [Test]
    public void InvokeMember_explicit_type_arguments_index_the_member_first()
    {
        var member = _peer.Make("method");
        var closed = _peer.Make("closed");
        _peer.Answer = operation => operation.Handler switch { Handler.GetAttr => member, Handler.CallAttr => closed, _ => "done" };
        object result = _nr.Convert<int>("7");
        object pair = _nr.Convert<int, string>(x: "7");
        Assert.That((result, pair), Is.EqualTo(((object)"done", (object)"done")));
        Assert.That(_peer.Operations[1].Arguments, Is.EqualTo(new object[] { typeof(int) }));
        Assert.That(_peer.Operations[4].Arguments, Is.EqualTo(new object[] { new PyTuple(typeof(int), typeof(string)) }));
        Assert.That(_peer.Log.ElementAt(2), Is.EqualTo("Call (7)"));
        Assert.That(_peer.Log.ElementAt(5), Is.EqualTo("Call (x=7)"));
        Assert.That(_peer.Operations.Select(static o => o.Target!.Id), Is.EqualTo(new[] { _netref.Id, member.Id, closed.Id, _netref.Id, member.Id, closed.Id }));
    }

    [Test]
    public void InvokeMember_out_argument_is_read_from_the_tuple()
    {
        _peer.Answer = static _ => new PyTuple(true, 42);
        Assert.That((bool)_nr.TryParse("42", out int value), Is.True);
        Assert.That(value, Is.EqualTo(42));
        _peer.IsDotNet = true;
        _nr.TryParse("42", out long wide, culture: "en");
        Assert.That(wide, Is.EqualTo(42L));
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr TryParse(42)", "CallAttr TryParse(42, out, culture=en)" }));
    }

    [Test]
    public void InvokeMember_out_argument_without_a_value_says_what_to_do()
    {
        _peer.Answer = static _ => 5;
        Assert.That(() => { _nr.TryParse("1", out int value); return value; }, Throws.TypeOf<InvalidOperationException>().With.Message.EqualTo(
            "'TryParse' of the remote type 'test.Thing' gave nothing back for 1 ref or out argument(s), but 5. Call it without them and use what it returns."));
    }

    [Test]
    public void Event_subscription_adds_to_the_token_and_stores_it()
    {
        var token = _peer.Make("event", "__iadd__", "__isub__");
        _peer.Answer = operation => operation.Handler == Handler.SetAttr ? null : token;
        Action handler = static () => { };
        _nr.Changed += handler;
        Assert.That(_peer.Operations.Select(static o => (o.Handler, o.Name)),
            Is.EqualTo(new[] { (Handler.GetAttr, "Changed"), (Handler.CallAttr, "__iadd__"), (Handler.SetAttr, "Changed") }));
        Assert.That(_peer.Operations[1].Arguments[0], Is.SameAs(handler));
        Assert.That(_peer.Operations[2].Arguments[0], Is.SameAs(token));
        _nr.Changed -= handler;
        Assert.That(_peer.Operations[4].Name, Is.EqualTo("__isub__"));
        Assert.That(_peer.Operations[4].Arguments[0], Is.SameAs(handler));
    }

    [Test]
    public void Compound_assignment_of_a_number_adds_here()
    {
        _peer.Answer = static _ => 41;
        _nr.count += 1;
        Assert.That(_peer.Log, Is.EqualTo(new[] { "GetAttr count()", "SetAttr count(42)" }));
    }

    [Test]
    public void NullConditional_and_coalescing_use_the_value()
    {
        _peer.Answer = static _ => null;
        Assert.That((object)(_nr?.missing ?? "default"), Is.EqualTo("default"));
    }

    [Test]
    public void Call_exception_of_the_peer_comes_through()
    {
        var thrown = new KeyNotFoundException("k");
        _peer.Answer = _ => throw thrown;
        Assert.That(() => _nr.f(), Throws.Exception.SameAs(thrown));
    }

    [Test]
    public void Call_after_release_names_type_and_reason()
    {
        _peer.Release(_netref);
        Assert.That(() => _nr.f(), Throws.TypeOf<ObjectDisposedException>().With.Message.Contains("test.Thing").And.Message.Contains("released"));
        Assert.That(() => (int)_nr, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(_peer.Operations, Is.Empty);
    }

    [Test]
    public void Call_after_close_is_the_requesters_error_even_if_released()
    {
        _peer.Release(_netref);
        _peer.IsClosed = true;
        Assert.That(() => _nr.f(), Throws.TypeOf<ConnectionClosedException>());
    }
}
