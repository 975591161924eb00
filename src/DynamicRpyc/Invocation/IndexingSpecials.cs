using System.Collections;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;
using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary>
/// <c>__getitem__</c>, <c>__setitem__</c>, <c>__delitem__</c>, <c>__len__</c>: arrays of any rank, lists, dictionaries, indexers, tuples; types and methods by type arguments.
/// On arrays and lists negative indexes count from the end and slices copy, as in Python; an index that is out of range is an <see cref="IndexOutOfRangeException"/>. A range, which only C#
/// has, gives what it gives in C#.
/// </summary>
internal static class IndexingSpecials
{
    internal static SpecialMethod[] All { get; } =
    [
        new("__getitem__", (1, 1), static table => CanGet(table), static (target, in arguments) => Get(target, arguments.Values[0]), static target => Generics.CanIndex(target) || EnumTypes.IsEnumType(target)),
        new("__setitem__", (2, 2), static table => CanSet(table), static (target, in arguments) => Set(target, arguments.Values[0], arguments.Values[1])),
        new("__delitem__", (1, 1), static table => CanDelete(table), static (target, in arguments) => Delete(target, arguments.Values[0])),
        new("__len__", (0, 0), static table => LengthOf(table) is not null || IsPlainTuple(table), static (target, in _) => Length(target), EnumTypes.IsEnumType),
    ];

    internal static bool IsDictionary(MemberTable table) => CollectionTypes.IsDictionary(table.Type);

