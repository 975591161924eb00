using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Netrefs;

/// <summary>Remote callables as delegates of any signature: <c>Func&lt;int, string&gt; f = nr</c>, an event handler, a comparison.</summary>
internal sealed class DelegateConverter : NetrefConverter
{
    internal override string Needs => "__call__";

    internal override bool Handles(Type type) => NetrefDelegates.IsConcrete(type);

    internal override bool IsImplicitFor(Type type) => NetrefDelegates.Objection(type) is null;

    internal override bool IsPossibleFor(string remoteTypeName) => PythonKinds.Of(remoteTypeName) is PythonKind.Unknown or PythonKind.Function;

    internal override bool IsNaturalFor(string remoteTypeName, Type type) => PythonKinds.IsFunction(remoteTypeName);

    internal override object Convert(Netref source, Type type) =>
        NetrefDelegates.Objection(type) is { } objection ? throw Refuse(source, type, objection) : source.Delegates.Get(source, type);
}

/// <summary>
/// Makes the delegates: one compiled factory for each delegate type, one delegate for each netref and type. Each invocation is one CALL; the result is converted to the
/// delegate's return type; one that returns a task begins the call and does not wait. Safe for any thread.
/// </summary>
internal static class NetrefDelegates
{
    private const int MostOnStack = 4;

    private static readonly ConditionalWeakTable<Type, Func<Netref, Delegate>> _factories = [];

    private static readonly MethodInfo[] _call = [.. Enumerable.Range(0, MostOnStack + 1).Select(static count => Operation($"Call{count}"))];
    private static readonly MethodInfo _callMany = Operation(nameof(NetrefOperations.CallMany));
    private static readonly MethodInfo _begin = ((Func<Netref, object?[], Task<object?>>)NetrefTasks.Call).Method;
    private static readonly MethodInfo _asTask = ((Func<Task<object?>, Type, object>)NetrefTasks.As).Method;
    private static readonly MethodInfo _result =
        typeof(NetrefDelegates).GetMethod(nameof(ReturnOf), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Delegate itself and MulticastDelegate have no signature to follow.</summary>
    internal static bool IsConcrete(Type type) => type.IsSubclassOf(typeof(MulticastDelegate)) && !type.ContainsGenericParameters;

    /// <summary>Why no remote callable can stand behind the delegate type; null where one can.</summary>
    internal static string? Objection(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        if (invoke.ReturnType is { IsByRef: true } or { IsByRefLike: true } or { IsPointer: true })
            return $"it returns a {invoke.ReturnType}, which cannot leave the process.";
        var parameter = Array.Find(invoke.GetParameters(), static p => p.ParameterType is { IsByRef: true } or { IsByRefLike: true } or { IsPointer: true });
        return parameter is null ? null : $"its parameter '{parameter.Name}' is a {parameter.ParameterType}, which cannot leave the process; use a delegate type that takes values only.";
    }

    // netref => (a, b) => Result<R>(Call2(netref, null, (object)a, (object)b))
    private static Func<Netref, Delegate> Compile(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var netref = Expression.Parameter(typeof(Netref));
        var parameters = invoke.GetParameters().Select(static parameter => Expression.Parameter(parameter.ParameterType)).ToArray();
        var boxed = parameters.Select(static Expression (parameter) => Expression.Convert(parameter, typeof(object)));
        var body = NetrefTasks.IsTaskLike(invoke.ReturnType) ? Begun(netref, boxed, invoke.ReturnType) : Called(netref, [.. boxed], invoke.ReturnType);
        var inner = Expression.Lambda(type, body, parameters);
        return Expression.Lambda<Func<Netref, Delegate>>(Expression.Convert(inner, typeof(Delegate)), netref).Compile();
    }

    /// <summary>What the remote callable returned as the delegate's own result type. For a bool that is its truth, as everywhere in Python: a predicate may return a match or None.</summary>
    /// <exception cref="InvalidCastException">It does not fit; the text says who returned what.</exception>
    private static T ReturnOf<T>(object? value, Netref callee)
    {
        if (value is T fitting)
            return fitting;
        if (typeof(T) == typeof(bool))
            return (T)(object)PyTruth.Of(value);
        try
        {
            return NetrefConversion.Result<T>(value);
        }
        catch (Exception mismatch) when (mismatch is InvalidCastException or OverflowException)
        {
            var why = mismatch is OverflowException ? ": " + mismatch.Message : "";
            throw new InvalidCastException($"The remote {callee.RemoteTypeName} returned {TypeNames.Describe(value)} where {TypeNames.Display(typeof(T))} is needed{why}", mismatch);
        }
    }

    private static Expression Called(Expression netref, Expression[] arguments, Type result)
    {
        var positional = Expression.Constant(null, typeof(string[]));
        Expression body = arguments.Length > MostOnStack
            ? Expression.Call(_callMany, netref, positional, Expression.NewArrayInit(typeof(object), arguments))
            : Expression.Call(_call[arguments.Length], [netref, positional, .. arguments]);
        return result == typeof(void) || result == typeof(object) ? body : Expression.Call(_result.MakeGenericMethod(result), body, netref);
    }

    private static UnaryExpression Begun(Expression netref, IEnumerable<Expression> arguments, Type result)
    {
        var task = Expression.Call(_begin, netref, Expression.NewArrayInit(typeof(object), arguments));
        return Expression.Convert(Expression.Call(_asTask, task, Expression.Constant(result, typeof(Type))), result);
    }

    private static MethodInfo Operation(string name) =>
        typeof(NetrefOperations).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>The delegates made of one netref. They live as long as it does, and it as long as any of them.</summary>
    internal sealed class Cache
    {
        private readonly ConcurrentDictionary<Type, Delegate> _made = new();

        internal Delegate Get(Netref netref, Type type) =>
            _made.GetOrAdd(type, static (key, target) => _factories.GetValue(key, Compile)(target), netref);
    }
}
