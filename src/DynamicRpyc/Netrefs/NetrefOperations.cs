using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// Every operation on a netref, as call sites and the rest of the library use it: one request each. Up to four arguments live on the stack. Safe for any thread.
/// <c>keywords</c> names the last arguments, null where all are positional; the array is kept by the call site and never written.
/// </summary>
internal static class NetrefOperations
{
    internal static object? GetAttribute(Netref target, string name) => Send(Handler.GetAttr, target, name, []);

    internal static object? SetAttribute(Netref target, string name, object? value)
    {
        Send(Handler.SetAttr, target, name, [value]);
        return value;
    }

    internal static void DeleteAttribute(Netref target, string name) => Send(Handler.DelAttr, target, name, []);

    internal static object? Call0(Netref target, string[]? keywords) => Send(Handler.Call, target, null, [], keywords);

    internal static object? Call1(Netref target, string[]? keywords, object? a) => Send(Handler.Call, target, null, [a], keywords);

    internal static object? Call2(Netref target, string[]? keywords, object? a, object? b) => Send(Handler.Call, target, null, [a, b], keywords);

    internal static object? Call3(Netref target, string[]? keywords, object? a, object? b, object? c) =>
        Send(Handler.Call, target, null, [a, b, c], keywords);

    internal static object? Call4(Netref target, string[]? keywords, object? a, object? b, object? c, object? d) =>
        Send(Handler.Call, target, null, [a, b, c, d], keywords);

    internal static object? CallMany(Netref target, string[]? keywords, object?[] arguments) => Send(Handler.Call, target, null, arguments, keywords);

    internal static object? CallMember0(Netref target, string name, string[]? keywords) => Send(Handler.CallAttr, target, name, [], keywords);

    internal static object? CallMember1(Netref target, string name, string[]? keywords, object? a) => Send(Handler.CallAttr, target, name, [a], keywords);

    internal static object? CallMember2(Netref target, string name, string[]? keywords, object? a, object? b) =>
        Send(Handler.CallAttr, target, name, [a, b], keywords);

    internal static object? CallMember3(Netref target, string name, string[]? keywords, object? a, object? b, object? c) =>
        Send(Handler.CallAttr, target, name, [a, b, c], keywords);

    internal static object? CallMember4(Netref target, string name, string[]? keywords, object? a, object? b, object? c, object? d) =>
        Send(Handler.CallAttr, target, name, [a, b, c, d], keywords);

    internal static object? CallMemberMany(Netref target, string name, string[]? keywords, object?[] arguments) =>
        Send(Handler.CallAttr, target, name, arguments, keywords);

    /// <summary><c>nr.Name&lt;T1, T2&gt;(...)</c>: the member, indexed by the types as Python writes it, then called. Three requests.</summary>
    internal static object? CallGeneric(Netref target, string name, Type[] typeArguments, string[]? keywords, object?[] arguments)
    {
        var member = RequireGeneric(target, name, GetAttribute(target, name));
        return CallMany(RequireClosed(target, name, CallMember1(member, "__getitem__", null, TypeKey(typeArguments))), keywords, arguments);
    }

    internal static Netref RequireGeneric(Netref target, string name, object? member) => member switch
    {
        // Bound methods of .NET that are not generic have this name too.
        Netref function when PythonKinds.IsFunction(function.RemoteTypeName) => throw new MissingMethodException($"'{name}' of the remote type '{target.RemoteTypeName}' has no type parameters: call it without <...>."),
        Netref generic => generic,
        _ => throw new MissingMethodException($"'{name}' of the remote type '{target.RemoteTypeName}' is a value, so it takes no type arguments."),
    };

    internal static Netref RequireClosed(Netref target, string name, object? closed) => closed as Netref
        ?? throw new MissingMethodException($"'{name}' of the remote type '{target.RemoteTypeName}' is not generic: indexed by types it gives a plain value.");

    internal static object TypeKey(Type[] typeArguments) => typeArguments is [var only] ? only : new PyTuple([.. typeArguments]);

    /// <summary>The remote <c>str()</c>, or <c>ToString()</c>.</summary>
    internal static string Str(Netref target) => Text(Send(Handler.Str, target, null, []), target, "STR");

    /// <inheritdoc cref="Str(Netref)"/>
    /// <exception cref="AsyncResultTimeout">No answer came so soon; so for the others that take a patience.</exception>
    internal static string Str(Netref target, TimeSpan patience) =>
        Text(SendImpatiently(new Operation { Handler = Handler.Str, Target = target }, target, patience), target, "STR");

