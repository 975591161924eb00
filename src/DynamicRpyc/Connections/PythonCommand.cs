using DynamicRpyc.Transports;

namespace DynamicRpyc.Connections;

/// <summary>What is to be known of a Python interpreter before it is a peer.</summary>
internal static class PythonCommand
{
    /// <summary>How to get what is missing; part of every error about it.</summary>
    internal const string HowToGetIt = "Install it with 'apt-get install python3-rpyc' or 'python3 -m pip install rpyc'.";

    private const string AskForVersion = """
        try:
            import rpyc
            print(rpyc.__version__)
        except ImportError as error:
            print("! %s" % error)
        """;

    internal static bool IsPython(string fileName)
    {
        var name = Path.GetFileNameWithoutExtension(fileName);
        return name.StartsWith("python", StringComparison.OrdinalIgnoreCase) || name.StartsWith("pypy", StringComparison.OrdinalIgnoreCase);
    }

    internal static Dialect DialectOf(string version) =>
        int.TryParse(version.Split('.')[0], out var major) && major >= 6 ? Dialect.V6 : Dialect.V5;

    /// <summary>Asks the interpreter for its RPyC's version.</summary>
    /// <exception cref="IOException">It cannot be started, has no rpyc, or does not answer in time.</exception>
    internal static string AskVersion(string fileName, TimeSpan timeout)
    {
        using var process = ChildTransport.StartProcess(fileName, ["-c", AskForVersion]);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(timeout) || !output.Wait(timeout))
        {
            process.Kill(entireProcessTree: true);
            throw new IOException($"'{fileName}' did not tell its RPyC version within {timeout.TotalSeconds:0} s.");
        }
        var version = output.Result.Trim();
        return process.ExitCode == 0 && version.Length > 0 && !version.StartsWith('!')
            ? version
            : throw new IOException($"'{fileName}' has no usable rpyc: {version.TrimStart('!', ' ')}. {HowToGetIt}");
    }
}
