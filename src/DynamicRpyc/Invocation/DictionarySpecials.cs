using System.Collections;

namespace DynamicRpyc.Invocation;

/// <summary>What Python code asks of any mapping: <c>keys</c>, <c>values</c>, <c>items</c>, <c>get</c>. Members of those very names come first.</summary>
internal static class DictionarySpecials
{
    internal static SpecialMethod[] All { get; } =
    [
        new("keys", (0, 0), IndexingSpecials.IsDictionary, static (target, in _) => new DictionaryView(target, DictionaryPart.Key)),
        new("values", (0, 0), IndexingSpecials.IsDictionary, static (target, in _) => new DictionaryView(target, DictionaryPart.Value)),
        new("items", (0, 0), IndexingSpecials.IsDictionary, static (target, in _) => new DictionaryView(target, DictionaryPart.Both)),
        new("get", (1, 2), IndexingSpecials.IsDictionary, static (target, in arguments) =>
            IterationSpecials.Contains(target, arguments.Values[0]) ? IndexingSpecials.Get(target, arguments.Values[0]) : arguments.Values.Length > 1 ? arguments.Values[1] : null),
    ];
}

/// <summary>What a <see cref="DictionaryView"/> shows of each entry.</summary>
internal enum DictionaryPart
{
    Key,
    Value,
    Both,
}

/// <summary>
/// What <c>keys()</c>, <c>values()</c> and <c>items()</c> give: as in Python a view, which has a length and is walked over as often as wanted, in the dictionary's order. Pairs arrive as
/// tuples, by value where their parts do.
/// </summary>
internal sealed class DictionaryView(object dictionary, DictionaryPart part) : IReadOnlyCollection<object?>
{
    public int Count => IndexingSpecials.Length(dictionary);

    /// <summary>Keys are asked for; what else is in the view is looked for.</summary>
    public bool Contains(object? item) => part == DictionaryPart.Key ? IterationSpecials.Contains(dictionary, item) : this.Any(own => own is null ? item is null : Comparison.AreEqual(own, item));

    public IEnumerator<object?> GetEnumerator()
    {
        foreach (var entry in (IEnumerable)dictionary)
        {
            var parts = IndexingSpecials.Parts(entry!);
            yield return part == DictionaryPart.Both ? PyTuple.From(parts) : parts[(int)part];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{(part switch { DictionaryPart.Key => "keys", DictionaryPart.Value => "values", _ => "items" })} of {TypeNames.Display(dictionary.GetType())}";
}
