using DynamicRpyc.Connections;

namespace DynamicRpyc.Tests.Connections;

/// <summary>
/// When the next request of a line may start. The wire does not mark nested calls, so a line moves on while its request waits for the same peer; in a chain also while it
/// waits for another peer and this side asks this peer something for a third.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RequestLineChainTests
{
    private readonly RequestLine _near = new(width: 1, limit: 100);
    private readonly RequestLine _far = new(width: 1, limit: 2);

    [Test]
    public void TryTake_whileARequestRuns_givesNone()
    {
        var place = Begin(_near);
        _near.Add(Request());
        Assert.That(_near.TryTake(), Is.Null);
        RequestLine.Leave(place);
        Assert.That(_near.TryTake(), Is.Not.Null);
    }

    [Test]
    public void Suspend_ofTheOwnPeer_letsTheNextOneStart()
    {
        var place = Begin(_near);
        _near.Add(Request());
        var suspended = _near.Suspend();
        Assert.That(_near.TryTake(), Is.Not.Null);
        _near.Resume(suspended!);
        RequestLine.Leave(place);
    }

    [Test]
    public void Suspend_ofAnotherPeer_holdsTheLineUp()
    {
        var place = Begin(_near);
        _near.Add(Request());
        var suspended = _far.Suspend();
        Assert.That(_near.TryTake(), Is.Null);
        _far.Resume(suspended!);
        RequestLine.Leave(place);
    }

    /// <summary>near's request waits for far; far's request, which this thread runs meanwhile, waits for near.</summary>
    [Test]
    public void Suspend_ofAnOuterRequestsPeer_letsTheNextOneStart()
    {
        var outer = Begin(_near);
        var waitsForFar = _far.Suspend();
        var inner = Begin(_far);
        _near.Add(Request());
        var waitsForNear = _near.Suspend();
        Assert.That(_near.TryTake(), Is.Not.Null);
        _near.Resume(waitsForNear!);
        RequestLine.Leave(inner);
        _far.Resume(waitsForFar!);
        RequestLine.Leave(outer);
        Assert.That(_near.IsIdle, Is.False, "the request that was taken still runs");
    }

    [Test]
    public void TryBeginPassedOn_whileTheRequestWaitsElsewhere_letsTheNextOneStartAndSaysSo()
    {
        var told = 0;
        _near.RoomMade = () => told++;
        var place = Begin(_near);
        _near.Add(Request());
        var suspended = _far.Suspend();
        Assert.That((_near.HasRunnable, told), Is.EqualTo((false, 0)));
        Assert.That(_near.TryBeginPassedOn(), Is.True);
        Assert.That((_near.HasRunnable, told), Is.EqualTo((true, 1)));
        _near.EndPassedOn();
        Assert.That(_near.HasRunnable, Is.False);
        _far.Resume(suspended!);
        RequestLine.Leave(place);
    }

    [Test]
    public void Suspend_afterSomethingWasPassedOn_letsTheNextOneStartAndSaysSo()
    {
        var told = 0;
        _near.RoomMade = () => told++;
        var place = Begin(_near);
        _near.Add(Request());
        _near.TryBeginPassedOn();
        Assert.That((_near.HasRunnable, told), Is.EqualTo((false, 0)), "it computes, and is not to be run beside");
        var suspended = _far.Suspend();
        Assert.That((_near.HasRunnable, told), Is.EqualTo((true, 1)));
        _far.Resume(suspended!);
        Assert.That(_near.HasRunnable, Is.False);
        RequestLine.Leave(place);
    }

    [Test]
    public void TryBeginPassedOn_pastTheLimit_isRefusedUntilOneEnds()
    {
        Assert.That((_far.TryBeginPassedOn(), _far.TryBeginPassedOn(), _far.TryBeginPassedOn()), Is.EqualTo((true, true, false)));
        _far.EndPassedOn();
        Assert.That(_far.TryBeginPassedOn(), Is.True);
    }

    private static RequestLine.Place Begin(RequestLine line)
    {
        line.Add(Request());
        Assert.That(line.TryTake(), Is.Not.Null);
        return line.Enter();
    }

    private static IncomingRequest Request() => new() { Sequence = 1, Handler = Handler.Str, Dialect = Dialect.V5 };
}
