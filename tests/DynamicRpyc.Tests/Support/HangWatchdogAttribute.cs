using System.Collections.Concurrent;
using System.Diagnostics;
using NUnit.Framework.Interfaces;

[assembly: DynamicRpyc.Tests.Support.HangWatchdog]

namespace DynamicRpyc.Tests.Support;

/// <summary>
/// Ends the test run, naming the test, when one test takes longer than <see cref="Seconds"/>: a hang must be a failure with a name. .NET cannot stop a thread,
/// and NUnit has no timeout on it, so the process ends. A test that needs longer says so with <c>[Property("HangSeconds", 300)]</c>. Off under a debugger.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class HangWatchdogAttribute : Attribute, ITestAction
{
    internal const int Seconds = 120;

    private const string Override = "HangSeconds";

    private readonly ConcurrentDictionary<string, Timer> _running = new();

    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test)
    {
        if (Debugger.IsAttached)
            return;
        var seconds = test.Properties.Get(Override) as int? ?? Seconds;
        _running[test.Id] = new Timer(_ => End(test.FullName, seconds), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
    }

    public void AfterTest(ITest test)
    {
        if (_running.TryRemove(test.Id, out var timer))
            timer.Dispose();
    }

    private static void End(string test, int seconds)
    {
        if (!Debugger.IsAttached)
            Environment.FailFast($"The test {test} hangs: it has run for {seconds} s.");
    }
}
