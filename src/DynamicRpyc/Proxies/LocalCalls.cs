using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Proxies;

/// <summary>Calls of local methods and delegates on behalf of an interface's method.</summary>
internal static class LocalCalls
{
    private static readonly ConditionalWeakTable<MethodInfo, MethodInvoker> _invokers = [];

    /// <summary>Calls a method whose parameters are the interface's: <c>ref</c> and <c>out</c> are written into the call's own arguments.</summary>
    internal static object? CallExact(MethodInfo method, object? target, ProxyCall call)
    {
        call.IsWrittenBack = true;
        return _invokers.GetValue(method, static made => MethodInvoker.Create(made)).Invoke(target, call.Declared.AsSpan());
    }

    /// <summary>Calls a member: a method by its overloads, anything else as the value that it holds.</summary>
    internal static object? CallMember(Member member, object target, ProxyCall call, string owner)
    {
        if (member is not MethodMember { Group: var group })
            return CallValue(member.Get(target), call, owner);
        if (call.TypeArguments is { Length: > 0 } types && group.HasGenericOverloads)
            group = group.Close(types);
        var withToken = group.Methods.Any(static method => EndsWithToken(method.GetParameters()));
        return group.Invoke(target, new CallArguments(call.Values(out var names, withToken), names));
    }

    /// <summary>Calls a value: a delegate kept in a property or entry, a remote callable.</summary>
    internal static object? CallValue(object? value, ProxyCall call, string owner)
    {
        if (value is null)
            throw new MissingMemberException($"{call.Member} cannot be called: '{call.Member.NameFor(MemberNaming.AsWritten)}' of the {owner} is null.");
        var invoke = (value as Delegate)?.GetType().GetMethod("Invoke");
        if (invoke is not null && ExactMethods.IsSame(invoke, call.Method))
            return CallExact(invoke, value, call);
        return ClrOperations.Call(value, new CallArguments(call.Values(out var names, invoke is not null && EndsWithToken(invoke.GetParameters())), names));
    }

    private static bool EndsWithToken(ParameterInfo[] parameters) => parameters is [.., { ParameterType: var last }] && last == typeof(CancellationToken);
}
