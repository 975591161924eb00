using System.Net;
using Microsoft.Extensions.Logging;

namespace DynamicRpyc.Servers;

/// <summary>What servers write to their log, with stable event ids.</summary>
internal static partial class ServerLog
{
    internal static void Accepted(RpycConfig config)
    {
        if (config.Logger is { } logger)
            LogAccepted(logger, config.Endpoints?.Remote, config.Credentials ?? "no credentials");
    }

    internal static void AcceptFailed(ILogger? logger, Exception error)
    {
        if (logger is not null)
            LogAcceptFailed(logger, error);
    }

    internal static void ConnectionFailed(ILogger? logger, Exception error)
    {
        if (logger is not null)
            LogConnectionFailed(logger, error);
    }

    [LoggerMessage(EventId = 20, Level = LogLevel.Warning, Message = "A connection could not be accepted; trying again")]
    private static partial void LogAcceptFailed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 21, Level = LogLevel.Warning, Message = "A client could not be served")]
    private static partial void LogConnectionFailed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 22, Level = LogLevel.Information, Message = "Welcome {Client} ({Credentials})")]
    private static partial void LogAccepted(ILogger logger, EndPoint? client, object credentials);
}
