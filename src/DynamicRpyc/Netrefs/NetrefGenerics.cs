using DynamicRpyc.Messages;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// Methods of an interface on a remote object that are got before they are called. Generic ones: a .NET method takes the type arguments as <c>Method[T](...)</c>; a Python function,
/// which has none, is called without. Overloads of .NET that the arguments themselves do not tell apart: <c>Method.Overloads[T](...)</c>.
/// </summary>
internal static class NetrefGenerics
{
    /// <param name="target">The object.</param>
    /// <param name="name">The method.</param>
    /// <param name="types">Its type arguments; none where it is not generic.</param>
    /// <param name="overload">The types of the very parameters that the compiler chose, whatever the arguments hold; null to go by these. So too where the .NET peer has no such overload, or does not tell.</param>
    /// <param name="names">Of the last values.</param>
    /// <param name="values">The arguments.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal static object? Call(Netref target, string name, Type[] types, Type[]? overload, string[]? names, object?[] values, CancellationToken cancellationToken)
    {
        if (Ask(target, Handler.GetAttr, name, [], null, cancellationToken) is not Netref method)
            throw NoMethod(target, name);
        if (types.Length > 0 && TakesTypes(method, NetrefOperations.Methods(method)) && Ask(method, Handler.CallAttr, "__getitem__", [Key(types)], null, cancellationToken) is Netref closed)
            method = closed;
        if (overload is not null)
            method = Choose(method, overload, cancellationToken) ?? method;
        return Ask(method, Handler.Call, null, values, names, cancellationToken);
    }

    /// <inheritdoc cref="Call"/>
    internal static async Task<object?> CallAsync(Netref target, string name, Type[] types, Type[]? overload, string[]? names, object?[] values, CancellationToken cancellationToken)
    {
        if (await AskAsync(target, Handler.GetAttr, name, [], null, cancellationToken).ConfigureAwait(false) is not Netref method)
            throw NoMethod(target, name);
        if (types.Length > 0 && TakesTypes(method, await NetrefOperations.MethodsAsync(method).ConfigureAwait(false))
            && await AskAsync(method, Handler.CallAttr, "__getitem__", [Key(types)], null, cancellationToken).ConfigureAwait(false) is Netref closed)
        {
            method = closed;
        }
        if (overload is not null)
            method = await ChooseAsync(method, overload, cancellationToken).ConfigureAwait(false) ?? method;
        return await AskAsync(method, Handler.Call, null, values, names, cancellationToken).ConfigureAwait(false);
    }

    private static Netref? Choose(Netref method, Type[] parameters, CancellationToken cancellationToken)
    {
        try
        {
            return Ask(method, Handler.GetAttr, "Overloads", [], null, cancellationToken) is Netref overloads
                ? Ask(overloads, Handler.CallAttr, "__getitem__", [Key(parameters)], null, cancellationToken) as Netref
                : null;
        }
        catch (Exception failure) when (IsNoSuchOverload(failure))
        {
            return null;
        }
    }

    private static async Task<Netref?> ChooseAsync(Netref method, Type[] parameters, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(method, Handler.GetAttr, "Overloads", [], null, cancellationToken).ConfigureAwait(false) is Netref overloads
                ? await AskAsync(overloads, Handler.CallAttr, "__getitem__", [Key(parameters)], null, cancellationToken).ConfigureAwait(false) as Netref
                : null;
        }
        catch (Exception failure) when (IsNoSuchOverload(failure))
        {
            return null;
        }
    }

    private static bool IsNoSuchOverload(Exception failure) => failure is ArgumentException or MissingMemberException or AccessDeniedException;

    /// <summary>The request, waited for until the token ends the wait.</summary>
    internal static object? Ask(Netref target, Handler handler, string? name, object?[] arguments, string[]? keywords, CancellationToken cancellationToken)
    {
        target.ThrowIfReleased();
        var operation = new Operation { Handler = handler, Target = target, Name = name, Arguments = arguments, Keywords = keywords };
        var answer = cancellationToken.CanBeCanceled ? target.Requester.Request(operation, cancellationToken) : target.Requester.Request(operation);
        GC.KeepAlive(target);
        return answer;
    }

    /// <inheritdoc cref="Ask"/>
    internal static Task<object?> AskAsync(Netref target, Handler handler, string? name, object?[] arguments, string[]? keywords, CancellationToken cancellationToken)
    {
        target.ThrowIfReleased();
        return target.Requester.RequestAsync(new Operation { Handler = handler, Target = target, Name = name, Arguments = arguments, Keywords = keywords }, null, cancellationToken);
    }

    private static bool TakesTypes(Netref method, IReadOnlySet<string> listed) => !PythonKinds.IsFunction(method.RemoteTypeName) && listed.Contains("__getitem__");

    private static object Key(Type[] types) => types is [var only] ? only : new PyTuple([.. types]);

    private static MissingMethodException NoMethod(Netref target, string name) => new($"'{name}' of the remote type '{target.RemoteTypeName}' is a value and cannot be called.");
}
