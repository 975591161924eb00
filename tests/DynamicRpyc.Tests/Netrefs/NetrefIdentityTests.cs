using System.Dynamic;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;
using NUnit.Framework;

namespace DynamicRpyc.Tests.Netrefs;

/// <summary>The virtual members of object, and DynamicObject's entries called by hand.</summary>
[TestFixture]
internal sealed class NetrefIdentityTests
{
    private FakeRequester _peer = null!;
    private Netref _netref = null!;

    [SetUp]
    public void SetUp()
    {
        _peer = new FakeRequester();
        _netref = _peer.Make("mod.Thing", "__format__");
    }

    [Test]
    public void ToString_is_the_remote_text()
    {
        _peer.Answer = static operation => operation.Handler == Handler.Str ? "remote text" : operation.Arguments[0];
        Assert.That(_netref.ToString(), Is.EqualTo("remote text"));
        Assert.That($"{_netref}|{_netref:x3}", Is.EqualTo("remote text|x3"));
        Assert.That(_peer.Log, Is.EqualTo(new[] { "Str ()", "Str ()", "CallAttr __format__(x3)" }));
    }

    [Test]
    public void ToString_on_a_dead_or_slow_link_is_local()
    {
        _peer.Answer = static _ => throw new AsyncResultTimeout("2 s");
        Assert.That(_netref.ToString(), Is.EqualTo("<netref mod.Thing (no answer in 2 s)>"));
        Assert.That((string)((dynamic)_netref).ToString(), Is.EqualTo("<netref mod.Thing (no answer in 2 s)>"));
        Assert.That(_netref.GetDynamicMemberNames(), Is.Empty);
        _peer.Answer = static _ => throw new ConnectionClosedException(CloseReason.LinkLost, "gone");
        Assert.That(_netref.ToString(), Is.EqualTo("<netref mod.Thing>"));
        _peer.IsClosed = true;
        Assert.That(_netref.ToString(), Is.EqualTo("<netref mod.Thing (connection closed)>"));
        Assert.That($"{_netref:x}", Is.EqualTo("<netref mod.Thing (connection closed)>"));
    }

    [Test]
    public void ToString_of_a_released_reference_says_so()
    {
        _peer.Release(_netref);
        Assert.That(_netref.ToString(), Is.EqualTo("<netref mod.Thing (released)>"));
        Assert.That(_peer.Operations, Is.Empty);
    }

    [Test]
    public void ToString_answered_with_no_text_is_a_protocol_error()
    {
        _peer.Answer = static _ => 5;
        Assert.That(() => _netref.ToString(), Throws.TypeOf<ProtocolException>().With.Message.Contains("STR"));
    }

    [Test]
    public void Equals_same_object_is_answered_here()
    {
        Assert.That(_netref.Equals(_netref), Is.True);
        Assert.That(_netref.Equals(new Netref(_peer, _netref.Id)), Is.True);
        Assert.That(_netref.Equals(null), Is.False);
        Assert.That(_peer.Operations, Is.Empty);
    }

    [Test]
    public void Equals_other_object_asks_the_peer()
    {
        _peer.Answer = static _ => true;
        Assert.That(_netref.Equals(5), Is.True);
        _peer.Answer = static _ => NotImplemented.Value;
        Assert.That(_netref.Equals(_peer.Make()), Is.False);
        Assert.That(_peer.Operations.Select(static o => (o.Handler, o.Name)), Is.All.EqualTo((Handler.Cmp, "__eq__")));
    }

    [Test]
    public void Equals_after_close_is_identity()
    {
        _peer.Answer = static _ => throw new ConnectionClosedException(CloseReason.LinkLost, "gone");
        Assert.That(_netref.Equals(5), Is.False);
        _peer.IsClosed = true;
        Assert.That(_netref.Equals(_peer.Make()), Is.False);
        Assert.That(_netref.Equals(new Netref(_peer, _netref.Id)), Is.True);
    }

    [Test]
    public void GetHashCode_asks_once_and_agrees_for_equal_objects()
    {
        _peer.Answer = static _ => 123456789012L;
        var first = _netref.GetHashCode();
        _peer.IsClosed = true;
        Assert.That(_netref.GetHashCode(), Is.EqualTo(first).And.EqualTo(123456789012L.GetHashCode()));
        Assert.That(_peer.Log, Is.EqualTo(new[] { "Hash ()" }));
    }

    [Test]
    public void GetHashCode_of_the_unhashable_or_lost_is_the_identity_for_good()
    {
        _peer.Answer = static _ => throw new InvalidOperationException("unhashable type: 'list'");
        var first = _netref.GetHashCode();
        _peer.Answer = static _ => 1;
        Assert.That(_netref.GetHashCode(), Is.EqualTo(first).And.EqualTo(_netref.Id.GetHashCode()));
        var late = _peer.Make();
        _peer.IsClosed = true;
        Assert.That(late.GetHashCode(), Is.EqualTo(late.Id.GetHashCode()));
    }

    [Test]
    public void Netref_serves_as_a_dictionary_key()
    {
        _peer.Answer = static operation => operation.Handler == Handler.Hash ? 7 : (object)true;
        var table = new Dictionary<object, string> { [_netref] = "found" };
        Assert.That(table[_peer.Make()], Is.EqualTo("found"));
    }

