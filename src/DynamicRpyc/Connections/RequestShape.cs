using System.Runtime.CompilerServices;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Connections;

/// <summary>Checks that a request has what its handler needs, so that every handler may rely on it.</summary>
internal static class RequestShape
{
    /// <summary>What is wrong with the request, as the exception that answers it; null where nothing is.</summary>
    internal static Exception? Check(IncomingRequest request)
    {
        if (request.Handler is < Handler.Ping or > Handler.InstanceCheck)
            return Unknown(request);
        var (arguments, name) = (request.Arguments.Length, request.Name is not null);
        var fits = request.Handler switch
        {
            Handler.Ping => arguments == 1,
            Handler.Close or Handler.GetRoot => arguments == 0,
            Handler.GetAttr or Handler.DelAttr => name && arguments == 0,
            Handler.SetAttr => name && arguments == 1,
            Handler.Call => true,
            Handler.CallAttr => name,
            Handler.Repr or Handler.Str or Handler.Hash or Handler.Dir => arguments == 0,
            Handler.Cmp => name && arguments == 1,
            Handler.Pickle or Handler.BuffIter or Handler.CtxExit or Handler.InstanceCheck => arguments == 1,
            Handler.Del => arguments <= 1,
            Handler.Inspect => arguments == 1 && request.Arguments[0] is ITuple { Length: 3 },
            Handler.OldSlicing => arguments == 5,
            _ => false,
        };
        return fits ? null : new ArgumentException($"The request {request.Handler} ({(int)request.Handler}) came with the wrong number or kind of arguments.");
    }

    /// <summary>An unknown handler is one bad request, not a broken link: Python answers it with a KeyError too.</summary>
    private static KeyNotFoundException Unknown(IncomingRequest request) =>
        new($"There is no request handler {(int)request.Handler}; RPyC has 1 (PING) to 20 (INSTANCECHECK).");
}
