using System.Collections;

namespace DynamicRpyc.Invocation;

/// <summary>
/// Python's slices of strings, lists and arrays of one dimension: copies when read, replaced in place when written, removed when deleted, negative steps included.
/// Lists grow and shrink as Python's do; arrays keep their length.
/// </summary>
internal static class Slicing
{
    internal static bool CanSlice(object target) => target is string or (IList and not Array { Rank: > 1 });

    /// <summary>A list of the same item type, whatever the source: what Python's slicing of a list gives.</summary>
    internal static object Get(object target, PySlice slice)
    {
        var picked = Positions(slice, IndexingSpecials.Length(target));
        if (target is string text)
            return string.Concat(picked.Select(i => text[i]));
        var list = (IList)target;
        var copy = NewList(ItemType(target.GetType()));
        foreach (var i in picked)
            copy.Add(list[i]);
        return copy;
    }

    /// <exception cref="BindException">The value is no sequence, or an item does not fit.</exception>
    /// <exception cref="ArgumentException">The number of items is another than a step, or an array, leaves room for.</exception>
    internal static void Set(IList target, PySlice slice, object? value)
    {
        var items = (IList)Assignment.Convert(target, "slice", typeof(List<>).MakeGenericType(ItemType(target.GetType())), value)!;
        var (start, stop, step) = slice.Indices(target.Count);
        var picked = Positions(slice, target.Count);
        if (step == 1 && !target.IsFixedSize)
        {
            RemoveRange(target, start, Math.Max(stop, start));
            for (var i = 0; i < items.Count; i++)
                target.Insert(start + i, items[i]);
            return;
        }

        if (items.Count != picked.Count)
        {
            var why = target.IsFixedSize ? "an array keeps its length" : "a slice with a step keeps the list's length";
            throw new ArgumentException($"{items.Count} items cannot replace {picked.Count}: {why}");
        }

        for (var i = 0; i < picked.Count; i++)
            target[picked[i]] = items[i];
    }

    internal static void Delete(IList target, PySlice slice)
    {
        foreach (var i in Positions(slice, target.Count).OrderDescending())
            target.RemoveAt(i);
    }

    /// <summary>The type of a list's items.</summary>
    internal static Type ItemType(Type type)
    {
        if (type.IsArray)
            return type.GetElementType()!;
        var generic = Array.Find(type.GetInterfaces(), static contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IList<>));
        return generic?.GetGenericArguments()[0] ?? typeof(object);
    }

    private static void RemoveRange(IList target, int start, int stop)
    {
        for (var i = stop - 1; i >= start; i--)
            target.RemoveAt(i);
    }

    private static IList NewList(Type item) => (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;

    internal static List<int> Positions(PySlice slice, int length)
    {
        var (start, stop, step) = slice.Indices(length);
        var picked = new List<int>();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step)
            picked.Add((int)i);
        return picked;
    }
}
