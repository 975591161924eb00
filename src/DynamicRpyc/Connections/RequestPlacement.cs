namespace DynamicRpyc.Connections;

/// <summary>
/// Where requests run that no waiting caller serves: on the pump's own thread, or, where the configuration says so, on a synchronization context, a task
/// scheduler, or several at once on threads of their own: user code may block for long, and the pool's threads are what the rest of the process runs on. Any thread.
/// </summary>
internal sealed class RequestPlacement
{
    private readonly RequestLine _line;
    private readonly RequestRunner _runner;
    private readonly SynchronizationContext? _context;
    private readonly TaskScheduler? _scheduler;

    internal RequestPlacement(RpycConfig config, RequestLine line, RequestRunner runner)
    {
        if (config is { SynchronizationContext: not null, TaskScheduler: not null })
            throw new ArgumentException($"{nameof(RpycConfig)} names both a {nameof(RpycConfig.SynchronizationContext)} and a {nameof(RpycConfig.TaskScheduler)}; requests can run on one of them only.");
        _line = line;
        _runner = runner;
        _context = config.SynchronizationContext;
        _scheduler = config.TaskScheduler;
        IsElsewhere = _context is not null || _scheduler is not null || config.ConcurrentRequests > 1;
    }

    /// <summary>Whether requests do not run on the pump's thread.</summary>
    internal bool IsElsewhere { get; }

    /// <summary>Sends every request that can start to where it runs.</summary>
    internal void PlaceAll()
    {
        while (_line.TryTake() is { } request)
        {
            if (_context is not null)
                _context.Post(static state => Run(state!), (this, request));
            else if (_scheduler is not null)
                Task.Factory.StartNew(static state => Run(state!), (this, request), CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);
            else
                PumpThreads.Run(() => Run((this, request)));
        }
    }

    /// <summary>Has a thread of its own run what can be run.</summary>
    internal void PlaceOnThread() => PumpThreads.Run(() =>
    {
        while (_line.TryTake() is { } request)
            _runner.Run(request);
    });

    private static void Run(object state)
    {
        var (placement, request) = ((RequestPlacement, IncomingRequest))state;
        placement._runner.Run(request);
        placement.PlaceAll();
    }
}
