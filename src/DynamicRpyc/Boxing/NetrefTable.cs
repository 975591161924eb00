using DynamicRpyc.Messages;

namespace DynamicRpyc.Boxing;

/// <summary>
/// The netrefs that are alive on one connection, held weakly, so that the same remote object is the same netref for as long as anybody has it.
/// Any thread; no method sends.
/// </summary>
internal sealed class NetrefTable(INetrefFactory factory)
{
    private readonly Lock _guard = new();
    private readonly Dictionary<IdPack, WeakReference<INetref>> _netrefs = [];
    private readonly CollectionNudge _nudge = new();

    /// <summary>How many netrefs are alive, or dead and not yet given back.</summary>
    internal int Count
    {
        get
        {
            lock (_guard)
                return _netrefs.Count;
        }
    }

    /// <summary>Counts one received reference: on the netref that is there, or on a new one.</summary>
    internal INetref Receive(IdPack id, out bool isNew)
    {
        int count;
        INetref? netref;
        lock (_guard)
        {
            isNew = !TryGetLive(id, out netref);
            if (isNew)
            {
                netref = factory.Create(id);
                _netrefs[id] = new WeakReference<INetref>(netref);
            }
            netref!.ReceivedCount++;
            count = _netrefs.Count;
        }
        if (isNew)
            _nudge.Observe(count);
        return netref;
    }

    /// <summary>Counts a reference that nobody here will use. False where no netref is alive to carry it: the caller then gives it back at once.</summary>
    internal bool TryCount(IdPack id)
    {
        lock (_guard)
        {
            if (!TryGetLive(id, out var netref))
                return false;
            netref!.ReceivedCount++;
            return true;
        }
    }

    /// <summary>Ends a netref on purpose. Returns the count to give back; 0 where that was done before.</summary>
    internal int Release(INetref netref)
    {
        lock (_guard)
        {
            if (netref.IsReleased)
                return 0;
            netref.IsReleased = true;
            if (_netrefs.TryGetValue(netref.Id, out var weak) && weak.TryGetTarget(out var current) && ReferenceEquals(current, netref))
                _netrefs.Remove(netref.Id);
            return netref.ReceivedCount;
        }
    }

    /// <summary>Removes the entry of a netref that was collected, unless the id has a living netref again.</summary>
    internal void Forget(IdPack id)
    {
        int count;
        lock (_guard)
        {
            if (_netrefs.TryGetValue(id, out var weak) && !weak.TryGetTarget(out _))
                _netrefs.Remove(id);
            count = _netrefs.Count;
        }
        _nudge.Shrunk(count);
    }

    /// <summary>Marks every netref as released and forgets it: the connection is gone.</summary>
    internal void Clear()
    {
        lock (_guard)
            _netrefs.Clear();
    }

    private bool TryGetLive(IdPack id, out INetref? netref)
    {
        netref = null;
        return _netrefs.TryGetValue(id, out var weak) && weak.TryGetTarget(out netref);
    }
}
