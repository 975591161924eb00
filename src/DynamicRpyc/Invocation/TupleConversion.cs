using System.Runtime.CompilerServices;

namespace DynamicRpyc.Invocation;

/// <summary>Value tuples, reference tuples and key-value pairs from a Python tuple, or another CLR tuple, of the same length.</summary>
internal sealed class TupleConversion : Conversion
{
    // The eighth type argument of a CLR tuple holds the rest as a tuple of its own.
    private const int LongestFlat = 7;

    private readonly Type[] _types;

    private TupleConversion(Type target) : base(target) => _types = target.GetGenericArguments();

    internal static TupleConversion? TryCreate(Type type)
    {
        if (!type.IsGenericType || type.ContainsGenericParameters)
            return null;
        var isTuple = type.IsAssignableTo(typeof(ITuple)) && type.Assembly == typeof(ValueTuple).Assembly;
        return isTuple || type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) ? new TupleConversion(type) : null;
    }

    protected override int CostOf(object value)
    {
        if (PyTuple.Of(value) is not { } tuple || !FitsLength(tuple.Count))
            return Impossible;
        var farthest = Exact;
        for (var i = 0; i < _types.Length; i++)
        {
            var cost = Conversions.To(_types[i]).Cost(Part(tuple, i));
            if (cost == Impossible)
                return Impossible;
            farthest = Math.Max(farthest, cost);
        }

        return Near + farthest;
    }

    protected override object ConvertCore(object value)
    {
        var tuple = PyTuple.Of(value)!;
        var parts = new object?[_types.Length];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = Conversions.Convert(Part(tuple, i), _types[i]);
        return Activator.CreateInstance(Target, parts)!;
    }

    protected override string? Advice(object? value)
    {
        if (value is null || PyTuple.Of(value) is not { } tuple)
            return base.Advice(value);
        if (!FitsLength(tuple.Count))
            return $"it has {tuple.Count} items, {_types.Length} are needed";
        for (var i = 0; i < _types.Length; i++)
        {
            if (Conversions.To(_types[i]).Cost(Part(tuple, i)) == Impossible)
                return $"item {i}: {Conversions.To(_types[i]).Explain(Part(tuple, i))}";
        }

        return null;
    }

    private bool FitsLength(int count) => _types.Length > LongestFlat ? count > LongestFlat : count == _types.Length;

    private static object? Part(PyTuple tuple, int index) => index < LongestFlat ? tuple[index] : tuple.Slice(index, tuple.Count - index);
}
