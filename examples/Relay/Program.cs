// A relay: Relay HOST PORT UPSTREAM_HOST:PORT (port 0 takes a free one). It prints READY <port>, and serves until its standard input closes or it is interrupted.
using DynamicRpyc;

if (args is not [var host, var portText, var upstream] || !int.TryParse(portText, out var port)
    || upstream.LastIndexOf(':') is not (> 0 and var colon) || !int.TryParse(upstream[(colon + 1)..], out var upstreamPort))
{
    Console.Error.WriteLine("usage: Relay HOST PORT UPSTREAM_HOST:PORT");
    return 2;
}

using var server = new ThreadedServer(() => new RelayService(upstream[..colon], upstreamPort), host, port);
Console.WriteLine($"READY {server.Port}");
_ = Console.OpenStandardInput().CopyToAsync(Stream.Null).ContinueWith(_ => server.Close(), TaskScheduler.Default);
server.Start();
return 0;
