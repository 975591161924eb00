using DynamicRpyc.Access;
using DynamicRpyc.Formatters;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Connections;

/// <summary>
/// Carries out requests that may run user code: first the policy (may the peer?), then the operation on the local object. A target that is a netref of
/// another connection is acted on over there; the result is then <see cref="ForeignTarget.IsPassedOn"/>. Any thread; no lock and no reader role is held.
/// </summary>
internal sealed class RequestHandlers(AccessPolicy policy, ForeignTarget foreignTarget, InstanceChecks instances, RpycConfig config, IExtensionMethods? extensions = null)
{
    internal object? Execute(IncomingRequest request)
    {
        request.MakeArguments();
        if (request.Handler == Handler.Ping)
            return request.Arguments[0];
        if (request.Handler == Handler.InstanceCheck && instances.TryAnswer(request, out var isInstance))
            return isInstance;
        if (request.Target is Netref foreign)
            return foreignTarget.Execute(request, foreign);
        var target = request.Target ?? throw new ArgumentException($"The request {request.Handler} was made on None, which has no members.");
        var result = Execute(request, target);
        if (target is ICustomMembers)
            extensions?.Got(result);
        // What a namespace, a type or an open generic hands out are this side's types, to be constructed and called here, and so is an object's class; elsewhere a type is a value.
        return result is Type && (target is (Type or OpenGeneric or ICustomMembers) || request.Name == "__class__") ? Passed.Plainly(result) : result;
    }

    private object? Execute(IncomingRequest request, object target)
    {
        return request.Handler switch
        {
            Handler.CallAttr => CallAttribute(request, target),
            Handler.Call => Call(request, target),
            Handler.GetAttr => Get(target, request.Name!),
            Handler.SetAttr => Set(request, target),
            Handler.DelAttr => Delete(request, target),
            Handler.Repr => ClrOperations.Repr(Shown(target, "__repr__")),
            Handler.Str => ClrOperations.Str(Shown(target, "__str__")),
            Handler.Hash => ClrOperations.Hash(Shown(target, "__hash__")),
            Handler.Dir => new PyTuple([.. ClrOperations.Dir(target, extensions).Union(policy.AliasesOf(target)).Order(StringComparer.Ordinal)]),
            Handler.Cmp => Compare(request, target),
            Handler.BuffIter => Take(target, Count(request)),
            Handler.CtxExit => ExitContext(request, target),
            Handler.Pickle => Pickle(target, request.Arguments[0]),
            Handler.OldSlicing => Slice(request, target),
            _ => throw new KeyNotFoundException($"There is no request handler {(int)request.Handler}."),
        };
    }

    private object Shown(object target, string specialName)
    {
        policy.RequireNotHidden(target, specialName);
        return target;
    }

    private object? Get(object target, string name) => AttributeGate.Of(target, AccessKind.Get) is { } gate
        ? gate.Get(target, name)
        : ClrOperations.GetMember(target, policy.Resolve(target, name, AccessKind.Get), extensions);

    private object? CallAttribute(IncomingRequest request, object target) => CallAttribute(target, request.Name!, new CallArguments(request.Arguments, request.Keywords));

    private object? CallAttribute(object target, string name, in CallArguments arguments) => AttributeGate.Of(target, AccessKind.Call) is { } gate
        ? CallValue(gate.Get(target, name), target, name, arguments)
        : ClrOperations.CallMember(target, policy.Resolve(target, name, AccessKind.Call), arguments, policy, extensions);

    /// <summary>What an object behind a gate gave out is called as any other value is: where the policy lets it.</summary>
    private object? CallValue(object? value, object target, string name, in CallArguments arguments)
    {
        if (value is null)
            throw new BindException($"'{name}' of a {target.GetType().Name} is null and cannot be called");
        if (value is Netref foreign)
            return ForeignTarget.Call(foreign, arguments);
        policy.RequireCallable(value);
        return ClrOperations.Call(value, arguments);
    }

    private object? Call(IncomingRequest request, object target)
    {
        if (AttributeGate.Of(target, AccessKind.Call) is not null)
            return CallAttribute(target, "__call__", new CallArguments(request.Arguments, request.Keywords));
        policy.RequireCallable(target);
        return ClrOperations.Call(target, new CallArguments(request.Arguments, request.Keywords));
    }

