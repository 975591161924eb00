using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Values;

/// <summary>
/// Where the items of a copy come from: a local tuple that is cast, an argument that is fitted to a parameter, a remote collection. The shapes (<see cref="CollectionShape"/>,
/// <see cref="DictionaryShape"/>, <see cref="TupleShape"/>, <see cref="Grid"/>) know what is to be made; this knows how one item is converted, and how to word a refusal.
/// </summary>
internal abstract class CopySource
{
    /// <summary>An item as the type that the copy holds. An error names the place.</summary>
    internal abstract object? Convert(object? item, Type type, ItemPlace place);

    /// <summary>The exception that says why the whole cannot become the type.</summary>
    /// <param name="type">What was asked for.</param>
    /// <param name="why">The reason, and what to write instead; a sentence that ends in a full stop.</param>
    internal abstract Exception Refuse(Type type, string why);

    /// <summary>How many cells there may be in all. What one peer gives row by row is bounded as a whole.</summary>
    internal virtual int MostCells => int.MaxValue;

    /// <summary>The items of an item, where that is a row of a grid; null where it has none.</summary>
    internal virtual IReadOnlyList<object?>? Row(object? item) => item switch
    {
        ITuple tuple => PyTuple.Of(tuple),
        IRemoteObject remote => remote.CanConvertTo(typeof(object[])) ? (object[])remote.ConvertTo(typeof(object[])) : null,
        string => null,
        IEnumerable items => PyTuple.From(items),
        _ => null,
    };
}

/// <summary>Where an item stands, as an error names it: by its number, its numbers in a grid, or a name. Made for each item, and put into words for none that fits.</summary>
internal readonly struct ItemPlace
{
    private readonly object? _name;
    private readonly int _index;

    private ItemPlace(object? name, int index) => (_name, _index) = (name, index);

    public static implicit operator ItemPlace(int index) => new(null, index);

    public static implicit operator ItemPlace(int[] position) => new(position, 0);

    public static implicit operator ItemPlace(string name) => new(name, 0);

    public override string ToString() => _name switch
    {
        int[] position => $"item [{string.Join(", ", position)}]",
        string name => name,
        _ => string.Create(CultureInfo.InvariantCulture, $"item {_index}"),
    };
}
