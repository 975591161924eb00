// The build: dotnet cake [--target=Build|Test|Examples|Pack|Default] [--configuration=Release|Debug]
// Default builds, tests and runs every example.
using System.Diagnostics;
using System.Threading;

var target = Argument("target", "Default");
var configuration = Argument("configuration", "Release");

const string Solution = "DynamicRpyc.sln";
const string ExampleMark = "DYNAMICRPYC_EXAMPLE_MARK";
var exampleTimeout = TimeSpan.FromSeconds(120);
var readyTimeout = TimeSpan.FromSeconds(30);
var endTimeout = TimeSpan.FromSeconds(10);

Task("Build").Does(() =>
    DotNetBuild(Solution, new DotNetBuildSettings
    {
        Configuration = configuration,
        MSBuildSettings = new DotNetMSBuildSettings { TreatAllWarningsAs = MSBuildTreatAllWarningsAs.Error },
    }));

Task("Test").IsDependentOn("Build").Does(() =>
    DotNetTest(Solution, new DotNetTestSettings { Configuration = configuration, NoBuild = true }));

Task("Pack").IsDependentOn("Build").Does(() =>
    DotNetPack(Solution, new DotNetPackSettings { Configuration = configuration, NoBuild = true, OutputDirectory = "artifacts" }));

// Every project under examples/ runs to its end: exit code 0, in time, and nothing left running. Its project file says what it is:
//   <ExampleKind>Demo</ExampleKind>    ends by itself (the default)
//   <ExampleKind>Server</ExampleKind>  takes HOST PORT, prints READY <port>, ends with its standard input or on SIGTERM, with exit code 0;
//                                      each .py beside it is a client, run with HOST PORT
//   <ExampleUpstream>Name</ExampleUpstream>  (of a server) the server example that is started first, and whose HOST:PORT this one takes as a third argument
Task("Examples").IsDependentOn("Build").Does(() =>
{
    var examples = GetFiles("examples/*/*.csproj").OrderBy(project => project.FullPath, StringComparer.Ordinal).ToList();
    foreach (var project in examples)
        RunExample(project);
    Information("{0} examples ran.", examples.Count);
});

Task("Default").IsDependentOn("Build").IsDependentOn("Test").IsDependentOn("Examples");

RunTarget(target);

void RunExample(FilePath project)
{
    var name = project.GetFilenameWithoutExtension().FullPath;
    var kind = ExampleProperty(project, "ExampleKind") ?? "Demo";
    var program = ExampleProgram(project);
    Information("--- {0} ({1})", name, kind);
    var watch = Stopwatch.StartNew();
    using var run = new ExampleRun(name, line => Information("{0}", line));
    switch (kind)
    {
        case "Demo":
            run.ToEnd("dotnet", exampleTimeout, program);
            break;
        case "Server":
            RunServer(run, program, project);
            break;
        default:
            throw new CakeException($"{name}: ExampleKind is {kind}; it is Demo or Server.");
    }

    run.AssertNothingLeft(endTimeout);
    Information("--- {0}: {1:0.0} s", name, watch.Elapsed.TotalSeconds);
}

string ExampleProperty(FilePath project, string property) =>
    XmlPeek(project, $"/Project/PropertyGroup/{property}/text()", new XmlPeekSettings { SuppressWarning = true });

string ExampleProgram(FilePath project)
{
    var name = project.GetFilenameWithoutExtension().FullPath;
    var program = project.GetDirectory().CombineWithFilePath($"bin/{configuration}/net10.0/{name}.dll").FullPath;
    return FileExists(program) ? program : throw new CakeException($"{name} is not built: {program} does not exist. Is the project in {Solution}?");
}

void RunServer(ExampleRun run, string program, FilePath project)
{
    var arguments = new List<string> { program, "127.0.0.1", "0" };
    Process upstream = null;
    if (ExampleProperty(project, "ExampleUpstream") is { } behind)
    {
        upstream = run.Start("dotnet", ExampleProgram($"examples/{behind}/{behind}.csproj"), "127.0.0.1", "0");
        arguments.Add($"127.0.0.1:{run.WaitForReady(upstream, readyTimeout)}");
    }

    var server = run.Start("dotnet", arguments.ToArray());
    var port = run.WaitForReady(server, readyTimeout);
    var served = false;
    foreach (var script in GetFiles(project.GetDirectory().FullPath + "/*.py").OrderBy(script => script.FullPath, StringComparer.Ordinal))
    {
        if (PythonWithRpyc() is { } python)
        {
            run.ToEnd(python, exampleTimeout, "-u", "-B", script.FullPath, "127.0.0.1", port);
            served = true;
        }
        else if (string.IsNullOrEmpty(EnvironmentVariable("CI")))
            Warning("{0} is not run: no Python with rpyc (apt-get install python3-rpyc).", script.GetFilename());
        else
            throw new CakeException($"{script.GetFilename()} cannot run: no Python with rpyc (apt-get install python3-rpyc).");
    }

    // Having served a client, it is past its start, and takes signals for itself.
    if (!OperatingSystem.IsWindows() && served)
    {
        StartProcess("sh", $"-c \"kill -TERM {server.Id}\"");
        run.WaitForSuccess(server, endTimeout, "to end on SIGTERM");
        server = run.Start("dotnet", arguments.ToArray());
        run.WaitForReady(server, readyTimeout);
    }

    foreach (var process in new[] { server, upstream }.Where(process => process is not null))
    {
        process.StandardInput.Close();
        run.WaitForSuccess(process, endTimeout, "to end after its standard input was closed");
    }
}

