using DynamicRpyc.Invocation;

namespace DynamicRpyc.Classic;

/// <summary>
/// What a classic client shows by default. A Python <c>ClassicService</c> server looks for a slave at its client when it connects, and drops a client that has
/// none; so the names are there, and refuse when they are used.
/// </summary>
internal sealed class InertSlave
{
    private static readonly PythonModule _nothing = new("nothing", new Dictionary<string, object>(StringComparer.Ordinal));

    /// <summary>Python asks for two modules by itself, and gets them empty; any other is refused.</summary>
    [Exposed("getmodule")]
    public object GetModule(object? name) => name is "builtins" or "importlib.util" ? _nothing : throw Refused("getmodule");

    [Exposed("eval")]
    public object? Eval(string text) => throw Refused("eval");

    [Exposed("execute")]
    public object? Execute(string text) => throw Refused("execute");

    [Exposed("getconn")]
    public object? GetConnection() => throw Refused("getconn");

    [Exposed("namespace")]
    public object? Namespace => null;

    private static AccessDeniedException Refused(string name) => new(
        $"'{name}' was refused by the client: it offers no slave. The client would offer one with exposeSelf: true, as Rpyc.Classic.Connect(host, exposeSelf: true).");
}
