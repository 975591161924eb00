using DynamicRpyc.Transports;

namespace DynamicRpyc.Connections;

/// <summary>Connections to programs that this side starts, over their standard input and output.</summary>
internal static class Subprocess
{
    private static readonly TimeSpan _versionTimeout = TimeSpan.FromSeconds(30);

    internal static Connection Connect(string fileName, IReadOnlyList<string> arguments, IService service, RpycConfig config)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        if (config.Dialect == Dialect.Auto && PythonCommand.IsPython(fileName))
            config = config with { Dialect = PythonCommand.DialectOf(PythonCommand.AskVersion(fileName, _versionTimeout)) };
        var child = ChildTransport.Start(fileName, arguments);
        return Dialling.Open(new Channel(child), service, config);
    }
}
