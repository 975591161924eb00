using DynamicRpyc.Invocation;
using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary>How an argument is written at a call.</summary>
internal enum Passing
{
    Value,
    Ref,
    Out,
}

/// <summary>A call with <c>ref</c> or <c>out</c> arguments, as its site has it.</summary>
/// <param name="Name">The member; null for a call of the object itself.</param>
/// <param name="TypeArguments">Those written at the call.</param>
/// <param name="Keywords">Names of the last arguments.</param>
/// <param name="Passings">One for each argument.</param>
internal sealed record ByRefShape(string? Name, Type[] TypeArguments, string[]? Keywords, Passing[] Passings)
{
    internal int Returned { get; } = Passings.Count(static passing => passing != Passing.Value);

    /// <summary>Whether names may have put the by-ref arguments in another order than the method declares, in which its answer has their values unless it is asked for theirs.</summary>
    internal bool IsOrderOpen { get; } = Passings.Skip(Passings.Length - (Keywords?.Length ?? 0)).Count(static passing => passing != Passing.Value) > 1;
}

/// <summary>
/// <c>ref</c> and <c>out</c>: their values come back in a tuple, behind the result unless the method is void. That is what a .NET peer answers, and what a Python function
/// may return. A .NET peer is shown where the <c>out</c> arguments stand, so that <c>Remove(key, out value)</c> is not taken for <c>Remove(key)</c>.
/// </summary>
internal static class NetrefByRef
{
    /// <returns>The result, then the value of each by-ref argument in their order.</returns>
    /// <exception cref="InvalidOperationException">What came back is no such tuple.</exception>
    /// <exception cref="NotSupportedException">Several are by ref, and named, and the peer is none of .NET, so that nothing tells which value is whose.</exception>
    internal static object?[] Call(Netref target, ByRefShape shape, object?[] arguments)
    {
        if (shape.IsOrderOpen && !target.Requester.IsDotNet)
            throw NoOrder(shape.Name);
        var (sent, keywords) = WithoutOut(shape, arguments, target.Requester.IsDotNet);
        var result = (shape.Name, shape.TypeArguments) switch
        {
            (null, _) => NetrefOperations.CallMany(target, keywords, sent),
            (var name, []) => NetrefOperations.CallMemberMany(target, name, keywords, sent),
            var (name, types) => NetrefOperations.CallGeneric(target, name, types, keywords, sent),
        };
        return result switch
        {
            PyTuple all when all.Count == shape.Returned + 1 => all.ToArray(),
            PyTuple values when values.Count == shape.Returned => [null, .. values],
            _ => throw new InvalidOperationException(
                $"'{shape.Name ?? "__call__"}' of the remote type '{target.RemoteTypeName}' gave nothing back for {shape.Returned} ref or out argument(s), but {(result as Netref)?.LocalText ?? result ?? "None"}. Call it without them and use what it returns."),
        };
    }

    /// <summary>What a Python function is not asked: it has no by-ref parameters, and makes the tuple that it returns as it likes.</summary>
    internal static NotSupportedException NoOrder(string? name) => new(
        $"A Python function returns the values of ref and out arguments in an order of its own, which names do not tell: where '{name ?? "__call__"}' is called with several, write them in that order, without names.");

    private static (object?[] Arguments, string[]? Keywords) WithoutOut(ByRefShape shape, object?[] arguments, bool marksPlaces)
    {
        var named = shape.Keywords?.Length ?? 0;
        var positional = arguments.Length - named;
        var sent = new List<object?>(arguments.Length + 1);
        var keywords = new List<string>(named + 1);
        for (var i = 0; i < arguments.Length; i++)
        {
            var isOut = shape.Passings[i] == Passing.Out;
            if (isOut && !marksPlaces)
                continue;
            sent.Add(isOut ? OutPlace.Value : arguments[i]);
            if (i >= positional)
                keywords.Add(shape.Keywords![i - positional]);
        }
        if (shape.IsOrderOpen)
        {
            sent.Add(OutPlace.Value);
            keywords.Add(CallArguments.CallOrder);
        }
        return ([.. sent], keywords.Count == 0 ? null : [.. keywords]);
    }
}
