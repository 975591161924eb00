using System.Collections;
using System.Reflection;
using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary>
/// What C# itself reads into <c>x[^1]</c> and <c>x[1..3]</c> where a type has no indexer for them: with a Count or Length and an indexer by int, the index counts from the end; a range is
/// <c>Slice(start, length)</c> where there is one, else a list of the items. Arrays and lists have ways of their own.
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
        if (step == 1 && table.FindMethods("Slice") is { } cut && cut.TryInvoke(target, new CallArguments([start, Math.Max(stop - start, 0)]), out result))
            return true;
        var copy = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(Indexers(table, typeof(int)).First().ReturnType))!;
        for (long i = start; step > 0 ? i < stop : i > stop; i += step)
            copy.Add(table.Indexer!.Getters!.Invoke(target, new CallArguments([(int)i])));
        result = copy;
        return true;
    }

    private static bool Applies(MemberTable table) => !IndexingSpecials.IsDictionary(table) && IndexingSpecials.HasLength(table) && Indexers(table, typeof(int)).Any();

    private static IEnumerable<MethodInfo> Indexers(MemberTable table, Type index) => table.Indexer?.Getters is { } getters
        ? getters.Methods.OfType<MethodInfo>().Where(method => method.GetParameters() is [var only] && only.ParameterType == index)
        : [];
}
