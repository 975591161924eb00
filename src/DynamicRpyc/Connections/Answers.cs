using DynamicRpyc.Boxing;
using DynamicRpyc.Brine;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Connections;

/// <summary>Answers requests of the peer, at once or when their outcome is there. Any thread.</summary>
internal sealed class Answers
{
    private readonly RequestLine _line;
    private readonly Outbox _outbox;
    private readonly ConnectionLog _log;
    private readonly Action? _interrupt;
    private readonly LateAnswers _late;

    /// <param name="line">Where requests are counted until they are answered.</param>
    /// <param name="outbox">Where answers go.</param>
    /// <param name="log">Told of each.</param>
    /// <param name="interrupt">What a KeyboardInterrupt that ends a request does here; null where it is sent to the caller.</param>
    internal Answers(RequestLine line, Outbox outbox, ConnectionLog log, Action? interrupt)
    {
        _line = line;
        _outbox = outbox;
        _log = log;
        _interrupt = interrupt;
        _late = new LateAnswers(outbox);
    }

    /// <summary>Answers with the result, or the error where there is one. It may run the error's own code and the log's.</summary>
    internal void Send(IncomingRequest request, object? result, Exception? error, bool mayWait, Linger linger = Linger.No)
    {
        if (!request.IsOutOfLine)
            _line.Answered();
        _log.Served(request, request.Since, error);
        if (error is null)
        {
            _outbox.Reply(request, result, mayWait, linger);
            return;
        }
        _log.RequestFailed(request, error);
        if (_interrupt is not null && RemoteExceptionInfo.Of(error) is { TypeName: "builtins.KeyboardInterrupt" })
        {
            _interrupt();
            return;
        }
        _outbox.Refuse(request, error, mayWait);
    }

    /// <summary>Answers with what the ended task came to.</summary>
    internal void Send(IncomingRequest request, Task ended, bool mayWait)
    {
        object? result = null;
        Exception? error = null;
        try
        {
            result = TaskResult.Get(ended);
            // The mark of the method that made the task is meant for what the task results in.
            if (request.IsResultByValue)
                result = Passed.ByValue(result);
        }
        catch (Exception e)
        {
            error = e;
        }
        Send(request, result, error, mayWait);
    }

    /// <summary>Answers when the task has ended.</summary>
    internal void SendWhenEnded(IncomingRequest request, Task task) => task.ContinueWith(
        static (ended, state) =>
        {
            var (answers, request) = ((Answers, IncomingRequest))state!;
            answers._late.Add(mayWait => answers.Send(request, ended, mayWait));
        },
        (this, request), CancellationToken.None, TaskContinuationOptions.DenyChildAttach, TaskScheduler.Default);

    /// <summary>
    /// Answers with what another peer answered. Called by that connection's reader, so it never waits for this one's peer, and leaves to another thread what runs user code: an
    /// exception's members, the log, and what copies a marked object.
    /// </summary>
    internal void PassBack(IncomingRequest request, object? result, Exception? error)
    {
        if (error is null && !_outbox.IsBacklogged && !_log.TellsRequests && IsInert(result))
        {
            Send(request, result, null, mayWait: false);
            return;
        }
        ThreadPool.UnsafeQueueUserWorkItem(
            static work => work.Answers._late.Add(mayWait => work.Answers.SendCopy(work.Request, work.Result, work.Error, mayWait)),
            (Answers: this, Request: request, Result: result, Error: error), preferLocal: false);
    }

    /// <summary>Whether sending the value runs no code of its own.</summary>
    private static bool IsInert(object? result) => result is INetref || BrineValues.IsDumpable(result) || (result is PyTuple items && items.All(IsInert));

    private void SendCopy(IncomingRequest request, object? result, Exception? error, bool mayWait)
    {
        try
        {
            // What came as a copy goes on as one, also where the mark is the method's and not the type's.
            result = result is DeferredObject copy ? Passed.ByValue(copy.Resolve()) : Deferred.Resolve(result);
        }
        catch (Exception e)
        {
            error = e;
        }
        Send(request, result, error, mayWait);
    }
}
