using DynamicRpyc.Boxing;
using DynamicRpyc.Values;

namespace DynamicRpyc.Connections;

/// <summary>
/// A request whose answer ends a task, and that any number of threads may wait for. Continuations never run on the thread that reads. The task is made for those who ask for it:
/// most results are simply waited for.
/// </summary>
internal sealed class AsyncRequest : PendingRequest, IAwaited
{
    private readonly Lock _guard = new();
    private object? _result;
    private Exception? _error;
    private TaskCompletionSource<object?>? _source;
    private Waiter? _waiter;
    private List<Waiter>? _moreWaiters;
    private CancellationTokenRegistration _registration;
    private Timer? _timer;
    private volatile bool _isCompleted;

    public bool IsCompleted => _isCompleted;

    /// <summary>Whether its result is given to the user, as that of a dynamic expression.</summary>
    internal bool IsForUser { get; init; }

    /// <summary>Whether it ended with an exception.</summary>
    internal bool IsFaulted => _isCompleted && _error is not null;

    /// <summary>The answer as a task.</summary>
    internal Task<object?> Task
    {
        get
        {
            TaskCompletionSource<object?> source;
            lock (_guard)
            {
                if (_source is not null)
                    return _source.Task;
                source = _source = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
                if (!_isCompleted)
                    return source.Task;
            }
            End(source);
            return source.Task;
        }
    }

    /// <summary>The answer, of a completed request; throws what it failed with.</summary>
    internal object? Result => _error is null ? _result : Task.GetAwaiter().GetResult();

    public void Watch(Waiter waiter)
    {
        lock (_guard)
        {
            if (_waiter is null)
                _waiter = waiter;
            else
                (_moreWaiters ??= []).Add(waiter);
        }
        Interlocked.MemoryBarrier();
    }

    public void Unwatch(Waiter waiter)
    {
        lock (_guard)
        {
            if (ReferenceEquals(_waiter, waiter))
                _waiter = null;
            else
                _moreWaiters?.Remove(waiter);
        }
    }

    /// <summary>Hands over what may end the wait early, to be let go of once the answer is there; at once where it already is.</summary>
    internal void EndEarlyBy(CancellationTokenRegistration registration, Timer? timer)
    {
        _registration = registration;
        Volatile.Write(ref _timer, timer);
        Interlocked.MemoryBarrier();
        if (_isCompleted)
            LetGo();
    }

    internal override void Complete(object? result, Exception? error)
    {
        // Making it runs user code, which the reader must not.
        if (error is null && result is Deferred deferred)
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Request.Complete(work.Deferred), (Request: this, Deferred: deferred), preferLocal: false);
        else
            End(result, error);
    }

    private void Complete(Deferred deferred)
    {
        object? made;
        try
        {
            made = deferred.Resolve();
        }
        catch (Exception e)
        {
            End(null, e);
            return;
        }
        End(made, null);
    }

    private void End(object? result, Exception? error)
    {
        if (IsForUser)
            result = Surfaced.Of(result);
        TaskCompletionSource<object?>? source;
        lock (_guard)
        {
            (_result, _error) = (result, error);
            _isCompleted = true;
            source = _source;
            _waiter?.Signal();
            if (_moreWaiters is not null)
            {
                foreach (var waiter in _moreWaiters)
                    waiter.Signal();
            }
        }
        if (source is not null)
            End(source);
        LetGo();
    }

    private void End(TaskCompletionSource<object?> source)
    {
        if (_error is null)
            source.TrySetResult(_result);
        else if (_error is OperationCanceledException { CancellationToken.IsCancellationRequested: true } cancelled)
            source.TrySetCanceled(cancelled.CancellationToken);
        else
            source.TrySetException(_error);
    }

    private void LetGo()
    {
        // A full fence: whoever hands over what may end the wait early sees the completion, or is seen here.
        Interlocked.MemoryBarrier();
        // Unregister, not Dispose: the latter waits for a callback that is running, and this may be the reader.
        _registration.Unregister();
        Volatile.Read(ref _timer)?.Dispose();
    }
}
