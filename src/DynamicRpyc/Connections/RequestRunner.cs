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
        if (ReferenceEquals(result, ForeignTarget.IsPassedOn))
        {
            RequestLine.Leave(place);
            return;
        }
        if (error is null && TaskResult.TryGetTask(result, out var task))
        {
            if (!task.IsCompleted)
            {
                RequestLine.Leave(place);
                AnswerLater(request, task);
                return;
            }
            result = Outcome(task, out error);
        }
        Answer(request, result, error);
        RequestLine.Leave(place);
    }

    private void AnswerLater(IncomingRequest request, Task task) => task.ContinueWith(
        static (ended, state) =>
        {
            var (runner, request) = ((RequestRunner, IncomingRequest))state!;
            var result = Outcome(ended, out var error);
            runner.Answer(request, result, error);
        },
        (this, request), CancellationToken.None, TaskContinuationOptions.DenyChildAttach, TaskScheduler.Default);

    private static object? Outcome(Task task, out Exception? error)
    {
        error = null;
        try
        {
            return TaskResult.Get(task);
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
            outbox.Reply(request, result, mayWait: true);
        else
            outbox.Refuse(request, error, log);
    }
}
