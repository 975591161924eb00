using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Values;

/// <summary>What a dynamic expression gives for a value that came from a peer: .NET tuples as <see cref="ClrTuple{T}"/>, all else as it is. Safe for any thread.</summary>
internal static class Surfaced
{
    private static readonly ConditionalWeakTable<Type, Func<object, object>> _makers = [];

    private static readonly MethodInfo _make = typeof(Surfaced).GetMethod(nameof(Make), BindingFlags.Static | BindingFlags.NonPublic)!;

    // The commonest values first: to ask an int whether it is a tuple takes longer than all of these.
    internal static object? Of(object? value) =>
        value is null or int or string or double or bool || value is not ITuple || value is PyTuple or IStandIn || !TupleShape.IsTuple(value.GetType())
            ? value
            : _makers.GetValue(value.GetType(), Maker)(value);

    internal static IEnumerable<object?> Items(IEnumerable<object?> items)
    {
        foreach (var item in items)
            yield return Of(item);
    }

    internal static async IAsyncEnumerable<object?> Items(IAsyncEnumerable<object?> items, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return Of(item);
    }

    private static Func<object, object> Maker(Type type) => _make.MakeGenericMethod(type).CreateDelegate<Func<object, object>>();

    private static object Make<T>(object value) where T : notnull, ITuple => new ClrTuple<T>((T)value);
}
