using System.Collections.Concurrent;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Connections;

/// <summary>What INSPECT told of the peer's types, asked for once a type. Bounded: past the limit nothing more is kept. Any thread.</summary>
internal sealed class TypeShapes(int limit)
{
    private ConcurrentDictionary<IdPack, IReadOnlySet<string>>? _known;

    internal IReadOnlySet<string>? Get(in IdPack id) => Volatile.Read(ref _known)?.GetValueOrDefault(Key(id));

    internal IReadOnlySet<string> Set(in IdPack id, IReadOnlySet<string> methods)
    {
        var known = LazyInitializer.EnsureInitialized(ref _known);
        if (known.Count < limit)
            known[Key(id)] = methods;
        return methods;
    }

    /// <summary>Instances of one type share their methods. A type is its own key: what can be done with it is its metaclass's, and its own.</summary>
    private static IdPack Key(in IdPack id) => id.IsType ? id : new IdPack(id.TypeName, id.TypeId, -1);
}
