using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace DynamicRpyc.Tests.Support;

/// <summary>This assembly as a program: the .NET child process of tests that need a real one.</summary>
internal static class TestHost
{
    /// <summary>The program to start, with <see cref="Arguments"/> first.</summary>
    internal static string Program => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    internal static string[] Arguments(params string[] own) => ["exec", typeof(TestHost).Assembly.Location, .. own];

    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["slave"]:
                return ServeStdio(new SlaveService());
            case ["service"]:
                return ServeStdio(new HostService());
            case ["parent"]:
                return BeParent();
            case ["exit", var port, var propagate]:
                return CallExit(int.Parse(port), bool.Parse(propagate));
            case ["server"]:
                using (var server = new ThreadedServer(() => new HostService { Farewell = "FAREWELL" }))
                {
                    Console.WriteLine($"READY {server.Port}");
                    server.Start();
                    Console.WriteLine("ENDED");
                }
                return 0;
            default:
                Console.Error.WriteLine("usage: slave | service | parent | server | exit PORT PROPAGATE");
                return 2;
        }
    }

    private static int ServeStdio(IService service)
    {
        using var connection = Rpyc.ConnectStdPipes(service);
        connection.ServeAll();
        return 0;
    }

    /// <summary>Calls a remote <c>sys.exit(3)</c>, which ends this process or does not.</summary>
    private static int CallExit(int port, bool propagate)
    {
        using var connection = Rpyc.Connect("127.0.0.1", port, config: RpycConfig.FromDictionary(new Dictionary<string, object?> { ["propagate_SystemExit_locally"] = !propagate }));
        try
        {
            connection.Root.exit(3);
        }
        catch (SystemExitException)
        {
            Console.WriteLine("lives on");
        }
        return 0;
    }

    /// <summary>Prints what the child answers; what the child and its own child print must come out on standard error.</summary>
    private static int BeParent()
    {
        using var connection = Rpyc.ConnectSubprocess(Program, Arguments("service"));
        var root = connection.Root;
        root.Print("printed by the child");
        root.PrintFromShell("printed by the child's child");
        Console.WriteLine($"answer {root.Echo(42)}");
        return 0;
    }
}

/// <summary>What the child process serves.</summary>
[Exposed]
[SuppressMessage("Performance", "CA1822", Justification = "They are called on an instance, over the wire.")]
public sealed class HostService : Service
{
    /// <summary>What is printed when a connection ends.</summary>
    internal string? Farewell { get; init; }

    public int ProcessId => Environment.ProcessId;

    public object? Echo(object? value) => value;

    public object? Call(Func<object?, object?> function, object? argument) => function(argument);

    public Task Never() => new TaskCompletionSource().Task;

    [NotExposed]
    public override void OnDisconnect(Connection connection)
    {
        if (Farewell is not null)
            Console.WriteLine(Farewell);
    }

    public void Print(string text) => Console.WriteLine(text);

    public string? ReadLine() => Console.ReadLine();

    public void PrintFromShell(string text)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"echo \"{text}\""]) { UseShellExecute = false })!;
        shell.WaitForExit();
    }
}
