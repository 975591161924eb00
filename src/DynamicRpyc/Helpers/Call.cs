using System.Dynamic;
using DynamicRpyc.Connections;
using DynamicRpyc.Foundation;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Helpers;

/// <summary>What the helpers have in common: finding the netref they are given, and its connection.</summary>
internal static class Call
{
    /// <exception cref="ArgumentException">The object is not a remote one.</exception>
    internal static Netref Remote(object target, string helper)
    {
        ArgumentNullException.ThrowIfNull(target);
        var netref = StandIn.Behind(target) as Netref ?? throw new ArgumentException(
            $"Rpyc.{helper} takes a remote object, such as conn.root.add; a {target.GetType().Name} lives in this process.", nameof(target));
        netref.ThrowIfReleased();
        return netref;
    }

    internal static Connection ConnectionOf(Netref netref)
    {
        netref.ThrowIfReleased();
        return ((Requester)netref.Requester).Connection;
    }

    internal static string[]? Keywords(CallInfo call) => call.ArgumentNames.Count == 0 ? null : [.. call.ArgumentNames];
}
