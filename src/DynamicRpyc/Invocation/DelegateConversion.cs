using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>
/// Delegates of one type from other delegates and from methods got from an object. Signatures that fit are bound directly; others go through an adapter that converts
/// arguments and result as a call from the peer would. A remote callable makes its own delegate.
/// </summary>
internal sealed class DelegateConversion(Type target) : Conversion(target)
{
    private const int DelegateDistance = 5;
    private const int CallableDistance = 12;

    private static readonly ConditionalWeakTable<Type, Func<object, Delegate>> _adapters = [];

    private readonly bool _adaptable = IsAdaptable(target);

    protected override int CostOf(object value) => value switch
    {
        Delegate when _adaptable => DelegateDistance,

        // Not a type: whether a peer may create instances is the access policy's decision.
        ICallable when _adaptable => CallableDistance,
        _ => Impossible,
    };

    protected override object ConvertCore(object value)
    {
        if (value is Delegate source && Delegate.CreateDelegate(Target, source, source.GetType().GetMethod("Invoke")!, throwOnBindFailure: false) is { } bound)
            return bound;
        var adapt = _adapters.TryGetValue(Target, out var known) ? known : _adapters.GetValue(Target, Compile);
        return adapt(value);
    }

    private static bool IsAdaptable(Type type)
    {
        var invoke = type.GetMethod("Invoke");
        return invoke is not null && !invoke.ContainsGenericParameters && Overload.IsPassable(invoke.ReturnType)
            && Array.TrueForAll(invoke.GetParameters(), parameter => !parameter.ParameterType.IsByRef && Overload.IsPassable(parameter.ParameterType));
    }

    // target => (a, b) => (R)Convert(Call(target, new object[] { a, b }))
    private static Func<object, Delegate> Compile(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var callee = Expression.Parameter(typeof(object));
        var parameters = invoke.GetParameters().Select(parameter => Expression.Parameter(parameter.ParameterType)).ToArray();
        var values = Expression.NewArrayInit(typeof(object), parameters.Select(parameter => Expression.Convert(parameter, typeof(object))));
        Expression body = Expression.Call(
            ((Func<object, object?[], Type, object?>)Call).Method, callee, values, Expression.Constant(invoke.ReturnType, typeof(Type)));
        body = invoke.ReturnType == typeof(void) ? Expression.Block(typeof(void), body) : Expression.Convert(body, invoke.ReturnType);
        var inner = Expression.Lambda(type, body, parameters);
        return Expression.Lambda<Func<object, Delegate>>(Expression.Convert(inner, typeof(Delegate)), callee).Compile();
    }

    private static object? Call(object callee, object?[] values, Type result)
    {
        var returned = Passed.ValueOf(ClrOperations.Call(callee, new CallArguments(values)));
        return result == typeof(void) ? null : Conversions.Convert(returned, result);
    }
}
