using DynamicRpyc.Boxing;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Connections;

/// <summary>
/// A request of the peer, read and unboxed. Which fields hold what depends on the handler; see <see cref="RequestReader"/>.
/// </summary>
internal sealed class IncomingRequest
{
    internal required long Sequence { get; set; }

    internal required Handler Handler { get; set; }

    /// <summary>The dialect it came in, and so the one it is answered in.</summary>
    internal required Dialect Dialect { get; set; }

    /// <summary>The object acted on: the first argument.</summary>
    internal object? Target { get; set; }

    /// <summary>The attribute's or operator's name, where the handler has one.</summary>
    internal string? Name { get; set; }

    /// <summary>Call arguments, positional ones first; or the handler's further arguments.</summary>
    internal object?[] Arguments { get; set; } = [];

    /// <summary>Names of the last arguments.</summary>
    internal string[] Keywords { get; set; } = [];

    /// <summary>When serving began, for the log.</summary>
    internal long Since { get; set; }

    /// <summary>Set where the method that was called marks its result, a task's result too, as passed by value.</summary>
    internal bool IsResultByValue { get; set; }

    /// <summary>Whether the request never was in the line, and so is not counted there.</summary>
    internal bool IsOutOfLine { get; set; }

    /// <summary>Set where reading found that the request cannot be carried out, e.g. an object that is not lent: it is answered with this.</summary>
    internal Exception? Failure { get; set; }

    /// <summary>Makes those arguments that only user code can make. On the thread that runs the request.</summary>
    internal void MakeArguments() => Deferred.ResolveAll(Arguments);

    /// <summary>Forgets all but the start, which the next use sets anew.</summary>
    internal void Clear()
    {
        (Target, Name, Arguments, Keywords, Since, Failure) = (null, null, [], [], 0, null);
        (IsResultByValue, IsOutOfLine) = (false, false);
    }
}

/// <summary>
/// One request object that has been answered, for the next request: a caller that waits for each answer needs no second one. Taken under the reader role, given back by any thread that is done with it.
/// </summary>
internal sealed class SpareRequest
{
    private IncomingRequest? _spare;

    internal IncomingRequest Take(in MessageStart start, Handler handler)
    {
        // One thread takes at a time; a request that is given back meanwhile may get lost, but none is taken twice.
        if (Volatile.Read(ref _spare) is not { } request)
            return new IncomingRequest { Sequence = start.Sequence, Handler = handler, Dialect = start.Dialect };
        _spare = null;
        (request.Sequence, request.Handler, request.Dialect) = (start.Sequence, handler, start.Dialect);
        return request;
    }

    /// <param name="request">A request that nobody refers to any more.</param>
    internal void Give(IncomingRequest request)
    {
        request.Clear();
        Volatile.Write(ref _spare, request);
    }
}