    private object? Set(IncomingRequest request, object target)
    {
        if (AttributeGate.Of(target, AccessKind.Set) is { } gate)
        {
            gate.Set(target, request.Name!, request.Arguments[0]);
            return null;
        }
        // `x.Changed += handler` ends with the event's own token being assigned back: a get by nature, not a write. The peer may name the event by its exposed name.
        var isEvent = request.Arguments[0] is EventToken
            && ClrOperations.IsEventAssignment(target, policy.Resolve(target, request.Name!, AccessKind.Get), request.Arguments[0]);
        var kind = isEvent ? AccessKind.Get : AccessKind.Set;
        ClrOperations.SetMember(target, policy.Resolve(target, request.Name!, kind), request.Arguments[0]);
        return null;
    }

    private object? Delete(IncomingRequest request, object target)
    {
        if (AttributeGate.Of(target, AccessKind.Delete) is { } gate)
            gate.Delete(target, request.Name!);
        else
            ClrOperations.DeleteMember(target, policy.Resolve(target, request.Name!, AccessKind.Delete));
        return null;
    }

    private object? Compare(IncomingRequest request, object target)
    {
        policy.Resolve(target, request.Name!, AccessKind.Get);
        return ClrOperations.Compare(target, request.Arguments[0], request.Name!, policy.ShowsConversions);
    }

    private object? ExitContext(IncomingRequest request, object target)
    {
        if (AttributeGate.Of(target, AccessKind.Call) is not null)
            return CallAttribute(target, "__exit__", new CallArguments([request.Arguments[0], null, null]));
        policy.Resolve(target, "__exit__", AccessKind.Call);
        return ClrOperations.ContextExit(target, request.Arguments[0]);
    }

    /// <summary>What Python 2's slicing falls back to: the item access with a slice.</summary>
    private object? Slice(IncomingRequest request, object target)
    {
        if (request.Arguments is not [string attempt, string, var start, var stop, PyTuple rest])
            throw new ArgumentException("OLDSLICING takes (attempt, fallback, start, stop, args).");
        object?[] arguments = [new PySlice(start, stop, null), .. rest];
        return CallAttribute(target, attempt, new CallArguments(arguments, []));
    }

    /// <summary>The most items of one batch that are got one by one; a shorter answer than asked for is not the end.</summary>
    private const int MaxGuardedBatch = 1 << 16;

    /// <summary>A batch of items; of an object behind a gate as many single steps, each let through by the gate.</summary>
    private object Take(object target, int count)
    {
        if (target is ClrAsyncIterator asynchronous)
            return asynchronous.TakeAsync(count);
        if (AttributeGate.Of(target, AccessKind.Call) is null)
        {
            policy.Resolve(target, target is System.Collections.IEnumerator ? "__next__" : "__iter__", AccessKind.Call);
            return new PyTuple(ClrOperations.TakeFromIterator(target, count));
        }
        var items = new List<object?>();
        try
        {
            while (items.Count < Math.Min(count, MaxGuardedBatch))
                items.Add(CallAttribute(target, "__next__", new CallArguments([])));
        }
        catch (StopIterationException)
        {
            // The end; a batch that is shorter than asked for says so.
        }
        return PyTuple.From(items);
    }

    /// <summary>RPyC's <c>obtain</c> names a protocol; what stands behind <c>numpy.asarray</c> asks for the highest, whatever it is.</summary>
    private byte[] Pickle(object target, object? protocol)
    {
        var isForNumpy = protocol is int and < 0;
        var grid = isForNumpy && ObjectSpecials.IsGrid(target.GetType()) ? (Array)target : null;
        if (grid is not null && !PlainTypes.IsPlain(grid.GetType().GetElementType()!))
            throw new NotSupportedException($"numpy cannot have a copy of a {grid.GetType().Name}, whose items are objects: {InsteadOf(grid)}");
        if (!config.AllowPickle && !(isForNumpy && policy.MayCopyItems(target)))
        {
            var instead = grid is null ? "." : $"; {InsteadOf(grid)}";
            throw new ArgumentException(
                $"pickling a {target.GetType().Name} was refused by the side that owns the object: set {nameof(RpycConfig)}.{nameof(RpycConfig.AllowPickle)} there to allow it (allow_pickle){instead}");
        }
        target = MemoryView.Of(target)?.ToArray() ?? target;
        return isForNumpy ? NumpyPickle.Write(target, config.Limits) : PickleWriter.Write(target, config.Limits);
    }

    private static string InsteadOf(Array grid) =>
        $"x being the array, write numpy.reshape(numpy.array(list(x), dtype=object), ({string.Join(", ", Enumerable.Range(0, grid.Rank).Select(static dimension => $"x.GetLength({dimension})"))}))";

    private static int Count(IncomingRequest request) => request.Arguments[0] is int count and >= 0
        ? count
        : throw new ArgumentException("BUFFITER takes a count of items that is a non-negative int.");
}
