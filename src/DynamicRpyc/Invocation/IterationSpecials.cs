using System.Collections;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary><c>__iter__</c>, <c>__next__</c>, <c>next</c>, <c>__contains__</c>, and the batches of BUFFITER.</summary>
internal static class IterationSpecials
{
    /// <summary>The most items of one batch. A smaller answer than asked for is not the end; only an empty one is.</summary>
    internal const int MaxBatch = 1 << 16;

    internal static SpecialMethod[] All { get; } =
    [
        new("__iter__", (0, 0), CanIterate, static (target, in _) => EnumTypes.IsEnumType(target) ? EnumTypes.Iterate(target) : Iterate(target), EnumTypes.IsEnumType),
        new("__next__", (0, 0), static table => IsIterator(table) || Is<ClrAsyncIterator>(table) || StreamSpecials.IsRead(table), static (target, in _) => Next(target)),
        new("next", (0, 0), IsIterator, static (target, in _) => ClrIterator.Next((IEnumerator)target)),
        new("__contains__", (1, 1), CanContain, static (target, in arguments) => Contains(target, arguments.Values[0])),
    ];

    internal static object Iterate(object target) => target switch
    {
        ClrIterator or ClrAsyncIterator => target,

        // What yield return makes is both, and an enumerator only once it was asked for one.
        IEnumerable items => new ClrIterator(items.GetEnumerator()),
        IEnumerator => target,
        Stream or TextReader => new ClrIterator(StreamSpecials.Lines(target).GetEnumerator()),
        _ when ClrAsyncIterator.ItemTypeOf(target.GetType()) is { } item => ClrAsyncIterator.Over(target, item),
        _ when MemoryView.Of(target) is { } memory => new ClrIterator(memory.Items.GetEnumerator()),
        _ => new ClrIterator(IndexingSpecials.Parts(target).GetEnumerator()),
    };

    /// <summary>Up to <paramref name="count"/> further items; none at the end. An iterable that is no iterator starts from its first item each time; callers take <c>__iter__</c> first.</summary>
    internal static object?[] Take(object iterator, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (iterator is not (IEnumerator or IEnumerable))
            throw new BindException($"{MissingMember.Owner(iterator)} is not an iterator");
        var source = iterator as IEnumerator ?? (IEnumerator)Iterate(iterator);
        var taken = new List<object?>(Math.Min(count, 64));
        while (taken.Count < Math.Min(count, MaxBatch) && source.MoveNext())
            taken.Add(source.Current);
        return [.. taken];
    }

    /// <summary>A dictionary's keys, what the object's own Contains says, or one of the items.</summary>
    internal static bool Contains(object target, object? value)
    {
        if (target is Enum flags)
            return EnumValues.HasFlags(flags, value);
        var table = MemberTable.OfInstance(target.GetType());
        var isDictionary = IndexingSpecials.IsDictionary(table);
        if (isDictionary && value is null)
            return false;
        if (isDictionary && table.FindMethods("ContainsKey") is { } byKey)
            return byKey.TryInvoke(target, new CallArguments([value]), out var found) && found is true;
        if ((!isDictionary || target is IDictionary) && table.FindMethods("Contains") is { } own)
            return own.TryInvoke(target, new CallArguments([value]), out var found) && found is true;
        return (target as IEnumerable ?? MemoryView.Of(target)?.Items) is { } items && items.Cast<object?>().Any(item => item is null ? value is null : Comparison.AreEqual(item, value));
    }

    private static object? Next(object target) => target switch
    {
        ClrAsyncIterator asynchronous => asynchronous.NextAsync(),
        Stream or TextReader => StreamSpecials.NextLine(target) ?? throw new StopIterationException(),
        _ => ClrIterator.Next((IEnumerator)target),
    };

    private static bool CanIterate(MemberTable table) =>
        Is<IEnumerable>(table) || Is<IEnumerator>(table) || StreamSpecials.IsRead(table) || IndexingSpecials.IsPlainTuple(table) || MemoryView.Is(table.Type) || Is<ClrAsyncIterator>(table) || ClrAsyncIterator.ItemTypeOf(table.Type) is not null;

    // What yield return makes is an iterator only once it was asked for one; before, its MoveNext says that there is nothing.
    private static bool IsIterator(MemberTable table) => Is<IEnumerator>(table) && (table.Type == typeof(ClrIterator) || !Is<IEnumerable>(table));

    private static bool CanContain(MemberTable table) => EnumValues.IsFlags(table.Type) || Is<IEnumerable>(table) || MemoryView.Is(table.Type) || table.FindMethods("Contains") is not null;

    private static bool Is<T>(MemberTable table) => table.Type.IsAssignableTo(typeof(T));
}
