using System.Collections;
using System.Dynamic;
using static DynamicRpyc.Tests.Faults.BlockingMember;

namespace DynamicRpyc.Tests.Faults;

/// <summary>Every public member that may wait for a peer, and every operation on a remote object; what makes connections is in <see cref="DialTroubleTests"/>.</summary>
internal static class BlockingMembers
{
    private static readonly BlockingMember[] _connection =
    [
        Asks("Connection.Root", victim => _ = (object)victim.Connection.Root),
        Asks("Connection.Modules", victim => _ = (object)victim.Connection.Modules["os"]),
        AsksFor("Connection.Ping", victim => victim.Connection.Ping(timeout: Victim.OwnTime)),
        Asks("Connection.SyncRequest", victim => victim.Connection.SyncRequest(Handler.Dir, victim.Root)),
        AsksFor("Connection.AsyncRequest", victim => _ = (object?)victim.Connection.AsyncRequest(Handler.Dir, [victim.Root], Victim.OwnTime).Value),
        Serves("Connection.Serve", victim => victim.Connection.Serve(Victim.OwnTime)),
        Serves("Connection.Poll", victim => victim.Connection.Poll(Victim.OwnTime)),
        Returns("Connection.PollAll", victim => victim.Connection.PollAll(Victim.OwnTime)),
        Lasts("Connection.ServeAll", victim => victim.Connection.ServeAll()),
        Lasts("Connection.ServeThreaded", victim => victim.Connection.ServeThreaded(2)),
        Lasts("Connection.RunAsync", victim => victim.Connection.RunAsync().GetAwaiter().GetResult()),
        Returns("Connection.Close", victim => victim.Connection.Close()),
        Returns("Connection.Dispose", victim => victim.Connection.Dispose()),
        Returns("Connection.CloseAsync", victim => victim.Connection.CloseAsync().GetAwaiter().GetResult()),
        Returns("Connection.DisposeAsync", victim => victim.Connection.DisposeAsync().AsTask().GetAwaiter().GetResult()),
        Returns("NetrefScope.Dispose", victim => victim.Connection.Scope().Dispose()),
    ];

    private static readonly BlockingMember[] _helpers =
    [
        new("AsyncResult.Wait", victim => Begun(victim).Wait(), trouble => trouble is Trouble.Hangs or Trouble.LiesInNumbers ? Is.TypeOf<AsyncResultTimeout>() : Is.Null),
        AsksFor("AsyncResult.Value", victim => _ = (object?)Begun(victim).Value),
        AsksFor("AsyncResult.AsTask", victim => Begun(victim).AsTask().GetAwaiter().GetResult()),
        AsksFor("AsyncResult.GetAwaiter", victim => Awaited(Begun(victim)).GetAwaiter().GetResult()),
        Returns("AsyncResult.Ready", victim => _ = Begun(victim).Ready),
        Returns("AsyncResult.Error", victim => _ = Begun(victim).Error),
        Asks("BufferedIterator.GetEnumerator", victim => Rpyc.BuffIter(victim.Object).GetEnumerator().MoveNext()),
        AsksInTime("BufferedIterator.GetAsyncEnumerator", victim => Walked(Rpyc.BuffIter(victim.Object)).GetAwaiter().GetResult()),
        AsksInTime("BufferedIterator.AsAsyncEnumerable", victim => Walked(Rpyc.BuffIter(victim.Object).AsAsyncEnumerable()).GetAwaiter().GetResult()),
        AsksFor("Rpyc.Async", victim =>
        {
            AsyncResult result = Rpyc.Async(victim.Object)(1);
            result.SetExpiry(Victim.OwnTime);
            _ = (object?)result.Value;
        }),
        AsksFor("Rpyc.Timed", victim => _ = (object?)((AsyncResult)Rpyc.Timed(victim.Object, Victim.OwnTime)(1)).Value),
        Asks("Rpyc.ActLike", victim => victim.Object.ActLike<IComparable>(verify: true)),
        Asks("Rpyc.AllActLike", victim => _ = victim.Object.AllActLike<IComparable>().Any()),
        Returns("Rpyc.OneWay", victim => Rpyc.OneWay(victim.Object)(1)),
        Returns("Rpyc.Release", victim => Rpyc.Release(victim.Object)),
        Returns("BackgroundServing.Stop", victim => new BackgroundServing(victim.Connection).Stop()),
        Returns("BackgroundServing.Dispose", victim => new BackgroundServing(victim.Connection).Dispose()),
        Asks("PersistentConnection.Root", victim => _ = (object)Rpyc.Persistent(() => victim.Connection).Root),
        Asks("PersistentConnection.Modules", victim => _ = (object)Rpyc.Persistent(() => victim.Connection).Modules.os),
        Returns("PersistentConnection.Dispose", victim =>
        {
            var handle = Rpyc.Persistent(() => victim.Connection);
            _ = handle.Current;
            handle.Dispose();
        }),
    ];

