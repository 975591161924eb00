using System.Runtime.ExceptionServices;
using DynamicRpyc.Netrefs;
using DynamicRpyc.Vinegar;

namespace DynamicRpyc;

// Python's with statement. C#'s using tells the end of a block and not how it ended.
public static partial class Py
{
    /// <summary>
    /// <c>with manager as x: body(x)</c>. <c>__exit__</c> hears of an exception: on classic connections as the Python class that it is or maps to, with its message; elsewhere, where
    /// none can be made over there, as a TypeError, as it does between Pythons. If it answers true, the exception ends there.
    /// </summary>
    /// <param name="manager">A Python context manager, or a remote .NET object that is disposable.</param>
    /// <param name="body">Gets what <c>__enter__</c> gave.</param>
    /// <exception cref="ArgumentException">It is not a remote context manager.</exception>
    public static void With(object manager, Action<dynamic?> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        With(manager, entered =>
        {
            body(entered);
            return null;
        });
    }

    /// <inheritdoc cref="With(object, Action{object})"/>
    /// <returns>What the body gave; null where <c>__exit__</c> dealt with its exception.</returns>
    public static dynamic? With(object manager, Func<dynamic?, dynamic?> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var target = Remote(manager, nameof(With));
        if (!NetrefOperations.Methods(target).Contains("__enter__"))
            throw new ArgumentException($"A remote '{target.RemoteTypeName}' is no context manager: it has no __enter__. 'using' closes what has a close or a Dispose.", nameof(manager));
        var entered = NetrefOperations.CallMember0(target, "__enter__", null);
        object? result;
        try
        {
            result = body(entered);
        }
        catch (Exception failure) when (!target.Requester.IsClosed)
        {
            if (!NetrefOperators.Truth(Exit(target, failure)))
                ExceptionDispatchInfo.Throw(failure);
            return null;
        }
        NetrefOperations.CallMember3(target, "__exit__", null, null, null, null);
        return result;
    }

    private static object? Exit(Netref manager, Exception failure)
    {
        if (manager.Requester.IsDotNet)
            return NetrefOperations.CallMember3(manager, "__exit__", null, null, failure, null);
        // The peer raises what it is given, to have an exception of its own; a text serves to make it one.
        if (Helpers.Call.ConnectionOf(manager).Members?.GetMember("builtins") is not Netref builtins)
            return manager.Requester.Request(new Operation { Handler = Handler.CtxExit, Target = manager, Arguments = [failure.Message] });
        var (type, value) = PythonException(builtins, failure);
        return NetrefOperations.CallMember3(manager, "__exit__", null, type, value, null);
    }

    private static (object? Type, object? Value) PythonException(Netref builtins, Exception failure)
    {
        if (RemoteExceptionInfo.Of(failure) is { } info && FindClass(builtins, info.TypeName) is { } own)
            return (own, Make(own, [.. info.Arguments]));
        var name = ClrToPython.BuiltinOf(failure, PythonErrno.Of(failure)) ?? "Exception";
        var type = NetrefOperations.GetAttribute(builtins, name) as Netref ?? throw new ProtocolException($"The peer's builtins have no class '{name}'.");
        return (type, NetrefOperations.CallMany(type, null, [failure.Message]));
    }

    /// <summary>The class of that name, of the modules that the peer has loaded; null where there is none.</summary>
    private static Netref? FindClass(Netref builtins, string typeName)
    {
        var dot = typeName.LastIndexOf('.');
        if (dot < 0)
            return null;
        var module = builtins;
        if (typeName[..dot] != ClrToPython.Builtins)
        {
            var modules = NetrefOperations.CallMember1(builtins, "__import__", null, "sys") is Netref sys ? NetrefOperations.GetAttribute(sys, "modules") as Netref : null;
            module = modules is null ? null : NetrefOperations.CallMember1(modules, "get", null, typeName[..dot]) as Netref;
        }
        return module is not null && TryGetAttr(module, typeName[(dot + 1)..], nameof(With), out var found) && found is Netref { Id.IsType: true } type ? type : null;
    }

    private static object? Make(Netref type, object?[] arguments)
    {
        try
        {
            return NetrefOperations.CallMany(type, null, arguments);
        }
        catch (Exception refused) when (RemoteExceptionInfo.Of(refused) is not null)
        {
            // Its constructor wants something else than what it gave to its base class; that one takes what came.
            return NetrefOperations.CallMemberMany(type, "__new__", null, [type, .. arguments]);
        }
    }
}
