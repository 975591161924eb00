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

    private static readonly MethodInfo _beginMember = ((Func<Netref, string, string[]?, object?[], Task<object?>>)NetrefTasks.CallMember).Method;
    private static readonly MethodInfo _beginGeneric = ((Func<Netref, string, Type[], string[]?, object?[], Task<object?>>)NetrefTasks.CallGeneric).Method;
    private static readonly MethodInfo _callByRef = ((Func<Netref, ByRefShape, object?[], object?[]>)NetrefByRef.Call).Method;
    private static readonly MethodInfo _result = ((Func<object?, object>)NetrefConversion.Result<object>).Method.GetGenericMethodDefinition();

    public override DynamicMetaObject BindInvoke(InvokeBinder binder, DynamicMetaObject[] args) => Call(binder, binder.CallInfo, args);

    public override DynamicMetaObject BindCreateInstance(CreateInstanceBinder binder, DynamicMetaObject[] args) => Call(binder, binder.CallInfo, args);

    public override DynamicMetaObject BindInvokeMember(InvokeMemberBinder binder, DynamicMetaObject[] args)
    {
        if (Array.Exists(args, BinderFacts.IsByRef))
            return ByRef(binder, binder.CallInfo, binder.Name, BinderFacts.TypeArguments(binder), args);
        if (NetrefObjectMembers.Find(binder.Name, args.Length) is { } counterpart)
            return Bound(Expression.Call(counterpart, [Self, .. args.Select(Boxed)]));
        var name = Expression.Constant(binder.Name);
        var keywords = Keywords(binder.CallInfo);
        var types = BinderFacts.TypeArguments(binder);
        if (NetrefTasks.IsAsyncName(binder.Name))
        {
            return Bound(types.Length == 0
                ? Expression.Call(_beginMember, Self, name, keywords, Boxed(args))
                : Expression.Call(_beginGeneric, Self, name, Expression.Constant(types), keywords, Boxed(args)));
        }
        if (types.Length > 0)
            return Answer(Expression.Call(_callGeneric, Self, name, Expression.Constant(types), keywords, Boxed(args)));
        return args.Length > MostOnStack
            ? Answer(Expression.Call(_callMemberMany, Self, name, keywords, Boxed(args)))
            : Answer(Expression.Call(_callMember[args.Length], [Self, name, keywords, .. args.Select(Boxed)]));
    }

    private DynamicMetaObject Call(DynamicMetaObjectBinder binder, CallInfo call, DynamicMetaObject[] args)
    {
        if (Array.Exists(args, BinderFacts.IsByRef))
            return ByRef(binder, call, null, [], args);
        var keywords = Keywords(call);
        return args.Length > MostOnStack
            ? Answer(Expression.Call(_callMany, Self, keywords, Boxed(args)))
            : Answer(Expression.Call(_call[args.Length], [Self, keywords, .. args.Select(Boxed)]));
    }

    private static ConstantExpression Keywords(CallInfo call) => Expression.Constant(BinderFacts.Keywords(call), typeof(string[]));

    /// <summary>The call through <see cref="NetrefByRef"/>, then one assignment for each <c>ref</c> and <c>out</c> argument.</summary>
    private DynamicMetaObject ByRef(DynamicMetaObjectBinder binder, CallInfo call, string? name, Type[] types, DynamicMetaObject[] args)
    {
        if (name is not null && NetrefTasks.IsAsyncName(name))
            return Unsupported($"A call that does not wait cannot write to a variable: {name}(...) takes no ref or out argument. Await it without, and read them from the tuple that it gives.");
        var shape = new ByRefShape(name, types, BinderFacts.Keywords(call), [.. args.Select((argument, i) => PassingOf(binder, argument, i))]);
        var values = Expression.NewArrayInit(typeof(object), args.Select((argument, i) => shape.Passings[i] == Passing.Out ? Expression.Constant(null) : Boxed(argument)));
        var returned = Expression.Variable(typeof(object[]));
        var steps = new List<Expression> { Expression.Assign(returned, Expression.Call(_callByRef, Self, Expression.Constant(shape), values)) };
        var next = 1;
        foreach (var argument in args.Where(BinderFacts.IsByRef))
        {
            Expression value = Expression.Call(_result.MakeGenericMethod(argument.Expression.Type), Expression.ArrayIndex(returned, Expression.Constant(next++)));
            if (argument.Expression.Type == typeof(object))
                value = Expression.Call(_surfaced, value);
            steps.Add(Expression.Assign(argument.Expression, value));
        }
        steps.Add(Expression.ArrayIndex(returned, Expression.Constant(0)));
        return Answer(Expression.Block([returned], steps));
    }

    private static Passing PassingOf(DynamicMetaObjectBinder binder, DynamicMetaObject argument, int index) =>
        !BinderFacts.IsByRef(argument) ? Passing.Value : BinderFacts.IsOut(binder, index) ? Passing.Out : Passing.Ref;
}
