using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// Remote tokens as a <see cref="CancellationToken"/>: a .NET one calls back when it is cancelled; a Python <c>threading.Event</c>, or whatever has an <c>is_set</c>, is asked now
/// and then while anybody listens, and taken for set when its connection ends.
/// </summary>
internal sealed class TokenConverter : NetrefConverter
{
    internal override bool Handles(Type type) => type == typeof(CancellationToken);

    internal override bool IsPossibleFor(string remoteTypeName) => PythonKinds.Of(remoteTypeName) == PythonKind.Unknown;

    internal override object Convert(Netref source, Type type)
    {
        var listed = NetrefOperations.Methods(source);
        if (listed.Contains(nameof(CancellationToken.Register)))
            return Registered(source);
        return NetrefMembers.Contains(listed, source, "is_set") ? Polled(source) : throw Refuse(source, type, "it is neither a .NET token nor has an is_set, as Python's threading.Event does.");
    }

    private static CancellationToken Registered(Netref source)
    {
        if (!NetrefConversion.Result<bool>(NetrefOperations.GetAttribute(source, nameof(CancellationToken.CanBeCanceled))))
            return CancellationToken.None;
        var cancelled = new CancellationTokenSource();
        NetrefOperations.CallMember1(source, nameof(CancellationToken.Register), null, new Action(cancelled.Cancel));
        return cancelled.Token;
    }

    private static CancellationToken Polled(Netref source)
    {
        var cancelled = new CancellationTokenSource();
        if (NetrefOperators.Truth(PythonRefusal.Call(source, "is_set")))
            cancelled.Cancel();
        else
            _ = Poll(source, new WeakReference<CancellationTokenSource>(cancelled));
        return cancelled.Token;
    }

    // Held weakly: when the call that took the token is over, nobody is left to be told, and asking ends.
    private static async Task Poll(Netref source, WeakReference<CancellationTokenSource> listener)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await pause.WaitForNextTickAsync().ConfigureAwait(false) && listener.TryGetTarget(out _))
        {
            if (!await IsSet(source).ConfigureAwait(false))
                continue;
            if (listener.TryGetTarget(out var cancelled))
                cancelled.Cancel();
            return;
        }
    }

    private static async Task<bool> IsSet(Netref source)
    {
        try
        {
            source.ThrowIfReleased();
            return NetrefOperators.Truth(await source.Requester.RequestAsync(new Operation { Handler = Handler.CallAttr, Target = source, Name = "is_set" }, null).ConfigureAwait(false));
        }
        catch (Exception failure) when (failure is RpycException or ObjectDisposedException or MissingMemberException)
        {
            // Nobody can cancel it any more.
            return true;
        }
    }
}
