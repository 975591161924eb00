using System.Collections;
using DynamicRpyc.Messages;
using DynamicRpyc.Proxies;

namespace DynamicRpyc.Netrefs;

/// <summary>A remote object behind an interface proxy: each use of a member is a request. Safe for any thread.</summary>
internal sealed class NetrefTarget(Netref netref, MemberNaming naming) : ProxyTarget(naming)
{
    internal override object Original => netref;

    internal override string Description => $"remote {netref.RemoteTypeName}";

    internal override object? Get(ProxiedMember member)
    {
        var name = NameOf(member);
        try
        {
            return NetrefOperations.GetAttribute(netref, name);
        }
        catch (MissingMemberException error) when (!NetrefMembers.Has(netref, name))
        {
            throw Missing(member, error);
        }
        catch (MissingMemberException error) when (PythonRefusal.Is(error, name))
        {
            throw PythonRefusal.Explained(netref, name, error);
        }
    }

    internal override async Task<object?> GetAsync(ProxiedMember member)
    {
        try
        {
            var value = await NetrefGenerics.AskAsync(netref, Handler.GetAttr, NameOf(member), [], null, default).ConfigureAwait(false);
            return value is Netref task && await NetrefTasks.IsTaskAsync(task).ConfigureAwait(false) ? await NetrefTasks.Await(task).ConfigureAwait(false) : Ran(member, value);
        }
        catch (MissingMemberException error)
        {
            if (await HasAsync(member).ConfigureAwait(false))
            {
                if (PythonRefusal.Is(error, NameOf(member)))
                    throw PythonRefusal.Explained(netref, NameOf(member), error);
                throw;
            }
            throw Missing(member, error);
        }
    }

    internal override void Set(ProxiedMember member, object? value)
    {
        var name = NameOf(member);
        try
        {
            NetrefOperations.SetAttribute(netref, name, value);
        }
        catch (MissingMemberException error) when (!NetrefMembers.Has(netref, name))
        {
            throw Missing(member, error);
        }
        catch (MissingMemberException error) when (PythonRefusal.Is(error, name))
        {
            throw PythonRefusal.Unwritable(netref, name, error);
        }
    }

    internal override object? GetItem(ProxiedMember member, object?[] keys)
    {
        try
        {
            return keys is [var only] ? NetrefIndexing.Get(netref, only) : NetrefIndexing.Get(netref, keys);
        }
        catch (MissingMemberException error) when (!Has(member))
        {
            throw Missing(member, error);
        }
    }

    internal override void SetItem(ProxiedMember member, object?[] keys, object? value)
    {
        try
        {
            _ = keys is [var only] ? NetrefIndexing.Set(netref, only, value) : NetrefIndexing.Set(netref, keys, value);
        }
        catch (MissingMemberException error) when (!Has(member))
        {
            throw Missing(member, error);
        }
    }

    internal override void AddHandler(ProxiedMember member, Delegate handler) => NetrefEvents.Add(netref, NameOf(member), Event(member), handler);

    internal override void RemoveHandler(ProxiedMember member, Delegate handler) => NetrefEvents.Remove(netref, NameOf(member), Event(member), handler);

    internal override object? Call(ProxyCall call)
    {
        var values = call.Values(out var names, PassingOf(call));
        var name = NameOf(call.Member);
        try
        {
            var chosen = netref.Requester.IsDotNet ? call.DecisiveTypes() : null;
            if (call.Method.IsGenericMethod || chosen is not null)
                return NetrefGenerics.Call(netref, name, call.TypeArguments, chosen, names, values, call.Token);
            var (handler, attribute) = Called(name);
            return NetrefGenerics.Ask(netref, handler, attribute, values, names, call.Token);
        }
        catch (MissingMemberException error) when (!Has(call.Member))
        {
            throw Missing(call.Member, error);
        }
        catch (MissingMemberException error) when (PythonRefusal.Is(error, name))
        {
            throw PythonRefusal.Explained(netref, name, error);
        }
    }

