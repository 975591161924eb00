using DynamicRpyc.Boxing;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Connections;

/// <summary>The connection as its netrefs see it: operations go out, references are given back, types are inspected once. Any thread.</summary>
internal sealed class Requester(Connection connection, ConnectionCore core) : IRequester, INetrefFactory
{
    private readonly TypeShapes _shapes = new(connection.Config.Limits.MaxCachedTypes);

    public bool IsClosed => core.State.IsClosed;

    public bool IsDotNet => core.PeerIsDotNet;

    public RpycConfig Config => connection.Config;

    internal Connection Connection => connection;

    public object? Request(scoped in Operation operation) => core.Requests.Send(operation, connection.Config.SyncRequestTimeout);

    public object? Request(scoped in Operation operation, TimeSpan patience) => core.Requests.SendImpatiently(operation, patience);

    public object? Request(scoped in Operation operation, CancellationToken cancellationToken) =>
        core.Requests.Send(operation, connection.Config.SyncRequestTimeout, cancellationToken);

    public Task<object?> RequestAsync(scoped in Operation operation, TimeSpan? timeout, CancellationToken cancellationToken = default) =>
        core.Requests.SendAsync(operation, timeout, cancellationToken);

    /// <summary>
    /// Passes a request of another connection's peer on to this one. The answer goes back by itself: nothing waits for it. Where nobody but waiting callers would read it,
    /// and where too many are under way, this thread waits instead.
    /// </summary>
    /// <returns>Whether the answer will come by itself; else it is <paramref name="result"/>.</returns>
    internal bool PassOn(IncomingRequest request, scoped in Operation operation, Answers answers, out object? result)
    {
        result = null;
        if (!connection.Config.Pump || !core.Line.TryBeginPassedOn())
        {
            result = Request(operation);
            return false;
        }
        var passedOn = new PassedOnRequest(request, core.Line, answers);
        try
        {
            core.Requests.Send(passedOn, operation);
        }
        catch
        {
            if (passedOn.TryEnd())
                throw;
        }
        return true;
    }

    public void Release(Netref netref) => core.Releases.GiveBack(netref, core.Netrefs.Release(netref));

    public void Finalized(Netref netref)
    {
        if (!core.State.IsClosed && !((INetref)netref).IsReleased)
            core.Releases.GiveBack(netref, ((INetref)netref).ReceivedCount);
    }

    public IReadOnlySet<string> SpecialMethodsOf(Netref netref) =>
        _shapes.Get(netref.Id) ?? _shapes.Set(netref.Id, InspectAnswer.ToNames(Request(new Operation { Handler = Handler.Inspect, Target = netref })));

    public async ValueTask<IReadOnlySet<string>> SpecialMethodsOfAsync(Netref netref) =>
        _shapes.Get(netref.Id) ?? _shapes.Set(netref.Id, InspectAnswer.ToNames(await RequestAsync(new Operation { Handler = Handler.Inspect, Target = netref }, null).ConfigureAwait(false)));

    /// <summary>The connection; local text.</summary>
    public override string ToString() => connection.ToString();

    INetref INetrefFactory.Create(IdPack id) => new Netref(this, id);
}
