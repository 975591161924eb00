using DynamicRpyc.Foundation;

namespace DynamicRpyc.Netrefs;

/// <summary>Which members a remote object has, asked for when it matters: to tell a member that is missing from one that failed, and before a default is taken for it.</summary>
internal static class NetrefMembers
{
    /// <summary>Whether the object has the member now. The methods of its type are known after one request; for anything else one more asks for all names.</summary>
    internal static bool Has(Netref netref, string name)
    {
        try
        {
            return Contains(NetrefOperations.Methods(netref), netref, name) || Contains(All(netref), netref, name);
        }
        catch (Exception failure) when (failure is ConnectionClosedException or ObjectDisposedException or AsyncResultTimeout or AccessDeniedException)
        {
            // It cannot be told, so the error that led here says more.
            return true;
        }
    }

    internal static IReadOnlySet<string> All(Netref netref) => NetrefOperations.Dir(netref).ToHashSet(StringComparer.Ordinal);

    /// <summary>As it is, or with the prefix that the owner hides from those who use it.</summary>
    internal static bool Contains(IReadOnlySet<string> names, Netref netref, string name) => names.Contains(name) || names.Contains(netref.Requester.Config.ExposedPrefix + name);

    /// <summary>What ends the use of the object: a .NET object's Dispose, a Python object's close. Null where it has no end.</summary>
    internal static string? EndOf(Netref netref, bool asynchronous = false)
    {
        string[] ends = asynchronous ? ["DisposeAsync", "Dispose", "aclose", "close"] : ["Dispose", "close"];
        var listed = NetrefOperations.Methods(netref);
        return Array.Find(ends, end => Contains(listed, netref, end));
    }
}
