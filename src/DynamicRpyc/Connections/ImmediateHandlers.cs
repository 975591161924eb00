using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using DynamicRpyc.Boxing;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Connections;

/// <summary>
/// The requests that run no user code: PING, GETROOT, INSPECT, DEL and CLOSE. They are answered as they are read, also behind a long call.
/// Under the reader role, so nothing here waits.
/// </summary>
internal sealed class ImmediateHandlers(LentTable lent, Outbox outbox, object root, Recognition recognition, Action<IncomingRequest> closeRequested)
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
                // A service is used where it is, whatever its class is marked with.
                outbox.Reply(request, Passed.Plainly(root), mayWait: false);
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
        var count = request.Arguments is [var given] ? ToInt64(given) : 1;
        if (request.Target is { } target)
            lent.Return(target, count);
        outbox.Reply(request, null, mayWait: false);
    }

    private bool TryInspect(IncomingRequest request)
    {
        var id = (ITuple)request.Arguments[0]!;
        if (!lent.TryFind(new LentId(ToInt64(id[1]), ToInt64(id[2])), out var target))
        {
            outbox.Refuse(request, new KeyNotFoundException($"INSPECT of {id}: no such object is lent on this connection."), mayWait: false);
            return true;
        }
        request.Target = target;
        if (target is INetref)
            return false;
        outbox.Reply(request, InspectAnswer.ToTuple(ClrOperations.Inspect(target!)), mayWait: false);
        return true;
    }

    private static long ToInt64(object? value) => value switch
    {
        int or long or bool => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        BigInteger big when big >= long.MinValue && big <= long.MaxValue => (long)big,
        _ => 0,
    };
}
