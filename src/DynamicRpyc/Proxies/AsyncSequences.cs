using System.Collections;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Proxies;

/// <summary>Sequences as asynchronous sequences of objects.</summary>
internal static class AsyncSequences
{
    private static readonly ConditionalWeakTable<Type, Func<object, IAsyncEnumerable<object?>>?> _boxers = [];

    /// <summary>Steps of a local sequence; each is taken on the thread that asks for it.</summary>
    internal static async IAsyncEnumerable<object?> Over(IEnumerable items, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    /// <summary>An asynchronous sequence of any items as one of objects; null where the object is none.</summary>
    internal static IAsyncEnumerable<object?>? Boxed(object items) => _boxers.GetValue(items.GetType(), MakeBoxer)?.Invoke(items);

    private static Func<object, IAsyncEnumerable<object?>>? MakeBoxer(Type type)
    {
        var contract = Array.Find(type.GetInterfaces(), static face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
        return contract is null
            ? null
            : ((Func<object, IAsyncEnumerable<object?>>)Box<object>).Method.GetGenericMethodDefinition().MakeGenericMethod(contract.GetGenericArguments())
                .CreateDelegate<Func<object, IAsyncEnumerable<object?>>>();
    }

    private static async IAsyncEnumerable<object?> Boxing<T>(IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return item;
    }

    private static IAsyncEnumerable<object?> Box<T>(object items) => Boxing((IAsyncEnumerable<T>)items);
}
