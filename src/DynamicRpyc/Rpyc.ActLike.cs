using System.Collections;
using DynamicRpyc.Foundation;
using DynamicRpyc.Proxies;

namespace DynamicRpyc;

// Duck typing: the verbs that users of ImpromptuInterface know.
public static partial class Rpyc
{
    /// <summary>
    /// The object as an interface: each member used is found on the object by its name, when it is used. Works for remote objects, whose members become requests (and tasks true
    /// asynchronous ones), for <c>ExpandoObject</c> and other dynamic objects, dictionaries by names, anonymous and plain objects. Results are converted to the declared types,
    /// and wrapped in turn where those are interfaces; <see cref="RemoteNameAttribute"/> and <see cref="NonRecursiveInterfaceAttribute"/> on members say otherwise.
    /// </summary>
    /// <typeparam name="T">The interface; it may be internal.</typeparam>
    /// <param name="target">The object, or what this returned before.</param>
    /// <param name="verify">Whether to check at once, that the object has every member; otherwise a missing one shows when it is used. It takes one request, and one a name that a Python object might make up.</param>
    /// <param name="naming">
    /// How the members are called on the object. Default: as its connection has it for casts (<see cref="RpycConfig.InterfaceNaming"/>), and for local objects as the interface writes them.
    /// </param>
    /// <returns>
    /// The object itself where it implements the interface, else a proxy: equal to its object and to every proxy of it, passed on to peers as that object. Disposing it, where
    /// the interface is disposable, disposes the object and gives a remote reference back.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="target"/> is null.</exception>
    /// <exception cref="ArgumentException">The type is no interface.</exception>
    /// <exception cref="NotSupportedException">The interface has a member that cannot be passed on, such as one with a span; the text names it.</exception>
    /// <exception cref="MissingMemberException">With <paramref name="verify"/>: the object lacks members; the text names all.</exception>
    public static T ActLike<T>(this object target, bool verify = false, MemberNaming? naming = null) where T : class
    {
        ArgumentNullException.ThrowIfNull(target);
        return (T)ProxyFactory.ActLike(target, [typeof(T)], naming, verify);
    }

    /// <summary>As <see cref="ActLike{T}(object, bool, MemberNaming?)"/>, with further interfaces that the result can be cast to.</summary>
    public static T ActLike<T>(this object target, Type otherInterface, params Type[] otherInterfaces) where T : class
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(otherInterface);
        return (T)ProxyFactory.ActLike(target, [typeof(T), otherInterface, .. otherInterfaces], null, verify: false);
    }

    /// <summary>As <see cref="ActLike{T}(object, bool, MemberNaming?)"/>, with interfaces that are known only at run time.</summary>
    /// <exception cref="ArgumentException">No interface is given, or a type is none.</exception>
    public static dynamic ActLike(this object target, params Type[] interfaces)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(interfaces);
        if (interfaces.Length == 0)
            throw new ArgumentException("Name at least one interface to act like.", nameof(interfaces));
        return ProxyFactory.ActLike(target, interfaces, null, verify: false);
    }

    /// <summary>The object behind a proxy that <see cref="ActLike{T}(object, bool, MemberNaming?)"/> or a cast made; any other object as it is.</summary>
    public static dynamic UndoActLike(this object proxy)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        return StandIn.Behind(proxy)!;
    }

    /// <summary>Each item of a sequence as the interface, when it is reached.</summary>
    /// <param name="sequence">A local sequence, or a remote one.</param>
    /// <param name="naming">As <see cref="ActLike{T}(object, bool, MemberNaming?)"/> has it, for each item.</param>
    /// <exception cref="ArgumentException">It is no sequence.</exception>
    public static IEnumerable<T> AllActLike<T>(this object sequence, MemberNaming? naming = null) where T : class
    {
        ArgumentNullException.ThrowIfNull(sequence);
        var items = sequence as IEnumerable ?? (sequence is IRemoteObject remote ? (IEnumerable)remote.ConvertTo(typeof(IEnumerable)) : null)
            ?? throw new ArgumentException($"A {sequence.GetType()} is not a sequence.", nameof(sequence));
        return items.Cast<object?>().Select(item => item is null ? null! : item.ActLike<T>(naming: naming));
    }
}
