using System.Diagnostics.CodeAnalysis;

namespace DynamicRpyc.Tests.Support;

/// <summary>
/// A real Python with a real RPyC: the peer that the interop tests run against. Looked for in the environment variable PYTHON_RPYC, then /usr/bin/python3,
/// then python3 on the path. Script files are those of <c>Interop/Python</c>; inline text may import them as modules (<c>from serving import serve</c>).
/// </summary>
internal static class PythonPeer
{
    private const string OverrideVariable = "PYTHON_RPYC";
    private const string Advice = "Install it (apt-get install python3-rpyc, or pip install rpyc), or name a Python that has it in " + OverrideVariable + ".";

    private static readonly TimeSpan _startTimeout = TimeSpan.FromSeconds(30);
    private static readonly Lazy<(string? Executable, string Version)> _found = new(Find);

    /// <summary>The interpreter; null where none on this machine has rpyc.</summary>
    internal static string? Executable => _found.Value.Executable;

    /// <summary>The version of its rpyc, such as 5.3.0.</summary>
    internal static string Version => _found.Value.Version;

    /// <summary>Where the script files are.</summary>
    internal static string ScriptFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Interop", "Python");

    /// <summary>Ends the test where there is no Python with rpyc: it is skipped, and failed where CI is set, since there a skipped test would go unseen.</summary>
    [MemberNotNull(nameof(Executable))]
    internal static void Require()
    {
        if (Executable is null)
            Refuse(IsCi);
    }

    /// <summary>As <see cref="Require"/>, of a Python that has a further module.</summary>
    internal static void RequireModule(string name)
    {
        if (RunText($"import {name}").ExitCode != 0)
            Refuse(IsCi, $"{Executable} has no {name}. Install it (apt-get install python3-{name}, or pip install {name}).");
    }

    /// <summary>What <see cref="Require"/> does where no Python has rpyc.</summary>
    [DoesNotReturn]
    internal static void Refuse(bool isCi) => Refuse(isCi, "No Python with rpyc was found. " + Advice);

    [DoesNotReturn]
    private static void Refuse(bool isCi, string text)
    {
        if (isCi)
            Assert.Fail(text + " CI is set, so this is a failure.");
        else
            Assert.Ignore(text);
        throw new InvalidOperationException(text);
    }

    /// <summary>Starts a script file that prints <c>READY port</c> and serves until its standard input ends. Returns when it is ready.</summary>
    internal static PythonServer StartServer(string script, params IEnumerable<string> arguments) => Listen(Launch([ScriptPath(script), .. arguments]));

    /// <summary>As <see cref="StartServer"/>, with the script's text.</summary>
    internal static PythonServer StartServerText(string source, params IEnumerable<string> arguments) => Listen(Launch(["-c", source, .. arguments]));

    /// <summary>Runs a script file to its end. Its standard input is empty.</summary>
    /// <param name="timeout">Default 60 s; then it is killed and the test fails.</param>
    internal static ScriptResult Run(string script, IEnumerable<string>? arguments = null, TimeSpan? timeout = null) =>
        RunToEnd([ScriptPath(script), .. arguments ?? []], timeout);

    /// <summary>As <see cref="Run"/>, with the script's text.</summary>
    internal static ScriptResult RunText(string source, IEnumerable<string>? arguments = null, TimeSpan? timeout = null) =>
        RunToEnd(["-c", source, .. arguments ?? []], timeout);

    /// <summary>Starts a script without waiting for anything.</summary>
    internal static ChildProcess Launch(IEnumerable<string> arguments)
    {
        Require();
        return Start(Executable, arguments);
    }

    private static bool IsCi => Environment.GetEnvironmentVariable("CI") is { Length: > 0 } value && value != "false";

    private static PythonServer Listen(ChildProcess process)
    {
        try
        {
            var line = process.WaitForLine(line => line.StartsWith("READY ", StringComparison.Ordinal), "the line READY <port>", _startTimeout);
            return new PythonServer(process, int.Parse(line.AsSpan("READY ".Length)));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    private static ScriptResult RunToEnd(IEnumerable<string> arguments, TimeSpan? timeout)
    {
        using var process = Launch(arguments);
        process.CloseInput();
        var exitCode = process.WaitForExit(timeout ?? TimeSpan.FromSeconds(60));
        return new ScriptResult(process.Description, exitCode, process.Output, process.Error);
    }

    private static ChildProcess Start(string executable, IEnumerable<string> arguments) =>
        ChildProcess.Start(executable, ["-u", "-B", .. arguments], new Dictionary<string, string>
        {
            ["PYTHONPATH"] = ScriptFolder,
            ["PYTHONIOENCODING"] = "utf-8",
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        });

    private static string ScriptPath(string script)
    {
        var path = Path.Combine(ScriptFolder, script);
        return File.Exists(path) ? path : throw new FileNotFoundException($"There is no {script} among the test scripts; it belongs into tests/DynamicRpyc.Tests/Interop/Python.", path);
    }

    private static (string? Executable, string Version) Find()
    {
        if (Environment.GetEnvironmentVariable(OverrideVariable) is { Length: > 0 } chosen)
        {
            return RpycVersion(chosen) is { } itsVersion ? (chosen, itsVersion)
                : throw new InvalidOperationException($"{OverrideVariable} names {chosen}, which does not run or has no rpyc. {Advice}");
        }

        foreach (var candidate in new[] { "/usr/bin/python3", "python3" })
        {
            if (RpycVersion(candidate) is { } version)
                return (candidate, version);
        }

        return (null, "");
    }

    private static string? RpycVersion(string executable)
    {
        try
        {
            using var process = Start(executable, ["-c", "import rpyc; print(rpyc.__version__)"]);
            return process.WaitForExit(_startTimeout) == 0 ? process.Output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program on this machine.
            return null;
        }
    }
}
