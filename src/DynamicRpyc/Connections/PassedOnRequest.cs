using DynamicRpyc.Boxing;
using DynamicRpyc.Brine;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Connections;

/// <summary>
/// A request that another connection's peer made of an object of this one's: the answer, once here, is that connection's answer. Whoever reads it here sends it there, so no
/// thread waits in between and a chain of processes cannot be tied into a knot by its callbacks.
/// </summary>
internal sealed class PassedOnRequest(IncomingRequest origin, RequestLine line, Outbox answers, ConnectionLog log) : PendingRequest
{
    internal override void Complete(object? result, Exception? error)
    {
        line.EndPassedOn();
        // The reader must not wait for the other peer to take its answer; and an exception's members, the log, and what copies a marked object are user code.
        if (error is null && answers.HasRoom && IsInert(result))
            answers.Reply(origin, result, mayWait: false);
        else
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Request.Answer(work.Result, work.Error), (Request: this, Result: result, Error: error), preferLocal: false);
    }

    /// <summary>Whether sending the value runs no code of its own.</summary>
    private static bool IsInert(object? result) => result is INetref || BrineValues.IsDumpable(result) || (result is PyTuple items && items.All(IsInert));

    private void Answer(object? result, Exception? error)
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
        if (error is null)
            answers.Reply(origin, result, mayWait: true);
        else
            answers.Refuse(origin, error, log);
    }
}
