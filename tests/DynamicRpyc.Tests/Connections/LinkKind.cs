namespace DynamicRpyc.Tests.Connections;

/// <summary>The links that the behaviour suite runs over.</summary>
public enum LinkKind
{
    /// <summary><c>Rpyc.Connect</c> to a <c>ThreadedServer</c>.</summary>
    Tcp,

    /// <summary><c>Rpyc.ConnectThread</c>.</summary>
    InProcess,

    /// <summary>Two anonymous pipes, one a direction.</summary>
    Pipes,

    /// <summary>TLS over TCP, with a certificate made on the spot.</summary>
    Tls,
}
