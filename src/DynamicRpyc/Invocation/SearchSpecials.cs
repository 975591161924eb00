using System.Collections;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>What Python code asks of any sequence: <c>index</c> and <c>count</c>, by Python's equality. Members of those very names come first.</summary>
internal static class SearchSpecials
{
    internal static SpecialMethod[] All { get; } =
    [
        new("index", (1, 3), IsSequence, static (target, in arguments) => Index(target, arguments.Values)),
        new("count", (1, 1), IsSequence, static (target, in arguments) => Count(target, arguments.Values[0])),
    ];

    private static bool IsSequence(MemberTable table) =>
        MemoryView.Is(table.Type) || (table.Type.IsAssignableTo(typeof(IEnumerable)) && !IndexingSpecials.IsDictionary(table) && !IsGrid(table.Type) && CollectionTypes.IsList(table.Type));

    private static bool IsGrid(Type type) => type.IsArray && type.GetArrayRank() > 1;

    private static int Index(object target, ReadOnlySpan<object?> arguments)
    {
        var (wanted, at) = (arguments[0], 0);
        var (start, stop, _) = new PySlice(Bound(arguments, 1), Bound(arguments, 2), null).Indices(IndexingSpecials.Length(target));
        foreach (var item in Items(target))
        {
            if (at >= stop)
                break;
            if (at >= start && AreEqual(item, wanted))
                return at;
            at++;
        }

        throw new ArgumentException($"{TypeNames.Describe(wanted)} is not in this {TypeNames.Display(target.GetType())}");
    }

    private static int Count(object target, object? wanted)
    {
        var count = 0;
        foreach (var item in Items(target))
            count += AreEqual(item, wanted) ? 1 : 0;
        return count;
    }

    private static IEnumerable Items(object target) => target as IEnumerable ?? MemoryView.Of(target)!.Items;

    private static object? Bound(ReadOnlySpan<object?> arguments, int at) => arguments.Length > at ? arguments[at] : null;

    private static bool AreEqual(object? item, object? wanted) => item is null ? wanted is null : Comparison.AreEqual(item, wanted);
}
