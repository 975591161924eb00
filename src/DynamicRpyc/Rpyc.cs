using DynamicRpyc.Connections;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc;

/// <summary>
/// The front door: ways to connect, and what is done with remote objects other than using them. Every way of connecting is also under <see cref="Classic"/>,
/// for a slave on the other side. Any thread.
/// </summary>
public static partial class Rpyc
{
    /// <summary>The port of classic servers: 18812.</summary>
    public const int DefaultPort = 18812;

    /// <summary>Connects to a server over TCP.</summary>
    /// <param name="host">Name or address. All of a name's addresses are tried.</param>
    /// <param name="port">Default <see cref="DefaultPort"/>.</param>
    /// <param name="service">What this side offers to the server; null offers nothing.</param>
    /// <param name="config">Settings; null takes <see cref="RpycConfig.Default"/>.</param>
    /// <returns>The connection. As <c>dynamic</c> it has <c>conn.root</c>; typed, <see cref="Connection.Root"/>.</returns>
    /// <exception cref="IOException">No address of the host accepts connections; the text names host and port, the cause is inside.</exception>
    /// <exception cref="ConnectionClosedException">
    /// The server accepted the connection and closed it; or, with <see cref="CloseReason.ProtocolError"/>, what listens there does not speak RPyC.
    /// </exception>
    /// <remarks>
    /// With <see cref="Dialect.Auto"/> an endpoint that is not known yet is asked for its root in RPyC 6's dialect, then in RPyC 5's on a new connection. What it understood
    /// is remembered for the process.
    /// </remarks>
    public static Connection Connect(string host, int port = DefaultPort, IService? service = null, RpycConfig? config = null) =>
        Dialling.Connect(host, port, service ?? new VoidService(), config ?? RpycConfig.Default);

    /// <summary>Makes a connection on a stream that is read and written, such as an <c>SslStream</c> after its handshake.</summary>
    /// <param name="stream">The link; the connection owns it.</param>
    /// <param name="service">What this side offers; null offers nothing.</param>
    /// <param name="config">Settings. A stream cannot be dialled again: for an RPyC 5 peer set <see cref="RpycConfig.Dialect"/>.</param>
    public static Connection ConnectStream(Stream stream, IService? service = null, RpycConfig? config = null) => ConnectChannel(new Channel(stream), service, config);

    /// <summary>Makes a connection on a pair of one-way streams, such as two pipes.</summary>
    /// <param name="input">Where the peer's bytes come from.</param>
    /// <param name="output">Where bytes for the peer go to.</param>
    /// <param name="service">What this side offers; null offers nothing.</param>
    /// <param name="config">Settings. Pipes cannot be dialled again: for an RPyC 5 peer set <see cref="RpycConfig.Dialect"/>.</param>
    public static Connection ConnectPipes(Stream input, Stream output, IService? service = null, RpycConfig? config = null) =>
        ConnectChannel(new Channel(input, output), service, config);

    /// <summary>Makes a connection on a channel.</summary>
    /// <param name="channel">The link; the connection owns it.</param>
    /// <param name="service">What this side offers; null offers nothing.</param>
    /// <param name="config">Settings. A channel cannot be dialled again: for an RPyC 5 peer set <see cref="RpycConfig.Dialect"/>.</param>
    public static Connection ConnectChannel(Channel channel, IService? service = null, RpycConfig? config = null) =>
        Dialling.Open(channel, service ?? new VoidService(), config ?? RpycConfig.Default);

    /// <summary>Makes a connection to another service in this process, served in the background; for tests, and for code that does not care where its peer is.</summary>
    /// <param name="service">What this side offers; null offers nothing.</param>
    /// <param name="config">This side's settings.</param>
    /// <param name="remoteService">What the other side offers; null offers nothing.</param>
    /// <param name="remoteConfig">The other side's settings.</param>
    public static Connection ConnectThread(IService? service = null, RpycConfig? config = null, IService? remoteService = null, RpycConfig? remoteConfig = null) =>
        InProcess.Connect(service ?? new VoidService(), config ?? RpycConfig.Default, remoteService ?? new VoidService(), remoteConfig ?? RpycConfig.Default);

    /// <summary>Starts a program that serves over its standard input and output, and connects to it. The program ends with the connection.</summary>
    /// <param name="fileName">The program. Its standard error is this process's.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="service">What this side offers; null offers nothing.</param>
    /// <param name="config">Settings. With <see cref="Dialect.Auto"/> a Python program is asked for its RPyC version first; any other is taken to speak RPyC 6's dialect.</param>
    /// <exception cref="IOException">The program cannot be started.</exception>
    public static Connection ConnectSubprocess(string fileName, IEnumerable<string>? arguments = null, IService? service = null, RpycConfig? config = null) =>
        Subprocess.Connect(fileName, [.. arguments ?? []], service ?? new VoidService(), config ?? RpycConfig.Default);

    /// <summary>
    /// Serves this process's standard input and output: the other end of <see cref="ConnectSubprocess"/>. The two descriptors are kept for the wire alone: from here on
    /// <see cref="Console.Out"/>, and on Unix everything else that writes to descriptor 1, goes to standard error, and standard input is empty. Once a process.
    /// </summary>
    /// <param name="service">What this side offers; null offers nothing.</param>
    /// <param name="config">Settings.</param>
    /// <returns>The connection, served in the background; <see cref="Connection.ServeAll"/> waits for its end.</returns>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    public static Connection ConnectStdPipes(IService? service = null, RpycConfig? config = null) =>
        new(service ?? new VoidService(), new Channel(Transports.StandardPipes.Take()), config);

    /// <summary>
    /// Gives a remote object back now instead of at some collection: a netref is small here, and may hold much there. Its later use throws
    /// <see cref="ObjectDisposedException"/>. What is not a netref, or was released before, is left alone.
    /// </summary>
    /// <returns>Whether something was given back.</returns>
    public static bool Release(object? netref)
    {
        if (Foundation.StandIn.Behind(netref) is not Netref { IsReleased: false } live)
            return false;
        live.Requester.Release(live);
        return true;
    }

    /// <summary>What a remote exception was over there: type name, arguments, attributes and trace. Null for an exception that did not come from a peer.</summary>
    public static RemoteExceptionInfo? RemoteInfo(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return RemoteExceptionInfo.Of(exception);
    }
}