    internal override async Task<object?> CallAsync(ProxyCall call, CancellationToken cancellationToken)
    {
        var values = call.Values(out var names, PassingOf(call));
        var name = NameOf(call.Member);
        var (handler, attribute) = Called(name);
        try
        {
            var chosen = netref.Requester.IsDotNet ? call.DecisiveTypes() : null;
            var result = call.Method.IsGenericMethod || chosen is not null
                ? await NetrefGenerics.CallAsync(netref, name, call.TypeArguments, chosen, names, values, cancellationToken).ConfigureAwait(false)
                : await NetrefGenerics.AskAsync(netref, handler, attribute, values, names, cancellationToken).ConfigureAwait(false);
            return Ran(call.Member, await Await(result).ConfigureAwait(false));
        }
        catch (MissingMemberException error)
        {
            if (await HasAsync(call.Member).ConfigureAwait(false))
            {
                if (PythonRefusal.Is(error, name))
                    throw PythonRefusal.Explained(netref, name, error);
                throw;
            }
            throw Missing(call.Member, error);
        }
    }

    internal override int Count(ProxiedMember member) => NetrefConversion.Result<int>(NetrefOperations.CallMember0(netref, "__len__", null));

    internal override bool Contains(ProxiedMember member, object? item) => NetrefOperators.Truth(NetrefOperations.CallMember1(netref, "__contains__", null, item));

    internal override IEnumerable Items(ProxiedMember member) => RemoteIterator.IsIterable(netref) ? new RemoteSequence<object?>(netref) : throw Missing(member);

    internal override IAsyncEnumerable<object?> AsyncItems(ProxiedMember member) => new RemoteAsyncSequence<object?>(netref);

    internal override bool Has(ProxiedMember member) => member switch
    {
        { Special: { } special } => NetrefOperations.Methods(netref).Contains(special),
        { IsNamed: true } => NetrefMembers.Has(netref, NameOf(member)),
        _ => true,
    };

    internal override async Task<bool> HasAsync(ProxiedMember member) => member.IsNamed ? await NetrefMembers.HasAsync(netref, NameOf(member)).ConfigureAwait(false) : Has(member);

    internal override IEnumerable<ProxiedMember> Lacking(IEnumerable<ProxiedMember> members)
    {
        var wanted = members.Where(static member => member.IsNamed || member.Special is not null).ToArray();
        var lacking = NetrefMembers.Lacking(netref, wanted.Select(AskedFor).Distinct());
        return wanted.Where(member => lacking.Contains(AskedFor(member)));
    }

    /// <summary>Ends the remote object's use, where it has an end, and gives the reference back.</summary>
    internal override void Dispose()
    {
        if (netref.IsReleased || netref.Requester.IsClosed)
            return;
        if (NetrefMembers.EndOf(netref) is { } end)
            NetrefOperations.CallMember0(netref, end, null);
        netref.Requester.Release(netref);
    }

    internal override async ValueTask DisposeAsync()
    {
        if (netref.IsReleased || netref.Requester.IsClosed)
            return;
        if (await NetrefMembers.EndOfAsync(netref).ConfigureAwait(false) is { } end)
            await NetrefTasks.CallMember(netref, end).ConfigureAwait(false);
        netref.Requester.Release(netref);
    }

    // A .NET method that takes a token before other arguments has to be given something for it; one at the end may be left out.
    private TokenPassing PassingOf(ProxyCall call) =>
        netref.Requester.IsDotNet && call.Member.TokenAt >= 0 && call.Member.TokenAt < call.Member.Parameters.Length - 1 ? TokenPassing.Null : TokenPassing.Omitted;

    private string AskedFor(ProxiedMember member) => member.Special ?? NameOf(member);

    // A function, or a class, is called as such: its __call__ is no attribute that a peer may get.
    private static (Handler Handler, string? Attribute) Called(string name) => name == NetrefMembers.Call ? (Handler.Call, null) : (Handler.CallAttr, name);

    private object? Ran(ProxiedMember member, object? answer) =>
        NetrefTasks.WhyNotRun(answer) is { } why ? throw new InvalidOperationException($"{member} of the {Description}: {why}") : answer;

    private Netref Event(ProxiedMember member) => Get(member) as Netref
        ?? throw new InvalidCastException($"{member}: '{NameOf(member)}' of the {Description} is a plain value, to which no handler can be added.");
}