    private static readonly BlockingMember[] _netref =
    [
        Asks("netref: get", victim => _ = victim.Root.member),
        Asks("netref: set", victim => victim.Root.member = 1),
        Asks("netref: delete", victim => ((DynamicObject)victim.Object).TryDeleteMember(new Deleting("member"))),
        Asks("netref: call", victim => victim.Root(1, key: 2)),
        Asks("netref: call of a member", victim => victim.Root.member(1, key: 2)),
        Asks("netref: call with more than the link holds", victim => victim.Root.member(new byte[50_000_000])),
        Asks("netref: index", victim => _ = victim.Root[1]),
        Asks("netref: assignment to an index", victim => victim.Root[1] = 2),
        Asks("netref: foreach", victim => ((IEnumerable)victim.Root).GetEnumerator().MoveNext()),
        Asks("netref: LINQ", victim => _ = ((IEnumerable<object>)victim.Root).ToList()),
        Asks("netref: copy to a list", victim => _ = (List<int>)victim.Root),
        Asks("netref: call of a delegate", victim => ((Func<int, int>)victim.Root)(1)),
        Asks("netref: Dispose", victim => ((IDisposable)victim.Root).Dispose()),
        Asks("netref: conversion to a number", victim => _ = (int)victim.Root),
        Asks("netref: conversion to bool", victim => _ = (bool)victim.Root),
        Asks("netref: +", victim => _ = victim.Root + 1),
        Asks("netref: -", victim => _ = -victim.Root),
        Asks("netref: ==", victim => _ = victim.Root == 1),
        Asks("netref: <", victim => _ = victim.Root < 1),
        .. Reflected,
        Returns("netref: interpolation", victim => _ = $"{victim.Object}"),
        Returns("RemoteObject.ToString", victim => victim.Object.ToString()),
        AsksWhileOpen("RemoteObject.Equals", victim => victim.Object.Equals(1)),
        AsksWhileOpen("RemoteObject.GetHashCode", victim => victim.Object.GetHashCode()),
        Returns("netref: GetDynamicMemberNames", victim => _ = victim.Object.GetDynamicMemberNames().Count()),
    ];

    private static readonly BlockingMember[] _verbs =
    [
        Asks("Rpyc.IsInstance", victim => Rpyc.IsInstance(victim.Object, victim.Root.member)),
        Asks("Rpyc.TypeOf", victim => _ = (object)Rpyc.TypeOf(victim.Object)),
        Asks("Rpyc.Dir", victim => Rpyc.Dir(victim.Object)),
        Asks("Py.Len", victim => Py.Len(victim.Object)),
        Asks("Py.In", victim => Py.In(1, victim.Object)),
        Asks("Py.Repr", victim => Py.Repr(victim.Object)),
        Asks("Py.FloorDiv", victim => Py.FloorDiv(victim.Object, 2)),
        Asks("Py.Pow", victim => Py.Pow(victim.Object, 2)),
        Asks("Py.MatMul", victim => Py.MatMul(victim.Object, 2)),
        Asks("Py.DivMod", victim => Py.DivMod(victim.Object, 2)),
        Asks("Py.GetAttr", victim => Py.GetAttr(victim.Object, "member")),
        Asks("Py.HasAttr", victim => Py.HasAttr(victim.Object, "member")),
        Asks("Py.SetAttr", victim => Py.SetAttr(victim.Object, "member", 1)),
        Asks("Py.DelAttr", victim => Py.DelAttr(victim.Object, "member")),
        Asks("Py.DelItem", victim => Py.DelItem(victim.Object, 1)),
        Asks("Py.Call", victim => Py.Call(victim.Object, [1])),
        Asks("Py.With", victim => Py.With(victim.Object, _ => { })),
    ];

    internal static IReadOnlyList<BlockingMember> All { get; } = [.. _connection, .. _helpers, .. _netref, .. _verbs];

    /// <summary>A remote object on the right of an operator, whose left side is local.</summary>
    private static BlockingMember[] Reflected =>
    [
        Asks("RemoteObject.op_Addition", victim => _ = 1 + victim.Root),
        Asks("RemoteObject.op_Subtraction", victim => _ = 1 - victim.Root),
        Asks("RemoteObject.op_Multiply", victim => _ = 1 * victim.Root),
        Asks("RemoteObject.op_Division", victim => _ = 1 / victim.Root),
        Asks("RemoteObject.op_Modulus", victim => _ = 1 % victim.Root),
        Asks("RemoteObject.op_BitwiseAnd", victim => _ = 1 & victim.Root),
        Asks("RemoteObject.op_BitwiseOr", victim => _ = 1 | victim.Root),
        Asks("RemoteObject.op_ExclusiveOr", victim => _ = 1 ^ victim.Root),
        Asks("RemoteObject.op_Equality", victim => _ = 1 == victim.Root),
        Asks("RemoteObject.op_Inequality", victim => _ = 1 != victim.Root),
        Asks("RemoteObject.op_LessThan", victim => _ = 1 < victim.Root),
        Asks("RemoteObject.op_LessThanOrEqual", victim => _ = 1 <= victim.Root),
        Asks("RemoteObject.op_GreaterThan", victim => _ = 1 > victim.Root),
        Asks("RemoteObject.op_GreaterThanOrEqual", victim => _ = 1 >= victim.Root),
    ];

    /// <summary>Asks without blocking a thread; the time is the connection's, and is named as the call's.</summary>
    private static BlockingMember AsksInTime(string name, Action<Victim> use)
    {
        var asks = Asks(name, use);
        return asks with { Outcome = trouble => trouble is Trouble.Hangs or Trouble.LiesInNumbers ? Is.TypeOf<AsyncResultTimeout>() : asks.Outcome(trouble) };
    }

    private static AsyncResult Begun(Victim victim) => victim.Connection.AsyncRequest(Handler.Dir, [victim.Root], Victim.OwnTime);

    private static async Task<object?> Awaited(AsyncResult result) => await result;

    private static async Task Walked(BufferedIterator items)
    {
        await foreach (var _ in items)
        {
        }
    }

    private static async Task Walked(IAsyncEnumerable<object?> items)
    {
        await foreach (var _ in items)
        {
        }
    }

    private sealed class Deleting(string name) : DeleteMemberBinder(name, false)
    {
        public override DynamicMetaObject FallbackDeleteMember(DynamicMetaObject target, DynamicMetaObject? errorSuggestion) => throw new InvalidOperationException("not used");
    }
}
