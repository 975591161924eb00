using DynamicRpyc.Foundation;

namespace DynamicRpyc.Connections;

/// <summary>
/// Runs requests of the peer that were taken from the line, and answers them. A result that is an incomplete task is answered when it ends; its place in the
/// line is free at once. Any thread that holds neither a lock nor the reader role.
/// </summary>
internal sealed class RequestRunner
{
    private readonly RequestLine _line;
    private readonly RequestHandlers _handlers;
    private readonly Outbox _outbox;
    private readonly ConnectionLog _log;
    private readonly Action? _interrupt;
    private readonly LateAnswers _late;
    private int _begun;

    internal RequestRunner(RequestLine line, RequestHandlers handlers, Outbox outbox, ConnectionLog log, Action? interrupt)
    {
        _line = line;
        _handlers = handlers;
        _outbox = outbox;
        _log = log;
        _interrupt = interrupt;
        _late = new LateAnswers(outbox, AnswerTask);
    }

    /// <summary>How many requests were begun; tells a watcher whether anything moves.</summary>
    internal int Begun => _begun;

    internal void Run(IncomingRequest request)
    {
        Interlocked.Increment(ref _begun);
        request.Since = _log.Serving();
        var place = _line.Enter();
        try
        {
            RunInPlace(request);
        }
        finally
        {
            RequestLine.Leave(place);
        }
    }

    private void RunInPlace(IncomingRequest request)
    {
        object? result = null;
        Exception? error = null;
        Task? task = null;
        try
        {
            result = _handlers.Execute(request);
            if (TaskResult.TryGetTask(Passed.ValueOf(result), out var found))
            {
                task = found;
                request.IsResultByValue = result is Passed { IsByValue: true };
            }
        }
        catch (Exception e)
        {
            error = e;
        }
        if (ReferenceEquals(result, ForeignTarget.IsPassedOn))
            _line.Answered();
        else if (task is null)
            Answer(request, result, error, mayWait: true);
        else if (task.IsCompleted)
            AnswerTask(request, task, mayWait: true);
        else
            AnswerLater(request, task);
    }

    private void AnswerLater(IncomingRequest request, Task task) => task.ContinueWith(
        static (ended, state) =>
        {
            var (runner, request) = ((RequestRunner, IncomingRequest))state!;
            runner._late.Add(request, ended);
        },
        (this, request), CancellationToken.None, TaskContinuationOptions.DenyChildAttach, TaskScheduler.Default);

    private void AnswerTask(IncomingRequest request, Task ended, bool mayWait)
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
        Answer(request, result, error, mayWait);
    }

    private void Answer(IncomingRequest request, object? result, Exception? error, bool mayWait)
    {
        _line.Answered();
        _log.Served(request, request.Since, error);
        if (error is null)
        {
            _outbox.Reply(request, result, mayWait);
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
}