string PythonWithRpyc() =>
    new[] { EnvironmentVariable("PYTHON_RPYC"), "/usr/bin/python3" }.FirstOrDefault(python => !string.IsNullOrEmpty(python) && FileExists(python)
        && StartProcess(python, new ProcessSettings { Arguments = "-c \"import rpyc\"", RedirectStandardError = true }) == 0);

/// <summary>The processes of one example. They carry a mark in their environment, which whatever they start inherits: so what is left behind is found.</summary>
sealed class ExampleRun : IDisposable
{
    private readonly string _name;
    private readonly Action<string> _print;
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly List<Process> _started = new();
    private readonly Dictionary<Process, System.Threading.Tasks.TaskCompletionSource<string>> _ready = new();
    private readonly Dictionary<Process, CountdownEvent> _openOutputs = new();

    public ExampleRun(string name, Action<string> print) => (_name, _print) = (name, print);

    public Process Start(string file, params string[] arguments)
    {
        var info = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment[ExampleMark] = _mark;
        var process = new Process { StartInfo = info };
        var ready = _ready[process] = new();
        var open = _openOutputs[process] = new CountdownEvent(2);
        process.OutputDataReceived += (_, e) => { Announced(ready, e.Data); Print(open, e.Data); };
        process.ErrorDataReceived += (_, e) => Print(open, e.Data);
        process.Start();
        _started.Add(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    public void ToEnd(string file, TimeSpan timeout, params string[] arguments)
    {
        var process = Start(file, arguments);
        process.StandardInput.Close();
        WaitForSuccess(process, timeout, "to end");
    }

    public string WaitForReady(Process process, TimeSpan timeout)
    {
        var ready = _ready[process].Task;
        if (!ready.Wait(timeout))
            throw new CakeException($"{_name}: waited {timeout.TotalSeconds} s for READY <port>, in vain.");
        return ready.Result ?? throw new CakeException($"{_name} ended its output before READY <port>.");
    }

    public void WaitForSuccess(Process process, TimeSpan timeout, string what)
    {
        if (!process.WaitForExit(timeout))
            throw new CakeException($"{_name}: waited {timeout.TotalSeconds} s for {process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} {what}, in vain.");

        // Its last lines may still be on their way; a process left behind may hold its output open.
        _openOutputs[process].Wait(TimeSpan.FromSeconds(2));
        if (process.ExitCode != 0)
            throw new CakeException($"{_name}: {process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} ended with exit code {process.ExitCode}.");
    }

    public void AssertNothingLeft(TimeSpan timeout)
    {
        var watch = Stopwatch.StartNew();
        while (Marked().Any() && watch.Elapsed < timeout)
            Thread.Sleep(100);
        var left = Marked().Select(id => $"{id} ({Read(id, "cmdline").Replace('\0', ' ').Trim()})").ToList();
        if (left.Count > 0)
            throw new CakeException($"{_name} left processes behind: {string.Join(", ", left)}.");
    }

    public void Dispose()
    {
        foreach (var process in _started.Where(process => !process.HasExited))
            process.Kill(entireProcessTree: true);
        foreach (var id in Marked())
            Kill(id);
    }

    private static void Announced(System.Threading.Tasks.TaskCompletionSource<string> ready, string line)
    {
        if (line is null || line.StartsWith("READY ", StringComparison.Ordinal))
            ready.TrySetResult(line?.Substring("READY ".Length).Trim());
    }

    private void Print(CountdownEvent open, string line)
    {
        if (line is null)
            open.Signal();
        else
            _print($"    {line}");
    }

    private IEnumerable<int> Marked() => !OperatingSystem.IsLinux() ? Array.Empty<int>() : System.IO.Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(System.IO.Path.GetFileName(folder), out var id) ? id : 0)
        .Where(id => id > 0 && Read(id, "environ").Split('\0').Contains($"{ExampleMark}={_mark}"))
        .ToList();

    // Nothing where the process has ended meanwhile, or belongs to someone else.
    private static string Read(int id, string file)
    {
        try
        {
            return System.IO.File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception e) when (e is System.IO.IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static void Kill(int id)
    {
        try
        {
            Process.GetProcessById(id).Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It ended between being found and being killed.
        }
    }
}
