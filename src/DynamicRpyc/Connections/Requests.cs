using DynamicRpyc.Boxing;
using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Connections;

/// <summary>Sends this side's requests and brings back their answers: to a caller that waits, to a task, or to nobody. Any thread.</summary>
internal sealed class Requests(
    Connection connection, RequestTable table, RequestWriter writer, Outbox outbox, Recognition recognition, Serving serving, DialectState dialect, ConnectionState state)
{
    /// <summary>A thread's request object, used again for its next call; null while a call of the thread is under way.</summary>
    [ThreadStatic]
    private static SyncRequest? _spare;

    /// <summary>Beyond it, 49 days, a timer refuses; a call may take as long.</summary>
    private static readonly TimeSpan _longestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>A thread that reads for itself hears of nothing but messages; whether its token or its time has ended the wait it looks so often.</summary>
    private static readonly TimeSpan _lookAgain = TimeSpan.FromMilliseconds(20);

    private readonly Burst _burst = new();

    /// <summary>A request of code that must not hang: it waits for its answer alone, and only for so long.</summary>
    /// <exception cref="AsyncResultTimeout">No answer came, or the peer does not read what it is sent.</exception>
    internal object? SendImpatiently(scoped in Operation operation, TimeSpan patience) => outbox.IsBacklogged
        ? throw new AsyncResultTimeout($"{Describe(operation)} was not sent: the peer does not read.")
        : Send(operation, patience, mayWait: false);

    internal object? Send(scoped in Operation operation, TimeSpan? timeout, bool mayWait = true)
    {
        state.ThrowIfClosed();
        var request = _spare ?? new SyncRequest();
        _spare = null;
        request.Scope = NetrefScope.Of(connection);
        serving.Enter();
        try
        {
            // Sending counts: a peer that hangs reads nothing.
            var deadline = Deadline.After(timeout);
            var sequence = Send(request, operation, mayWait: mayWait);
            serving.Await(request, deadline);
            if (!request.IsCompleted)
            {
                if (table.Take(sequence) is not null)
                    throw TimedOut(operation, deadline, timeout);
                // The reader took it in this very moment, and is filling it in.
                serving.Await(request, Deadline.Never);
            }
        }
        finally
        {
            serving.Leave();
        }
        var result = request.TakeResult(out var error);
        _spare = request;
        // The stack trace of the throw here is put in front of the remote one that the exception carries.
        return error is null ? Deferred.Resolve(result) : throw error;
    }

    /// <summary>As above, unless the token ends the wait first. As in any other wait, the peer is served meanwhile.</summary>
    internal object? Send(scoped in Operation operation, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        state.ThrowIfClosed();
        var request = new AsyncRequest { Scope = NetrefScope.Of(connection) };
        EndEarly(request, Send(request, operation), timeout, cancellationToken, Describe(operation));
        Flush();
        serving.Enter();
        try
        {
            while (!request.IsCompleted)
                serving.Await(request, Deadline.After(_lookAgain));
        }
        finally
        {
            serving.Leave();
        }
        return request.Result;
    }

    internal Task<object?> SendAsync(scoped in Operation operation, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        state.ThrowIfClosed();
        var request = new AsyncRequest { Scope = NetrefScope.Of(connection) };
        var sequence = Send(request, operation, _burst.Note());
        if (cancellationToken.CanBeCanceled || timeout is not null)
            EndEarly(request, sequence, timeout, cancellationToken, timeout is null ? "" : Describe(operation));
        return request.Task;
    }

    /// <summary>Sends a request whose answer goes where <paramref name="request"/> takes it.</summary>
    internal void Send(PassedOnRequest request, scoped in Operation operation)
    {
        state.ThrowIfClosed();
        _ = Send((PendingRequest)request, operation);
    }

    /// <summary>Sends a request whose answer is to be asked for.</summary>
    internal AsyncResult Begin(scoped in Operation operation, TimeSpan? expiry)
    {
        state.ThrowIfClosed();
        var request = new AsyncRequest { Scope = NetrefScope.Of(connection), IsForUser = true };
        var result = new AsyncResult(this, request, Send(request, operation, _burst.Note()), operation);
        if (expiry is not null)
            result.SetExpiry(expiry);
        return result;
    }

    internal void Wait(IAwaited request, Deadline deadline)
    {
        if (request.IsCompleted)
            return;
        Flush();
        serving.Enter();
        try
        {
            serving.Await(request, deadline);
        }
        finally
        {
            serving.Leave();
        }
    }

    /// <summary>Sends what lingers, for somebody who is about to wait for an answer.</summary>
    internal void Flush() => outbox.FlushLingering(mayWait: true);

    /// <summary>Serves what has arrived, where nobody else would.</summary>
    internal void ServeIfUnserved()
    {
        if (!connection.Config.Pump && !state.IsClosed)
            serving.ServeOnce(Deadline.After(TimeSpan.Zero));
    }

    /// <summary>Gives up on an answer: when it comes, its references are given back.</summary>
    internal void Abandon(long sequence, Exception error) => table.Take(sequence)?.Complete(null, error);

    /// <summary>Sends a request whose answer nobody waits for.</summary>
    /// <param name="operation">The request.</param>
    /// <param name="mayWait">As <see cref="FrameSender.Send"/> has it.</param>
    internal void Post(scoped in Operation operation, bool mayWait = true)
    {
        state.ThrowIfClosed();
        Write(table.NextSequence(), operation, mayWait, mayWait ? _burst.Note() : Linger.No);
    }

    /// <summary>What is being called, in words for errors.</summary>
    internal static string Describe(Handler handler, string? name, string? typeName) => handler switch
    {
        Handler.CallAttr => $"The call of '{name}' on {typeName}",
        Handler.Call => $"The call of {typeName}",
        Handler.GetAttr or Handler.SetAttr or Handler.DelAttr => $"{handler} of '{name}' on {typeName}",
        _ when typeName is not null => $"The request {handler} on {typeName}",
        _ => $"The request {handler}",
    };

    private long Send(PendingRequest request, scoped in Operation operation, Linger linger = Linger.No, bool mayWait = true)
    {
        // Before the request is numbered: listening for the dialect may take a while and read other messages.
        _ = dialect.ForSending(Listen);
        var sequence = table.Add(request);
        try
        {
            Write(sequence, operation, mayWait, linger);
        }
        catch
        {
            table.Take(sequence);
            throw;
        }
        return sequence;
    }

    private void Write(long sequence, scoped in Operation operation, bool mayWait, Linger linger)
    {
        var message = OutgoingMessage.Rent();
        Dialect spoken;
        try
        {
            spoken = dialect.ForSending(Listen);
            writer.Write(message, spoken, sequence, operation);
        }
        catch
        {
            message.Unlend();
            message.Return();
            throw;
        }
        connection.Core.Log.Sent(sequence, operation.Handler, operation.Name);
        if (recognition.IsDue && operation.Handler != Handler.Close)
            recognition.SendAnnounced(message, spoken, mayWait);
        else
            outbox.Send(message, mayWait, linger);
        // The netref must outlive the moment at which its request is queued: its finalizer's DEL would overtake it.
        GC.KeepAlive(operation.Target);
    }

    private void Listen(Deadline deadline) => serving.Listen(deadline, dialect.WaitToHear);

    private void EndEarly(AsyncRequest request, long sequence, TimeSpan? timeout, CancellationToken cancellationToken, string call)
    {
        var registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                if (table.Take(sequence) is { } taken)
                    taken.Complete(null, new OperationCanceledException("The wait for the answer was cancelled.", token));
            },
            null);
        Timer? timer = null;
        if (timeout is { } span && span <= _longestTimer)
        {
            var deadline = Deadline.After(span);
            timer = new Timer(
                _ =>
                {
                    if (table.Take(sequence) is { } taken)
                        taken.Complete(null, new AsyncResultTimeout($"{call} got no answer in {deadline.Elapsed.TotalSeconds:0.###} s (time-out of the call: {span.TotalSeconds:0.###} s)."));
                },
                null, span, Timeout.InfiniteTimeSpan);
        }
        request.EndEarlyBy(registration, timer);
    }

    private AsyncResultTimeout TimedOut(scoped in Operation operation, Deadline deadline, TimeSpan? timeout)
    {
        var limit = timeout == connection.Config.SyncRequestTimeout ? $"{nameof(RpycConfig)}.{nameof(RpycConfig.SyncRequestTimeout)}" : "time-out of the call";
        return new AsyncResultTimeout(
            $"{Describe(operation)} got no answer in {deadline.Elapsed.TotalSeconds:0.###} s ({limit} = {timeout?.TotalSeconds:0.###} s). The peer may still be working on it; its answer will be dropped.");
    }

    private static string Describe(scoped in Operation operation) => Describe(operation.Handler, operation.Name, operation.Target?.Id.TypeName);
}
