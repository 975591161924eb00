using DynamicRpyc.Helpers;

namespace DynamicRpyc;

// RPyC's helpers. All take remote objects of either language.
public static partial class Rpyc
{
    /// <summary>A version of a remote callable whose calls do not wait: <c>AsyncResult r = Rpyc.Async(conn.root.add)(1, 2)</c>. Requests run in the order in which they were sent.</summary>
    /// <param name="callable">The remote callable, or what this returned before.</param>
    /// <returns>A callable, as <c>dynamic</c>, that returns an <see cref="AsyncResult"/>.</returns>
    /// <exception cref="ArgumentException">It is not a remote object.</exception>
    public static dynamic Async(object callable) => callable as AsyncCallable ?? new AsyncCallable(Call.Remote(callable, nameof(Async)), null);

    /// <summary>As <see cref="Async"/>, with an expiry for each call's result.</summary>
    /// <param name="callable">A remote callable, or what <see cref="Async"/> returned.</param>
    /// <param name="timeout">How long each result may take.</param>
    /// <exception cref="ArgumentException">It is not a remote object.</exception>
    public static dynamic Timed(object callable, TimeSpan timeout) =>
        (callable as AsyncCallable ?? new AsyncCallable(Call.Remote(callable, nameof(Timed)), null)).WithExpiry(timeout);

    /// <summary>A version of a remote callable whose calls are sent and forgotten: neither result nor exception comes back to the caller.</summary>
    /// <exception cref="ArgumentException">It is not a remote object.</exception>
    public static dynamic OneWay(object callable) => new OneWayCallable(Call.Remote(callable, nameof(OneWay)));

    /// <summary>Walks over a remote iterable by the chunk instead of by the item: a fraction of the round trips.</summary>
    /// <param name="proxy">The remote iterable.</param>
    /// <param name="chunk">How many items the first request asks for.</param>
    /// <param name="maxChunk">How many one request asks for at most.</param>
    /// <param name="factor">By how much each request asks for more than the one before.</param>
    /// <returns>The items, for <c>foreach</c>, <c>await foreach</c> and LINQ; <see cref="BufferedIterator.AsAsyncEnumerable"/> for asynchronous LINQ.</returns>
    /// <exception cref="ArgumentException">It is not a remote object.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the largest chunk is smaller than the first.</exception>
    public static BufferedIterator BuffIter(object proxy, int chunk = 2, int maxChunk = 1000, int factor = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunk, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxChunk, chunk);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        return new BufferedIterator(Call.Remote(proxy, nameof(BuffIter)), chunk, maxChunk, factor);
    }

    /// <summary>A handle that connects when it is first used, and anew after its connection was lost: opt-in, because what was reached through a lost connection is gone.</summary>
    /// <param name="connect">Makes a connection, such as <c>() => Rpyc.Connect("host")</c>.</param>
    /// <param name="patience">For how long a failing connect is tried again, with growing pauses; null for 30 seconds, zero for one attempt.</param>
    public static PersistentConnection Persistent(Func<Connection> connect, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(connect);
        return new PersistentConnection(connect, patience ?? TimeSpan.FromSeconds(30));
    }
}
