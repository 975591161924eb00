using DynamicRpyc.Access;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Connections;

/// <summary>
/// Carries out requests that may run user code: first the policy (may the peer?), then the operation on the local object. A target that is a netref of
/// another connection is acted on over there; the result is then <see cref="ForeignTarget.IsPassedOn"/>. Any thread; no lock and no reader role is held.
/// </summary>
internal sealed class RequestHandlers(AccessPolicy policy, ForeignTarget foreignTarget)
{
    internal object? Execute(IncomingRequest request)
    {
        request.MakeArguments();
        if (request.Handler == Handler.Ping)
            return request.Arguments[0];
        if (request.Target is Netref foreign)
            return foreignTarget.Execute(request, foreign);
        var target = request.Target ?? throw new ArgumentException($"The request {request.Handler} was made on None, which has no members.");
        var result = Execute(request, target);
        // What a namespace, a type or an open generic hands out are this side's types, to be constructed and called here; elsewhere a type is a value.
        return result is Type && target is (Type or OpenGeneric or ICustomMembers) ? Passed.Plainly(result) : result;
    }

    private object? Execute(IncomingRequest request, object target)
    {
        return request.Handler switch
        {
            Handler.CallAttr => CallAttribute(request, target),
            Handler.Call => Call(request, target),
            Handler.GetAttr => ClrOperations.GetMember(target, policy.Resolve(target, request.Name!, AccessKind.Get)),
            Handler.SetAttr => Set(request, target),
            Handler.DelAttr => Delete(request, target),
            Handler.Repr => ClrOperations.Repr(target),
            Handler.Str => ClrOperations.Str(target),
            Handler.Hash => ClrOperations.Hash(target),
            Handler.Dir => new PyTuple([.. ClrOperations.Dir(target)]),
            Handler.Cmp => Compare(request, target),
            Handler.BuffIter => new PyTuple(ClrOperations.TakeFromIterator(target, Count(request))),
            Handler.CtxExit => ExitContext(request, target),
            Handler.InstanceCheck => false,
            Handler.Pickle => throw new ArgumentException("Pickling is disabled on this side (allow_pickle)."),
            Handler.OldSlicing => Slice(request, target),
            _ => throw new KeyNotFoundException($"There is no request handler {(int)request.Handler}."),
        };
    }

    private object? CallAttribute(IncomingRequest request, object target) =>
        ClrOperations.CallMember(target, policy.Resolve(target, request.Name!, AccessKind.Call), new CallArguments(request.Arguments, request.Keywords), policy);

    private object? Call(IncomingRequest request, object target)
    {
        policy.RequireCallable(target);
        return ClrOperations.Call(target, new CallArguments(request.Arguments, request.Keywords));
    }

    private object? Set(IncomingRequest request, object target)
    {
        // `x.Changed += handler` ends with the event's own token being assigned back: a get by nature, not a write. The peer may name the event by its exposed name.
        var isEvent = request.Arguments[0] is EventToken
            && ClrOperations.IsEventAssignment(target, policy.Resolve(target, request.Name!, AccessKind.Get), request.Arguments[0]);
        var kind = isEvent ? AccessKind.Get : AccessKind.Set;
        ClrOperations.SetMember(target, policy.Resolve(target, request.Name!, kind), request.Arguments[0]);
        return null;
    }

    private object? Delete(IncomingRequest request, object target)
    {
        ClrOperations.DeleteMember(target, policy.Resolve(target, request.Name!, AccessKind.Delete));
        return null;
    }

    private object? Compare(IncomingRequest request, object target)
    {
        policy.Resolve(target, request.Name!, AccessKind.Get);
        return ClrOperations.Compare(target, request.Arguments[0], request.Name!);
    }

    private object? ExitContext(IncomingRequest request, object target)
    {
        policy.Resolve(target, "__exit__", AccessKind.Call);
        return ClrOperations.ContextExit(target, request.Arguments[0]);
    }

    /// <summary>What Python 2's slicing falls back to: the item access with a slice.</summary>
    private object? Slice(IncomingRequest request, object target)
    {
        if (request.Arguments is not [string attempt, string, var start, var stop, PyTuple rest])
            throw new ArgumentException("OLDSLICING takes (attempt, fallback, start, stop, args).");
        object?[] arguments = [new PySlice(start, stop, null), .. rest];
        return ClrOperations.CallMember(target, policy.Resolve(target, attempt, AccessKind.Call), new CallArguments(arguments, []));
    }

    private static int Count(IncomingRequest request) => request.Arguments[0] is int count and >= 0
        ? count
        : throw new ArgumentException("BUFFITER takes a count of items that is a non-negative int.");
}
