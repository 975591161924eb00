using System.Collections;
using System.Collections.Frozen;
using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary>
/// Arrays, lists, sets and their like, as <see cref="CollectionShape"/> has them, from any local sequence of items that fit: a Python tuple or frozenset, bytes, a CLR collection. The result is a copy.
/// A remote sequence comes the same way where the remote object itself has no better one.
/// </summary>
internal sealed class SequenceConversion : Conversion
{
    private const int Distance = 4;
    private const int Unscanned = 30;
    private const int BeforeArrays = -1;

    private readonly CollectionShape _shape;
    private Conversion? _itemConversion;

    private SequenceConversion(Type target, CollectionShape shape) : base(target) => _shape = shape;

    /// <summary>The type of one item.</summary>
    internal Type Item => _shape.Item;

    internal static SequenceConversion? TryCreate(Type type) => CollectionShape.Of(type) is { } shape ? new SequenceConversion(type, shape) : null;

    // Looked up late: a type may contain itself.
    private Conversion ItemConversion => _itemConversion ??= Conversions.To(_shape.Item);

    protected override int RemoteRank => _shape.Rank;

    protected override int CostOf(object value)
    {
        value = Items(value);
        if (value is not IEnumerable items || value is string or IDictionary)
            return Impossible;
        var rank = value is FrozenSet<object?> && _shape.IsOfSets ? BeforeArrays : _shape.Rank;

        // Only what is certain to be countable and repeatable is looked into; whether the items of a generator fit shows when it is run.
        if (value is not ICollection and not PyTuple)
            return Unscanned + rank;
        var farthest = Exact;
        foreach (var item in items)
        {
            var cost = ItemConversion.Cost(item);
            if (cost == Impossible)
                return Impossible;
            farthest = Math.Max(farthest, cost);
        }

        return Distance + rank + farthest;
    }

    protected override string? Advice(object? value)
    {
        if (value is null || PyTuple.Of(value) is not { } tuple)
            return base.Advice(value);
        for (var i = 0; i < tuple.Count; i++)
        {
            if (ItemConversion.Cost(tuple[i]) == Impossible)
                return $"item {i}: {ItemConversion.Explain(tuple[i])}";
        }

        return null;
    }

    protected override object ConvertCore(object value)
    {
        var items = Items(value);
        return _shape.Copy(items as PyTuple ?? PyTuple.From((IEnumerable)items), new ArgumentSource(value));
    }

    // What a dictionary gives is a key to one and a pair to the other; to who asks for pairs it is a pair.
    private object Items(object value) => value is IDictionary entries && TupleShape.Of(Item) is { Types.Length: 2 }
        ? PyTuple.From(entries.Cast<object>().Select(static entry => (object?)PyTuple.From(IndexingSpecials.Parts(entry))))
        : value is Array { Rank: > 1 } grid && Target.IsVariableBoundArray ? Grid.Rows(grid)
        : PyTuple.Of(value) ?? MemoryView.Of(value)?.ToArray() ?? value;
}
