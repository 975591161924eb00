using DynamicRpyc.Netrefs;
using NUnit.Framework;

namespace DynamicRpyc.Tests.Netrefs;

[TestFixture]
internal sealed class NetrefIndexTests
{
    private FakeRequester _peer = null!;
    private dynamic _nr = null!;

    [SetUp]
    public void SetUp()
    {
        _peer = new FakeRequester();
        _nr = _peer.Make();
    }

    private object? Key => _peer.Operations[^1].Arguments[0];

    [Test]
    public void GetIndex_is_one_getitem()
    {
        _peer.Answer = static _ => "item";
        string item = _nr["k"];
        Assert.That(item, Is.EqualTo("item"));
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr __getitem__(k)" }));
    }

    [Test]
    public void SetIndex_is_one_setitem_and_yields_the_value()
    {
        object assigned = _nr["k"] = 5;
        _nr[1, 2] = 6;
        Assert.That(assigned, Is.EqualTo(5));
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr __setitem__(k, 5)", "CallAttr __setitem__((1, 2), 6)" }));
    }

    [Test]
    public void GetIndex_several_indexes_are_one_tuple()
    {
        _ = _nr[1, "a", null];
        Assert.That(Key, Is.EqualTo(new PyTuple(1, "a", null)));
    }

    [Test]
    public void GetIndex_from_the_end_is_negative()
    {
        _ = _nr[^1];
        Assert.That(Key, Is.EqualTo(-1));
        Assert.That(() => _nr[^0], Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("^1"));
    }

    /// <summary>Boxing makes slices of them for a Python peer.</summary>
    [Test]
    public void GetIndex_ranges_are_ranges()
    {
        foreach (var range in new[] { 1..3, ..^1, ^0.. })
        {
            _ = _nr[range];
            Assert.That(Key, Is.EqualTo(range));
        }
        _ = _nr[1.., ^1];
        Assert.That(Key, Is.EqualTo(new PyTuple(1.., -1)));
    }

    [Test]
    public void SetIndex_ranges_are_slices()
    {
        _nr[1..3] = "x";
        Assert.That(Key, Is.EqualTo(new PySlice(1, 3)));
        _nr[..^1] = "x";
        Assert.That(Key, Is.EqualTo(new PySlice(0, -1)));
        _nr[^2..] = "x";
        Assert.That(Key, Is.EqualTo(new PySlice(-2, null)));
        _nr[1.., ^1] = "x";
        Assert.That(Key, Is.EqualTo(new PyTuple(new PySlice(1, null), -1)));
    }

    [Test]
    public void GetIndex_named_index_says_to_write_it_without()
    {
        Assert.That(() => _nr[row: 1], Throws.TypeOf<NotSupportedException>().With.Message.Contains("named"));
        Assert.That(() => _nr[row: 1] = 2, Throws.TypeOf<NotSupportedException>());
    }

    [Test]
    public void DeleteIndex_through_the_DLR_is_one_delitem()
    {
        DeleteSites.DeleteIndex(_nr, "k");
        Assert.That(_peer.Log, Is.EqualTo(new[] { "CallAttr __delitem__(k)" }));
    }

    [Test]
    public void DeleteMember_through_the_DLR_is_one_DelAttr()
    {
        DeleteSites.DeleteMember(_nr, "name");
        Assert.That(_peer.Log, Is.EqualTo(new[] { "DelAttr name()" }));
    }
}
