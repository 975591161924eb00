using System.Runtime.CompilerServices;
using DynamicRpyc.Boxing;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Connections;

/// <summary>
/// The requests that run no user code: PING, GETROOT, INSPECT, DEL and CLOSE. They are answered as they are read, also behind a long call.
/// Under the reader role, so nothing here waits.
/// </summary>
internal sealed class ImmediateHandlers(
    LentTable lent, Outbox outbox, RequestLine line, RootAnswer root, ForeignTarget foreignTarget, Recognition recognition, RpycConfig config,
    Action<IncomingRequest> closeRequested)
{
    /// <summary>Answers the request, or leaves it for the line.</summary>
    internal bool TryAnswer(IncomingRequest request)
    {
        if (request.Failure is { } failure)
        {
            outbox.Refuse(request, failure, mayWait: false);
            return true;
        }
        switch (request.Handler)
        {
            case Handler.Ping:
                return TryEcho(request);
            case Handler.GetRoot:
                root.Give(request);
                return true;
            case Handler.Del:
                Delete(request);
                return true;
            case Handler.Inspect:
                return TryInspect(request);
            case Handler.Close:
                closeRequested(request);
                return true;
            default:
                return false;
        }
    }

    /// <summary>What was read is dealt with: answers need not wait for more of them.</summary>
    internal void EndBatch() => outbox.FlushLingering(mayWait: false);

    private bool TryEcho(IncomingRequest request)
    {
        var data = request.Arguments[0];
        if (data is Deferred)
            return false;
        recognition.Heard(request, data);
        outbox.Reply(request, data, mayWait: false);
        return true;
    }

    private void Delete(IncomingRequest request)
    {
        var count = request.Arguments is [var given] ? WireInt.ToInt64(given) : 1;
        if (request.Target is { } target)
            lent.Return(target, count);
        // References come back in batches.
        outbox.Reply(request, null, mayWait: false, linger: Linger.UntilTick);
    }

    private bool TryInspect(IncomingRequest request)
    {
        var id = (ITuple)request.Arguments[0]!;
        if (!lent.TryFind(LentId.Of(id), out var target))
        {
            outbox.Refuse(request, new KeyNotFoundException($"INSPECT of {id}: no such object is lent on this connection."), mayWait: false);
            return true;
        }
        request.Target = target;
        if (target is Netref foreign)
            return TryInspectForeign(request, foreign);
        // The first look at an assembly's types may read its documentation, for which the reader does not wait.
        if (Documentations.AreRead(target!))
            outbox.Reply(request, Inspect(target!), mayWait: false);
        else
            PumpThreads.Run(() => foreignTarget.Answer(request, () => Inspect(target!)));
        return true;
    }

    /// <summary>
    /// Where the peer may not have objects pickled, numpy goes through their items, as long as nothing promises it more: to which each dtype that it is told is welcome, as it is not
    /// to RPyC's <c>__array__</c>. It would make a flat array of a grid.
    /// </summary>
    private PyTuple Inspect(object target)
    {
        var methods = ClrOperations.Inspect(target);
        return InspectAnswer.ToTuple(config.AllowPickle || ObjectSpecials.IsGrid(target.GetType()) ? methods : [.. methods.Where(static method => method.Name != ObjectSpecials.ArrayName)]);
    }

    /// <summary>The other connection may have to be waited for, which the reader must not. Where the line is busy, a peer that unboxes what a call gave it must not wait either.</summary>
    private bool TryInspectForeign(IncomingRequest request, Netref foreign)
    {
        if (line.IsIdle)
            return false;
        PumpThreads.Run(() => foreignTarget.ExecuteAndAnswer(request, foreign));
        return true;
    }
}
