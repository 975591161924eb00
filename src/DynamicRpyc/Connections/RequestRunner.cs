using System.Diagnostics;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Connections;

/// <summary>
/// Runs requests of the peer that were taken from the line, and answers them. A result that is an incomplete task is answered when it ends, and what was passed on to another
/// peer when that answers; the place in the line is free at once. Any thread that holds neither a lock nor the reader role.
/// </summary>
internal sealed class RequestRunner(RequestLine line, RequestHandlers handlers, Answers answers, SpareRequest spare, ConnectionLog log)
{
    /// <summary>Requests that take longer are not waited for.</summary>
    private static readonly long _quickTicks = Stopwatch.Frequency * 50 / 1_000_000;

    private int _begun;

    /// <summary>How many requests were begun; tells a watcher whether anything moves.</summary>
    internal int Begun => _begun;

    internal void Run(IncomingRequest request)
    {
        Interlocked.Increment(ref _begun);
        request.Since = log.Serving();
        var begin = Stopwatch.GetTimestamp();
        var place = line.Enter();
        try
        {
            RunInPlace(request, begin);
        }
        finally
        {
            RequestLine.Leave(place);
        }
    }

    private void RunInPlace(IncomingRequest request, long begin)
    {
        object? result = null;
        Exception? error = null;
        Task? task = null;
        try
        {
            result = handlers.Execute(request);
            if (ReferenceEquals(result, ForeignTarget.IsPassedOn))
                return;
            // Read as an attribute, a task is an object like others, to be awaited when its reader likes: awaited here, the read would last as long as the work.
            if (request.Handler != Handler.GetAttr && TaskResult.TryGetTask(Passed.ValueOf(result), out var found))
            {
                task = found;
                request.IsResultByValue = result is Passed { IsByValue: true };
            }
        }
        catch (Exception e)
        {
            error = e;
        }
        if (task is null)
        {
            answers.Send(request, result, error, mayWait: true, Lingering(begin));
            spare.Give(request);
        }
        else if (task.IsCompleted)
        {
            answers.Send(request, task, mayWait: true);
        }
        else
        {
            answers.SendWhenEnded(request, task);
        }
    }

    /// <summary>The answers to a batch leave together, where the next one will probably be there at once: where this one was.</summary>
    private Linger Lingering(long begin) => line.HasQueued && Stopwatch.GetTimestamp() - begin < _quickTicks ? Linger.UntilTick : Linger.No;
}
