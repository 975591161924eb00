using System.Diagnostics;
using System.Text;

namespace DynamicRpyc.Tests.Support;

/// <summary>
/// A child process whose output is read all the time, and which is gone after <see cref="Dispose"/>, with all its descendants; one that is not fails the test.
/// Safe for any thread.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan _endTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly ProcessMark _mark = new();
    private readonly Lock _lock = new();
    private readonly List<string> _output = [];
    private readonly List<string> _error = [];
    private readonly CountdownEvent _openStreams = new(2);
    private TaskCompletionSource _changed = NewSignal();
    private bool _disposed;

    private ChildProcess(string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var info = new ProcessStartInfo(fileName, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            info.Environment[name] = value;
        _mark.Apply(info);
        Description = $"{Path.GetFileName(fileName)} {string.Join(' ', info.ArgumentList.Select(Shorten))}".TrimEnd();
        _process = new Process { StartInfo = info };
    }

    /// <summary>The program and its arguments, for messages.</summary>
    internal string Description { get; }

    internal int Id => _process.Id;

    internal bool HasExited => _process.HasExited;

    /// <summary>The child's standard input.</summary>
    internal StreamWriter Input => _process.StandardInput;

    /// <summary>What the child has written to its standard output up to now.</summary>
    internal string Output => Joined(_output);

    /// <summary>What the child has written to its standard error up to now.</summary>
    internal string Error => Joined(_error);

    /// <summary>Starts a program; it inherits this process's environment and working directory.</summary>
    internal static ChildProcess Start(string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var child = new ChildProcess(fileName, arguments, environment);
        child._process.OutputDataReceived += (_, e) => child.Received(child._output, e.Data);
        child._process.ErrorDataReceived += (_, e) => child.Received(child._error, e.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits for the first line of standard output, old or new, that matches. Fails at once when the child ends without it.</summary>
    internal string WaitForLine(Func<string, bool> matches, string what, TimeSpan? timeout = null)
    {
        var deadline = Stopwatch.StartNew();
        var limit = timeout ?? Eventually.DefaultTimeout;
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_output.Find(line => matches(line)) is { } found)
                    return found;
                changed = _changed.Task;
            }

            if (_openStreams.IsSet)
                Assert.Fail($"{Description} ended before {what}.{Report()}");
            var left = limit - deadline.Elapsed;
            if (left <= TimeSpan.Zero || !changed.Wait(left))
                Assert.Fail($"Waited {limit.TotalSeconds:0.###} s for {what} of {Description}, in vain.{Report()}");
        }
    }

    /// <summary>Ends the child's standard input, which asks every server of this repository to end.</summary>
    internal void CloseInput() => _process.StandardInput.Close();

    /// <summary>Waits until the child has ended and all its output is read.</summary>
    /// <returns>The exit code.</returns>
    internal int WaitForExit(TimeSpan? timeout = null)
    {
        var limit = timeout ?? Eventually.DefaultTimeout;
        var watch = Stopwatch.StartNew();
        if (!_process.WaitForExit(limit))
            Assert.Fail($"Waited {limit.TotalSeconds:0.###} s for {Description} to end, in vain.{Report()}");

        // A descendant that outlives the child may hold its output open: then what came until now is all there is.
        var left = limit - watch.Elapsed;
        _openStreams.Wait(left < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : left);
        return _process.ExitCode;
    }

    /// <summary>Stops the child, as a debugger would: it is there, and does nothing.</summary>
    internal void Stop() => Signals.Send(Signals.Stop, Id);

    /// <summary>Ends the child and its descendants the hard way.</summary>
    internal void Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    /// <summary>Fails when the child, or anything that it started, is alive. Gives what is on its way out some seconds for it.</summary>
    internal void AssertNothingLeft(TimeSpan? patience = null)
    {
        if (Eventually.Holds(() => _mark.Alive().Count == 0, patience ?? _endTimeout))
            return;
        var left = _mark.Alive();
        var names = string.Join("; ", left.Select(ProcessMark.Describe));
        foreach (var id in left)
            KillById(id);
        Assert.Fail($"{Description} left processes behind, killed now: {names}.{Report()}");
    }

    /// <summary>Kills what is still alive, and fails when something survives that. Writes the child's standard error into the test's output.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Kill();
        AssertNothingLeft();
        _process.WaitForExit(_endTimeout);
        if (Error is { Length: > 0 } error)
            TestContext.Out.WriteLine($"standard error of {Description}:\n{error}");
        _process.Dispose();
    }

    /// <summary>The child's output so far, for failure messages.</summary>
    internal string Report() => $"\nstandard output:\n{Output}\nstandard error:\n{Error}";

    private static void KillById(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It ended between being found and being killed.
        }
    }

    private void Received(List<string> lines, string? line)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (line is not null)
                lines.Add(line);
            changed = _changed;
            _changed = NewSignal();
        }

        if (line is null)
            _openStreams.Signal();
        changed.TrySetResult();
    }

    private string Joined(List<string> lines)
    {
        lock (_lock)
            return string.Join('\n', lines);
    }

    private static string Shorten(string argument) => argument.Length <= 60 ? argument : string.Concat(argument.AsSpan(0, 57), "...");

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
