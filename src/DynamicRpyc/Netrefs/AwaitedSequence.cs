using System.Runtime.CompilerServices;
using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// <c>await foreach (var x in (IAsyncEnumerable&lt;int&gt;)nr.CountAsync())</c>: a method that gives an asynchronous sequence has a name that ends in <c>Async</c> as those have that give
/// a task, and so the call is under way as one. Its answer is awaited at the first step. Safe for any thread.
/// </summary>
internal static class AwaitedSequence
{
    private static readonly System.Reflection.MethodInfo _walk = ((Func<Task<object?>, CancellationToken, IAsyncEnumerable<object>>)WalkAsync<object>).Method.GetGenericMethodDefinition();

    internal static bool Handles(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);

    /// <summary>A token among the arguments of the call ends the waits for items, too, as the one that is given to the enumeration does.</summary>
    internal static object Of(Task<object?> call, Type type) =>
        _walk.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [call, (call as DynamicTask)?.CancellationToken ?? CancellationToken.None])!;

    private static async IAsyncEnumerable<T> WalkAsync<T>(Task<object?> call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = await NetrefFetch.ForAsync(await call.WaitAsync(cancellationToken).ConfigureAwait(false), typeof(IAsyncEnumerable<T>)).ConfigureAwait(false);
        await foreach (var item in NetrefConversion.Result<IAsyncEnumerable<T>>(answer).WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return typeof(T) == typeof(object) ? (T)Surfaced.Of(item)! : item;
    }
}
