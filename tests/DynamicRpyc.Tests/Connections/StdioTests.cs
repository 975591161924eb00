using System.Diagnostics;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Connections;

/// <summary>
/// "A process served over stdio keeps file descriptors 0 and 1 for the wire; its Console.Out goes to stderr, so that no print corrupts a frame." And
/// <c>ConnectSubprocess</c>, with a real .NET child.
/// </summary>
[TestFixture]
public class StdioTests
{
    [Test]
    public void Child_process_is_called_and_calls_back()
    {
        using var connection = Rpyc.ConnectSubprocess(TestHost.Program, TestHost.Arguments("service"));
        var root = connection.Root;
        var id = (int)root.ProcessId;
        Assert.That(id, Is.Not.EqualTo(Environment.ProcessId));
        Assert.That((int)root.Call(Rpyc.Fn(x => x! + Environment.ProcessId), 1), Is.EqualTo(1 + Environment.ProcessId));
        var bytes = new byte[2_000_000];
        Random.Shared.NextBytes(bytes);
        Assert.That((byte[])root.Echo(bytes), Is.EqualTo(bytes));
        using var child = Process.GetProcessById(id);
        connection.Close();
        Assert.That(child.WaitForExit(Eventually.DefaultTimeout), "the child ends with its connection");
    }

    [Test]
    public void Prints_of_the_child_and_of_its_children_go_to_standard_error()
    {
        using var parent = ChildProcess.Start(TestHost.Program, TestHost.Arguments("parent"));
        Assert.That(parent.WaitForExit(TimeSpan.FromSeconds(60)), Is.Zero, parent.Report());
        Assert.Multiple(() =>
        {
            Assert.That(parent.Output.Trim(), Is.EqualTo("answer 42"));
            Assert.That(parent.Error, Does.Contain("printed by the child\n").And.Contain("printed by the child's child"));
        });
        parent.AssertNothingLeft();
    }

    [Test]
    public void Standard_input_of_a_served_process_is_empty()
    {
        using var connection = Rpyc.ConnectSubprocess(TestHost.Program, TestHost.Arguments("service"));
        Assert.That((object)connection.Root.ReadLine(), Is.Null);
        Assert.That((int)connection.Root.Echo(1), Is.EqualTo(1));
    }

    [Test]
    public void Child_that_is_killed_ends_its_waiters_with_the_reason()
    {
        using var connection = Rpyc.ConnectSubprocess(TestHost.Program, TestHost.Arguments("service"));
        var root = connection.Root;
        using var child = Process.GetProcessById((int)root.ProcessId);
        using var called = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var call = Task.Factory.StartNew(() => (object)root.Call(Rpyc.Fn(_ =>
        {
            called.Set();
            release.Wait(Eventually.DefaultTimeout);
            return null;
        }), 1), TaskCreationOptions.LongRunning);
        Eventually.Set(called, "the child to call back");
        child.Kill();
        Eventually.True(() => connection.Closed, "the end to be seen while the callback runs");
        release.Set();
        var error = Assert.Throws<ConnectionClosedException>(() => Eventually.Completes(call, "the call to end"));
        Assert.That(error!.Reason, Is.EqualTo(CloseReason.EndOfStream).Or.EqualTo(CloseReason.LinkLost));
        Assert.That(error.Message, Does.Contain("child process"));
    }

    [Test]
    public void Child_that_reads_nothing_does_not_keep_the_connection_from_closing()
    {
        using var connection = Rpyc.ConnectSubprocess("/bin/sleep", ["1000"]);
        using var sending = new ManualResetEventSlim();
        var stuck = Task.Factory.StartNew(
            () =>
            {
                sending.Set();
                try
                {
                    connection.Core.Requests.Post(new DynamicRpyc.Netrefs.Operation { Handler = Handler.Ping, Arguments = [new byte[4_000_000]] });
                }
                catch (ConnectionClosedException)
                {
                    // Closed before the write began, on a busy machine.
                }
            },
            TaskCreationOptions.LongRunning);
        Eventually.Set(sending, "the sender to begin");
        Eventually.Completes(Task.Factory.StartNew(connection.Close, TaskCreationOptions.LongRunning), "Close to return", TimeSpan.FromSeconds(30));
        Eventually.Completes(stuck, "the sender to return");
    }

    [Test]
    public void Child_that_speaks_something_else_is_a_protocol_error()
    {
        using var connection = Rpyc.ConnectSubprocess("/bin/sh", ["-c", "echo this is no RPyC at all, and long enough; cat > /dev/null"]);
        var error = Assert.Throws<ConnectionClosedException>(() => _ = connection.Root);
        Assert.That(error!.Reason, Is.EqualTo(CloseReason.ProtocolError));
    }

    [Test]
    public void Child_that_ends_at_once_ends_the_connection()
    {
        using var connection = Rpyc.ConnectSubprocess("/bin/true", []);
        Assert.Throws<ConnectionClosedException>(() => _ = connection.Root);
    }

    [Test]
    public void Program_that_does_not_exist_is_named()
    {
        var error = Assert.Throws<IOException>(() => Rpyc.ConnectSubprocess("/no/such/program"));
        Assert.That(error!.Message, Does.Contain("/no/such/program"));
    }

    [Test]
    public void Classic_slave_in_a_child_process()
    {
        using dynamic connection = Rpyc.Classic.ConnectSubprocess(TestHost.Program, TestHost.Arguments("slave"));
        Assert.That((int)connection.modules.System.Environment.ProcessId, Is.Not.EqualTo(Environment.ProcessId));
    }
}
