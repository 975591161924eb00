namespace DynamicRpyc;

/// <summary>The base of every error that this library raises on its own account. What remote code threw is not one of these: it arrives as the exception that users catch.</summary>
public class RpycException : Exception
{
    /// <summary>Creates the exception with a text that names what went wrong, why, and what to do.</summary>
    public RpycException(string message) : base(message) { }

    /// <summary>Creates the exception with its cause.</summary>
    public RpycException(string message, Exception? innerException) : base(message, innerException) { }
}

/// <summary>The peer sent bytes that are not RPyC, or that break a limit. The connection that received them closes.</summary>
public sealed class ProtocolException : RpycException
{
    /// <summary>Creates the exception with a text that names what was read and where.</summary>
    public ProtocolException(string message) : base(message) { }

    /// <summary>Creates the exception with its cause.</summary>
    public ProtocolException(string message, Exception? innerException) : base(message, innerException) { }
}

/// <summary>The connection is closed, or was lost while a call waited. Every waiter of one connection gets the same first reason.</summary>
public sealed class ConnectionClosedException : RpycException
{
    /// <summary>Creates the exception for <paramref name="reason"/>.</summary>
    public ConnectionClosedException(CloseReason reason, string message, Exception? innerException = null) : base(message, innerException) => Reason = reason;

    /// <summary>Why the connection ended.</summary>
    public CloseReason Reason { get; }
}

/// <summary>Why a connection ended.</summary>
public enum CloseReason
{
    /// <summary>This side closed it.</summary>
    ClosedHere,

    /// <summary>The peer asked for the close in the protocol's own way.</summary>
    ClosedByPeer,

    /// <summary>The peer's end went away: end of stream between two frames.</summary>
    EndOfStream,

    /// <summary>The link broke: a socket error, or end of stream inside a frame.</summary>
    LinkLost,

    /// <summary>The peer sent something that is not RPyC, or broke a limit.</summary>
    ProtocolError,

    /// <summary>The peer speaks the other message dialect; see <see cref="RpycConfig.Dialect"/>.</summary>
    WrongDialect,
}

/// <summary>A member that exists, or may exist, was refused by the attribute policy. In Python it is an <c>AttributeError</c>.</summary>
public sealed class AccessDeniedException : RpycException
{
    /// <summary>Creates the exception with a text that names member, object type, the side that refused, and the setting that would allow it.</summary>
    public AccessDeniedException(string message) : base(message) { }

    internal AccessDeniedException(string message, Exception inside) : base(message, inside) { }
}

/// <summary>A request got no answer within its time. The text names the call, the time that passed and the setting. RPyC's name for it.</summary>
public sealed class AsyncResultTimeout : TimeoutException
{
    /// <summary>Creates the exception.</summary>
    public AsyncResultTimeout(string message) : base(message) { }
}
