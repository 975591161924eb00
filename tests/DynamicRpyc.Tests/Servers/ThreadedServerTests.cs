using System.Diagnostics;
using System.Net.Sockets;
using DynamicRpyc.Tests.Connections;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Servers;

/// <summary>"ThreadedServer with host, port, backlog; Start (returns on Close, Ctrl-C or SIGTERM), StartInBackground, Close; default host 127.0.0.1."</summary>
[TestFixture]
public class ThreadedServerTests
{
    [Test]
    public void Type_gives_each_connection_a_service_and_an_instance_is_shared()
    {
        using var each = new ThreadedServer(typeof(Counting));
        each.StartInBackground();
        using var first = Rpyc.Connect(each.Host, each.Port);
        using var second = Rpyc.Connect(each.Host, each.Port);
        Assert.That(((int)first.Root.Next(), (int)first.Root.Next(), (int)second.Root.Next()), Is.EqualTo((1, 2, 1)));

        using var shared = new ThreadedServer(new Counting());
        shared.StartInBackground();
        using var third = Rpyc.Connect(shared.Host, shared.Port);
        using var fourth = Rpyc.Connect(shared.Host, shared.Port);
        Assert.That(((int)third.Root.Next(), (int)fourth.Root.Next()), Is.EqualTo((1, 2)));
    }

    [Test]
    public void Server_goes_on_when_a_service_cannot_be_made_or_refuses_its_client()
    {
        var attempts = 0;
        using var server = new ThreadedServer(() => Interlocked.Increment(ref attempts) switch
        {
            1 => throw new InvalidOperationException("cannot be made"),
            2 => new Refusing(),
            3 => null!,
            _ => new Counting(),
        }, config: new RpycConfig());
        server.StartInBackground();
        // With a fixed dialect a client makes one attempt.
        var config = new RpycConfig { Dialect = Dialect.V6 };
        for (var i = 0; i < 3; i++)
        {
            using var refused = Rpyc.Connect(server.Host, server.Port, config: config);
            Assert.That(() => (object)refused.Root, Throws.InstanceOf<ConnectionClosedException>());
        }
        using var connection = Rpyc.Connect(server.Host, server.Port, config: config);
        Assert.That((int)connection.Root.Next(), Is.EqualTo(1));
        Eventually.Equal(() => server.ConnectionCount, 1, "only the good one to be left");
    }

    [Test]
    public void Type_that_is_no_service_or_cannot_be_made_is_refused_at_once()
    {
        Assert.That(() => new ThreadedServer(typeof(string)), Throws.ArgumentException.With.Message.Contains("not a service"));
        Assert.That(() => new ThreadedServer(typeof(NoDefault)), Throws.ArgumentException.With.Message.Contains("factory"));
    }

    [Test]
    public void Close_ends_every_connection_and_Start_returns()
    {
        using var server = new ThreadedServer(typeof(Counting));
        var port = server.Port;
        var started = Task.Factory.StartNew(server.Start, TaskCreationOptions.LongRunning);
        using var first = Rpyc.Connect("127.0.0.1", port);
        using var second = Rpyc.Connect("127.0.0.1", port);
        Eventually.Equal(() => server.ConnectionCount, 2, "both connections");
        server.Close();
        Eventually.Completes(started, "Start to return");
        Eventually.True(() => first.Closed && second.Closed, "both clients to hear it");
        Assert.That(server.ConnectionCount, Is.Zero);
        Assert.Throws<IOException>(() => Rpyc.Connect("127.0.0.1", port));
        Assert.Throws<ObjectDisposedException>(() => _ = server.Port);
        server.Close();
    }

    [Test]
    public void Close_from_inside_a_call_ends_that_call_too()
    {
        var probe = new Probe();
        using var server = new ThreadedServer(probe);
        server.StartInBackground();
        probe.Bodies["close"] = _ =>
        {
            server.Close();
            return null;
        };
        using var connection = Rpyc.Connect("127.0.0.1", server.Port);
        Assert.Throws<ConnectionClosedException>(() => connection.Root.Do("close"));
    }

    [Test]
    public void Clients_that_come_and_go_leave_nothing_behind()
    {
        using var server = new ThreadedServer(typeof(Counting));
        server.StartInBackground();
        for (var i = 0; i < 200; i++)
        {
            using var connection = Rpyc.Connect("127.0.0.1", server.Port);
            Assert.That((int)connection.Root.Next(), Is.EqualTo(1));
        }
        Eventually.Equal(() => server.ConnectionCount, 0, "all to be gone");
    }

