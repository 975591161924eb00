// Load program and comparison. See README.md beside this file.
using DynamicRpyc.Benchmarks.Compare;
using DynamicRpyc.Benchmarks.Load;

return args switch
{
    ["server", var host, var port] => RpycLoad.Serve(host, int.Parse(port)),
    ["client", var workload, var host, var port] => RpycLoad.Run(workload, host, int.Parse(port)),
    ["raw-server", var kind, var host, var port] => RawLoad.Serve(kind, host, int.Parse(port)),
    ["raw-client", var kind, var host, var port] => RawLoad.Run(kind, host, int.Parse(port)),
    ["compare", .. var workloads] => Comparison.Run(workloads.Length == 0 ? ["w1", "w1a"] : workloads),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        usage: server HOST PORT                 serves the load; prints READY <port>; ends with its standard input
               client WORKLOAD HOST PORT        runs w1 or w1a against a server; prints one line of JSON
               raw-server blocking|spinning HOST PORT, raw-client blocking|spinning HOST PORT
                                                the same ping-pong on bare sockets
               compare [WORKLOAD ...]           this library, bare sockets and Python RPyC in interleaved rounds; prints a Markdown table
        """);
    return 2;
}
