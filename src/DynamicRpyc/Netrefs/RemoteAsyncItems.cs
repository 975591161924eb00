using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Netrefs;

/// <summary>The items of a remote iterable, each an asynchronous request. Each enumeration is one of its own on the remote side.</summary>
internal static class RemoteAsyncItems
{
    internal static async IAsyncEnumerable<object?> Of(Netref source, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var iterator = await Ask(source, "__iter__", cancellationToken).ConfigureAwait(false) as Netref
            ?? throw new InvalidOperationException($"The __iter__ of the remote '{source.RemoteTypeName}' gave no remote iterator; walk over it with foreach.");
        while (true)
        {
            object? item;
            try
            {
                item = await Ask(iterator, "__next__", cancellationToken).ConfigureAwait(false);
            }
            catch (StopIterationException)
            {
                yield break;
            }
            yield return item;
        }
    }

    private static Task<object?> Ask(Netref target, string name, CancellationToken cancellationToken)
    {
        target.ThrowIfReleased();
        return target.Requester.RequestAsync(new Operation { Handler = Handler.CallAttr, Target = target, Name = name }, null, cancellationToken);
    }
}