    [Test]
    public void Many_clients_at_once_are_served()
    {
        using var server = new ThreadedServer(typeof(Counting), backlog: 256);
        server.StartInBackground();
        var clients = Enumerable.Range(0, 40).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var connection = Rpyc.Connect("127.0.0.1", server.Port);
                var last = 0;
                for (var i = 0; i < 50; i++)
                    last = (int)connection.Root.Next();
                return last;
            },
            TaskCreationOptions.LongRunning)).ToArray();
        Assert.That(Eventually.Result(Task.WhenAll(clients), "the clients", TimeSpan.FromSeconds(60)), Is.All.EqualTo(50));
    }

    [Test]
    public void Port_in_use_is_an_error_of_Start()
    {
        using var first = new ThreadedServer(typeof(Counting));
        using var second = new ThreadedServer(typeof(Counting), port: first.Port);
        var error = Assert.Throws<SocketException>(second.StartInBackground)!;
        Assert.That(error.SocketErrorCode, Is.EqualTo(SocketError.AddressAlreadyInUse));
        Assert.That(error.Message, Does.Contain($"127.0.0.1:{first.Port}").And.Contain("in use"));
    }

    /// <summary>Whoever closes from another thread, as a program does whose standard input ends, may be the quicker one.</summary>
    [Test]
    public void Start_of_a_closed_server_returns_at_once()
    {
        using var listening = new ThreadedServer(typeof(Counting));
        Assert.That(listening.Port, Is.GreaterThan(0));
        listening.Close();
        Eventually.Completes(Task.Factory.StartNew(listening.Start, TaskCreationOptions.LongRunning), "Start to return");
        Assert.Throws<ObjectDisposedException>(listening.StartInBackground);
    }

    [Test]
    public void Host_that_is_not_known_is_named()
    {
        using var server = new ThreadedServer(typeof(Counting), "no-such-host.invalid");
        Assert.That(server.StartInBackground, Throws.TypeOf<SocketException>().With.Message.Contains("no-such-host.invalid").And.Property(nameof(SocketException.SocketErrorCode)).EqualTo(SocketError.HostNotFound));
    }

    [Test]
    public void Port_is_free_at_once_after_Close()
    {
        var port = 0;
        for (var i = 0; i < 3; i++)
        {
            using var server = new ThreadedServer(typeof(Counting), port: port);
            port = server.Port;
            server.StartInBackground();
            using var connection = Rpyc.Connect("127.0.0.1", port);
            Assert.That((int)connection.Root.Next(), Is.EqualTo(1));
            // The side that closes first keeps the ghost of the connection.
            server.Close();
            Eventually.True(() => connection.Closed, "the client to hear it");
        }
    }

    [Test]
    public void Default_host_is_the_loopback_address()
    {
        using var server = new ThreadedServer(typeof(Counting));
        Assert.That(server.Host, Is.EqualTo("127.0.0.1"));
        Assert.That(server.Port, Is.GreaterThan(0));
    }

    [Test]
    public void Server_without_a_pump_in_its_settings_serves_all_the_same()
    {
        using var server = new ThreadedServer(typeof(Counting), config: new RpycConfig { Pump = false });
        server.StartInBackground();
        using var connection = Rpyc.Connect("127.0.0.1", server.Port);
        Assert.That((int)connection.Root.Next(), Is.EqualTo(1));
    }

    /// <summary>The orderly end: the client is told, also in the middle of a call; the service says farewell; the program goes on behind <c>Start</c> and ends by itself.</summary>
    [TestCase("INT", TestName = "Start_returns_on_interrupt")]
    [TestCase("TERM", TestName = "Start_returns_on_terminate")]
    public void Start_returns_on_signal(string signal)
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Signals are sent as Unix has them.");
        using var child = StartServer(signal);
        var ready = child.WaitForLine(line => line.StartsWith("READY ", StringComparison.Ordinal), "the server to be ready");
        using var connection = Rpyc.Connect("127.0.0.1", int.Parse(ready[6..]));
        using var other = Rpyc.Connect("127.0.0.1", int.Parse(ready[6..]));
        Assert.That((int)connection.Root.Echo(1), Is.EqualTo(1));
        var call = other.CallAsync((object)other.Root, "Never");
        other.Ping();
        Assert.That(Kill(child.Id, signal), Is.Zero);
        Assert.That(child.WaitForExit(), Is.Zero, child.Report());
        Assert.That(child.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[1..], Is.EquivalentTo(new[] { "FAREWELL", "FAREWELL", "ENDED" }));
        Assert.That(() => Eventually.Result(call, "the call under way to end"),
            Throws.TypeOf<ConnectionClosedException>().With.Property(nameof(ConnectionClosedException.Reason)).EqualTo(CloseReason.ClosedByPeer));
        Eventually.Equal(() => connection.CloseReason, CloseReason.ClosedByPeer, "the client to hear it");
    }

    /// <summary>Whoever runs the tests in the background may have them ignore SIGINT, and what they start ignores it then, as it should: not here.</summary>
    private static ChildProcess StartServer(string signal) => OperatingSystem.IsLinux()
        ? ChildProcess.Start("/usr/bin/env", [$"--default-signal={signal}", TestHost.Program, .. TestHost.Arguments("server")])
        : ChildProcess.Start(TestHost.Program, TestHost.Arguments("server"));

    private static int Kill(int process, string signal)
    {
        using var shell = Process.Start("/bin/sh", ["-c", $"kill -{signal} {process}"]);
        Assert.That(shell.WaitForExit(Eventually.DefaultTimeout));
        return shell.ExitCode;
    }

    [Exposed]
    public sealed class Counting : Service
    {
        private int _count;

        public int Next() => Interlocked.Increment(ref _count);
    }

    public sealed class Refusing : Service
    {
        public override void OnConnect(Connection connection) => throw new InvalidOperationException("not you");
    }

    public sealed class NoDefault(int number) : Service
    {
        public int Number { get; } = number;
    }
}
