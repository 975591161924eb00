using DynamicRpyc;

/// <summary>
/// One client's side of the relay: its root is the upstream's root, and the upstream's client root is the client's. All else follows from that: what either side gets is an
/// object of the other, and each use of it is passed on.
/// </summary>
internal sealed class RelayService(string host, int port) : Service
{
    // Every name passes as it is: both ends guard their objects themselves, and the relay has none of its own.
    // A client that has said nothing yet is not spoken to before its dialect is known.
    // Nor does it make copies of its own: what the ends lend each other stays theirs, also where both are .NET.
    private static readonly RpycConfig _passAll = RpycConfig.Classic with { DialectWait = TimeSpan.FromSeconds(30), DotNetExtensions = false };

    private readonly TaskCompletionSource<object> _root = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Connection? _upstream;

    public override object Root => _root.Task;

    public override RpycConfig Configure(RpycConfig config) => _passAll;

    public override void OnConnect(Connection client)
    {
        try
        {
            _upstream = Rpyc.Connect(host, port, new ClientRoot(client), RpycConfig.Classic with { DotNetExtensions = false });
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"{client.Name}: {e.Message}");
            throw;
        }
        _upstream.Disconnected += (_, end) =>
        {
            if (end.Reason is not CloseReason.ClosedHere)
                Console.Error.WriteLine($"{client.Name}: {end.Error.Message}");
            client.Close();
        };
        _root.SetResult(_upstream.Root);
    }

    public override void OnDisconnect(Connection client) => _upstream?.Close();

    /// <summary>What the upstream sees of the client. Only an upstream that asks for it has the client asked.</summary>
    private sealed class ClientRoot(Connection client) : Service
    {
        public override object Root => client.AsyncRequest(Handler.GetRoot, []).AsTask();
    }
}
