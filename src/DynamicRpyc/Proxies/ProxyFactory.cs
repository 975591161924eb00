using System.Reflection;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Proxies;

/// <summary>Makes proxies: one class an interface, made once by the runtime, whatever they stand for. Safe for any thread.</summary>
internal static class ProxyFactory
{
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
    /// <param name="naming">How members are called on the object.</param>
    /// <param name="verify">Whether to check at once that the object has the members.</param>
    internal static object ActLike(object original, Type[] contracts, MemberNaming naming, bool verify)
    {
        foreach (var contract in contracts)
            InterfaceCheck.Require(contract);
        if (naming == MemberNaming.AsWritten && Array.TrueForAll(contracts, contract => contract.IsInstanceOfType(original)))
            return original;
        var target = ProxyTarget.Of(StandIn.Behind(original)!, naming);
        var whole = CombinedInterface.Of(contracts);
        if (verify)
            Verify(target, whole, contracts);
        return Create(target, whole);
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