    /// <summary>The remote <c>ToString()</c> member.</summary>
    internal static object? ToStringMember(Netref target, TimeSpan patience) =>
        SendImpatiently(new Operation { Handler = Handler.CallAttr, Target = target, Name = nameof(ToString) }, target, patience);

    /// <summary>The remote <c>__format__</c>.</summary>
    internal static object? Format(Netref target, string format, TimeSpan patience) =>
        SendImpatiently(new Operation { Handler = Handler.CallAttr, Target = target, Name = "__format__", Arguments = [format] }, target, patience);

    /// <summary>The remote <c>repr()</c>.</summary>
    internal static string Repr(Netref target) => Text(Send(Handler.Repr, target, null, []), target, "REPR");

    /// <param name="target">The object on the left.</param>
    /// <param name="other">The object on the right.</param>
    /// <param name="method">A name such as <c>__lt__</c>.</param>
    internal static object? Compare(Netref target, object? other, string method) => Send(Handler.Cmp, target, method, [other]);

    internal static object? Hash(Netref target) => Send(Handler.Hash, target, null, []);

    internal static string[] Dir(Netref target) => Names(Send(Handler.Dir, target, null, []), target);

    internal static async Task<string[]> DirAsync(Netref target)
    {
        target.ThrowIfReleased();
        return Names(await target.Requester.RequestAsync(new Operation { Handler = Handler.Dir, Target = target }, null).ConfigureAwait(false), target);
    }

    internal static string[] Dir(Netref target, TimeSpan patience) =>
        Names(SendImpatiently(new Operation { Handler = Handler.Dir, Target = target }, target, patience), target);

    /// <summary>Up to <paramref name="count"/> items of a remote iterator in one request; none at its end.</summary>
    internal static IReadOnlyList<object?> Take(Netref iterator, int count) => Taken(Send(Handler.BuffIter, iterator, null, [count]), iterator, count);

    /// <inheritdoc cref="Take"/>
    internal static async Task<IReadOnlyList<object?>> TakeAsync(Netref iterator, int count)
    {
        iterator.ThrowIfReleased();
        return Taken(await iterator.Requester.RequestAsync(new Operation { Handler = Handler.BuffIter, Target = iterator, Arguments = [count] }, null).ConfigureAwait(false), iterator, count);
    }

    /// <summary>The method names that INSPECT listed for the remote type; asked for once a type.</summary>
    internal static IReadOnlySet<string> Methods(Netref target)
    {
        target.ThrowIfReleased();
        return target.Requester.SpecialMethodsOf(target);
    }

    /// <inheritdoc cref="Methods"/>
    internal static ValueTask<IReadOnlySet<string>> MethodsAsync(Netref target)
    {
        target.ThrowIfReleased();
        return target.Requester.SpecialMethodsOfAsync(target);
    }

    private static PyTuple Taken(object? answer, Netref iterator, int count) => answer is PyTuple items && items.Count <= count
        ? items
        : throw new ProtocolException($"The peer answered BUFFITER of '{iterator.RemoteTypeName}' with something else than a tuple of at most {count} items.");

    private static object? Send(Handler handler, Netref target, string? name, scoped ReadOnlySpan<object?> arguments, string[]? keywords = null)
    {
        target.ThrowIfReleased();
        var result = target.Requester.Request(new Operation { Handler = handler, Target = target, Name = name, Arguments = arguments, Keywords = keywords });
        // Without it the netref may be finalized while its last request is being written, and its DEL could leave first.
        GC.KeepAlive(target);
        return result;
    }

    private static object? SendImpatiently(scoped in Operation operation, Netref target, TimeSpan patience)
    {
        target.ThrowIfReleased();
        var result = target.Requester.Request(operation, patience);
        GC.KeepAlive(target);
        return result;
    }

    private static string[] Names(object? value, Netref target) => value is PyTuple names && names.All(static name => name is string)
        ? [.. names.Cast<string>()]
        : throw new ProtocolException($"The peer answered DIR of '{target.RemoteTypeName}' with something else than a tuple of names.");

    private static string Text(object? value, Netref target, string handler) =>
        value as string ?? throw new ProtocolException($"The peer answered {handler} of '{target.RemoteTypeName}' with something else than a text.");
}
