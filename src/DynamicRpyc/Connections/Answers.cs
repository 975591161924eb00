namespace DynamicRpyc.Connections;

/// <summary>Answers requests of the peer, at once or when their outcome is there. Any thread.</summary>
internal sealed class Answers
{
    private readonly RequestLine _line;
    private readonly Outbox _outbox;
    private readonly ConnectionLog _log;
    private readonly LateAnswers _late;

    internal Answers(RequestLine line, Outbox outbox, ConnectionLog log)
    {
        _line = line;
        _outbox = outbox;
        _log = log;
        _late = new LateAnswers(outbox);
    }

    /// <summary>Answers with the result, or the error where there is one. It may run the error's own code and the log's.</summary>
    internal void Send(IncomingRequest request, object? result, Exception? error, bool mayWait)
    {
        if (!request.IsOutOfLine)
            _line.Answered();
        if (error is null)
        {
            _outbox.Reply(request, result, mayWait);
            return;
        }
        _log.RequestFailed(request, error);
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

    /// <summary>Answers with what another peer answered. Called by that connection's reader: it runs no user code and never waits.</summary>
    internal void PassBack(IncomingRequest request, object? result, Exception? error)
    {
        if (error is null && !_outbox.IsBacklogged)
        {
            Send(request, result, null, mayWait: false);
            return;
        }
        ThreadPool.UnsafeQueueUserWorkItem(
            static work => work.Answers._late.Add(mayWait => work.Answers.Send(work.Request, work.Result, work.Error, mayWait)),
            (Answers: this, Request: request, Result: result, Error: error), preferLocal: false);
    }
}
