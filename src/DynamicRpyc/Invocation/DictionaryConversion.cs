using System.Collections;
using DynamicRpyc.Foundation;
using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary>Dictionaries, as <see cref="DictionaryShape"/> has them, from a local one of another type. The result is a copy.</summary>
internal sealed class DictionaryConversion : Conversion
{
    // Beyond object: where an overload takes the dictionary as it is, no copy is made.
    private const int Distance = 42;

    private readonly DictionaryShape _shape;

    private DictionaryConversion(Type target, DictionaryShape shape) : base(target) => _shape = shape;

    internal static DictionaryConversion? TryCreate(Type type) => DictionaryShape.Of(type) is { } shape ? new DictionaryConversion(type, shape) : null;

    protected override int RemoteRank => _shape.IsOwn ? Distance : 0;

    protected override int CostOf(object value) => IsDictionary(value) && Misfit(value) is null ? Distance : Impossible;

    protected override object ConvertCore(object value) => _shape.Copy(Entries(value), new ArgumentSource(value));

    protected override string? Advice(object? value) => value switch
    {
        null or IRemoteObject => base.Advice(value),
        _ when IsDictionary(value) => Misfit(value),
        System.Runtime.CompilerServices.ITuple or IEnumerable and not string => "write dict(...) around it",
        _ => base.Advice(value),
    };

    private static bool IsDictionary(object value) => value is not IRemoteObject and IEnumerable && IndexingSpecials.IsDictionary(MemberTable.OfInstance(value.GetType()));

    private static IEnumerable<(object? Key, object? Value)> Entries(object dictionary)
    {
        foreach (var entry in (IEnumerable)dictionary)
        {
            var parts = IndexingSpecials.Parts(entry!);
            yield return (parts[0], parts[1]);
        }
    }

    private string? Misfit(object dictionary)
    {
        var (keys, values) = (Conversions.To(_shape.Types[0]), Conversions.To(_shape.Types[1]));
        foreach (var (key, value) in Entries(dictionary))
        {
            if (keys.Cost(key) == Impossible)
                return keys.Explain(key);
            if (values.Cost(value) == Impossible)
                return values.Explain(value);
        }
        return null;
    }
}