    [Test]
    public void GetDynamicMemberNames_is_Dir_and_empty_after_close()
    {
        _peer.Answer = static _ => new PyTuple("a", "b");
        var meta = ((IDynamicMetaObjectProvider)_netref).GetMetaObject(Expression.Parameter(typeof(object)));
        Assert.That(_netref.GetDynamicMemberNames(), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(meta.GetDynamicMemberNames(), Is.EqualTo(new[] { "a", "b" }));
        _peer.IsClosed = true;
        Assert.That(_netref.GetDynamicMemberNames(), Is.Empty);
    }

    [Test]
    public void GetDynamicMemberNames_answered_with_other_things_is_a_protocol_error()
    {
        _peer.Answer = static _ => new PyTuple("a", 5);
        Assert.That(() => _netref.GetDynamicMemberNames().ToArray(), Throws.TypeOf<ProtocolException>());
    }

    [Test]
    public void Netref_has_no_public_members_of_its_own()
    {
        var expected = typeof(DynamicObject).GetMembers().Select(static m => m.Name).Concat(typeof(RemoteObject).GetMethods().Where(static m => m.IsSpecialName).Select(static m => m.Name));
        Assert.That(typeof(Netref).GetMembers().Select(static m => m.Name), Is.SubsetOf(expected));
        Assert.That(typeof(Netref), Has.Property(nameof(Type.IsPublic)).False);
    }

    [Test]
    public void TryMembers_called_by_hand_do_what_call_sites_do()
    {
        _peer.Answer = static operation => operation.ToString();
        Assert.That(_netref.TryDeleteMember(new DeleteSites.MemberBinder("gone")), Is.True);
        Assert.That(_netref.TryDeleteIndex(new DeleteSites.IndexBinder(), ["k"]), Is.True);
        Assert.That(_netref.TryCreateInstance(new DeleteSites.InstanceBinder(), [1], out var made), Is.True);
        Assert.That(made, Is.EqualTo("Call (1)"));
        Assert.That(_peer.Log, Is.EqualTo(new[] { "DelAttr gone()", "CallAttr __delitem__(k)", "Call (1)" }));
        Assert.That(DeleteSites.CreateInstance(_netref, 2), Is.EqualTo("Call (2)"));
    }

    [Test]
    public void TryMembers_of_a_wrapping_DynamicObject_reach_the_netref()
    {
        _peer.Methods["mod.Thing"].UnionWith(["__add__", "__neg__", "__index__"]);
        _peer.Answer = static operation => operation.Name == "__index__" ? 9 : operation.ToString();
        dynamic wrapper = new Forwarding(_netref);
        Assert.That((object)wrapper.name, Is.EqualTo("GetAttr name()"));
        wrapper.name = 1;
        Assert.That(_peer.Log.Last(), Is.EqualTo("SetAttr name(1)"));
        Assert.That((object)wrapper.f(1, x: 2), Is.EqualTo("CallAttr f(1, x=2)"));
        Assert.That((object)wrapper(3), Is.EqualTo("Call (3)"));
        Assert.That((object)wrapper["k"], Is.EqualTo("CallAttr __getitem__(k)"));
        wrapper[1, 2] = 3;
        Assert.That(_peer.Log.Last(), Is.EqualTo("CallAttr __setitem__((1, 2), 3)"));
        Assert.That((object)(wrapper + 1), Is.EqualTo("CallAttr __add__(1)"));
        Assert.That((object)(-wrapper), Is.EqualTo("CallAttr __neg__()"));
        Assert.That(wrapper ? 1 : 0, Is.EqualTo(1));
        Assert.That((int)wrapper, Is.EqualTo(9));
    }

    [Test]
    public void Finalizer_tells_the_requester_unless_released()
    {
        var (kept, released) = Drop();
        for (var i = 0; i < 10 && !_peer.FinalizedIds.Contains(kept); i++)
            Collect();
        Assert.That(_peer.FinalizedIds, Does.Contain(kept).And.Not.Contain(released));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (IdPack Kept, IdPack Released) Drop()
    {
        var kept = _peer.Make();
        var released = _peer.Make();
        _peer.Release(released);
        return (kept.Id, released.Id);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    /// <summary>As users write one: every entry handed on to another DynamicObject.</summary>
    private sealed class Forwarding(DynamicObject inner) : DynamicObject
    {
        public override bool TryGetMember(GetMemberBinder binder, out object? result) => inner.TryGetMember(binder, out result);

        public override bool TrySetMember(SetMemberBinder binder, object? value) => inner.TrySetMember(binder, value);

        public override bool TryInvokeMember(InvokeMemberBinder binder, object?[]? args, out object? result) => inner.TryInvokeMember(binder, args, out result);

        public override bool TryInvoke(InvokeBinder binder, object?[]? args, out object? result) => inner.TryInvoke(binder, args, out result);

        public override bool TryGetIndex(GetIndexBinder binder, object[] indexes, out object? result) => inner.TryGetIndex(binder, indexes, out result);

        public override bool TrySetIndex(SetIndexBinder binder, object[] indexes, object? value) => inner.TrySetIndex(binder, indexes, value);

        public override bool TryUnaryOperation(UnaryOperationBinder binder, out object? result) => inner.TryUnaryOperation(binder, out result);

        public override bool TryBinaryOperation(BinaryOperationBinder binder, object arg, out object? result) => inner.TryBinaryOperation(binder, arg, out result);

        public override bool TryConvert(ConvertBinder binder, out object? result) => inner.TryConvert(binder, out result);
    }
}
