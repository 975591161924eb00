using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using DynamicRpyc.Access;
using DynamicRpyc.Connections;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Helpers;

/// <summary>
/// An object of which a peer may use some attributes only, whatever the connection's policy says: what <c>Rpyc.Restricted</c> makes. The object itself never crosses the
/// wire: methods are lent without a way back to it. Immutable; as safe for threads as the object is.
/// </summary>
internal sealed class RestrictedObject : IRpycAttributes, ICustomMembers, IInspected, IWireNamed
{
    private readonly object _target;
    private readonly FrozenSet<string> _readable;
    private readonly FrozenSet<string> _writable;
    private readonly string[] _special;

    internal RestrictedObject(object target, IEnumerable<string> readable, IEnumerable<string>? writable)
    {
        _target = target;
        _readable = readable.ToFrozenSet(StringComparer.Ordinal);
        _writable = writable?.ToFrozenSet(StringComparer.Ordinal) ?? _readable;
        _special = [.. _readable.Where(static name => name.StartsWith("__", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        WireTypeName = _special.Length == 0 ? "DynamicRpyc.Restricted" : $"DynamicRpyc.Restricted[{string.Join(", ", _special)}]";
    }

    public string WireTypeName { get; }

    public IReadOnlyCollection<string> InspectedNames => _special;

    public IEnumerable<string> MemberNames => _readable;

    public string Description => "a restricted object";

    public object? RpycGetAttr(string name)
    {
        if (!_readable.Contains(name))
            throw Refused(name, "attrs");
        if (_target is Netref remote)
            return NetrefOperations.GetAttribute(remote, name);
        return ClrOperations.GetMember(_target, name) switch
        {
            ICallable method => new RestrictedMethod(this, name, method),
            var value => Seen(value),
        };
    }

    public void RpycSetAttr(string name, object? value)
    {
        if (!_writable.Contains(name))
            throw Refused(name, "wattrs");
        if (_target is Netref remote)
            NetrefOperations.SetAttribute(remote, name, value);
        else
            ClrOperations.SetMember(_target, name, value);
    }

    /// <summary>Nothing is made up: what a peer gets, it gets through the gate.</summary>
    public bool TryGetMember(string name, out object? value)
    {
        value = null;
        return false;
    }

    public override string ToString() => $"<restricted {(_target is Netref remote ? remote.RemoteTypeName : _target.GetType().Name)}>";

    private static AccessDeniedException Refused(string name, string list) => new(
        $"access to '{name}' of a restricted object was refused by the side that owns the object: it would have to name it among the {list} given to Rpyc.Restricted.");

    /// <summary>What a method gives for a peer: where it is the object itself, as from <c>__enter__</c>, also in a task or a tuple, it is the view instead.</summary>
    private object? Seen(object? result)
    {
        if (ReferenceEquals(result, _target))
            return this;
        if (result is ITuple items && Enumerable.Range(0, items.Length).Any(index => ReferenceEquals(items[index], _target)))
            return PyTuple.From(Enumerable.Range(0, items.Length).Select(index => Seen(items[index])).ToArray());
        return result is not null && TaskResult.TryGetTask(result, out var task) ? SeenLater(task) : result;
    }

    private async Task<object?> SeenLater(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Seen(TaskResult.Get(task));
    }

    /// <summary>A method of the object, without the object.</summary>
    private sealed class RestrictedMethod(RestrictedObject view, string name, ICallable method) : ICallable, ICallableByPeer
    {
        public object? Invoke(in CallArguments arguments) => view.Seen(method.Invoke(arguments));

        public override string ToString() => $"<restricted method {name}>";
    }
}
