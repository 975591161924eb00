using DynamicRpyc.Classic;
using DynamicRpyc.Connections;

namespace DynamicRpyc;

public static partial class Rpyc
{
    /// <summary>
    /// Classic connections: the other side is a slave, C# or Python, whose every module can be used. <c>conn.modules["System.IO"]</c>, <c>conn.modules.sys</c>; any other name
    /// is looked up on the slave. By default this side offers nothing back; <c>exposeSelf: true</c> offers a full slave of this process, as RPyC does.
    /// </summary>
    public static class Classic
    {
        /// <summary>Connects to a classic server over TCP.</summary>
        /// <param name="host">Name or address.</param>
        /// <param name="port">Default <see cref="DefaultPort"/>.</param>
        /// <param name="exposeSelf">Whether the server may do to this process what this process may do to it.</param>
        /// <param name="config">Settings; null takes <see cref="RpycConfig.Default"/>.</param>
        /// <inheritdoc cref="Rpyc.Connect"/>
        public static Connection Connect(string host, int port = DefaultPort, bool exposeSelf = false, RpycConfig? config = null) =>
            Rpyc.Connect(host, port, new ClassicClientService(exposeSelf), config);

        /// <inheritdoc cref="Rpyc.ConnectStream"/>
        /// <param name="stream">The link; the connection owns it.</param>
        /// <param name="exposeSelf">Whether the peer may do to this process what this process may do to it.</param>
        /// <param name="config">Settings.</param>
        public static Connection ConnectStream(Stream stream, bool exposeSelf = false, RpycConfig? config = null) =>
            Rpyc.ConnectStream(stream, new ClassicClientService(exposeSelf), config);

        /// <inheritdoc cref="Rpyc.ConnectPipes"/>
        /// <param name="input">Where the peer's bytes come from.</param>
        /// <param name="output">Where bytes for the peer go to.</param>
        /// <param name="exposeSelf">Whether the peer may do to this process what this process may do to it.</param>
        /// <param name="config">Settings.</param>
        public static Connection ConnectPipes(Stream input, Stream output, bool exposeSelf = false, RpycConfig? config = null) =>
            Rpyc.ConnectPipes(input, output, new ClassicClientService(exposeSelf), config);

        /// <inheritdoc cref="Rpyc.ConnectChannel"/>
        /// <param name="channel">The link; the connection owns it.</param>
        /// <param name="exposeSelf">Whether the peer may do to this process what this process may do to it.</param>
        /// <param name="config">Settings.</param>
        public static Connection ConnectChannel(Channel channel, bool exposeSelf = false, RpycConfig? config = null) =>
            Rpyc.ConnectChannel(channel, new ClassicClientService(exposeSelf), config);

        /// <summary>Makes a classic connection to a slave in this process; for tests.</summary>
        /// <param name="exposeSelf">Whether the other side gets a slave too.</param>
        /// <param name="config">This side's settings.</param>
        /// <param name="remoteConfig">The slave's settings.</param>
        public static Connection ConnectThread(bool exposeSelf = false, RpycConfig? config = null, RpycConfig? remoteConfig = null) =>
            Rpyc.ConnectThread(new ClassicClientService(exposeSelf), config, new SlaveService(), remoteConfig);

        /// <summary>
        /// Starts a classic slave as a child process and connects to it over its standard input and output. The child ends with the connection.
        /// </summary>
        /// <param name="fileName">
        /// The program. A Python interpreter without arguments is made to run a slave of its own RPyC; null takes the first of <c>$DYNAMICRPYC_PYTHON</c>, <c>python3</c>,
        /// <c>/usr/bin/python3</c> and <c>python</c> that has one.
        /// </param>
        /// <param name="arguments">The program's arguments; null for a Python interpreter means the slave.</param>
        /// <param name="exposeSelf">Whether the child may do to this process what this process may do to it.</param>
        /// <param name="config">Settings.</param>
        /// <exception cref="IOException">The program cannot be started, or no Python with rpyc is found; the text says how to get it.</exception>
        public static Connection ConnectSubprocess(string? fileName = null, IEnumerable<string>? arguments = null, bool exposeSelf = false, RpycConfig? config = null)
        {
            var service = new ClassicClientService(exposeSelf);
            return arguments is null && (fileName is null || PythonSlave.IsPython(fileName))
                ? PythonSlave.Connect(fileName, service, config ?? RpycConfig.Default)
                : Rpyc.ConnectSubprocess(fileName ?? throw new ArgumentNullException(nameof(fileName)), arguments, service, config);
        }
    }
}
