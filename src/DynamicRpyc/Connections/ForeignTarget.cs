using DynamicRpyc.Access;
using DynamicRpyc.Boxing;
using DynamicRpyc.Invocation;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;
using DynamicRpyc.Values;

namespace DynamicRpyc.Connections;

/// <summary>
/// A request of this connection's peer on an object of another peer: passed on over the other connection, in the order in which it came, and answered when that answers.
/// The policy here decides by the name alone, without asking; the object's owner decides again. Any thread.
/// </summary>
internal sealed class ForeignTarget(AccessPolicy policy, LentTable lent, Answers answers)
{
    /// <summary>What <see cref="Execute"/> gives where the answer comes by itself.</summary>
    internal static readonly object IsPassedOn = new();

    private static readonly string _eventToken = WireType.Of(typeof(EventToken)).Name;

    internal object? Execute(IncomingRequest request, Netref target)
    {
        target.ThrowIfReleased();
        var (arguments, keywords) = (request.Arguments, request.Keywords);
        switch (request.Handler)
        {
            case Handler.InstanceCheck when lent.TryFind(IdOf(arguments[0]), out var found) && found is Netref other && ReferenceEquals(other.Requester, target.Requester):
                // The peer knows the object by the id that it has on this connection, its owner by its own. Of one type is what the peer would have seen, had the ids stayed.
                // The name tells apart what two further processes behind that connection gave the same number.
                if (other.Id.TypeId == target.Id.TypeId && other.Id.TypeName == target.Id.TypeName)
                    return !other.Id.IsType;
                arguments = [other];
                break;
            case Handler.Inspect:
                arguments = [];
                break;
            case Handler.Call or Handler.CallAttr when !target.Requester.IsDotNet && Array.Exists(arguments, static argument => argument is OutPlace):
                if (keywords is [.., CallArguments.CallOrder])
                    throw NetrefByRef.NoOrder(request.Name);
                var positional = arguments.Length - keywords.Length;
                keywords = [.. keywords.Where((_, i) => arguments[positional + i] is not OutPlace)];
                arguments = Array.FindAll(arguments, static argument => argument is not OutPlace);
                break;
        }
        var operation = new Operation
        {
            Handler = request.Handler,
            Target = target,
            Name = AllowedName(request, target),
            Arguments = arguments,
            Keywords = keywords.Length == 0 ? null : keywords,
        };
        return ((Requester)target.Requester).PassOn(request, operation, answers, out var result) ? IsPassedOn : result;
    }

    /// <summary>Calls what an object of this side gave out in answer to a get.</summary>
    internal static object? Call(Netref target, in CallArguments arguments) => target.Requester.Request(new Operation
    {
        Handler = Handler.Call,
        Target = target,
        Arguments = arguments.IsInCallOrder ? [.. arguments.Values, OutPlace.Value] : arguments.Values,
        Keywords = arguments.IsInCallOrder ? [.. arguments.Names, CallArguments.CallOrder] : arguments.Names.IsEmpty ? null : arguments.Names.ToArray(),
    });

    /// <summary>As <see cref="Execute"/>, outside of the line.</summary>
    internal void ExecuteAndAnswer(IncomingRequest request, Netref target) => Answer(request, () => Execute(request, target));

    /// <summary>Answers a request outside of the line.</summary>
    internal void Answer(IncomingRequest request, Func<object?> execute)
    {
        request.IsOutOfLine = true;
        object? result = null;
        Exception? error = null;
        try
        {
            result = execute();
        }
        catch (Exception e)
        {
            error = e;
        }
        if (!ReferenceEquals(result, IsPassedOn))
            answers.Send(request, result, error, mayWait: true);
    }

    private string? AllowedName(IncomingRequest request, Netref target)
    {
        switch (request.Handler)
        {
            case Handler.GetAttr:
                return policy.Resolve(target, request.Name!, AccessKind.Get);
            case Handler.SetAttr:
                return policy.Resolve(target, request.Name!, IsEventToken(target, request.Arguments[0]) ? AccessKind.Get : AccessKind.Set);
            case Handler.DelAttr:
                return policy.Resolve(target, request.Name!, AccessKind.Delete);
            case Handler.CallAttr:
                return policy.Resolve(target, request.Name!, AccessKind.Call);
            case Handler.CtxExit:
                policy.Resolve(target, "__exit__", AccessKind.Call);
                return null;
            case Handler.OldSlicing when request.Arguments[0] is string attempt:
                policy.Resolve(target, attempt, AccessKind.Call);
                return null;
            default:
                return request.Name;
        }
    }

    /// <summary>The end of <c>x.Changed += handler</c>: whether the token is that event's is for the owner to say, and a write if it is not.</summary>
    private static bool IsEventToken(Netref target, object? value) =>
        value is Netref token && ReferenceEquals(token.Requester, target.Requester) && token.RemoteTypeName == _eventToken;

    private static LentId IdOf(object? idPack) => idPack is PyTuple { Count: 3 } id ? LentId.Of(id) : default;
}
