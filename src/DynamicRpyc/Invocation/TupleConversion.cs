using DynamicRpyc.Foundation;
using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary>Value tuples, reference tuples and key-value pairs, as <see cref="TupleShape"/> has them, from a Python tuple, or another CLR tuple, of the same length.</summary>
internal sealed class TupleConversion : Conversion
{
    private readonly TupleShape _shape;

    private TupleConversion(Type target, TupleShape shape) : base(target) => _shape = shape;

    internal static TupleConversion? TryCreate(Type type) => TupleShape.Of(type) is { } shape ? new TupleConversion(type, shape) : null;

    protected override int CostOf(object value)
    {
        if (Parts(value) is not { } tuple || tuple.Count != _shape.Types.Length)
            return Impossible;
        var farthest = Exact;
        for (var i = 0; i < tuple.Count; i++)
        {
            var cost = Conversions.To(_shape.Types[i]).Cost(tuple[i]);
            if (cost == Impossible)
                return Impossible;
            farthest = Math.Max(farthest, cost);
        }

        return Near + farthest;
    }

    protected override object ConvertCore(object value) => _shape.Copy(Parts(value)!, new ArgumentSource(value));

    // The pair that a dictionary is made of is one as well.
    private static PyTuple? Parts(object value) => PyTuple.Of(value) ?? (CollectionTypes.IsEntry(value.GetType()) ? PyTuple.From(IndexingSpecials.Parts(value)) : null);

    protected override string? Advice(object? value)
    {
        if (value is null || Parts(value) is not { } tuple)
            return base.Advice(value);
        if (tuple.Count != _shape.Types.Length)
            return $"it has {tuple.Count} items, {_shape.Types.Length} are needed";
        for (var i = 0; i < tuple.Count; i++)
        {
            if (Conversions.To(_shape.Types[i]).Cost(tuple[i]) == Impossible)
                return $"item {i}: {Conversions.To(_shape.Types[i]).Explain(tuple[i])}";
        }

        return null;
    }
}

/// <summary>An argument that is copied into a parameter: its items are arguments themselves.</summary>
internal sealed class ArgumentSource(object argument) : CopySource
{
    internal override object? Convert(object? item, Type type, ItemPlace place) => Conversions.Convert(item, type);

    // A reason of bind errors is no sentence of its own.
    internal override Exception Refuse(Type type, string why) => new BindException($"cannot convert {TypeNames.Describe(argument)} to {TypeNames.Display(type)}: {why.TrimEnd('.')}");
}
