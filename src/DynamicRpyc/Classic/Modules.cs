using System.Collections.Concurrent;
using System.Dynamic;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Classic;

/// <summary>
/// The peer's modules: <c>modules["os.path"]</c>, <c>modules.sys</c>. Each is asked for once, as RPyC does, so a loop over <c>conn.modules.sys</c> costs one request
/// and not one a turn. Any thread.
/// </summary>
internal sealed class Modules(Connection connection) : DynamicObject
{
    private readonly ConcurrentDictionary<string, object> _known = new(StringComparer.Ordinal);

    public override bool TryGetMember(GetMemberBinder binder, out object? result)
    {
        result = Get(binder.Name);
        return true;
    }

    public override bool TryGetIndex(GetIndexBinder binder, object[] indexes, out object? result)
    {
        if (indexes is not [string name])
            throw new ArgumentException("Modules are indexed with one name, as in modules[\"os.path\"].");
        result = Get(name);
        return true;
    }

    public override string ToString() => $"<modules of {connection}>";

    /// <exception cref="ModuleNotFoundException">The peer has no such module.</exception>
    internal object Get(string name) => _known.TryGetValue(name, out var known) ? known : _known.GetOrAdd(name, Fetch(name));

    private object Fetch(string name)
    {
        if (connection.GetRoot() is not Netref root)
            throw new InvalidOperationException("The peer's root is a plain value, not a slave: it is no classic server.");
        return connection.Core.Requester.Request(new Operation { Handler = Handler.CallAttr, Target = root, Name = "getmodule", Arguments = [name] })
            ?? throw new ModuleNotFoundException($"The peer answered None for the module '{name}'.", name);
    }
}
