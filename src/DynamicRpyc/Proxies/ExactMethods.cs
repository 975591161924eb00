using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Proxies;

/// <summary>
/// The method of a class that has the very parameters of an interface's method, as the compiler would choose it: by declared types, whatever the arguments hold. Safe for any
/// thread.
/// </summary>
internal static class ExactMethods
{
    private static readonly ConditionalWeakTable<Type, ConcurrentDictionary<(string, MethodInfo), MethodInfo?>> _known = [];

    /// <summary>The method; null where none fits exactly, or a parameter is <c>dynamic</c> and so to be bound by what it holds.</summary>
    internal static MethodInfo? Find(Type type, string name, ProxyCall call)
    {
        if (Array.Exists(call.Member.Parameters, static parameter => parameter.IsDynamic || parameter.Keyword is not null))
            return null;
        var known = _known.GetValue(type, static _ => new ConcurrentDictionary<(string, MethodInfo), MethodInfo?>());
        return known.GetOrAdd((name, call.Method), static (wanted, owner) => Search(owner, wanted.Item1, wanted.Item2), type);
    }

    internal static bool IsSame(MethodInfo method, MethodInfo wanted) =>
        method.GetParameters().Select(static parameter => parameter.ParameterType).SequenceEqual(wanted.GetParameters().Select(static parameter => parameter.ParameterType));

    private static MethodInfo? Search(Type type, string name, MethodInfo wanted) => type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
        .Where(method => method.Name == name && !method.IsSpecialName && Overload.IsUsable(method))
        .Select(method => Close(method, wanted)).FirstOrDefault(method => method is not null && IsSame(method, wanted));

    private static MethodInfo? Close(MethodInfo method, MethodInfo wanted)
    {
        var types = wanted.IsGenericMethod ? wanted.GetGenericArguments() : [];
        if (!method.IsGenericMethodDefinition)
            return types.Length == 0 ? method : null;
        return method.GetGenericArguments().Length == types.Length && GenericInference.TryClose(method, types, out var closed, out _) ? closed : null;
    }
}
