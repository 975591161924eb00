using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using DynamicRpyc.Values;

namespace DynamicRpyc.Tests.Golden;

/// <summary>One line of brine.txt: what real Python wrote for a value. Its string form is the test's name.</summary>
internal sealed record GoldenValue(string Name, byte[] Bytes, object? Value)
{
    public override string ToString() => Name;
}

/// <summary>Reads the file that record_brine.py records; the format is described there.</summary>
internal static class GoldenBrine
{
    internal static IReadOnlyList<GoldenValue> All { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Golden", "brine.txt")).Where(static line => !line.StartsWith('#')).Select(Parse),
    ];

    private static GoldenValue Parse(string line)
    {
        var parts = line.Split('\t');
        using var json = JsonDocument.Parse(parts[2], new JsonDocumentOptions { MaxDepth = 512 });
        return new GoldenValue(parts[0], Bytes(parts[1]), Value(json.RootElement));
    }

    private static byte[] Bytes(string text)
    {
        // head+unit*times
        var parts = text.Split('+', '*');
        var head = Convert.FromHexString(parts[0]);
        return parts.Length == 1 ? head : [.. head, .. Enumerable.Repeat(Convert.FromHexString(parts[1])[0], int.Parse(parts[2], CultureInfo.InvariantCulture))];
    }

    private static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        _ => OfKind(json.EnumerateObject().Single()),
    };

    private static object OfKind(JsonProperty property) => property.Name switch
    {
        "int" => Int(property.Value.GetString()!),
        "float" => Double(property.Value),
        "bytes" => Convert.FromHexString(property.Value.GetString()!),
        "complex" => new Complex(Double(property.Value[0]), Double(property.Value[1])),
        "tuple" => PyTuple.From(List(property.Value)),
        "frozenset" => List(property.Value).ToFrozenSet(PyEquality.Instance),
        "slice" => new PySlice(Value(property.Value[0]), Value(property.Value[1]), Value(property.Value[2])),
        "singleton" => property.Value.GetString() == "Ellipsis" ? Ellipsis.Value : NotImplemented.Value,
        "repeat" => Repeat(Value(property.Value[0])!, property.Value[1].GetInt32()),
        _ => throw new InvalidDataException(property.Name),
    };

    private static object Int(string text)
    {
        if (int.TryParse(text, CultureInfo.InvariantCulture, out var narrow)) return narrow;
        if (long.TryParse(text, CultureInfo.InvariantCulture, out var wide)) return wide;
        return BigInteger.Parse(text, CultureInfo.InvariantCulture);
    }

    private static List<object?> List(JsonElement json) => [.. json.EnumerateArray().Select(Value)];

    private static double Double(JsonElement json) => json.GetString() switch
    {
        // Python's has a plus sign, .NET's constant a minus; either travels bit by bit.
        "nan" => BitConverter.Int64BitsToDouble(0x7ff8000000000000),
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        var text => double.Parse(text!, CultureInfo.InvariantCulture),
    };

    private static object Repeat(object unit, int times) => unit switch
    {
        string text => new string(text[0], times),
        byte[] bytes => Enumerable.Repeat(bytes[0], times).ToArray(),
        PyTuple tuple => PyTuple.From(Enumerable.Repeat(tuple[0], times)),
        _ => throw new InvalidDataException(unit.ToString()),
    };
}
