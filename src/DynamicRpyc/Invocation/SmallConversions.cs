using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary>A string of length 1 as a char.</summary>
internal sealed class CharConversion() : Conversion(typeof(char))
{
    private const int Distance = 8;

    protected override int CostOf(object value) => value is string { Length: 1 } ? Distance : Impossible;

    protected override object ConvertCore(object value) => ((string)value)[0];

    protected override string Advice(object? value) => Integers.TryGetLong(value, out _) ? "a number is no character; write chr(...) around it" : "a Char is a String of length 1, counted in UTF-16";
}

/// <summary>A local char as a string. Nothing else turns into text unasked.</summary>
internal sealed class StringConversion() : Conversion(typeof(string))
{
    protected override int CostOf(object value) => value is char ? Near : Impossible;

    protected override object ConvertCore(object value) => ((char)value).ToString();

    protected override string Advice(object? value) => "only text is text; convert it to a string first";
}

/// <summary>A slice without a step as a range; parts that are absent mean the ends.</summary>
internal sealed class RangeConversion() : Conversion(typeof(Range))
{
    protected override int CostOf(object value) => value is PySlice slice && TryConvert(slice, out _) ? Near : Impossible;

    protected override object ConvertCore(object value) => TryConvert((PySlice)value, out var range) ? range : throw Refuse(value);

    protected override string? Advice(object? value) => value is PySlice ? "a Range has integer bounds and no step" : base.Advice(value);

    private static bool TryConvert(PySlice slice, out Range range)
    {
        range = Range.All;
        var steps = slice.Step is null || (Integers.TryGetLong(slice.Step, out var step) && step == 1);
        if (!steps || !IndexConversion.TryConvert(slice.Start ?? 0, out var start))
            return false;
        var stop = Index.End;
        if (slice.Stop is not null && !IndexConversion.TryConvert(slice.Stop, out stop))
            return false;
        range = new Range(start, stop);
        return true;
    }
}

/// <summary>An int as an index; negative ones count from the end, as in Python.</summary>
internal sealed class IndexConversion() : Conversion(typeof(Index))
{
    private const int Distance = 18;

    internal static bool TryConvert(object value, out Index index)
    {
        index = default;
        if (!Integers.TryGetLong(value, out var number) || number is > int.MaxValue or < -int.MaxValue)
            return false;
        index = number < 0 ? Index.FromEnd((int)-number) : Index.FromStart((int)number);
        return true;
    }

    protected override int CostOf(object value) => TryConvert(value, out _) ? Distance : Impossible;

    protected override object ConvertCore(object value) => TryConvert(value, out var index) ? index : throw Refuse(value);
}

/// <summary>A type parameter also takes an open generic of which there is only one.</summary>
internal sealed class TypeConversion() : Conversion(typeof(Type))
{
    protected override int CostOf(object value) => value is OpenGeneric { Definitions.Count: 1 } ? Near : Impossible;

    protected override object ConvertCore(object value) => ((OpenGeneric)value).Definitions[0];
}

/// <summary>Bytes, or any sequence of them, as one of the byte memories.</summary>
internal sealed class BytesConversion<T>(Func<byte[], T> convert) : Conversion(typeof(T))
{
    private readonly SequenceConversion _ofItems = SequenceConversion.TryCreate(typeof(T))!;

    protected override int CostOf(object value) => value is byte[] ? Near : _ofItems.Cost(value);

    protected override object? ConvertCore(object value) => value is byte[] bytes ? convert(bytes) : _ofItems.Convert(value);
}
