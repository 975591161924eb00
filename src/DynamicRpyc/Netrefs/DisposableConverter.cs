namespace DynamicRpyc.Netrefs;

/// <summary>
/// <c>using (dynamic x = nr)</c>, which converts to <see cref="IDisposable"/> at its beginning. A .NET object is disposed at the end. A Python context manager is entered
/// and left, as <c>with</c> does (what <c>__enter__</c> returns is not seen: for most it is the object itself). Anything else with a <c>close</c> is closed.
/// </summary>
internal sealed class DisposableConverter : NetrefConverter
{
    internal override bool Handles(Type type) => type == typeof(IDisposable);

    internal override object Convert(Netref source, Type type)
    {
        var listed = NetrefOperations.Methods(source);
        if (listed.Contains("Dispose"))
            return new RemoteDisposable(source, static target => NetrefOperations.CallMember0(target, "Dispose", null));
        // Python's INSPECT leaves __exit__ out: its own netrefs have one. __enter__ is the sign of a context manager there.
        var enters = listed.Contains("__enter__");
        if (enters || listed.Contains("__exit__"))
        {
            if (enters)
                NetrefOperations.CallMember0(source, "__enter__", null);
            return new RemoteDisposable(source, static target => NetrefOperations.CallMember3(target, "__exit__", null, null, null, null));
        }
        if (NetrefMembers.Contains(listed, source, "close"))
            return new RemoteDisposable(source, static target => PythonRefusal.Call(target, "close"));
        throw Refuse(source, type, "it has neither Dispose nor __exit__ nor close. Rpyc.Release gives a remote reference back.");
    }

    /// <summary>The end of the block: the action, once. Where the connection has ended there is nobody to tell, and the error of the block itself goes on.</summary>
    private sealed class RemoteDisposable(Netref source, Func<Netref, object?> end) : IDisposable
    {
        private Netref? _source = source;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _source, null) is { } target && !target.Requester.IsClosed)
                end(target);
        }
    }
}
