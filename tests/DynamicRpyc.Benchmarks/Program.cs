// Load program, comparison and micro-benchmarks. See README.md beside this file.
using BenchmarkDotNet.Running;
using DynamicRpyc.Benchmarks.Compare;
using DynamicRpyc.Benchmarks.Load;

return args switch
{
    ["server", var host, var port] => RpycLoad.Serve(host, int.Parse(port)),
    ["client", var workload, var host, var port] => RpycLoad.Run(workload, host, int.Parse(port)),
    ["raw-server", var kind, var host, var port] => RawServer.Serve(kind, host, int.Parse(port)),
    ["raw-client", var kind, var workload, var host, var port] => RawLoad.Run(kind, workload, host, int.Parse(port)),
    ["streamjsonrpc-server", var host, var port] => JsonRpcLoad.Serve(host, int.Parse(port)),
    ["streamjsonrpc-client", var workload, var host, var port] => JsonRpcLoad.Run(workload, host, int.Parse(port)),
    ["compare", .. var workloads] => Comparison.Run(workloads),
    ["hog"] => Hogs.Run(),
    ["micro", .. var filters] => Micro(filters),
    _ => Usage(),
};

static int Micro(string[] filters)
{
    BenchmarkSwitcher.FromAssembly(typeof(RpycLoad).Assembly).Run(["--filter", .. filters.Length == 0 ? ["*"] : filters]);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine(
        """
        usage: server HOST PORT                 serves the load; prints READY <port>; ends with its standard input
               client WORKLOAD HOST PORT        runs w1 to w8 or c5 against a server and prints one line of JSON; 'allocated': what a call and an echo allocate
               raw-server KIND HOST PORT, raw-client KIND WORKLOAD HOST PORT
                                                the same on bare sockets: blocking, spinning, new-arrays (w5 into arrays of its own)
               streamjsonrpc-server HOST PORT, streamjsonrpc-client WORKLOAD HOST PORT
                                                the same over StreamJsonRpc
               compare [WORKLOAD ...]           this library, bare sockets, Python RPyC and StreamJsonRpc in interleaved rounds; prints a Markdown table
                                                (COMPARE_HOGS=1: beside a process that uses up a core)
               micro [FILTER ...]               BenchmarkDotNet: what a call costs without the wire
        """);
    return 2;
}
