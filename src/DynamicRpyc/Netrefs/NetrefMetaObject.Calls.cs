using System.Dynamic;
using System.Linq.Expressions;
using System.Reflection;

namespace DynamicRpyc.Netrefs;

/// <summary>Calls: <c>nr(...)</c>, <c>nr.Name(...)</c>, <c>nr.Name&lt;T&gt;(...)</c>.</summary>
internal sealed partial class NetrefMetaObject
{
    private const int MostOnStack = 4;

    private static readonly MethodInfo[] _call = [.. Enumerable.Range(0, MostOnStack + 1).Select(static count => Operation($"Call{count}"))];
    private static readonly MethodInfo[] _callMember = [.. Enumerable.Range(0, MostOnStack + 1).Select(static count => Operation($"CallMember{count}"))];
    private static readonly MethodInfo _callMany = Operation(nameof(NetrefOperations.CallMany));
    private static readonly MethodInfo _callMemberMany = Operation(nameof(NetrefOperations.CallMemberMany));
    private static readonly MethodInfo _callGeneric = Operation(nameof(NetrefOperations.CallGeneric));

    public override DynamicMetaObject BindInvoke(InvokeBinder binder, DynamicMetaObject[] args) => Call(binder.CallInfo, args);

    public override DynamicMetaObject BindCreateInstance(CreateInstanceBinder binder, DynamicMetaObject[] args) => Call(binder.CallInfo, args);

    public override DynamicMetaObject BindInvokeMember(InvokeMemberBinder binder, DynamicMetaObject[] args)
    {
        if (Array.Exists(args, BinderFacts.IsByRef))
            return NoByRef($"{binder.Name}(...)");
        if (NetrefObjectMembers.Find(binder.Name, args.Length) is { } counterpart)
            return Bound(Expression.Call(counterpart, [Self, .. args.Select(Boxed)]));
        var name = Expression.Constant(binder.Name);
        var keywords = Keywords(binder.CallInfo);
        var types = BinderFacts.TypeArguments(binder);
        if (types.Length > 0)
            return Bound(Expression.Call(_callGeneric, Self, name, Expression.Constant(types), keywords, Boxed(args)));
        return args.Length > MostOnStack
            ? Bound(Expression.Call(_callMemberMany, Self, name, keywords, Boxed(args)))
            : Bound(Expression.Call(_callMember[args.Length], [Self, name, keywords, .. args.Select(Boxed)]));
    }

    private DynamicMetaObject Call(CallInfo call, DynamicMetaObject[] args)
    {
        if (Array.Exists(args, BinderFacts.IsByRef))
            return NoByRef("a remote callable");
        var keywords = Keywords(call);
        return args.Length > MostOnStack
            ? Bound(Expression.Call(_callMany, Self, keywords, Boxed(args)))
            : Bound(Expression.Call(_call[args.Length], [Self, keywords, .. args.Select(Boxed)]));
    }

    private static ConstantExpression Keywords(CallInfo call) => Expression.Constant(BinderFacts.Keywords(call), typeof(string[]));

    private DynamicMetaObject NoByRef(string callee) => Unsupported(
        $"Arguments cannot be passed by ref or out to {callee} of a remote object: leave out parameters away and read them from the tuple that the call returns.");
}
