using System.Runtime.CompilerServices;
using DynamicRpyc.Brine;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Boxing;

/// <summary>
/// The objects of this side that the peer holds references to, each with the count that is owed: one for each time it was sent, less what the peer gave
/// back. Ids are never used twice. Any thread.
/// </summary>
internal sealed class LentTable(RpycLimits limits)
{
    private readonly Lock _guard = new();
    private readonly Dictionary<LentId, LentObject> _byId = [];
    private readonly Dictionary<object, LentObject> _byObject = new(new LentIdentity());
    private long _lastInstance;
    private bool _isClosed;

    // What was found last: most requests name the object that the one before named. Changed under the lock; null as soon as that object is not lent any more.
    private volatile LentObject? _recent;

    /// <summary>How many different objects the peer holds.</summary>
    internal int Count
    {
        get
        {
            lock (_guard)
                return _byId.Count;
        }
    }

    /// <summary>Counts one more reference and names the object.</summary>
    /// <exception cref="InvalidOperationException">The peer holds too many objects already.</exception>
    internal LentObject Lend(object target)
    {
        lock (_guard)
        {
            if (!_byObject.TryGetValue(target, out var lent))
            {
                if (_byId.Count >= limits.MaxLentObjects)
                {
                    throw new InvalidOperationException(
                        $"The peer already holds {_byId.Count:N0} objects of this side, the most that {nameof(RpycLimits)}.{nameof(RpycLimits.MaxLentObjects)} allows. It does not release what it receives.");
                }
                lent = Name(target);
                // An answer that comes after the end names what it would have lent, and keeps nothing.
                if (_isClosed)
                    return lent;
                _byObject.Add(target, lent);
                _byId.Add(lent.Id, lent);
            }
            lent.Count++;
            return lent;
        }
    }

    /// <summary>The object found last, if it is lent still. To be compared by its encoded id, without the lock and without decoding.</summary>
    internal LentObject? Recent => _recent;

    /// <summary>Finds an object by the id under which it was lent.</summary>
    internal bool TryFind(LentId id, out object? target)
    {
        lock (_guard)
        {
            var found = _byId.TryGetValue(id, out var lent);
            if (found)
                _recent = lent;
            target = lent?.Target;
            return found;
        }
    }

    /// <summary>Takes back references to an object that the peer named. An object that is not lent is left alone.</summary>
    internal void Return(object target, long count)
    {
        LentId id;
        lock (_guard)
        {
            if (!_byObject.TryGetValue(target, out var lent))
                return;
            id = lent.Id;
        }
        Return(id, count);
    }

    /// <summary>Takes back references. The object is forgotten when none is owed; giving back more than was lent forgets it too.</summary>
    internal void Return(LentId id, long count)
    {
        if (count <= 0)
            return;
        lock (_guard)
        {
            if (!_byId.TryGetValue(id, out var lent))
                return;
            lent.Count -= Math.Min(count, lent.Count);
            if (lent.Count > 0)
                return;
            _byId.Remove(id);
            _byObject.Remove(lent.Target);
            if (_recent == lent)
                _recent = null;
            if (lent.Target is INetref)
                TransitNudge.Dropped();
        }
    }

    /// <summary>Forgets everything: the peer is gone.</summary>
    internal void Clear()
    {
        lock (_guard)
        {
            if (_byObject.Keys.Any(static target => target is INetref))
                TransitNudge.Dropped();
            _isClosed = true;
            _byId.Clear();
            _byObject.Clear();
            _recent = null;
        }
    }

    private LentObject Name(object target)
    {
        // A netref of another connection keeps its own id_pack where that is free here, as RPyC has it, so that a chain's ends agree on identity.
        if (target is INetref foreign)
        {
            var kept = new LentId(foreign.Id.TypeId, foreign.Id.InstanceId);
            if (!_byId.ContainsKey(kept))
                return new LentObject(target, kept, foreign.EncodedId ??= IdPackFormat.Encode(foreign.Id));
            return foreign.Id.IsType
                ? RenumberedType(target, foreign.Id.TypeName)
                : Numbered(target, WireType.EncodePrefix(foreign.Id.TypeName, foreign.Id.TypeId), foreign.Id.TypeId);
        }
        if (target is Type type)
        {
            var own = WireType.Of(type);
            var id = new LentId(own.Id, 0);
            return _byId.ContainsKey(id) ? RenumberedType(target, own.TypeName) : new LentObject(target, id, Encode(own.TypePrefix, 0));
        }
        var wire = WireType.Of(target.GetType());
        var prefix = WireType.OwnNameOf(target) is { } name ? wire.PrefixFor(name) : wire.Prefix;
        return Numbered(target, prefix, wire.Id);
    }

    private LentObject Numbered(object target, byte[] prefix, long typeId)
    {
        LentId id;
        do
            id = new LentId(typeId, ++_lastInstance);
        while (_byId.ContainsKey(id));
        return new LentObject(target, id, Encode(prefix, id.InstanceId));
    }

    /// <summary>A type whose id names another process's type here. The instance id stays 0, by which the peer knows a type, so the type id is a fresh one.</summary>
    private LentObject RenumberedType(object target, string name)
    {
        LentId id;
        do
            id = new LentId(WireType.NextId(), 0);
        while (_byId.ContainsKey(id));
        return new LentObject(target, id, Encode(WireType.EncodePrefix(name, id.TypeId), 0));
    }

    private static byte[] Encode(byte[] prefix, long instance)
    {
        // Not given back to the pool, which would keep it for this thread alone: a server has a thread for each connection.
        var writer = new BrineWriter(prefix.Length + 24);
        writer.WriteRaw(prefix);
        writer.WriteInt(instance);
        return writer.WrittenSpan.ToArray();
    }
}

/// <summary>The part of an id_pack that finds a lent object: the ids. The name is for the peer.</summary>
internal readonly record struct LentId(long TypeId, long InstanceId)
{
    /// <summary>From an id_pack that came as a value; one with ids beyond any that is lent gives an id that is not.</summary>
    internal static LentId Of(ITuple idPack) => new(WireInt.ToInt64(idPack[1]), WireInt.ToInt64(idPack[2]));
}

/// <summary>
/// One object, one id; and so for delegates of the same method and target, which C# takes for one: a handler made anew from its method must find, over there, its subscription.
/// </summary>
internal sealed class LentIdentity : IEqualityComparer<object>
{
    bool IEqualityComparer<object>.Equals(object? x, object? y) => ReferenceEquals(x, y) || (x is Delegate left && left.Equals(y));

    int IEqualityComparer<object>.GetHashCode(object target) => target is Delegate function ? function.GetHashCode() : RuntimeHelpers.GetHashCode(target);
}

/// <summary>An object that the peer holds, and how often it was sent.</summary>
internal sealed class LentObject(object target, LentId id, byte[] encodedId)
{
    internal object Target { get; } = target;

    internal LentId Id { get; } = id;

    internal byte[] EncodedId { get; } = encodedId;

    /// <summary>References owed. Changed under the table's lock only.</summary>
    internal long Count { get; set; }
}
