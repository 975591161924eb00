using System.Text;
using DynamicRpyc.Connections;
using DynamicRpyc.Transports;

namespace DynamicRpyc.Classic;

/// <summary>A classic slave in a Python child process: any interpreter that has rpyc, nothing installed beside it.</summary>
internal static class PythonSlave
{
    private const string Variable = "DYNAMICRPYC_PYTHON";
    private const string Greeting = "RPYC ";
    private const int LongestGreeting = 256;
    private static readonly TimeSpan _startTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Keeps the two descriptors for the wire, as this side's own child processes do: what the slave prints goes to standard error. The version goes first, so that
    /// one start both asks and serves.
    /// </summary>
    private const string Program = """
        import os, sys
        wire_in, wire_out = os.dup(0), os.dup(1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(2, 1)
        try:
            import rpyc
            from rpyc.core.stream import PipeStream
            from rpyc.core.service import SlaveService
            from rpyc.utils.factory import connect_stream
        except ImportError as error:
            os.write(wire_out, ("RPYC ! %s\n" % error).encode("ascii", "replace"))
            sys.exit(1)
        os.write(wire_out, ("RPYC %s\n" % rpyc.__version__).encode("ascii"))
        link = connect_stream(PipeStream(os.fdopen(wire_in, "rb", 0), os.fdopen(wire_out, "wb", 0)), SlaveService)
        try:
            link.serve_all()
        except KeyboardInterrupt:
            pass
        """;

    internal static bool IsPython(string fileName) => PythonCommand.IsPython(fileName);

    internal static Connection Connect(string? fileName, IService service, RpycConfig config)
    {
        if (fileName is not null)
            return Start(fileName, " " + PythonCommand.HowToGetIt, service, config);
        var tried = new List<string>();
        foreach (var candidate in Candidates())
        {
            try
            {
                return Start(candidate, "", service, config);
            }
            catch (IOException e)
            {
                tried.Add(e.Message);
            }
        }
        throw new IOException($"No Python with rpyc was found. {PythonCommand.HowToGetIt} Tried: {string.Join(" ", tried)}");
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return [named];
        return OperatingSystem.IsWindows() ? ["python", "python3"] : ["python3", "/usr/bin/python3", "python"];
    }

    private static Connection Start(string fileName, string advice, IService service, RpycConfig config)
    {
        var process = ChildTransport.StartProcess(fileName, ["-u", "-c", Program]);
        var greeting = Task.Run(() => ReadLine(process.StandardOutput.BaseStream));
        if (!greeting.Wait(_startTimeout) || !greeting.Result.StartsWith(Greeting, StringComparison.Ordinal) || greeting.Result.StartsWith(Greeting + "!", StringComparison.Ordinal))
        {
            var said = greeting.IsCompletedSuccessfully ? greeting.Result.Replace(Greeting + "! ", "", StringComparison.Ordinal) : $"no word within {_startTimeout.TotalSeconds:0} s";
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw new IOException($"'{fileName}' cannot serve RPyC: {(said.Length == 0 ? "it ended at once" : said)}.{advice}");
        }
        if (config.Dialect == Dialect.Auto)
            config = config with { Dialect = PythonCommand.DialectOf(greeting.Result[Greeting.Length..]) };
        return Dialling.Open(new Channel(ChildTransport.Wrap(process)), service, config);
    }

    /// <summary>Reads byte by byte: what follows the line is the wire's.</summary>
    private static string ReadLine(Stream stream)
    {
        var line = new StringBuilder();
        while (line.Length < LongestGreeting)
        {
            var next = stream.ReadByte();
            if (next is < 0 or '\n')
                break;
            line.Append((char)next);
        }
        return line.ToString();
    }
}
