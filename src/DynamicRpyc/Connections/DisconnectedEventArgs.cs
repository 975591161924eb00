namespace DynamicRpyc;

/// <summary>Why a connection ended, for <see cref="Connection.Disconnected"/>.</summary>
public sealed class DisconnectedEventArgs : EventArgs
{
    internal DisconnectedEventArgs(ConnectionClosedException error) => Error = error;

    /// <summary>Why the connection ended.</summary>
    public CloseReason Reason => Error.Reason;

    /// <summary>What every waiting call was ended with; it was not thrown here.</summary>
    public ConnectionClosedException Error { get; }
}
