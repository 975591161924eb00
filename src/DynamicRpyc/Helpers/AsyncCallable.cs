using System.Dynamic;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Helpers;

/// <summary>A remote callable whose calls return at once with an <see cref="AsyncResult"/>; see <c>Rpyc.Async</c>. Any thread.</summary>
internal sealed class AsyncCallable(Netref target, TimeSpan? expiry) : DynamicObject
{
    internal Netref Target { get; } = target;

    public override bool TryInvoke(InvokeBinder binder, object?[]? args, out object? result)
    {
        var operation = new Operation { Handler = Handler.Call, Target = Target, Arguments = args ?? [], Keywords = Call.Keywords(binder.CallInfo) };
        result = Call.ConnectionOf(Target).Core.Requests.Begin(operation, expiry);
        return true;
    }

    internal AsyncCallable WithExpiry(TimeSpan? value) => new(Target, value);

    public override string ToString() => $"<asynchronous {Target.LocalText}>";
}

/// <summary>A remote callable whose calls are sent and forgotten; see <c>Rpyc.OneWay</c>. Any thread.</summary>
internal sealed class OneWayCallable(Netref target) : DynamicObject
{
    public override bool TryInvoke(InvokeBinder binder, object?[]? args, out object? result)
    {
        var operation = new Operation { Handler = Handler.Call, Target = target, Arguments = args ?? [], Keywords = Call.Keywords(binder.CallInfo) };
        Call.ConnectionOf(target).Core.Requests.Post(operation);
        result = null;
        return true;
    }

    public override string ToString() => $"<one-way {target.LocalText}>";
}
