using System.Collections;

namespace DynamicRpyc.Invocation;

/// <summary>What Python code asks of any mapping: <c>keys</c>, <c>values</c>, <c>items</c>, <c>get</c>. Members of those very names come first.</summary>
internal static class DictionarySpecials
{
    internal static SpecialMethod[] All { get; } =
    [
        new("keys", (0, 0), IndexingSpecials.IsDictionary, static (target, in _) => Parts(target, static pair => pair[0])),
        new("values", (0, 0), IndexingSpecials.IsDictionary, static (target, in _) => Parts(target, static pair => pair[1])),
        new("items", (0, 0), IndexingSpecials.IsDictionary, static (target, in _) => Parts(target, static pair => PyTuple.From(pair))),
        new("get", (1, 2), IndexingSpecials.IsDictionary, static (target, in arguments) =>
            IterationSpecials.Contains(target, arguments.Values[0]) ? IndexingSpecials.Get(target, arguments.Values[0]) : arguments.Values.Length > 1 ? arguments.Values[1] : null),
    ];

    // One walk over the dictionary, in its order; pairs arrive as tuples, by value where their parts do.
    private static ClrIterator Parts(object target, Func<object?[], object?> part) => new(Walk((IEnumerable)target, part).GetEnumerator());

    private static IEnumerable<object?> Walk(IEnumerable items, Func<object?[], object?> part)
    {
        foreach (var item in items)
            yield return part(IndexingSpecials.Parts(item!));
    }
}
