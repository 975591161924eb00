using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Access;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>
/// What a peer gets for an event: handlers are added and removed with it. A handler that had to be turned into a delegate is remembered beside the event's object, so that
/// the same handler can be removed again, and is removed when its connection has ended. Safe for any thread; the event's accessors run outside of any lock.
/// </summary>
internal sealed class EventToken
{
    // Keyed by the object (for static events by the type), weakly. The values are held no longer than the event itself would hold them.
    private static readonly ConditionalWeakTable<object, List<Subscription>> _subscriptions = [];

    private readonly object _target;
    private readonly EventInfo _event;

    internal EventToken(object target, EventInfo info)
    {
        _target = target;
        _event = info;
    }

    internal string Name => _event.Name;

    private bool IsStatic => _event.AddMethod?.IsStatic ?? false;

    private object Key => IsStatic ? _event.DeclaringType! : _target;

    /// <summary>Whether this stands for that event of that object, so that assigning it back changes nothing.</summary>
    internal bool IsOf(object target, string name) => ReferenceEquals(_target, target) && Name == name;

    /// <summary>Whether the delegate can be added as it is.</summary>
    internal bool Takes(Delegate handler) => _event.EventHandlerType!.IsInstanceOfType(handler);

    /// <summary>Adds a handler: a delegate, a remote callable or a method got from an object.</summary>
    [Exposed("__iadd__")]
    public EventToken Add(object handler)
    {
        var converted = (Delegate)Assignment.Convert(_target, Name, _event.EventHandlerType!, handler)!;
        Access(_event.GetAddMethod(), "has no public add accessor").Invoke(Target, converted);
        if (!ReferenceEquals(converted, handler))
        {
            var list = _subscriptions.GetOrCreateValue(Key);
            lock (list)
                list.Add(new Subscription(this, handler, converted));

            // Ended meanwhile, and perhaps after its subscriptions were looked for.
            if (handler is IRemoteObject { IsGone: true })
                Remove(handler);
        }

        return this;
    }

    /// <summary>Removes a handler that was added; one that was not is no error, as in C#.</summary>
    [Exposed("__isub__")]
    public EventToken Remove(object handler)
    {
        if ((TakeConverted(handler) ?? handler as Delegate) is { } known && _event.EventHandlerType!.IsInstanceOfType(known))
            Access(_event.GetRemoveMethod(), "has no public remove accessor").Invoke(Target, known);
        return this;
    }

    /// <summary>Removes the handlers whose connection has ended: raising the event would fail on them for ever.</summary>
    /// <param name="failed">Hears of each accessor that throws.</param>
    internal static void RemoveGone(Action<Exception> failed)
    {
        foreach (var (_, list) in _subscriptions)
        {
            foreach (var subscription in TakeGone(list))
            {
                try
                {
                    subscription.Event.Access(subscription.Event._event.GetRemoveMethod(), "has no public remove accessor").Invoke(subscription.Event.Target, subscription.Converted);
                }
                catch (Exception e)
                {
                    failed(e);
                }
            }
        }
    }

    /// <summary>How it is declared, and what is said of it.</summary>
    internal string Documentation => Documentations.Of(_event);

    public override string ToString() => $"event {TypeNames.Display(_event.DeclaringType!)}.{Name}";

    private object? Target => IsStatic ? null : _target;

    private MethodInvoker Access(MethodInfo? accessor, string why) =>
        accessor is null ? throw MissingMember.Unusable(_target, Name, why) : MethodInvoker.Create(accessor);

    private Delegate? TakeConverted(object handler)
    {
        if (!_subscriptions.TryGetValue(Key, out var list))
            return null;
        Subscription[] own;
        lock (list)
            own = [.. list.Where(entry => entry.Event.Name == Name)];
        var found = Array.FindLast(own, entry => IsSame(entry.Source, handler)) ?? Array.FindLast(own, entry => IsEqualRemotely(entry.Source, handler));
        if (found is null)
            return null;
        lock (list)
            return list.Remove(found) ? found.Converted : null;
    }

    // Each `x.method` of Python, and each conversion of a C# method, is a new object; two of one method are equal, which only their owner knows. So it is asked, outside of the lock.
    private static bool IsEqualRemotely(object source, object handler) =>
        source is IRemoteObject known && handler is IRemoteObject wanted && known.RemoteTypeName == wanted.RemoteTypeName && known.Equals(wanted);

    private static List<Subscription> TakeGone(List<Subscription> list)
    {
        lock (list)
        {
            var gone = list.FindAll(static entry => entry.Source is IRemoteObject { IsGone: true });
            list.RemoveAll(static entry => entry.Source is IRemoteObject { IsGone: true });
            return gone;
        }
    }

    // Two gets of one method are two BoundMethods, and so it is with other local callables. Other sources are compared by reference: their Equals may be a remote call.
    private static bool IsSame(object source, object handler) =>
        ReferenceEquals(source, handler) || (source is ICallable and not IRemoteObject && source.Equals(handler)) || (source is Delegate known && known.Equals(handler));

    // Compared by reference: comparing sources may be a remote call.
    private sealed class Subscription(EventToken @event, object source, Delegate converted)
    {
        internal EventToken Event { get; } = @event;

        internal object Source { get; } = source;

        internal Delegate Converted { get; } = converted;
    }
}
