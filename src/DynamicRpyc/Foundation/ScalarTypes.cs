using System.Numerics;

namespace DynamicRpyc.Foundation;

/// <summary>Types whose values have nothing inside that a peer could have been kept from: numbers, truths, texts, dates, spans, identifiers. Pure.</summary>
internal static class ScalarTypes
{
    private static readonly HashSet<Type> _others =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid), typeof(Complex), typeof(BigInteger),
        typeof(Half), typeof(Int128), typeof(UInt128),
    ];

    internal static bool IsOne(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsPrimitive || type.IsEnum || _others.Contains(type);
    }
}
