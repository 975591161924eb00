using System.Runtime.CompilerServices;
using DynamicRpyc.Boxing;
using DynamicRpyc.Foundation;
using DynamicRpyc.Helpers;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc;

// What C#'s is, GetType() and IntelliSense do for objects of this process.
public static partial class Rpyc
{
    private const string ClassAttribute = "__class__";

    /// <summary>Whether an object is an instance of a type, where either may be remote.</summary>
    /// <param name="obj">Any value or remote object; null is of no type.</param>
    /// <param name="type">
    /// A remote type, such as <c>conn.builtins.list</c>, or a .NET <see cref="Type"/>. The latter is looked for among a remote .NET object's base types and interfaces: by itself where it
    /// is one of the framework's, else by its name. A Python object is of none of them.
    /// A tuple of types asks for any of them.
    /// </param>
    /// <exception cref="ArgumentException">The second argument is no type.</exception>
    public static bool IsInstance(object? obj, object type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return (StandIn.Behind(obj), type) switch
        {
            (_, ITuple types) => Enumerable.Range(0, types.Length).Any(i => IsInstance(obj, types[i]!)),
            (_, Netref { Id.IsType: false } other) => throw new ArgumentException($"'{other.RemoteTypeName}' is a remote object, not a type; the type of it is Rpyc.TypeOf(...).", nameof(type)),
            (null, _) => false,
            (Netref remote, Type local) => local.IsInstanceOfType(remote) || (remote.Requester.IsDotNet ? Ask(remote, local) : remote.RemoteTypeName == WireType.Of(local).Name),
            (var behind, Type local) => local.IsInstanceOfType(obj) || local.IsInstanceOfType(behind),
            (var behind, Netref remoteType) => IsOfRemoteType(behind, remoteType),
            _ => throw new ArgumentException($"A {type.GetType()} is no type: give a remote type or a System.Type.", nameof(type)),
        };
    }

    /// <summary>
    /// The type of an object: for a remote one its remote type, which may be called to make another (<c>Rpyc.TypeOf(nr)(1, 2)</c>), as <c>type(obj)</c> in Python; else the .NET type.
    /// </summary>
    /// <exception cref="AccessDeniedException">The peer's service keeps its types to itself; classic servers do not.</exception>
    public static dynamic TypeOf(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return StandIn.Behind(obj) is Netref remote
            ? NetrefOperations.GetAttribute(remote, ClassAttribute) ?? throw new ProtocolException($"The peer answered None for the type of a '{remote.RemoteTypeName}'.")
            : StandIn.Behind(obj)!.GetType();
    }

    /// <summary>The names that a remote object has, as Python's <c>dir</c> lists them; for a .NET object its public members and Python's special names that it answers.</summary>
    /// <exception cref="ArgumentException">It is not a remote object.</exception>
    /// <remarks>Of a <c>dynamic</c> argument the result is dynamic, too, and has what the list has by name: <c>Rpyc.Dir(nr).Count</c>.</remarks>
    public static IReadOnlyList<string> Dir(object obj) => NetrefOperations.Dir(Call.Remote(obj, nameof(Dir))).ToArray().AsReadOnly();

    private static bool IsOfRemoteType(object? obj, Netref type)
    {
        var connection = Call.ConnectionOf(type);
        if (obj is Netref remote)
        {
            if (!ReferenceEquals(remote.Requester, type.Requester))
                return false;
            if (remote.Id.TypeId == type.Id.TypeId && remote.RemoteTypeName == type.RemoteTypeName)
                return !remote.Id.IsType;
        }
        // Python's INSTANCECHECK knows only types that its own netrefs were made for; its builtin knows all, and values too.
        if (!type.Requester.IsDotNet && connection.Members?.GetMember("builtins") is Netref builtins)
            return NetrefOperators.Truth(NetrefOperations.CallMember2(builtins, "isinstance", null, obj, type));
        return obj is Netref instance
            ? Ask(type, instance)
            : throw new ArgumentException($"A {obj!.GetType()} is a value; whether it is a remote '{type.RemoteTypeName}' can be asked on classic connections only.", nameof(obj));
    }

    private static bool Ask(Netref type, Netref instance) =>
        NetrefOperators.Truth(type.Requester.Request(new Operation { Handler = Handler.InstanceCheck, Target = type, Arguments = [instance] }));

    private static bool Ask(Netref instance, Type local)
    {
        var id = new PyTuple(instance.Id.TypeName, instance.Id.TypeId, instance.Id.InstanceId);
        return NetrefOperators.Truth(instance.Requester.Request(new Operation { Handler = Handler.InstanceCheck, IsRaw = true, Arguments = [local, id] }));
    }
}
