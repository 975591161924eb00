using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using DynamicRpyc.Boxing;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// Handlers on remote events. C# makes a new delegate object each time a method is named, equal to the one before; the owner of the event knows only the object that it was
/// lent first, so that one is kept and sent again to be removed. Safe for any thread; no lock is held while a request is under way.
/// </summary>
internal static class NetrefEvents
{
    private static readonly ConditionalWeakTable<Netref, List<(string Event, Delegate Handler)>> _added = [];

    private static readonly string _token = WireType.Of(typeof(EventToken)).Name;

    /// <summary>Whether the object stands for an event of a .NET object. Asks nobody.</summary>
    internal static bool IsToken(Netref value) => value.Requester.IsDotNet && value.RemoteTypeName == _token;

    internal static void Add(Netref owner, string name, Netref token, Delegate? handler)
    {
        if (handler is null)
            return;
        Assign(owner, name, token, ExpressionType.AddAssign, handler);
        var handlers = _added.GetOrCreateValue(owner);
        lock (handlers)
            handlers.Add((name, handler));
    }

    internal static void Remove(Netref owner, string name, Netref token, Delegate? handler)
    {
        if (handler is not null)
            Assign(owner, name, token, ExpressionType.SubtractAssign, Take(owner, name, handler) ?? handler);
    }

    private static Delegate? Take(Netref owner, string name, Delegate handler)
    {
        if (!_added.TryGetValue(owner, out var handlers))
            return null;
        lock (handlers)
        {
            // As with a local event, the last one added is the first one removed.
            var index = handlers.FindLastIndex(entry => entry.Event == name && entry.Handler.Equals(handler));
            if (index < 0)
                return null;
            var found = handlers[index].Handler;
            handlers.RemoveAt(index);
            return found;
        }
    }

    // owner.Event += handler; what the token itself is left to do needs no assignment back.
    private static void Assign(Netref owner, string name, Netref token, ExpressionType operation, Delegate handler)
    {
        var result = NetrefOperators.Binary(Operators.Find(operation)!, token, handler);
        if (!ReferenceEquals(result, token))
            NetrefOperations.SetAttribute(owner, name, result);
    }
}
