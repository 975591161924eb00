using System.Collections.Concurrent;
using System.Dynamic;
using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Classic;

/// <summary>
/// The peer's modules: <c>modules["os.path"]</c>, <c>modules.sys</c>. Each is asked for once, as RPyC does, so a loop over <c>conn.modules.sys</c> costs one request
/// and not one a turn. Any thread.
/// </summary>
internal sealed class Modules(Connection connection) : DynamicObject
{
    private const string GetModule = "getmodule";
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
        try
        {
            return connection.Core.Requester.Request(new Operation { Handler = Handler.CallAttr, Target = root, Name = GetModule, Arguments = [name] })
                ?? throw new ModuleNotFoundException($"The peer answered None for the module '{name}'.", name);
        }
        catch (Exception e) when (e is AccessDeniedException or MissingMemberException)
        {
            if (HasModules(root))
                throw;
            throw new InvalidOperationException(
                $"The other side is no classic slave but a service, {((IRemoteObject)root).RemoteTypeName}: it has no modules. Connect with Rpyc.Connect, and use conn.root. What it said: {e.Message}", e);
        }
    }

    /// <summary>A slave refuses some modules, and some fail in their own way when they are imported; a service has none at all.</summary>
    private bool HasModules(Netref root)
    {
        try
        {
            connection.Core.Requester.Request(new Operation { Handler = Handler.GetAttr, Target = root, Name = GetModule });
            return true;
        }
        catch (Exception e) when (e is AccessDeniedException or MissingMemberException)
        {
            return false;
        }
    }
}
