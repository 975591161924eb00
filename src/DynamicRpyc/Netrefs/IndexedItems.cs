using DynamicRpyc.Messages;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// A walk over a Python object that has <c>__getitem__</c> and no <c>__iter__</c>, as Python's own loops make it: item 0, item 1, and so on until it says IndexError. For one thread at a time.
/// </summary>
internal sealed class IndexedItems(Netref source)
{
    private long _next;

    /// <summary>Whether Python walks over the object so. Of a class <c>__getitem__</c> is what its objects have; an indexer of .NET says nothing about loops.</summary>
    internal static bool Has(Netref source, IReadOnlySet<string> listed) => !source.Id.IsType && listed.Contains("__getitem__") && PythonKinds.IsOfPython(listed);

    internal bool TryNext(out object? item)
    {
        try
        {
            item = NetrefOperations.CallMember1(source, "__getitem__", null, _next);
            _next++;
            return true;
        }
        catch (Exception end) when (IsEnd(end))
        {
            item = null;
            return false;
        }
    }

    /// <summary>As <see cref="TryNext"/>, without a thread that waits.</summary>
    internal async Task<(bool IsFound, object? Item)> NextAsync(CancellationToken cancellationToken = default)
    {
        source.ThrowIfReleased();
        try
        {
            var item = await source.Requester.RequestAsync(new Operation { Handler = Handler.CallAttr, Target = source, Name = "__getitem__", Arguments = [_next] }, null, cancellationToken)
                .ConfigureAwait(false);
            _next++;
            return (true, item);
        }
        catch (Exception end) when (IsEnd(end))
        {
            return (false, null);
        }
    }

    private static bool IsEnd(Exception error) => error is IndexOutOfRangeException or StopIterationException;
}
