using DynamicRpyc.Boxing;
using DynamicRpyc.Brine;
using DynamicRpyc.Messages;
using DynamicRpyc.Vinegar;

namespace DynamicRpyc.Connections;

/// <summary>
/// Takes in one message: an answer goes to the request that waits for it, a request to the line, and what needs no user code is answered at once.
/// Under the reader role: one thread at a time, in wire order. It runs no user code and never waits.
/// </summary>
internal sealed class Dispatcher(
    RequestTable pending, RequestLine line, Unboxer unboxer, ReleaseQueue releases, ImmediateHandlers immediate, DialectState dialect, ConnectionState state, RpycConfig config,
    SpareRequest spare)
{
    private readonly RequestReader _requests = new(unboxer, spare);
    private readonly BrineLimits _limits = new(config.Limits.MaxDepth);
    private readonly List<INetref> _scoped = [];

    /// <summary>Whether the last message was an answer. After a request the peer may do nothing until it has its own.</summary>
    internal bool WasAnswer { get; private set; }

    /// <param name="payload">The message.</param>
    /// <param name="landed">A large value that is missing in the payload, and where; null where nothing is.</param>
    /// <exception cref="ProtocolException">The payload is not a message. The connection cannot go on: what it referred to is unknown.</exception>
    internal void Dispatch(ReadOnlySpan<byte> payload, (byte[]? Value, int At) landed)
    {
        var reader = new BrineReader(payload, _limits, landed);
        var start = Message.ReadStart(ref reader);
        dialect.Heard(start.Dialect);
        WasAnswer = start.Kind != MessageKind.Request;
        switch (start.Kind)
        {
            case MessageKind.Request:
                TakeRequest(_requests.Read(ref reader, start));
                break;
            case MessageKind.Reply:
                dialect.WasAnswered = true;
                TakeReply(ref reader, start.Sequence);
                break;
            default:
                dialect.WasAnswered = true;
                TakeException(ref reader, start.Sequence);
                break;
        }
        if (!reader.AtEnd)
            throw new ProtocolException($"A message goes on for {reader.Remaining:N0} bytes after its end.");
    }

    /// <summary>Called when all that was received is dispatched.</summary>
    internal void EndBatch() => immediate.EndBatch();

    private void TakeRequest(IncomingRequest request)
    {
        if (!immediate.TryAnswer(request))
            line.Add(request);
    }

    private void TakeReply(ref BrineReader reader, long sequence)
    {
        var request = pending.Take(sequence);
        if (request is null)
        {
            // Nobody waits any more (timed out, cancelled, fire and forget): the references in it are still ours to give back.
            unboxer.Discard(ref reader, releases.GiveBack);
            return;
        }
        try
        {
            var result = ReadResult(ref reader, request.Scope);
            if (unboxer.TakeMissing() is { } missing)
                request.Complete(null, new ProtocolException($"The peer answered with {missing}, which is not lent to it on this connection."));
            else
                request.Complete(result, null);
        }
        catch (ProtocolException e)
        {
            Fail(request, e);
            throw;
        }
    }

    private object? ReadResult(ref BrineReader reader, NetrefScope? scope)
    {
        if (scope is null)
            return unboxer.Read(ref reader);
        unboxer.NewNetrefs = _scoped;
        try
        {
            return unboxer.Read(ref reader);
        }
        finally
        {
            unboxer.NewNetrefs = null;
            scope.Add(_scoped);
            _scoped.Clear();
        }
    }

    private void TakeException(ref BrineReader reader, long sequence)
    {
        var request = pending.Take(sequence);
        try
        {
            var error = VinegarReader.Read(ref reader, config);
            if (request is not null && config.PropagateSystemExit && error is SystemExitException exit)
                End(exit.ExitCode);
            else
                request?.Complete(null, error);
        }
        catch (ProtocolException e) when (request is not null)
        {
            Fail(request, e);
            throw;
        }
    }

    /// <summary>
    /// Ends the process as the peer's SystemExit asks. Whoever waits for the answer goes on waiting until it has ended: the exit runs handlers of other code, so not on the reader.
    /// </summary>
    private static void End(int exitCode) => ThreadPool.UnsafeQueueUserWorkItem(static code => Environment.Exit(code), exitCode, preferLocal: false);

    /// <summary>The request was taken out of the table, so the closer will not find it: it gets the connection's reason here.</summary>
    private void Fail(PendingRequest request, ProtocolException error) =>
        request.Complete(null, state.Reason is { } reason
            ? ConnectionState.Again(reason)
            : new ConnectionClosedException(CloseReason.ProtocolError, $"The connection was closed: {error.Message}", error));
}
