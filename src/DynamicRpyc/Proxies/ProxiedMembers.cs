using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Proxies;

/// <summary>The members of interfaces, made once a method and kept as long as the interface lives. Safe for any thread.</summary>
internal static class ProxiedMembers
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly ConditionalWeakTable<MethodInfo, ProxiedMember> _known = [];

    /// <param name="method">As the proxy is asked for it: closed where it is generic.</param>
    internal static ProxiedMember Of(MethodInfo method)
    {
        var definition = method.IsGenericMethod ? method.GetGenericMethodDefinition() : method;
        return _known.TryGetValue(definition, out var known) ? known : _known.GetValue(definition, Create);
    }

    /// <summary>Every member that a proxy of the interface carries out.</summary>
    internal static IEnumerable<ProxiedMember> AllOf(Type contract) => Methods(contract).Select(Of);

    /// <summary>The overridable methods of the interface and of those that it inherits.</summary>
    internal static IEnumerable<MethodInfo> Methods(Type contract) =>
        contract.GetInterfaces().Prepend(contract).SelectMany(static face => face.GetMethods(Declared)).Where(static method => method is { IsVirtual: true, IsFinal: false });

    private static ProxiedMember Create(MethodInfo method)
    {
        var owner = method.DeclaringType!;
        var property = method.IsSpecialName ? Array.Find(owner.GetProperties(Declared), found => found.GetMethod == method || found.SetMethod == method) : null;
        if (ContractOf(method, owner, (MemberInfo?)property ?? method) is { } contract)
            return contract;
        if (property is not null)
            return OfProperty(method, property);
        if (method.IsSpecialName && Array.Find(owner.GetEvents(Declared), found => found.AddMethod == method || found.RemoveMethod == method) is { } declared)
            return new ProxiedEvent(method, declared, isAdd: declared.AddMethod == method);
        return new ProxiedMethod(method);
    }

    private static ProxiedMember OfProperty(MethodInfo accessor, PropertyInfo property) => (accessor == property.GetMethod, property.GetIndexParameters().Length > 0) switch
    {
        (true, false) => new ProxiedGetter(accessor, property),
        (false, false) => new ProxiedSetter(accessor, property),
        (true, true) => new ProxiedItemGetter(accessor, property),
        (false, true) => new ProxiedItemSetter(accessor, property),
    };

    private static ProxiedContract? ContractOf(MethodInfo method, Type owner, MemberInfo declared)
    {
        var definition = owner.IsGenericType ? owner.GetGenericTypeDefinition() : owner;
        Func<ProxiedMember, ProxyTarget, object?[], object?>? answer = (definition, declared.Name) switch
        {
            (_, nameof(IEnumerable.GetEnumerator)) when definition == typeof(IEnumerable) => static (member, target, _) => target.Items(member).GetEnumerator(),
            (_, nameof(IEnumerable.GetEnumerator)) when definition == typeof(IEnumerable<>) => Enumerate(owner),
            (_, nameof(IAsyncEnumerable<>.GetAsyncEnumerator)) when definition == typeof(IAsyncEnumerable<>) => EnumerateAsync(owner),
            (_, nameof(ICollection.Count)) when IsCollection(definition) => static (member, target, _) => target.Count(member),
            (_, nameof(ICollection.CopyTo)) when IsCollection(definition) => (member, target, arguments) => Copy(target.Items(member), arguments, new ResultSite(member, target.Naming)),
            (_, nameof(ICollection<>.Contains)) when definition == typeof(ICollection<>) => static (member, target, arguments) => target.Contains(member, arguments[0]),
            (_, nameof(IDisposable.Dispose)) when definition == typeof(IDisposable) => static (_, target, _) =>
            {
                target.Dispose();
                return null;
            },
            (_, nameof(IAsyncDisposable.DisposeAsync)) when definition == typeof(IAsyncDisposable) => static (_, target, _) => target.DisposeAsync(),
            (_, nameof(ToString)) when method.GetParameters() is [] && method.ReturnType == typeof(string) => static (_, target, _) => target.Original.ToString(),
            (_, nameof(Equals)) when method.GetParameters() is [{ ParameterType.IsByRef: false }] && method.ReturnType == typeof(bool) =>
                static (_, target, arguments) => target.Original.Equals(StandIn.Behind(arguments[0])),
            (_, nameof(GetHashCode)) when method.GetParameters() is [] && method.ReturnType == typeof(int) => static (_, target, _) => target.Original.GetHashCode(),
            _ => null,
        };
        return answer is null ? null : new ProxiedContract(method, declared, answer);
    }

    private static bool IsCollection(Type definition) => definition == typeof(ICollection) || definition == typeof(ICollection<>) || definition == typeof(IReadOnlyCollection<>);

    private static Func<ProxiedMember, ProxyTarget, object?[], object?> Enumerate(Type contract) => (member, target, _) =>
        ((IEnumerable)ProxyResult.Sequence(target.Items(member), contract.GetGenericArguments()[0], new ResultSite(member, target.Naming))).GetEnumerator();

    private static object? Copy(IEnumerable items, object?[] arguments, ResultSite site)
    {
        var array = (Array)arguments[0]!;
        var next = (int)arguments[1]!;
        foreach (var item in items)
            array.SetValue(ProxyResult.Convert(item, array.GetType().GetElementType()!, site), next++);
        return null;
    }

    private static Func<ProxiedMember, ProxyTarget, object?[], object?> EnumerateAsync(Type contract)
    {
        var shape = (SequenceShape)AsyncShape.Of(contract)!;
        return (member, target, arguments) =>
            shape.Enumerate(_ => Task.FromResult<object?>(target.AsyncItems(member)), new ResultSite(member, target.Naming), (CancellationToken)arguments[0]!);
    }
}
