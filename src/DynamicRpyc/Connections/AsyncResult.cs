using System.Dynamic;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using DynamicRpyc.Connections;
using DynamicRpyc.Foundation;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc;

/// <summary>
/// The result of a request that its caller did not wait for: to be asked, waited for, awaited, or told of. Any thread, any number of them. RPyC's <c>AsyncResult</c>.
/// Held as <c>dynamic</c>, as <c>Rpyc.Async(nr.f)(1)</c> gives it, it converts to any task: <c>Task&lt;int&gt; sum = Rpyc.Async(nr.add)(1, 2);</c>.
/// </summary>
public sealed class AsyncResult : IDynamicMetaObjectProvider
{
    private readonly AsyncRequest _request;
    private readonly Requests _requests;
    private readonly long _sequence;
    private readonly (Handler Handler, string? Name, string? TypeName) _call;
    private readonly Lock _guard = new();
    private List<Action<AsyncResult>>? _callbacks;
    private bool _isTold;
    private Deadline _deadline = Deadline.Never;
    private TimeSpan? _timeout;
    private bool _expired;

    internal AsyncResult(Requests requests, AsyncRequest request, long sequence, scoped in Operation operation)
    {
        _requests = requests;
        _request = request;
        _sequence = sequence;
        _call = (operation.Handler, operation.Name, operation.Target?.Id.TypeName);
    }

    /// <summary>Whether the result has arrived in time. Where no pump serves the connection, asking serves what has arrived, as in RPyC.</summary>
    public bool Ready
    {
        get
        {
            if (!_request.IsCompleted && !Expired)
                _requests.ServeIfUnserved();
            return IsReady;
        }
    }

    /// <summary>Whether the time given by <see cref="SetExpiry"/> passed before the result arrived. It then stays so: a later result is dropped.</summary>
    public bool Expired
    {
        get
        {
            lock (_guard)
            {
                if (!_expired && !_request.IsCompleted && _deadline.HasPassed)
                    _expired = true;
                return _expired;
            }
        }
    }

    /// <summary>Whether the result has arrived and is an exception.</summary>
    public bool Error => Ready && _request.IsFaulted;

    /// <summary>The result. Waits for it.</summary>
    /// <exception cref="AsyncResultTimeout">The expiry passed first.</exception>
    /// <exception cref="ConnectionClosedException">The connection was lost first.</exception>
    public dynamic? Value
    {
        get
        {
            Wait();
            return _request.Result;
        }
    }

    /// <summary>Waits until the result is there, serving the connection meanwhile. What the result is does not matter: an exception is not thrown here.</summary>
    /// <exception cref="AsyncResultTimeout">The expiry passed first.</exception>
    public void Wait()
    {
        Deadline deadline;
        lock (_guard)
            deadline = _deadline;
        if (!Expired)
            _requests.Wait(_request, deadline);
        if (Expired)
        {
            throw Abandon();
        }
    }

    /// <summary>Sets the time that the result may take from now on; null lifts the limit. Without effect once it is there or expired.</summary>
    public void SetExpiry(TimeSpan? timeout)
    {
        lock (_guard)
        {
            _timeout = timeout;
            _deadline = Deadline.After(timeout);
        }
    }

    /// <summary>Has the action called when the result arrives in time: at once on this thread where it has, else on the thread pool.</summary>
    /// <param name="callback">Gets this result. What it throws ends on the thread pool as any unhandled exception does.</param>
    public void AddCallback(Action<AsyncResult> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        lock (_guard)
        {
            if (!_isTold && _callbacks is not null)
            {
                _callbacks.Add(callback);
                return;
            }
            if (!_isTold && !_request.IsCompleted)
            {
                _callbacks = [callback];
                _request.Task.ContinueWith(
                    static (_, state) => ((AsyncResult)state!).RunCallbacks(), this, CancellationToken.None, TaskContinuationOptions.DenyChildAttach, TaskScheduler.Default);
                return;
            }
        }
        if (IsReady)
            callback(this);
    }

    /// <summary>The result as a task, which ends with it, with <see cref="AsyncResultTimeout"/> at the expiry set by now, or with the token.</summary>
    /// <param name="cancellationToken">Ends this wait alone; the request goes on.</param>
    public Task<dynamic?> AsTask(CancellationToken cancellationToken = default)
    {
        Deadline deadline;
        lock (_guard)
            deadline = _deadline;
        if (!_request.IsCompleted)
            _requests.Flush();
        return deadline.IsNever && !cancellationToken.CanBeCanceled ? _request.Task! : Bounded(deadline, cancellationToken);
    }

    /// <summary>Makes the result awaitable: <c>await result</c> is <c>await result.AsTask()</c>.</summary>
    public TaskAwaiter<dynamic?> GetAwaiter() => AsTask().GetAwaiter();

    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new TaskMetaObject(parameter, this, static result => ((AsyncResult)result).AsTask()!);

    /// <summary>The state; local text.</summary>
    public override string ToString() => $"<AsyncResult of {Call} ({(_request.IsCompleted ? Error ? "error" : "ready" : Expired ? "expired" : "pending")})>";

    private string Call => Requests.Describe(_call.Handler, _call.Name, _call.TypeName);

    private bool IsReady => _request.IsCompleted && !Expired;

    private async Task<dynamic?> Bounded(Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await _request.Task.WaitAsync(deadline.IsNever ? System.Threading.Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(deadline.MillisecondsLeft), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TimeoutException) when (!_request.IsCompleted)
        {
            lock (_guard)
                _expired = true;
            throw Abandon();
        }
    }

    /// <summary>Gives up: whoever else waits for the same result hears so too, and the references of a late answer are given back.</summary>
    private AsyncResultTimeout Abandon()
    {
        var error = Timeout();
        _requests.Abandon(_sequence, error);
        return error;
    }

    private AsyncResultTimeout Timeout()
    {
        TimeSpan? timeout;
        lock (_guard)
            timeout = _timeout;
        return new AsyncResultTimeout($"{Call} got no answer within its expiry of {timeout?.TotalSeconds:0.###} s. The peer may still be working on it; its answer will be dropped.");
    }

    private void RunCallbacks()
    {
        List<Action<AsyncResult>>? callbacks;
        lock (_guard)
        {
            _isTold = true;
            callbacks = _callbacks;
            _callbacks = null;
        }
        if (callbacks is null || Expired)
            return;
        foreach (var callback in callbacks)
            callback(this);
    }
}
