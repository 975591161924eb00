using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Netrefs;

/// <summary>Which members a remote object has, asked for when it matters: to tell a member that is missing from one that failed, and before a default is taken for it.</summary>
internal static class NetrefMembers
{
    internal const string Call = "__call__";

    private const string MadeUp = "__getattr__";

    private static readonly string[] _ends = ["Dispose", "close"];
    private static readonly string[] _asyncEnds = ["DisposeAsync", "Dispose", "aclose", "close"];

    /// <summary>
    /// Whether the object has the member now. The methods of its type are known after one request; for anything else one more asks for all names, and a Python object that makes
    /// members up (<c>__getattr__</c>) is asked for this one.
    /// </summary>
    internal static bool Has(Netref netref, string name)
    {
        try
        {
            var listed = NetrefOperations.Methods(netref);
            return Contains(listed, netref, name) || (All(netref) is var names && (Contains(names, netref, name) || (names.Contains(MadeUp) && MakesUp(netref, name))));
        }
        catch (Exception failure) when (IsUntold(failure))
        {
            // It cannot be told, so the error that led here says more.
            return true;
        }
    }

    /// <summary>As <see cref="Has"/>, without a thread that waits.</summary>
    internal static async Task<bool> HasAsync(Netref netref, string name)
    {
        try
        {
            if (Contains(await NetrefOperations.MethodsAsync(netref).ConfigureAwait(false), netref, name))
                return true;
            var names = (await NetrefOperations.DirAsync(netref).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
            return Contains(names, netref, name) || (names.Contains(MadeUp) && await MakesUpAsync(netref, name).ConfigureAwait(false));
        }
        catch (Exception failure) when (IsUntold(failure))
        {
            return true;
        }
    }

    /// <summary>Those of the names that the object lacks. One request, and one a name that a Python object might make up.</summary>
    internal static HashSet<string> Lacking(Netref netref, IEnumerable<string> wanted)
    {
        var names = All(netref);
        return [.. wanted.Where(name => !Contains(names, netref, name) && !(name == Call && IsCallable(netref)) && !(names.Contains(MadeUp) && MakesUp(netref, name)))];
    }

    /// <summary>As it is, or with the prefix that the owner hides from those who use it.</summary>
    internal static bool Contains(IReadOnlySet<string> names, Netref netref, string name) => names.Contains(name) || names.Contains(netref.Requester.Config.ExposedPrefix + name);

    /// <summary>What ends the use of the object: a .NET object's Dispose, a Python object's close. Null where it has no end.</summary>
    internal static string? EndOf(Netref netref) => EndOf(netref, NetrefOperations.Methods(netref), _ends);

    /// <summary>As <see cref="EndOf(Netref)"/>, an asynchronous end before a plain one; no thread waits.</summary>
    internal static async ValueTask<string?> EndOfAsync(Netref netref) => EndOf(netref, await NetrefOperations.MethodsAsync(netref).ConfigureAwait(false), _asyncEnds);

    private static string? EndOf(Netref netref, IReadOnlySet<string> listed, string[] ends) => Array.Find(ends, end => Contains(listed, netref, end));

    private static IReadOnlySet<string> All(Netref netref) => NetrefOperations.Dir(netref).ToHashSet(StringComparer.Ordinal);

    // A class is called through its own class, which its names do not tell of.
    private static bool IsCallable(Netref netref) => netref.Id.IsType || NetrefOperations.Methods(netref).Contains(Call);

    // Names with underscores are Python's own: none makes those up that it has not, and many choke on the question.
    private static bool MakesUp(Netref netref, string name)
    {
        if (name.StartsWith('_'))
            return false;
        try
        {
            NetrefOperations.GetAttribute(netref, name);
            return true;
        }
        catch (MissingMemberException)
        {
            return false;
        }
    }

    private static async Task<bool> MakesUpAsync(Netref netref, string name)
    {
        if (name.StartsWith('_'))
            return false;
        try
        {
            netref.ThrowIfReleased();
            await netref.Requester.RequestAsync(new Operation { Handler = Handler.GetAttr, Target = netref, Name = name }, null).ConfigureAwait(false);
            return true;
        }
        catch (MissingMemberException)
        {
            return false;
        }
    }

    private static bool IsUntold(Exception failure) => failure is ConnectionClosedException or ObjectDisposedException or AsyncResultTimeout or AccessDeniedException;
}
