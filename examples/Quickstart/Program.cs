// Drives a C# child process, then, where there is one with rpyc, a Python child process: the same verbs for both.
using DynamicRpyc;

if (args is ["--slave"])
{
    // The child: a classic slave on its standard input and output.
    using var parent = Rpyc.ConnectStdPipes(new SlaveService());
    parent.ServeAll();
    return 0;
}

Console.WriteLine("--- C# drives C#");
// The child is this program again. Run as `dotnet Quickstart.dll`, the program is the runtime, and the library its first argument.
var program = Environment.ProcessPath!;
string[] slave = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0], "--slave"] : ["--slave"];
using (dynamic conn = Rpyc.Classic.ConnectSubprocess(program, slave))
{
    DriveCSharp(conn);
}

Console.WriteLine("--- C# drives Python");
Connection python;
try
{
    python = Rpyc.Classic.ConnectSubprocess();
}
catch (IOException e)
{
    Console.WriteLine($"skipped: {e.Message}");
    return 0;
}
using (python)
{
    DrivePython(python);
}
return 0;

static void DriveCSharp(dynamic conn)
{
    Console.WriteLine($"this is process {Environment.ProcessId}, the objects are in process {conn.modules.System.Environment.ProcessId}");

    // A file of the other side.
    dynamic io = conn.modules["System.IO"];
    string path = io.Path.GetTempFileName();
    io.File.WriteAllText(path, "written and read over there");
    string text = io.File.ReadAllText(path);
    Console.WriteLine($"a remote file says: {text}");
    io.File.Delete(path);

    // An object of the other side: made, used and read over the wire.
    dynamic builder = conn.modules["System.Text"].StringBuilder("one");
    builder.Append(", two").Append(", three");
    Console.WriteLine($"a remote StringBuilder of {builder.Length} characters: {builder}");

    // A generic type, closed with types of this side.
    dynamic ages = conn.modules["System.Collections.Generic"].Dictionary[typeof(string), typeof(int)]();
    ages["Ada"] = 36;
    ages["Grace"] = 85;
    Console.WriteLine($"a remote dictionary says that Ada is {ages["Ada"]}");
    foreach (dynamic pair in ages)
        Console.WriteLine($"  {pair.Key}: {pair.Value}");

    // A function of this side, called back from there.
    dynamic numbers = conn.modules["System.Collections.Generic"].List[typeof(int)]();
    foreach (var number in new[] { 3, 1, 2 })
        numbers.Add(number);
    numbers.ForEach(Rpyc.Act(number => Console.WriteLine($"  called back in process {Environment.ProcessId} with {number}")));

    // An exception of the other side: the type that one catches, and both stack traces.
    try
    {
        io.File.ReadAllText("no-such-file.txt");
    }
    catch (FileNotFoundException e)
    {
        Console.WriteLine($"a remote exception: {e.GetType().Name}: {e.Message}");
        Console.WriteLine("  its stack trace over there:");
        // As far down as the library, whose frames follow.
        foreach (var line in Rpyc.RemoteInfo(e)!.Trace.Split('\n').SkipWhile(line => !line.StartsWith("   at ", StringComparison.Ordinal)).TakeWhile(line => !line.Contains("DynamicRpyc.")).TakeLast(3))
            Console.WriteLine($"  {line.TrimEnd()}");
    }
}

static void DrivePython(dynamic conn)
{
    Console.WriteLine($"Python {conn.modules.sys.version}");
    Console.WriteLine($"os.path.join says {conn.modules["os.path"].join("some", "where")}");

    // A Python list, sorted with a C# function.
    dynamic words = conn.builtins.list(new[] { "banana", "fig", "pear" });
    words.sort(key: Rpyc.Fn(word => word!.Length));
    Console.WriteLine($"a Python list, sorted by C#: {words}");

    try
    {
        _ = conn.builtins.dict()["missing"];
    }
    catch (KeyNotFoundException e)
    {
        Console.WriteLine($"a Python KeyError is a {e.GetType().Name}; its trace ends: {Rpyc.RemoteInfo(e)!.Trace.TrimEnd().Split('\n')[^1]}");
    }
}
