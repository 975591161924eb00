using System.Dynamic;
using System.Linq.Expressions;
using System.Reflection;

namespace DynamicRpyc.Connections;

/// <summary>
/// A connection as <c>dynamic</c>: its public members as they are; RPyC's lower-case names for them; and on a classic connection what the peer's slave has.
/// </summary>
internal sealed class ConnectionMetaObject(Expression expression, Connection connection)
    : DynamicMetaObject(expression, BindingRestrictions.Empty, connection)
{
    private static readonly MethodInfo _lookUp = typeof(ConnectionMetaObject).GetMethod(nameof(LookUp), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly HashSet<string> _ownNames =
        [.. typeof(Connection).GetMembers(BindingFlags.Public | BindingFlags.Instance).Select(member => member.Name)];

    public override DynamicMetaObject BindGetMember(GetMemberBinder binder) =>
        _ownNames.Contains(binder.Name) ? base.BindGetMember(binder) : LookedUp(binder.Name);

    public override DynamicMetaObject BindInvokeMember(InvokeMemberBinder binder, DynamicMetaObject[] args)
    {
        if (_ownNames.Contains(binder.Name))
            return base.BindInvokeMember(binder, args);
        if (PascalCase(binder.Name) is { } own && typeof(Connection).GetMember(own, MemberTypes.Method, BindingFlags.Public | BindingFlags.Instance).Length > 0)
            throw new Microsoft.CSharp.RuntimeBinder.RuntimeBinderException($"A connection's '{binder.Name}' is spelled '{own}' in C#.");
        return binder.FallbackInvoke(LookedUp(binder.Name), args, null);
    }

    public override IEnumerable<string> GetDynamicMemberNames() => ["root", "modules", "closed"];

    private DynamicMetaObject LookedUp(string name)
    {
        var call = Expression.Call(_lookUp, Expression.Convert(Expression, typeof(Connection)), Expression.Constant(name));
        return new DynamicMetaObject(call, BindingRestrictions.GetTypeRestriction(Expression, typeof(Connection)));
    }

    internal static string NotClassic(string name) =>
        $"'{name}' needs a classic connection, such as Rpyc.Classic.Connect makes; this one was made with a service of its own, and what the other side offers is its root.";

    private static object? LookUp(Connection connection, string name) => name switch
    {
        "root" => connection.GetRoot(),
        "closed" => connection.Closed,
        "modules" or "builtins" when connection.Members is null => throw new Microsoft.CSharp.RuntimeBinder.RuntimeBinderException(NotClassic(name)),
        _ => connection.Members?.GetMember(name) ?? throw new Microsoft.CSharp.RuntimeBinder.RuntimeBinderException(
            $"A connection has no member '{name}'. The other side's service is its 'root'" + (PascalCase(name) is { } own && _ownNames.Contains(own) ? $"; '{own}' is a member." : ".")),
    };

    private static string? PascalCase(string name) =>
        name.Length == 0 ? null : string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
