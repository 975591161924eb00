using Microsoft.Extensions.Logging;

namespace DynamicRpyc.Connections;

/// <summary>What a connection writes to its log, with stable event ids.</summary>
internal sealed partial class ConnectionLog(ILogger? logger, string name)
{
    internal void Opened(string peer)
    {
        if (logger is not null)
            LogOpened(logger, name, peer);
    }

    internal void Closed(CloseReason reason, string message)
    {
        if (logger is not null)
            LogClosed(logger, name, reason, message);
    }

    internal void RequestFailed(IncomingRequest request, Exception error)
    {
        if (logger is not null && error is not Foundation.StopIterationException)
            LogRequestFailed(logger, error, name, request.Handler.ToString(), request.Name ?? "");
    }

    internal void DisconnectHandlerFailed(Exception error)
    {
        if (logger is not null)
            LogDisconnectHandlerFailed(logger, error, name);
    }

    internal void WelcomeFailed(Exception error)
    {
        if (logger is not null)
            LogWelcomeFailed(logger, error, name);
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
}
