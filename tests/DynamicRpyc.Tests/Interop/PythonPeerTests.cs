using System.Diagnostics;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>The Python scripts that the interop tests build on work among themselves: what fails here is not the library's doing.</summary>
[Category("Interop")]
internal sealed class PythonPeerTests
{
    [Test]
    public void CalculatorClient_againstCalculatorServer_passesEveryScene()
    {
        using var server = PythonPeer.StartServer("calculator_server.py");
        var result = PythonPeer.Run("calculator_client.py", [server.Host, $"{server.Port}"]).AssertSuccess();
        Assert.That(result.Lines, Has.Length.GreaterThan(20).And.Some.EqualTo("done"));
        Assert.That(server.Stop(), Is.Zero);
    }

    [TestCase("slave")]
    [TestCase("classic")]
    public void ClassicClient_againstClassicServer_connectsAndUsesModules(string kind)
    {
        using var server = PythonPeer.StartServer("classic_server.py", kind);
        var result = PythonPeer.Run("classic_client.py", [server.Host, $"{server.Port}", "python"]).AssertSuccess();
        Assert.That(result.Lines, Is.EqualTo(new[] { "ok connect", "ok modules", "done" }));
        Assert.That(server.Stop(), Is.Zero);
    }

    [Test]
    public void StartServerText_disposedWhileItRuns_takesItsChildrenAlong()
    {
        var server = PythonPeer.StartServerText("""
            import subprocess, sys
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
            print("child", child.pid, flush=True)
            print("READY", 1, flush=True)
            child.wait()
            """);
        var child = int.Parse(server.Process.WaitForLine(line => line.StartsWith("child ", StringComparison.Ordinal), "its child's id").AsSpan(6));
        using var found = Process.GetProcessById(child);
        Assert.That(found.HasExited, Is.False);
        server.Dispose();
        Assert.That(found.WaitForExit(TimeSpan.FromSeconds(10)), Is.True, "the child's child is alive");
    }

    [Test]
    public void StartServerText_scriptFails_failsWithItsTrace()
    {
        using (new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext())
        {
            Assert.That(() => PythonPeer.StartServerText("raise SystemError('no luck')"),
                Throws.TypeOf<AssertionException>().With.Message.Contains("ended before the line READY <port>").And.Message.Contains("SystemError: no luck"));
        }
    }

    [Test]
    public void RunText_script_givesExitCodeAndBothOutputs()
    {
        var result = PythonPeer.RunText("import sys; print('out', *sys.argv[1:]); print('err \\u20ac', file=sys.stderr); sys.exit(3)", ["a b", "c"]);
        Assert.That((result.ExitCode, result.Output, result.Error), Is.EqualTo((3, "out a b c", "err \u20ac")));
    }

    [Test]
    public void Version_ofThePeer_isOneThatWeSpeak()
    {
        PythonPeer.Require();
        Assert.That(PythonPeer.Version, Does.Match(@"^[56]\.\d+\.\d+"));
    }

    [Test]
    public void Refuse_onALaptop_skipsWithAdvice()
    {
        using (new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext())
            Assert.That(() => PythonPeer.Refuse(isCi: false), Throws.TypeOf<IgnoreException>().With.Message.Contains("apt-get install python3-rpyc"));
    }

    [Test]
    public void Refuse_whereCiIsSet_fails()
    {
        using (new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext())
            Assert.That(() => PythonPeer.Refuse(isCi: true), Throws.TypeOf<AssertionException>().With.Message.Contains("CI is set"));
    }

    [Test]
    public void AssertNothingLeft_orphanInItsOwnSession_isFoundAndFails()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("Left-over processes are found on Linux only.");
        using var parent = PythonPeer.Launch(["-c", "import subprocess, sys; orphan = subprocess.Popen([sys.executable, '-c', 'import time; print(1, flush=True); time.sleep(600)'], start_new_session=True, stdin=-3, stdout=-1, stderr=-3); orphan.stdout.readline()"]);
        Assert.That(parent.WaitForExit(), Is.Zero);
        using (new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext())
            Assert.That(() => parent.AssertNothingLeft(TimeSpan.FromMilliseconds(200)), Throws.TypeOf<AssertionException>().With.Message.Contains("left processes behind, killed now: "));
    }
}
