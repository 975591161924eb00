using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Proxies;

/// <summary>
/// The body that an interface gives a member. A proxy overrides every member, so the body is reached by the address of its code: a delegate on it, with the proxy as
/// <c>this</c>. Safe for any thread.
/// </summary>
internal sealed class DefaultBody
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly ConditionalWeakTable<Type, ConcurrentDictionary<MethodInfo, DefaultBody?>> _known = [];

    private readonly MethodInfo _body;
    private readonly ConcurrentDictionary<MethodInfo, (Type Delegate, MethodInvoker Invoke)> _closed = new();

    private DefaultBody(MethodInfo body) => _body = body;

    /// <summary>The body of the member in the interface or in one that it inherits; null where the member is only declared.</summary>
    internal static DefaultBody? Of(Type contract, MethodInfo method)
    {
        var bodies = _known.GetValue(contract, static _ => new ConcurrentDictionary<MethodInfo, DefaultBody?>());
        var definition = method.IsGenericMethod ? method.GetGenericMethodDefinition() : method;
        return bodies.TryGetValue(definition, out var known) ? known : bodies.GetOrAdd(definition, Find, contract);
    }

    /// <summary>Runs the body. <c>ref</c> and <c>out</c> are written back into the arguments; exceptions come as thrown.</summary>
    internal object? Run(object proxy, MethodInfo method, object?[] arguments)
    {
        var body = method.IsGenericMethod ? _body.MakeGenericMethod(method.GetGenericArguments()) : _body;
        var (type, invoke) = _closed.GetOrAdd(body, static made =>
        {
            var type = Expression.GetDelegateType([.. made.GetParameters().Select(static parameter => parameter.ParameterType), made.ReturnType]);
            return (type, MethodInvoker.Create(type.GetMethod("Invoke")!));
        });
        return invoke.Invoke(Activator.CreateInstance(type, proxy, body.MethodHandle.GetFunctionPointer()), arguments.AsSpan());
    }

    // A derived interface may give the member of a base a body: a private method named after both.
    private static DefaultBody? Find(MethodInfo method, Type contract)
    {
        var suffix = $".{method.DeclaringType!.Name.Split('`')[0]}";
        foreach (var face in contract.GetInterfaces().Prepend(contract).Where(face => face != method.DeclaringType && face.IsAssignableTo(method.DeclaringType))
            .OrderByDescending(static face => face.GetInterfaces().Length))
        {
            var found = Array.Find(face.GetMethods(Declared), candidate => candidate is { IsPrivate: true, IsAbstract: false, IsVirtual: true }
                && candidate.Name.EndsWith("." + method.Name, StringComparison.Ordinal) && $".{candidate.Name}".Contains(suffix, StringComparison.Ordinal)
                && IsSame(candidate, method));
            if (found is not null)
                return new DefaultBody(found);
        }
        return method.IsAbstract ? null : new DefaultBody(method);
    }

    // Type parameters are each method's own; two of them are the same where they stand at the same place.
    private static bool IsSame(MethodInfo candidate, MethodInfo method)
    {
        if (candidate.GetGenericArguments().Length != method.GetGenericArguments().Length)
            return false;
        var closed = candidate.IsGenericMethodDefinition ? method.GetGenericArguments() : [];
        return candidate.GetParameters().Select(parameter => Close(parameter.ParameterType, closed)).SequenceEqual(method.GetParameters().Select(static parameter => parameter.ParameterType));
    }

    private static Type Close(Type type, Type[] parameters)
    {
        if (type.IsGenericMethodParameter)
            return parameters[type.GenericParameterPosition];
        if (type.IsByRef)
            return Close(type.GetElementType()!, parameters).MakeByRefType();
        if (type.IsSZArray)
            return Close(type.GetElementType()!, parameters).MakeArrayType();
        return type.IsGenericType && type.ContainsGenericParameters
            ? type.GetGenericTypeDefinition().MakeGenericType([.. type.GetGenericArguments().Select(part => Close(part, parameters))])
            : type;
    }
}
