using System.Collections;
using System.Reflection;
using DynamicRpyc.Access;
using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary>
/// What C# itself reads into <c>x[^1]</c> and <c>x[1..3]</c> where a type has no indexer for them: with a Count or Length and an indexer by int, the index counts from the end; a range is
/// <c>Slice(start, length)</c> where there is one, else a list of the items. Python's slices of arrays and lists are <see cref="Slicing"/>'s.
/// </summary>
internal static class PatternIndexing
{
    /// <summary>A negative index as one that counts from the start; every other key as it is.</summary>
    /// <exception cref="IndexOutOfRangeException">It lies before the first item.</exception>
    internal static object? Wrap(object target, MemberTable table, object? key)
    {
        if (key is bool || !Integers.TryGetLong(key, out var index) || index >= 0 || !Applies(table))
            return key;
        var length = IndexingSpecials.Length(target);
        return index + length >= 0 ? (int)(index + length) : throw new IndexOutOfRangeException($"index {index} is out of range: there are {length} items");
    }

    internal static bool TrySlice(object target, MemberTable table, PySlice slice, out object? result)
    {
        result = null;
        if (!Applies(table) || Indexers(table, typeof(Range)).Any() || Indexers(table, typeof(PySlice)).Any())
            return false;
        var (start, stop, step) = slice.Indices(IndexingSpecials.Length(target));
        if (step == 1 && SliceOf(table) is { } cut && cut.TryInvoke(target, new CallArguments([start, Math.Max(stop - start, 0)]), out result))
            return true;
        result = Copy(target, table, start, stop, step);
        return true;
    }

    /// <summary>
    /// <c>target[range]</c> as the compiler has it: part of an array is an array, of a text a text, of a memory the same memory, of a list, a segment or an immutable array what its Slice gives. What has none, but
    /// can be indexed by int, gives a list. False for what has an indexer of its own for it, and for what is indexed by other keys.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The range reaches beyond the items, or backwards.</exception>
    internal static bool TryRange(object target, MemberTable table, Range range, out object? result)
    {
        result = null;
        if (target is string text)
        {
            var (start, length) = Within(range, text.Length);
            result = text.Substring(start, length);
        }
        else if (target is Array { Rank: 1 } row)
        {
            var (start, length) = Within(range, row.Length);
            var part = Array.CreateInstance(row.GetType().GetElementType()!, length);
            Array.Copy(row, row.GetLowerBound(0) + start, part, 0, length);
            result = part;
        }
        else if (MemoryView.Of(target) is { } memory)
        {
            var (start, length) = Within(range, memory.Length);
            result = memory.Slice(new PySlice(start, start + length));
        }
        else if (target is Array || !(Applies(table) || target is IList) || Indexers(table, typeof(Range)).Any() || Indexers(table, typeof(PySlice)).Any())
        {
            return false;
        }
        else
        {
            var (start, length) = Within(range, IndexingSpecials.Length(target));
            if (SliceOf(table) is not { } cut || !cut.TryInvoke(target, new CallArguments([start, length]), out result))
                result = target is IList ? Slicing.Get(target, new PySlice(start, start + length)) : Copy(target, table, start, start + length, 1);
        }
        return true;
    }

    // One that is kept from peers is no way to take a part: the items say what it holds.
    private static MethodGroup? SliceOf(MemberTable table) => ExposedNames.Of(table.Type, "").IsHidden("Slice") ? null : table.FindMethods("Slice");

    private static (int Start, int Length) Within(Range range, int length)
    {
        var (start, end) = (range.Start.GetOffset(length), range.End.GetOffset(length));
        return start >= 0 && start <= end && end <= length
            ? (start, end - start)
            : throw new ArgumentOutOfRangeException(nameof(range), $"The range {range} is out of range: there are {length} items.");
    }

    private static IList Copy(object target, MemberTable table, int start, int stop, int step)
    {
        var copy = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(Indexers(table, typeof(int)).First().ReturnType))!;
        for (long i = start; step > 0 ? i < stop : i > stop; i += step)
            copy.Add(table.Indexer!.Getters!.Invoke(target, new CallArguments([(int)i])));
        return copy;
    }

    private static bool Applies(MemberTable table) => !IndexingSpecials.IsDictionary(table) && IndexingSpecials.HasLength(table) && Indexers(table, typeof(int)).Any();

    private static IEnumerable<MethodInfo> Indexers(MemberTable table, Type index) => table.Indexer?.Getters is { } getters
        ? getters.Methods.OfType<MethodInfo>().Where(method => method.GetParameters() is [var only] && only.ParameterType == index)
        : [];
}
