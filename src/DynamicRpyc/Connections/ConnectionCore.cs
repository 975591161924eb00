using DynamicRpyc.Access;
using DynamicRpyc.Boxing;
using DynamicRpyc.Channels;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Connections;

/// <summary>Puts a connection's parts together. It has no behaviour of its own.</summary>
internal sealed class ConnectionCore
{
    private readonly MessagePump? _pump;
    private readonly FrameSender _sender;
    private readonly PeerFeatures _peer = new();

    internal ConnectionCore(Connection connection, bool isDialler)
    {
        var (config, transport) = (connection.Config, connection.Channel.Transport);
        var log = Log = new ConnectionLog(config, connection.Name);
        Life = new ServiceLife(connection, log);
        State = new ConnectionState();
        Dialect = new DialectState(config, isDialler);
        Requester = new Requester(connection, this);
        Lent = new LentTable(config.Limits);
        Netrefs = new NetrefTable(Requester);
        Releases = new ReleaseQueue(Netrefs, config.Limits.MaxLentObjects);
        Pending = new RequestTable();
        var line = Line = new RequestLine(Math.Max(1, config.ConcurrentRequests), config.Limits.MaxPendingRequests);
        var boxer = new Boxer(Lent, Requester, config, _peer);
        _sender = new FrameSender(transport, config.Limits.MaxUnsentBytes, e => Closer!.Close(e is ProtocolException ? CloseReason.ProtocolError : CloseReason.LinkLost, e), config.SyncRequestTimeout);
        var outbox = new Outbox(_sender, transport, boxer, config);
        var recognition = new Recognition(_peer, outbox, isDialler, config.DotNetExtensions);
        var answers = new Answers(line, outbox, log, Interrupt(config));
        var foreignTarget = new ForeignTarget(new AccessPolicy(config), Lent, answers);
        var immediate = new ImmediateHandlers(
            Lent, outbox, line, new RootAnswer(connection.Service, outbox, log), foreignTarget, recognition, config, _ => Closer!.Close(CloseReason.ClosedByPeer, null));
        var unboxer = new Unboxer(Lent, Netrefs, new TypeNameCache(config.Limits.MaxCachedTypes), _peer, new ExactReader(config));
        var spare = new SpareRequest();
        var dispatcher = new Dispatcher(Pending, line, unboxer, Releases, immediate, Dialect, State, config, spare);
        var frames = new FrameReader(transport, config.Limits, Brine.LargeBytes.TryFind);
        var role = new ReaderRole();
        var reader = new LinkReader(transport, frames, dispatcher, _peer, State, new AnswerGathering(Pending, _peer, transport.CanSpin), (reason, e) => Closer!.Close(reason, e));
        var runner = new RequestRunner(line, new RequestHandlers(new AccessPolicy(config), foreignTarget, new InstanceChecks(Lent, Requester), config, (connection.Service as IOffersExtensions)?.Extensions), answers, spare, log);
        var placement = new RequestPlacement(config, line, runner);
        Serving = new Serving(role, reader, line, runner, State);
        Requests = new Requests(connection, Pending, new RequestWriter(boxer), outbox, recognition, Serving, Dialect, State);
        Closer = new Closer(connection, State, transport, frames, _sender, Pending, line, Lent, Netrefs, Releases, role, Dialect, log) { Life = Life };
        Life.Over = Closer.TellSubscribers;
        Releases.Filled = new ReleaseFlusher(Releases, outbox, Pending, Dialect, State).Schedule;
        if (config.Pump)
        {
            _pump = new MessagePump(role, reader, line, runner, State, Serving, placement);
            Closer.Pump = _pump;
            Serving.RoleLeft = _pump.RoleLeft;
            Serving.WorkLeft = _pump.WorkLeft;
            line.RoomMade = _pump.WorkLeft;
        }
        else
        {
            Serving.RoleLeft = () => role.SignalOne();
            line.RoomMade = () => role.SignalRunner();
        }
        log.Opened(transport);
    }

    internal ConnectionLog Log { get; }

    internal ServiceLife Life { get; }

    /// <summary>Whether the peer is known to be this library, so that exact values go both ways.</summary>
    internal bool PeerIsDotNet => _peer.IsDotNet;

    internal ConnectionState State { get; }

    internal DialectState Dialect { get; }

    internal Requester Requester { get; }

    internal LentTable Lent { get; }

    internal NetrefTable Netrefs { get; }

    internal ReleaseQueue Releases { get; }

    internal RequestTable Pending { get; }

    internal RequestLine Line { get; }

    internal Serving Serving { get; }

    internal Requests Requests { get; }

    internal Closer Closer { get; }

    /// <summary>What a KeyboardInterrupt that ends a request does to the connection; null where it is sent to the caller.</summary>
    private Action? Interrupt(RpycConfig config) => !config.PropagateKeyboardInterruptLocally ? null : () =>
    {
        Log.Interrupted();
        SayClose(Deadline.After(TimeSpan.Zero));
        Closer.Close(CloseReason.ClosedHere, null);
    };

    /// <summary>As <see cref="FrameSender.IsBacklogged"/> has it.</summary>
    internal bool IsBacklogged => _sender.IsBacklogged;

    /// <summary>Has the connection served in the background, where the configuration wants that.</summary>
    internal void Start() => _pump?.Start();

    /// <summary>As <see cref="Start"/>, on this thread, until another takes over or the connection ends.</summary>
    internal void StartHere() => _pump?.StartHere();

    /// <summary>
    /// Tells the peer that this side closes, and gives what is unsent until the deadline. It is a request whose answer nobody waits for; where the link is gone already,
    /// nothing is to be told, and a peer that does not read need not hear it.
    /// </summary>
    internal void SayClose(Deadline deadline)
    {
        if (Dialect.Current == DynamicRpyc.Dialect.Auto)
            return;
        try
        {
            Requests.Post(new Operation { Handler = Handler.Close }, mayWait: false);
            _sender.AwaitSent(deadline);
        }
        catch (ConnectionClosedException)
        {
            // Another thread, or the peer, was first.
        }
    }
}
