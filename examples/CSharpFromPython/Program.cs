// The .NET process that library.py drives, a classic slave: CSharpFromPython HOST PORT (port 0 takes a free one). It prints READY <port>, and serves until its standard input closes or it is interrupted.
using DynamicRpyc;

if (args is not [var host, var portText] || !int.TryParse(portText, out var port))
{
    Console.Error.WriteLine("usage: CSharpFromPython HOST PORT");
    return 2;
}

using var server = new ThreadedServer(typeof(SlaveService), host, port);
Console.WriteLine($"READY {server.Port}");
_ = Console.OpenStandardInput().CopyToAsync(Stream.Null).ContinueWith(_ => server.Close(), TaskScheduler.Default);
server.Start();
return 0;
