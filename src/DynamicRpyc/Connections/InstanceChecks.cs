using DynamicRpyc.Boxing;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Connections;

/// <summary>
/// INSTANCECHECK: whether an object that the peer holds is of a type. The type is one of this side's, lent or named; or one of the peer's own, which counts by its name, so that
/// both sides may have a contract's assembly. Any thread.
/// </summary>
internal sealed class InstanceChecks(LentTable lent, IRequester own)
{
    /// <summary>Answers, unless the type belongs to a further process.</summary>
    internal bool TryAnswer(IncomingRequest request, out object? result)
    {
        result = false;
        var type = request.Target;
        if (type is Netref foreign && !ReferenceEquals(foreign.Requester, own))
            return false;
        if (request.Arguments is [PyTuple { Count: 3 } id] && lent.TryFind(LentId.Of(id), out var found) && found is not null)
            result = found is Netref further ? AskOwner(further, type) : IsInstance(found, type);
        return true;
    }

    /// <summary>An object of a further process, and a type that came by its name: the object's owner may know both.</summary>
    private static object? AskOwner(Netref instance, object? type) => type is Type && instance.Requester.IsDotNet
        ? instance.Requester.Request(new Operation { Handler = Handler.InstanceCheck, IsRaw = true, Arguments = [type, new PyTuple(instance.Id.TypeName, instance.Id.TypeId, instance.Id.InstanceId)] })
        : false;

    private static bool IsInstance(object value, object? type) => type switch
    {
        Type { IsGenericTypeDefinition: true } open => Types(value.GetType()).Any(candidate => IsMadeOf(candidate, open)),
        Type known => known.IsInstanceOfType(value),
        OpenGeneric open => Types(value.GetType()).Any(candidate => open.Definitions.Any(definition => IsMadeOf(candidate, definition))),
        IRemoteObject { IsRemoteType: true } named => Types(value.GetType()).Any(candidate => WireType.Of(candidate).TypeName == named.RemoteTypeName),
        _ => throw new InvalidCastException($"An instance check takes a type, not {TypeNames.Describe(type)}."),
    };

    private static bool IsMadeOf(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private static IEnumerable<Type> Types(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            yield return current;
        foreach (var contract in type.GetInterfaces())
            yield return contract;
    }
}
