using DynamicRpyc.Foundation;

namespace DynamicRpyc;

// Serving by hand: what RPyC programs do, and what the pump makes needless unless it is switched off.
public sealed partial class Connection
{
    /// <summary>
    /// Serves what arrives first within the time: one request, or a batch of answers. The way to serve where <see cref="RpycConfig.Pump"/> is off; with the
    /// pump on, the peer's requests run here instead of there for as long as it takes.
    /// </summary>
    /// <param name="timeout">How long to wait; null for one second, RPyC's default; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <returns>Whether anything was served.</returns>
    /// <exception cref="ConnectionClosedException">The connection is, or became, closed.</exception>
    public bool Serve(TimeSpan? timeout = null) => _core.Serving.ServeOnce(Deadline.After(timeout ?? TimeSpan.FromSeconds(1)));

    /// <summary>Serves what has arrived, without waiting, or waiting for at most <paramref name="timeout"/>: the step of a UI or game loop.</summary>
    /// <returns>Whether anything was served.</returns>
    /// <exception cref="ConnectionClosedException">The connection is, or became, closed.</exception>
    public bool Poll(TimeSpan timeout = default) => _core.Serving.ServeOnce(Deadline.After(timeout));

    /// <summary>Serves all that arrives within the time. The connection's end ends it too, and is not an error.</summary>
    /// <param name="timeout">How long; zero serves what is there.</param>
    /// <returns>Whether anything was served.</returns>
    public bool PollAll(TimeSpan timeout = default)
    {
        var deadline = Deadline.After(timeout);
        var any = false;
        try
        {
            do
            {
                if (_core.Serving.ServeOnce(deadline))
                    any = true;
                else if (deadline.HasPassed)
                    break;
            }
            while (!Closed);
        }
        catch (ConnectionClosedException)
        {
            // As in RPyC: what was served before the end counts, and CloseReason tells of the end.
        }
        return any;
    }

    /// <summary>
    /// Serves until the connection has ended, whoever ends it; the end itself is not an error. Returns when the service has said farewell. Any thread.
    /// </summary>
    public void ServeAll()
    {
        try
        {
            while (!Closed)
                _core.Serving.ServeOnce(Deadline.Never);
        }
        catch (ConnectionClosedException)
        {
            // The end that was waited for; CloseReason tells which.
        }
        if (!_core.Life.IsWelcomedHere)
            _core.Life.Farewell.Wait();
    }

    /// <summary>As <see cref="ServeAll"/>, on several threads at once. How many requests run side by side is <see cref="RpycConfig.ConcurrentRequests"/>'s matter.</summary>
    /// <param name="threadCount">How many threads; 10 is RPyC's default.</param>
    public void ServeThreaded(int threadCount = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threadCount);
        var threads = new Thread[threadCount];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(ServeAll) { IsBackground = true, Name = $"rpyc serve {Name}" };
            threads[i].Start();
        }
        foreach (var thread in threads)
            thread.Join();
    }

    /// <summary>The connection's life as a task, for hosts that prefer one: it ends when the connection has ended and the service has said farewell.</summary>
    /// <param name="cancellationToken">Closes the connection; the task then ends in the ordinary way.</param>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var closing = cancellationToken.UnsafeRegister(static state => ThreadPool.UnsafeQueueUserWorkItem(static c => c.CloseQuietly(Deadline.After(_closePatience)), (Connection)state!, preferLocal: false), this);
        try
        {
            if (!Config.Pump && !Closed)
                await Task.Factory.StartNew(ServeAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            await _core.Closer.Farewell.ConfigureAwait(false);
        }
        finally
        {
            await closing.DisposeAsync().ConfigureAwait(false);
        }
    }
}
