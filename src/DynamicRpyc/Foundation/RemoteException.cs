namespace DynamicRpyc;

/// <summary>
/// An exception of the other process whose type has no safe counterpart here. <see cref="Exception.Message"/> is the remote message;
/// <c>Rpyc.RemoteInfo(ex)</c> has the type name, the arguments, the attributes and the remote trace.
/// </summary>
public sealed class RemoteException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="typeName">The full remote type name, <c>module.Class</c>.</param>
    /// <param name="message">The remote message.</param>
    public RemoteException(string typeName, string message) : base(message) => RemoteTypeName = typeName;

    internal RemoteException(string typeName, string message, Exception? innerException) : base(message, innerException) => RemoteTypeName = typeName;

    /// <summary>The full name of the remote type: <c>module.Class</c> of Python, <c>Namespace.Type</c> of .NET.</summary>
    public string RemoteTypeName { get; }
}