    /// <summary>The parts of a CLR tuple or a key-value pair, so that Python can unpack it.</summary>
    internal static object?[] Parts(object target)
    {
        if (target is ITuple tuple)
            return [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])];
        var members = MemberTable.OfInstance(target.GetType());
        return [members.Find("Key")!.Get(target), members.Find("Value")!.Get(target)];
    }

    internal static bool IsPlainTuple(MemberTable table) =>
        CollectionTypes.IsEntry(table.Type) || (table.Type.IsAssignableTo(typeof(ITuple)) && !table.Type.IsAssignableTo(typeof(IEnumerable)));

    internal static int Length(object target)
    {
        if (target is Type names)
            return EnumTypes.Count(names);
        var table = MemberTable.OfInstance(target.GetType());
        return target switch
        {
            ICollection collection => collection.Count,
            string text => text.Length,
            _ => LengthOf(table) is { } property ? (int)property.Get(target)! : Parts(target).Length,
        };
    }

    internal static object? Get(object target, object? key)
    {
        if (Generics.CanIndex(target))
            return Generics.Index(target, key);
        var table = MemberTable.OfInstance(target.GetType());
        if (target is Type { IsEnum: true } names)
            return EnumTypes.Get(names, key);
        if (key is PySlice slice && Slicing.CanSlice(target))
            return Slicing.Get(target, slice);
        if (key is Range range && PatternIndexing.TryRange(target, table, range, out var ranged))
            return ranged;
        if (target is Array { Rank: > 1 } grid)
            return grid.GetValue(Position(grid, key));
        if (target is IList and not IDictionary && TryPosition(target, key, out var index))
            return ((IList)target)[index];
        if (target is string text && TryPosition(target, key, out var at))
            return text[at].ToString();
        if (MemoryView.Of(target) is { } memory)
            return key is PySlice piece ? memory.Slice(piece) : memory[Within(key, memory.Length)];
        if (IsPlainTuple(table))
            return Parts(target)[Within(key, Parts(target).Length)];
        if (key is PySlice part && PatternIndexing.TrySlice(target, table, part, out var picked))
            return picked;
        if (table.Indexer is { Getters: { } getters } indexer)
            return getters.Invoke(target, new CallArguments(Keys(indexer, PatternIndexing.Wrap(target, table, key))));
        return DynamicTargets.GetIndex(target, key);
    }

    internal static object? Set(object target, object? key, object? value)
    {
        var table = MemberTable.OfInstance(target.GetType());
        if (key is PySlice slice && target is IList list && Slicing.CanSlice(target))
            Slicing.Set(list, slice, value);
        else if (target is Array { Rank: > 1 } grid)
            grid.SetValue(Item(grid, value), Position(grid, key));
        else if (target is Array row)
            row.SetValue(Item(row, value), Within(key, row.Length));
        else if (MemoryView.Of(target) is { } memory)
            Set(memory, key, value);
        else if (table.Indexer is { Setters: { } setters } indexer)
            setters.Invoke(target, new CallArguments([.. Keys(indexer, WrapNegative(target, table, key)), value]));
        else
            DynamicTargets.SetIndex(target, key, value);
        return null;
    }

    private static void Set(MemoryView memory, object? key, object? value)
    {
        if (key is PySlice slice)
            memory.Set(slice, value);
        else
            memory[Within(key, memory.Length)] = value;
    }

    internal static object? Delete(object target, object? key)
    {
        var table = MemberTable.OfInstance(target.GetType());
        if (key is PySlice slice && Slicing.CanSlice(target))
        {
            Slicing.Delete((IList)target, slice);
            return null;
        }

        if (!IsDictionary(table))
        {
            ((IList)target).RemoveAt(Within(key, ((IList)target).Count));
            return null;
        }

        if (!IterationSpecials.Contains(target, key))
            throw new KeyNotFoundException($"The key {TypeNames.Describe(key)} is not in this {TypeNames.Display(table.Type)}.");
        table.FindMethods("Remove")!.Invoke(target, new CallArguments([key]));
        return null;
    }

    private static bool CanGet(MemberTable table) =>
        table.Type.IsArray || table.Type == typeof(string) || table.Indexer?.Getters is not null || IsPlainTuple(table) || MemoryView.Is(table.Type) || table.Kind == TargetKind.DynamicObject;

    private static bool CanSet(MemberTable table) => table.Type.IsArray || table.Indexer?.Setters is not null || MemoryView.IsWritable(table.Type) || table.Kind == TargetKind.DynamicObject;

    private static bool CanDelete(MemberTable table) => !table.Type.IsArray && (IsDictionary(table) ? table.FindMethods("Remove") is not null : table.Type.IsAssignableTo(typeof(IList)));

    internal static bool HasLength(MemberTable table) => LengthOf(table) is not null;

    private static PropertyMember? LengthOf(MemberTable table) => IntProperty(table, "Count") ?? IntProperty(table, "Length");

    private static PropertyMember? IntProperty(MemberTable table, string name) =>
        table.Find(name) is PropertyMember { CanRead: true } property && property.PropertyType == typeof(int) ? property : null;

    private static object? Item(Array array, object? value) => Assignment.Convert(array, "item", array.GetType().GetElementType()!, value);

    private static object?[] Keys(IndexerMember indexer, object? key) => indexer.TakesSeveral && PyTuple.Of(key) is { } several ? several.ToArray() : [key];

    private static object? WrapNegative(object target, MemberTable table, object? key) =>
        target is IList and not IDictionary && TryPosition(target, key, out var index) ? index : PatternIndexing.Wrap(target, table, key);

    private static int[] Position(Array grid, object? key)
    {
        if (PyTuple.Of(key) is not { } indexes || indexes.Count != grid.Rank)
            throw new BindException($"an array of rank {grid.Rank} takes {grid.Rank} integer indexes, as in a[{string.Join(", ", Enumerable.Repeat("0", grid.Rank))}], not {TypeNames.Describe(key)}");
        return [.. indexes.Select((index, dimension) => Within(index, grid.GetLength(dimension)) + grid.GetLowerBound(dimension))];
    }

    private static bool TryPosition(object target, object? key, out int index)
    {
        index = 0;
        if (key is bool || !Integers.TryGetLong(key, out _))
            return false;
        index = Within(key, Length(target));
        return true;
    }

    private static int Within(object? key, int length)
    {
        if (!Integers.TryGetLong(key, out var index))
            throw new BindException($"an index must be an integer, not {TypeNames.Describe(key)}");
        var position = index < 0 ? index + length : index;
        return position >= 0 && position < length
            ? (int)position
            : throw new IndexOutOfRangeException($"index {index} is out of range: there are {length} items");
    }
}
