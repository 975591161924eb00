namespace DynamicRpyc.Tests.Support;

/// <summary>A Python server in a child process, listening on the loopback. Disposing it kills the process and all that it started.</summary>
internal sealed class PythonServer(ChildProcess process, int port) : IDisposable
{
    internal string Host => "127.0.0.1";

    internal int Port { get; } = port;

    /// <summary>The process, to kill it in the middle of a call or to read its standard error.</summary>
    internal ChildProcess Process { get; } = process;

    /// <summary>Asks the server to end by closing its standard input, and waits until it has.</summary>
    /// <returns>The exit code.</returns>
    internal int Stop(TimeSpan? timeout = null)
    {
        Process.CloseInput();
        return Process.WaitForExit(timeout);
    }

    public void Dispose() => Process.Dispose();
}
