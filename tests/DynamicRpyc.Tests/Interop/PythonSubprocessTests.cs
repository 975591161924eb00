using System.Diagnostics;
using System.Runtime.Versioning;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary><c>Rpyc.Classic.ConnectSubprocess</c> with Python, and "no print corrupts a frame".</summary>
[Category("Interop")]
internal sealed class PythonSubprocessTests
{
    [SetUp]
    public void RequirePython() => PythonPeer.Require();

    [Test]
    public void Child_thatPrints_doesNotCorruptFrames()
    {
        using dynamic conn = Rpyc.Classic.ConnectSubprocess(PythonPeer.Executable);
        conn.execute("import os, sys");
        conn.execute("print('x' * 10000); sys.stdout.flush()");
        conn.execute("os.write(1, b'straight to the descriptor\\n'); os.system('echo from a grandchild')");
        Assert.That((object)conn.eval("sys.stdin.read()"), Is.EqualTo(""), "its standard input is empty, not the wire");
        Assert.That((string)conn.eval("'y' * 100000"), Has.Length.EqualTo(100000));
    }

    [Test]
    public void Child_endsWithItsConnection()
    {
        Process child;
        using (dynamic conn = Rpyc.Classic.ConnectSubprocess(PythonPeer.Executable))
            child = Process.GetProcessById((int)conn.modules.os.getpid());
        using (child)
            Assert.That(child.WaitForExit(TimeSpan.FromSeconds(10)), Is.True, "the child outlives its connection");
    }

    [Test]
    public void Child_killedInACall_endsTheCallWithAReason()
    {
        using var connection = Rpyc.Classic.ConnectSubprocess(PythonPeer.Executable);
        dynamic conn = connection;
        using var child = Process.GetProcessById((int)conn.modules.os.getpid());
        var entered = new ManualResetEventSlim();
        conn.@namespace["entered"] = Rpyc.Act(entered.Set);
        var call = Task.Run(() => conn.execute("entered()\nimport time; time.sleep(60)"));
        Eventually.Set(entered, "the call to be under way");
        child.Kill();
        var closed = Assert.Catch<ConnectionClosedException>(() => Eventually.Completes(call, "the caller to be told"))!;
        Assert.That(closed.Reason, Is.EqualTo(CloseReason.EndOfStream).Or.EqualTo(CloseReason.LinkLost));
        Assert.That(connection.CloseReason, Is.EqualTo(closed.Reason));
    }

    [Test]
    public void Child_thatExitsItself_endsTheCallWithAReason()
    {
        using dynamic conn = Rpyc.Classic.ConnectSubprocess(PythonPeer.Executable);
        Assert.That(() => conn.modules.os._exit(3), Throws.TypeOf<ConnectionClosedException>());
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "The interpreter without rpyc is a shell script.")]
    public void Interpreter_withoutRpyc_saysHowToGetIt()
    {
        var folder = Directory.CreateTempSubdirectory("rpyc-");
        try
        {
            var bare = Path.Combine(folder.FullName, "python-bare");
            File.WriteAllText(bare, $"#!/bin/sh\nexec {PythonPeer.Executable} -I -S \"$@\"\n");
            File.SetUnixFileMode(bare, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            var failed = Assert.Catch<IOException>(() => Rpyc.Classic.ConnectSubprocess(bare))!;
            const string advice = "Install it with 'apt-get install python3-rpyc' or 'python3 -m pip install rpyc'.";
            Assert.That(failed.Message, Is.EqualTo($"'{bare}' cannot serve RPyC: No module named 'rpyc'. {advice}"));
            failed = Assert.Catch<IOException>(() => Rpyc.ConnectSubprocess(bare, ["-c", "pass"]))!;
            Assert.That(failed.Message, Does.Contain(bare).And.Contain("apt-get install python3-rpyc"));

            var silent = Path.Combine(folder.FullName, "python-silent");
            File.WriteAllText(silent, "#!/bin/sh\n");
            File.SetUnixFileMode(silent, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            failed = Assert.Catch<IOException>(() => Rpyc.Classic.ConnectSubprocess(silent))!;
            Assert.That(failed.Message, Is.EqualTo($"'{silent}' cannot serve RPyC: it ended at once. {advice}"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void Interpreter_thatDoesNotExist_isAnIOExceptionWithItsName() =>
        Assert.That(() => Rpyc.Classic.ConnectSubprocess("/no/such/python3"), Throws.InstanceOf<IOException>().With.Message.Contains("/no/such/python3"));

    [Test]
    public void Service_onPythonsPipes_isAskedForItsVersionFirst()
    {
        using var connection = Rpyc.ConnectSubprocess(PythonPeer.Executable!, ["-u", "-c", """
            import os, rpyc
            from rpyc.core.stream import PipeStream

            class Twice(rpyc.Service):
                def exposed_twice(self, x):
                    return 2 * x

            rpyc.connect_stream(PipeStream(os.fdopen(0, "rb", 0), os.fdopen(1, "wb", 0)), Twice).serve_all()
            """]);
        Assert.That((int)connection.Root.twice(21), Is.EqualTo(42));
    }
}
