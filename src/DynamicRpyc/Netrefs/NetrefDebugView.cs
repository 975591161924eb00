namespace DynamicRpyc.Netrefs;

/// <summary>What a debugger shows of a netref when it is unfolded. Nothing is sent: the peer, or the thread that reads from it, may be stopped too.</summary>
internal sealed class NetrefDebugView(Netref netref)
{
    public string RemoteType => netref.RemoteTypeName;

    public bool IsType => netref.Id.IsType;

    public string Id => netref.Id.ToString();

    public string State => netref.Requester.IsClosed ? "connection closed" : netref.IsReleased ? "released" : "live";

    public string Connection => netref.Requester.ToString() ?? "";
}
