namespace DynamicRpyc.Messages;

/// <summary>
/// RPyC's name of a lent object: the type's full name, the type's id and the instance's id; the last is 0 where the object is itself a type.
/// Names are shared strings (one per type and connection), so equality is two integer comparisons and, nearly always, a reference comparison.
/// </summary>
internal readonly struct IdPack(string typeName, long typeId, long instanceId) : IEquatable<IdPack>
{
    internal string TypeName { get; } = typeName;

    internal long TypeId { get; } = typeId;

    internal long InstanceId { get; } = instanceId;

    internal bool IsType => InstanceId == 0;

    public bool Equals(IdPack other) =>
        InstanceId == other.InstanceId && TypeId == other.TypeId && string.Equals(TypeName, other.TypeName, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is IdPack other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(TypeId, InstanceId);

    public override string ToString() => $"({TypeName}, {TypeId}, {InstanceId})";
}
