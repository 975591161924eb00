using DynamicRpyc.Messages;
using Microsoft.Extensions.Logging;

namespace DynamicRpyc.Connections;

/// <summary>What a connection writes to its log, with stable event ids.</summary>
internal sealed partial class ConnectionLog(RpycConfig config, string name)
{
    private readonly ILogger? _logger = config.Logger;
    private readonly ILogger? _debug = config.Debug ? config.Logger : null;

    internal void Opened(Transports.Transport transport)
    {
        if (_logger is not null)
            LogOpened(_logger, name, transport.Description);
    }

    internal void Closed(CloseReason reason, string message)
    {
        if (_logger is not null)
            LogClosed(_logger, name, reason, message);
    }

    internal void RequestFailed(IncomingRequest request, Exception error)
    {
        if (_logger is not null && config.LogExceptions && error is not StopIterationException)
            LogRequestFailed(_logger, error, name, request.Handler.ToString(), request.Name ?? "");
    }

    internal void Sent(long sequence, Handler handler, string? member)
    {
        if (_debug is not null)
            LogSent(_debug, name, sequence, handler, member ?? "");
    }

    /// <summary>Whether each request that is served is logged, and so runs the logger's code.</summary>
    internal bool TellsRequests => _debug is not null;

    /// <summary>When serving began, for <see cref="Served"/>; zero where nobody wants to know.</summary>
    internal long Serving() => _debug is null ? 0 : System.Diagnostics.Stopwatch.GetTimestamp();

    internal void Served(IncomingRequest request, long since, Exception? error)
    {
        if (_debug is not null)
            LogServed(_debug, name, request.Sequence, request.Handler, request.Name ?? "", System.Diagnostics.Stopwatch.GetElapsedTime(since).TotalMilliseconds, error?.GetType().Name ?? "a value");
    }

    internal void BeforeClosedFailed(Exception error)
    {
        if (_logger is not null)
            LogBeforeClosedFailed(_logger, error, name);
    }

    internal void Interrupted()
    {
        if (_logger is not null)
            LogInterrupted(_logger, name);
    }

    internal void DisconnectHandlerFailed(Exception error)
    {
        if (_logger is not null)
            LogDisconnectHandlerFailed(_logger, error, name);
    }

    internal void WelcomeFailed(Exception error)
    {
        if (_logger is not null)
            LogWelcomeFailed(_logger, error, name);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "{Connection} opened to {Peer}")]
    private static partial void LogOpened(ILogger logger, string connection, string peer);

    [LoggerMessage(EventId = 2, Level = LogLevel.Debug, Message = "{Connection} closed ({Reason}): {Text}")]
    private static partial void LogClosed(ILogger logger, string connection, CloseReason reason, string text);

    [LoggerMessage(EventId = 3, Level = LogLevel.Debug, Message = "{Connection}: the peer's request {Handler} {Member} ended in an exception, which is its answer")]
    private static partial void LogRequestFailed(ILogger logger, Exception error, string connection, string handler, string member);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "{Connection}: OnDisconnect, or a handler of Disconnected, threw")]
    private static partial void LogDisconnectHandlerFailed(ILogger logger, Exception error, string connection);

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "{Connection}: the service's OnConnect threw")]
    private static partial void LogWelcomeFailed(ILogger logger, Exception error, string connection);

    [LoggerMessage(EventId = 6, Level = LogLevel.Debug, Message = "{Connection}: request {Sequence} sent: {Handler} {Member}")]
    private static partial void LogSent(ILogger logger, string connection, long sequence, Handler handler, string member);

    [LoggerMessage(EventId = 7, Level = LogLevel.Debug, Message = "{Connection}: the peer's request {Sequence} served: {Handler} {Member}, in {Milliseconds:0.###} ms, with {Outcome}")]
    private static partial void LogServed(ILogger logger, string connection, long sequence, Handler handler, string member, double milliseconds, string outcome);

    [LoggerMessage(EventId = 8, Level = LogLevel.Error, Message = "{Connection}: BeforeClosed threw")]
    private static partial void LogBeforeClosedFailed(ILogger logger, Exception error, string connection);

    [LoggerMessage(EventId = 9, Level = LogLevel.Warning, Message = "{Connection}: closed by a KeyboardInterrupt (propagate_KeyboardInterrupt_locally)")]
    private static partial void LogInterrupted(ILogger logger, string connection);
}
