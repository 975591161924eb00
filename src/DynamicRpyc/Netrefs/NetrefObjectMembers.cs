using System.Reflection;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// <c>nr.ToString()</c>, <c>nr.Equals(x)</c>, <c>nr.GetHashCode()</c> and <c>nr.GetType()</c>, which C# code expects of every object. The remote object is asked for the member as for any other;
/// a Python object, which has none of that name, answers with its own <c>str</c>, <c>==</c>, <c>hash</c> and <c>type</c>.
/// </summary>
internal static class NetrefObjectMembers
{
    private const string PythonsMissingMember = "builtins.AttributeError";

    private static readonly Dictionary<(string Name, int Count), MethodInfo> _members = new()
    {
        [(nameof(ToString), 0)] = ((Func<Netref, object?>)Text).Method,
        [(nameof(Equals), 1)] = ((Func<Netref, object?, object?>)AreEqual).Method,
        [(nameof(GetHashCode), 0)] = ((Func<Netref, object?>)Hash).Method,
        [(nameof(GetType), 0)] = ((Func<Netref, object?>)Class).Method,
        [("GetAwaiter", 0)] = ((Func<Netref, object>)NetrefTasks.Awaiter).Method,
    };

    /// <summary>The call's counterpart; null for every other name.</summary>
    internal static MethodInfo? Find(string name, int count) => _members.GetValueOrDefault((name, count));

    // Never hangs: it is what a log line calls. Where the peer has no say in time, the text is a local one.
    private static object? Text(Netref target)
    {
        if (target.Requester.IsClosed || target.IsReleased)
            return target.LocalText;
        try
        {
            return NetrefOperations.ToStringMember(target, Netref.Patience);
        }
        catch (MissingMemberException e) when (IsPythons(e))
        {
            return target.ToString();
        }
        catch (Exception e) when (Netref.IsNoAnswer(e))
        {
            return e is AsyncResultTimeout ? target.UnansweredText : target.LocalText;
        }
    }

    private static object? AreEqual(Netref target, object? other)
    {
        try
        {
            return NetrefOperations.CallMember1(target, nameof(Equals), null, other);
        }
        catch (MissingMemberException e) when (IsPythons(e))
        {
            return target.Equals(other);
        }
    }

    private static object? Hash(Netref target)
    {
        try
        {
            return NetrefOperations.CallMember0(target, nameof(GetHashCode), null);
        }
        catch (MissingMemberException e) when (IsPythons(e))
        {
            return target.GetHashCode();
        }
    }

    private static object? Class(Netref target)
    {
        try
        {
            return NetrefOperations.CallMember0(target, nameof(GetType), null);
        }
        catch (MissingMemberException e) when (IsPythons(e))
        {
            return NetrefOperations.GetAttribute(target, "__class__");
        }
    }

    private static bool IsPythons(Exception error) => RemoteExceptionInfo.Of(error) is { TypeName: PythonsMissingMember };
}
