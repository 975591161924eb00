using DynamicRpyc.Connections;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Classic;

/// <summary>The names that classic mode adds to a connection: <c>modules</c>, <c>builtins</c>, and whatever else the peer's slave has. Any thread.</summary>
internal sealed class ClassicMembers(Connection connection) : IConnectionMembers
{
    private readonly Modules _modules = new(connection);

    public object? GetMember(string name) => name switch
    {
        "modules" => _modules,
        "builtins" or "builtin" => _modules.Get("builtins"),
        _ => RootAttribute(connection, name),
    };

    internal static object? RootAttribute(Connection connection, string name) => connection.GetRoot() is Netref root
        ? connection.Core.Requester.Request(new Operation { Handler = Handler.GetAttr, Target = root, Name = name })
        : throw new InvalidOperationException("The peer's root is a plain value, not a slave: it is no classic server.");
}
