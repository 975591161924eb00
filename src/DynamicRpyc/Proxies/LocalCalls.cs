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
    internal static object? CallMember(Member member, object target, ProxyCall call, ProxyTarget owner)
    {
        if (member is not MethodMember { Group: var group })
            return CallValue(member.Get(target), call, owner.Description, owner.Naming);
        if (call.TypeArguments is { Length: > 0 } types && group.HasGenericOverloads)
            group = group.Close(types);
        var passing = PassingTo(group.Methods.Any(static method => TakesToken(method.GetParameters())));
        return group.Invoke(target, new CallArguments(Fitting(call.Values(out var names, passing), call, owner.Naming), names));
    }

    /// <summary>Calls a value: a delegate kept in a property or entry, a remote callable.</summary>
    internal static object? CallValue(object? value, ProxyCall call, string owner, MemberNaming naming)
    {
        if (value is null)
            throw new MissingMemberException($"{call.Member} cannot be called: '{call.Member.NameFor(MemberNaming.AsWritten)}' of the {owner} is null.");
        var invoke = (value as Delegate)?.GetType().GetMethod("Invoke");
        if (invoke is not null && ExactMethods.IsSame(invoke, call.Method))
            return CallExact(invoke, value, call);
        var values = call.Values(out var names, PassingTo(invoke is not null && TakesToken(invoke.GetParameters())));
        return ClrOperations.Call(value, new CallArguments(Fitting(values, call, naming), names));
    }

    // Delegates that take the target's objects by the interface's interfaces.
    private static object?[] Fitting(object?[] values, ProxyCall call, MemberNaming naming) =>
        Array.Exists(values, static value => value is Delegate) ? Array.ConvertAll(values, value => ProxiedCallback.Of(value, new ResultSite(call.Member, naming))) : values;

    private static TokenPassing PassingTo(bool takesToken) => takesToken ? TokenPassing.Passed : TokenPassing.Omitted;

    private static bool TakesToken(ParameterInfo[] parameters) => Array.Exists(parameters, static parameter => ProxiedParameter.IsTokenType(parameter.ParameterType));
}
