using System.Reflection;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Proxies;

/// <summary>Makes proxies: one class an interface, made once by the runtime, whatever they stand for. Safe for any thread.</summary>
internal static class ProxyFactory
{
    private static readonly HashSet<Type> _spelledOtherwise = [typeof(IList<>), typeof(ICollection<>), typeof(IDictionary<,>), typeof(IProgress<>), typeof(IObserver<>)];

    /// <exception cref="ArgumentException">The type is no interface, or not a closed one.</exception>
    /// <exception cref="NotSupportedException">A member of the interface cannot be passed on; the text names it.</exception>
    internal static object Create(ProxyTarget target, Type contract)
    {
        InterfaceCheck.Require(contract);
        var proxy = (ActLikeProxy)DispatchProxy.Create(contract, typeof(ActLikeProxy));
        proxy.Begin(target, contract);
        return proxy;
    }

    /// <summary>The object as one that has all the interfaces: itself where it has them, else a proxy.</summary>
    /// <param name="original">The object, or a proxy of it.</param>
    /// <param name="contracts">At least one.</param>
    /// <param name="given">How members are called on the object; null for what its proxy or its connection says.</param>
    /// <param name="verify">Whether to check at once that the object has the members.</param>
    internal static object ActLike(object original, Type[] contracts, MemberNaming? given, bool verify)
    {
        foreach (var contract in contracts)
            InterfaceCheck.Require(contract);
        var before = (original as ActLikeProxy)?.Naming;
        if ((given is null || given == (before ?? MemberNaming.AsWritten)) && Array.TrueForAll(contracts, contract => contract.IsInstanceOfType(original)))
            return original;
        var behind = StandIn.Behind(original)!;
        var naming = given ?? before ?? (behind as IProxySource)?.Naming ?? MemberNaming.AsWritten;
        if (contracts is [var only] && behind is IProxySource source && View(source, only, naming) is { } view)
            return view;
        var target = ProxyTarget.Of(behind, naming);
        var whole = CombinedInterface.Of(contracts);
        if (verify)
            Verify(target, whole, contracts);
        return Create(target, whole);
    }

    // What other languages spell otherwise, such as append: a cast knows how, and so does this.
    private static object? View(IProxySource source, Type contract, MemberNaming naming)
    {
        if (!contract.IsGenericType || !_spelledOtherwise.Contains(contract.GetGenericTypeDefinition()))
            return null;
        var inOtherNames = naming != source.Naming && CollectionResult.NeedsWrapping(source, contract) ? CollectionResult.LiveList(source, contract, naming) : null;
        return inOtherNames ?? ((IRemoteObject)source).ConvertTo(contract);
    }

    private static void Verify(ProxyTarget target, Type whole, Type[] contracts)
    {
        var wanted = ProxiedMembers.Methods(whole).Where(method => DefaultBody.Of(whole, method) is null).Select(ProxiedMembers.Of);
        var lacking = target.Lacking(wanted).Select(member => (Name: target.NameOf(member), Text: member.ToString())).Distinct().ToArray();
        if (lacking.Length == 0)
            return;
        var names = string.Join(", ", lacking.Select(static missing => $"'{missing.Name}' ({missing.Text})"));
        throw new MissingMemberException($"The {target.Description} cannot act like {string.Join(" and ", contracts.Select(Invocation.TypeNames.Display))}: it has no member {names}.");
    }
}
