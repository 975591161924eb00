using DynamicRpyc.Messages;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// Generic methods of an interface on a remote object: a .NET method takes the type arguments as <c>Method[T](...)</c>; a Python function, which has none, is called without.
/// </summary>
internal static class NetrefGenerics
{
    internal static object? Call(Netref target, string name, Type[] types, string[]? names, object?[] values)
    {
        var member = NetrefOperations.GetAttribute(target, name);
        if (member is not Netref method)
            throw NoMethod(target, name);
        if (TakesTypes(method) && NetrefOperations.CallMember1(method, "__getitem__", null, Key(types)) is Netref closed)
            method = closed;
        return NetrefOperations.CallMany(method, names, values);
    }

    internal static async Task<object?> CallAsync(Netref target, string name, Type[] types, string[]? names, object?[] values, CancellationToken cancellationToken)
    {
        target.ThrowIfReleased();
        var requester = target.Requester;
        var member = await requester.RequestAsync(new Operation { Handler = Handler.GetAttr, Target = target, Name = name }, null, cancellationToken).ConfigureAwait(false);
        if (member is not Netref method)
            throw NoMethod(target, name);
        if (TakesTypes(method)
            && await requester.RequestAsync(new Operation { Handler = Handler.CallAttr, Target = method, Name = "__getitem__", Arguments = [Key(types)] }, null, cancellationToken)
                .ConfigureAwait(false) is Netref closed)
        {
            method = closed;
        }
        return await requester.RequestAsync(new Operation { Handler = Handler.Call, Target = method, Arguments = values, Keywords = names }, null, cancellationToken).ConfigureAwait(false);
    }

    private static bool TakesTypes(Netref method) => !PythonKinds.IsFunction(method.RemoteTypeName) && NetrefOperations.Methods(method).Contains("__getitem__");

    private static object Key(Type[] types) => types is [var only] ? only : new PyTuple([.. types]);

    private static MissingMethodException NoMethod(Netref target, string name) => new($"'{name}' of the remote type '{target.RemoteTypeName}' is a value and cannot be called.");
}
