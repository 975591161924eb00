using System.Collections;
using System.Globalization;

namespace DynamicRpyc.Invocation;

/// <summary>What every object answers, and <c>__call__</c>.</summary>
internal static class ObjectSpecials
{
    /// <summary>What numpy looks for. A Python peer answers it itself: by a PICKLE request.</summary>
    internal const string ArrayName = "__array__";

    private const int AnyNumber = int.MaxValue;

    internal static SpecialMethod[] All { get; } =
    [
        new("__call__", (0, AnyNumber), ClrOperations.IsCallable, ClrOperations.Call, static target => target is ICallable or Type { IsInterface: false }),
        Universal("__hash__", 0, static (target, in _) => ClrOperations.Hash(target)),
        Universal("__repr__", 0, static (target, in _) => ClrOperations.Repr(target)),
        Universal("__str__", 0, static (target, in _) => ClrOperations.Str(target)),
        Universal("__dir__", 0, static (target, in _) => PyTuple.From(ClrOperations.Dir(target))),
        Universal("__format__", 1, static (target, in arguments) => Format(target, arguments.Values[0])),
        new(ArrayName, (0, 1), HasArray, static (target, in _) => target),
        Comparer("__eq__", static _ => true),
        Comparer("__ne__", static _ => true),
        Comparer("__lt__", Comparison.IsOrdered),
        Comparer("__le__", Comparison.IsOrdered),
        Comparer("__gt__", Comparison.IsOrdered),
        Comparer("__ge__", Comparison.IsOrdered),
    ];

    /// <summary>
    /// Whether numpy must not go through the items itself: it would do so as a <c>for</c> loop does, and so take the array for one of a single dimension, without a word.
    /// </summary>
    internal static bool IsGrid(Type type) => type.IsArray && type.GetArrayRank() > 1;

    // Of objects that cannot be copied numpy makes an array of references itself, item by item.
    private static bool HasArray(MemberTable table) => MemoryView.Is(table.Type)
        ? PlainTypes.IsPlain(table.Type.GetGenericArguments()[0])
        : IsGrid(table.Type) || (table.Type.IsArray || (table.Type.IsAssignableTo(typeof(IList)) && !table.Type.IsAssignableTo(typeof(IDictionary)))) && PlainTypes.IsPlain(Slicing.ItemType(table.Type));

    private static SpecialMethod Universal(string name, int count, SpecialCall call) => new(name, (count, count), static _ => true, call, static _ => true);

    private static SpecialMethod Comparer(string name, Func<MemberTable, bool> supports) =>
        new(name, (1, 1), supports, (target, in arguments) => Comparison.Compare(target, arguments.Values[0], name), static _ => true);

    // Python's format() of a netref; the format strings are .NET's.
    private static string Format(object target, object? format)
    {
        var text = format as string ?? throw new BindException($"__format__ takes a String, not {TypeNames.Describe(format)}");
        FormatText.Check(text);
        return target is IFormattable formattable && text.Length > 0 ? formattable.ToString(text, CultureInfo.InvariantCulture) : ClrOperations.Str(target);
    }
}
