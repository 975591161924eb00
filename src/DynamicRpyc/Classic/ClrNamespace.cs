using System.Collections.Concurrent;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Classic;

/// <summary>
/// A CLR namespace as a module: its public types and the namespaces below it are its members. One object for each namespace that exists, so a peer cannot make
/// the table grow. Any thread.
/// </summary>
internal sealed class ClrNamespace : ICustomMembers, IWireNamed
{
    private static readonly ConcurrentDictionary<string, ClrNamespace> _all = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, object> _members = new(StringComparer.Ordinal);
    private readonly string _name;

    private ClrNamespace(string name)
    {
        _name = name;
        Extensions = new NamespaceExtensions(name);
    }

    internal NamespaceExtensions Extensions { get; }

    /// <summary>Python names a module's netref class after the module.</summary>
    public string WireTypeName => _name;

    public IEnumerable<string> MemberNames => ["__name__", .. NamespaceIndex.NamesIn(_name)];

    public string Description => $"namespace {_name}";

    internal static ClrNamespace Of(string existing) => _all.GetOrAdd(existing, static name => new ClrNamespace(name));

    public bool TryGetMember(string name, out object? value)
    {
        if (_members.TryGetValue(name, out var known))
        {
            value = known;
            return true;
        }
        value = name == "__name__" ? _name : Find(name);
        if (value is null)
            return false;
        // Only what exists is kept.
        _members[name] = value;
        return true;
    }

    public override string ToString() => $"<{Description}>";

    private object? Find(string name)
    {
        var types = NamespaceIndex.TypesNamed(_name, name);
        if (types.Count > 0)
            return Generics.ByName(name, types);
        var below = $"{_name}.{name}";
        return NamespaceIndex.Contains(below) ? Of(below) : null;
    }
}
