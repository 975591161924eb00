using DynamicRpyc.Boxing;

namespace DynamicRpyc.Connections;

/// <summary>A request of this side whose answer has not come. Whoever takes it out of the <see cref="RequestTable"/> completes it, once.</summary>
internal abstract class PendingRequest
{
    /// <summary>The scope that the request was made in, which netrefs of the answer belong to.</summary>
    internal NetrefScope? Scope { get; set; }

    /// <summary>Called under the reader role, or by the closer. It must not run user code and must not wait.</summary>
    internal abstract void Complete(object? result, Exception? error);
}

/// <summary>What a thread can wait for while it serves the connection.</summary>
internal interface IAwaited
{
    bool IsCompleted { get; }

    /// <summary>Asks for a signal at completion, for a thread that is about to block. It checks <see cref="IsCompleted"/> afterwards.</summary>
    void Watch(Waiter waiter);

    /// <summary>Takes <see cref="Watch"/> back.</summary>
    void Unwatch(Waiter waiter);
}

/// <summary>A request whose caller waits on its own thread. Used again by that thread for its next call.</summary>
internal sealed class SyncRequest : PendingRequest, IAwaited
{
    private object? _result;
    private Exception? _error;
    private Waiter? _waiter;
    private volatile bool _isCompleted;

    public bool IsCompleted => _isCompleted;

    internal override void Complete(object? result, Exception? error)
    {
        _result = result;
        _error = error;
        _isCompleted = true;
        // Pairs with Watch: either this sees the waiter, or the waiter sees the completion.
        Interlocked.MemoryBarrier();
        Volatile.Read(ref _waiter)?.Signal();
    }

    public void Watch(Waiter waiter)
    {
        Volatile.Write(ref _waiter, waiter);
        Interlocked.MemoryBarrier();
    }

    public void Unwatch(Waiter waiter) => Volatile.Write(ref _waiter, null);

    /// <summary>Takes the answer out and makes the object ready for the next call.</summary>
    internal object? TakeResult(out Exception? error)
    {
        var result = _result;
        error = _error;
        Reset();
        return result;
    }

    internal void Reset()
    {
        _result = null;
        _error = null;
        _waiter = null;
        _isCompleted = false;
        Scope = null;
    }
}
