using DynamicRpyc.Foundation;

namespace DynamicRpyc.Connections;

/// <summary>
/// Runs requests of the peer that were taken from the line, and answers them. A result that is an incomplete task is answered when it ends; its place in the
/// line is free at once. Any thread that holds neither a lock nor the reader role.
/// </summary>
internal sealed class RequestRunner(RequestLine line, RequestHandlers handlers, Outbox outbox, ConnectionLog log)
{
    /// <summary>How many requests were begun; tells a watcher whether anything moves.</summary>
    internal int Begun => _begun;

    private int _begun;

    internal void Run(IncomingRequest request)
    {
        Interlocked.Increment(ref _begun);
        var place = line.Enter();
        object? result = null;
        Exception? error = null;
        try
        {
            result = handlers.Execute(request);
        }
        catch (Exception e)
        {
            error = e;
        }
        if (error is null && TaskResult.TryGetTask(Passed.ValueOf(result), out var task))
        {
            var isByValue = result is Passed { IsByValue: true };
            if (!task.IsCompleted)
            {
                RequestLine.Leave(place);
                AnswerLater(request, task, isByValue);
                return;
            }
            result = Outcome(task, isByValue, out error);
        }
        Answer(request, result, error);
        RequestLine.Leave(place);
    }

    private void AnswerLater(IncomingRequest request, Task task, bool isByValue) => task.ContinueWith(
        static (ended, state) =>
        {
            var (runner, request, isByValue) = ((RequestRunner, IncomingRequest, bool))state!;
            var result = Outcome(ended, isByValue, out var error);
            runner.Answer(request, result, error);
        },
        (this, request, isByValue), CancellationToken.None, TaskContinuationOptions.DenyChildAttach, TaskScheduler.Default);

    /// <param name="task">It has ended.</param>
    /// <param name="isByValue">Whether the method that made the task is marked; the mark is meant for what the task results in.</param>
    /// <param name="error">What the task failed with.</param>
    private static object? Outcome(Task task, bool isByValue, out Exception? error)
    {
        error = null;
        try
        {
            var result = TaskResult.Get(task);
            return isByValue ? Passed.ByValue(result) : result;
        }
        catch (Exception e)
        {
            error = e;
            return null;
        }
    }

    private void Answer(IncomingRequest request, object? result, Exception? error)
    {
        if (error is null)
        {
            outbox.Reply(request, result, mayWait: true);
            return;
        }
        log.RequestFailed(request, error);
        outbox.Refuse(request, error, mayWait: true);
    }
}
