using System.Collections;
using System.Collections.ObjectModel;

namespace DynamicRpyc.Invocation;

/// <summary>
/// Arrays, lists, sets and their interfaces from any local sequence of items that fit: a Python tuple or frozenset, bytes, a CLR collection. The result is a copy.
/// A remote sequence comes the same way where the remote object itself has no better one.
/// </summary>
internal sealed class SequenceConversion : Conversion
{
    private const int Distance = 4;
    private const int Unscanned = 30;

    // The order makes an array the nearest, so that no two overloads tie.
    private static readonly Dictionary<Type, (int Rank, Func<Array, Type, object> Make)> _shapes = new()
    {
        [typeof(IReadOnlyList<>)] = (1, AsIs),
        [typeof(IReadOnlyCollection<>)] = (3, AsIs),
        [typeof(IEnumerable<>)] = (5, AsIs),
        [typeof(List<>)] = (1, (items, item) => Create(typeof(List<>), item, items)),
        [typeof(IList<>)] = (2, (items, item) => Create(typeof(List<>), item, items)),
        [typeof(ICollection<>)] = (4, (items, item) => Create(typeof(List<>), item, items)),
        [typeof(Collection<>)] = (2, (items, item) => Create(typeof(Collection<>), item, Create(typeof(List<>), item, items))),
        [typeof(HashSet<>)] = (6, (items, item) => Create(typeof(HashSet<>), item, items)),
        [typeof(ISet<>)] = (7, (items, item) => Create(typeof(HashSet<>), item, items)),
        [typeof(IReadOnlySet<>)] = (8, (items, item) => Create(typeof(HashSet<>), item, items)),
        [typeof(Queue<>)] = (9, (items, item) => Create(typeof(Queue<>), item, items)),
        [typeof(Stack<>)] = (9, (items, item) => Create(typeof(Stack<>), item, items)),
    };

    private readonly Type _item;
    private readonly int _rank;
    private readonly Func<Array, Type, object> _make;
    private Conversion? _itemConversion;

    private SequenceConversion(Type target, Type item, int rank, Func<Array, Type, object> make) : base(target)
    {
        _item = item;
        _rank = rank;
        _make = make;
    }

    /// <summary>The type of one item.</summary>
    internal Type Item => _item;

    internal static SequenceConversion? TryCreate(Type type)
    {
        if (type.IsSZArray)
            return new SequenceConversion(type, type.GetElementType()!, 0, AsIs);
        if (type == typeof(IList) || type == typeof(ICollection) || type == typeof(Array))
            return new SequenceConversion(type, typeof(object), 5, AsIs);
        if (!type.IsGenericType || type.ContainsGenericParameters || !_shapes.TryGetValue(type.GetGenericTypeDefinition(), out var shape))
            return null;
        return new SequenceConversion(type, type.GetGenericArguments()[0], shape.Rank, shape.Make);
    }

    // Looked up late: a type may contain itself.
    private Conversion ItemConversion => _itemConversion ??= Conversions.To(_item);

    protected override int RemoteRank => _rank;

    protected override int CostOf(object value)
    {
        value = PyTuple.Of(value) ?? value;
        if (value is not IEnumerable items || value is string or IDictionary)
            return Impossible;

        // Only what is certain to be countable and repeatable is looked into; whether the items of a generator fit shows when it is run.
        if (value is not ICollection and not PyTuple)
            return Unscanned + _rank;
        var farthest = Exact;
        foreach (var item in items)
        {
            var cost = ItemConversion.Cost(item);
            if (cost == Impossible)
                return Impossible;
            farthest = Math.Max(farthest, cost);
        }

        return Distance + _rank + farthest;
    }

    protected override object ConvertCore(object value)
    {
        value = PyTuple.Of(value) ?? value;
        var converted = new ArrayList(value is ICollection { Count: var count } ? count : 4);
        foreach (var item in (IEnumerable)value)
            converted.Add(ItemConversion.Convert(item));
        return _make(converted.ToArray(_item), _item);
    }

    private static object AsIs(Array items, Type item) => items;

    private static object Create(Type definition, Type item, object items) => Activator.CreateInstance(definition.MakeGenericType(item), items)!;
}
