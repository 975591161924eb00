using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>
/// What <c>__iter__</c> gives of an <see cref="IAsyncEnumerable{T}"/>: each step is a task, which the peer's request waits for without a thread. The enumerator is disposed at its
/// end or its first error. For one step at a time, as asynchronous enumerators are.
/// </summary>
internal sealed class ClrAsyncIterator : IAsyncDisposable
{
    private static readonly ConditionalWeakTable<Type, Type?> _itemTypes = [];
    private static readonly MethodInfo _over = typeof(ClrAsyncIterator).GetMethod(nameof(Create), BindingFlags.Static | BindingFlags.NonPublic)!;

    private readonly CancellationTokenSource _left = new();
    private IAsyncEnumerator<object?>? _source;
    private Task<(bool Found, object? Item)> _step = Task.FromResult<(bool, object?)>(default);

    private ClrAsyncIterator(Func<CancellationToken, IAsyncEnumerator<object?>> begin) => _source = begin(_left.Token);

    /// <summary>What an asynchronous sequence that is no plain one yields; null for other types.</summary>
    internal static Type? ItemTypeOf(Type type) => _itemTypes.GetValue(type, static key => key.IsAssignableTo(typeof(System.Collections.IEnumerable))
        ? null
        : Array.Find(key.GetInterfaces(), static contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))?.GetGenericArguments()[0]);

    internal static ClrAsyncIterator Over(object sequence, Type item) => (ClrAsyncIterator)_over.MakeGenericMethod(item).Invoke(null, [sequence])!;

    /// <exception cref="StopIterationException">In the task: there are no more items.</exception>
    internal async Task<object?> NextAsync() => await Step().ConfigureAwait(false) is { Found: true } step ? step.Item : throw new StopIterationException();

    /// <summary>Up to so many further items; none at the end.</summary>
    internal async Task<PyTuple> TakeAsync(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var taken = new List<object?>();
        while (taken.Count < Math.Min(count, IterationSpecials.MaxBatch) && await Step().ConfigureAwait(false) is { Found: true } step)
            taken.Add(step.Item);
        return PyTuple.From(taken);
    }

    /// <summary>Leaves the sequence. A step that is under way is cancelled and waited for: an enumerator cannot be disposed in the middle of one.</summary>
    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync().ConfigureAwait(false);
        // What the step ends with is for whoever asked for it.
        await ((Task)_step).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndAsync().ConfigureAwait(false);
    }

    private Task<(bool Found, object? Item)> Step() => _step = MoveAsync();

    private async Task<(bool Found, object? Item)> MoveAsync()
    {
        if (_source is not { } source)
            return (false, null);
        var moved = false;
        try
        {
            moved = await source.MoveNextAsync().ConfigureAwait(false);
            return (moved, moved ? source.Current : null);
        }
        finally
        {
            if (!moved)
                await EndAsync().ConfigureAwait(false);
        }
    }

    private ValueTask EndAsync() => Interlocked.Exchange(ref _source, null)?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static ClrAsyncIterator Create<T>(IAsyncEnumerable<T> sequence) => new(token => Boxed(sequence, token));

    private static async IAsyncEnumerator<object?> Boxed<T>(IAsyncEnumerable<T> sequence, CancellationToken token)
    {
        await foreach (var item in sequence.WithCancellation(token).ConfigureAwait(false))
            yield return item;
    }
}
