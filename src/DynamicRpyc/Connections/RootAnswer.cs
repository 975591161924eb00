using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Connections;

/// <summary>
/// Answers GETROOT: with the service's root, or, where that is a task, with its result when it ends. The root is the service's own code, so the first answer does not come
/// from the reader's thread. Any thread; it never waits.
/// </summary>
internal sealed class RootAnswer(IService service, Outbox outbox, ConnectionLog log)
{
    private object? _root;

    internal void Give(IncomingRequest request)
    {
        if (Volatile.Read(ref _root) is { } known)
            outbox.Reply(request, Passed.Plainly(known), mayWait: false);
        else
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Answer.Ask(work.Request), (Answer: this, Request: request), preferLocal: false);
    }

    private async void Ask(IncomingRequest request)
    {
        try
        {
            var root = service.Root;
            if (TaskResult.TryGetTask(root, out var task))
            {
                await task.ConfigureAwait(false);
                root = TaskResult.Get(task);
            }
            // Two requests may have asked; one root is kept, so that it stays the same object.
            root = Interlocked.CompareExchange(ref _root, root, null) ?? root;
            outbox.Reply(request, Passed.Plainly(root), mayWait: true);
        }
        catch (Exception e)
        {
            outbox.Refuse(request, e, log);
        }
    }
}
