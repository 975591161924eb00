using System.Collections;
using DynamicRpyc.Messages;
using DynamicRpyc.Proxies;

namespace DynamicRpyc.Netrefs;

/// <summary>A remote object behind an interface proxy: each use of a member is a request. Safe for any thread.</summary>
internal sealed class NetrefTarget(Netref netref, MemberNaming naming) : ProxyTarget(naming)
{
    internal override object Original => netref;

    internal override string Description => $"remote {netref.RemoteTypeName}";

    internal override object? Get(ProxiedMember member) => Ask(member, static (netref, name) => NetrefOperations.GetAttribute(netref, name));

    internal override async Task<object?> GetAsync(ProxiedMember member)
    {
        try
        {
            var value = await Send(new Operation { Handler = Handler.GetAttr, Target = netref, Name = NameOf(member) }, default).ConfigureAwait(false);
            return value is Netref task && NetrefTasks.IsTask(task) ? await NetrefTasks.Await(task).ConfigureAwait(false) : value;
        }
        catch (MissingMemberException error) when (!NetrefMembers.Has(netref, NameOf(member)))
        {
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
    }

    internal override object? GetItem(ProxiedMember member, object?[] keys) => keys is [var only] ? NetrefIndexing.Get(netref, only) : NetrefIndexing.Get(netref, keys);

    internal override void SetItem(ProxiedMember member, object?[] keys, object? value)
    {
        if (keys is [var only])
            NetrefIndexing.Set(netref, only, value);
        else
            NetrefIndexing.Set(netref, keys, value);
    }

    internal override void AddHandler(ProxiedMember member, Delegate handler) => NetrefEvents.Add(netref, NameOf(member), Event(member), handler);

    internal override void RemoveHandler(ProxiedMember member, Delegate handler) => NetrefEvents.Remove(netref, NameOf(member), Event(member), handler);

    internal override object? Call(ProxyCall call)
    {
        var values = call.Values(out var names);
        var name = NameOf(call.Member);
        try
        {
            if (call.Method.IsGenericMethod)
                return NetrefGenerics.Call(netref, name, call.TypeArguments, names, values);
            return call.Token.CanBeCanceled ? Wait(name, names, values, call.Token) : NetrefOperations.CallMemberMany(netref, name, names, values);
        }
        catch (MissingMemberException error) when (!NetrefMembers.Has(netref, name))
        {
            throw Missing(call.Member, error);
        }
    }

    internal override int Count(ProxiedMember member) => NetrefConversion.Result<int>(NetrefOperations.CallMember0(netref, "__len__", null));

    internal override bool Contains(ProxiedMember member, object? item) => NetrefOperators.Truth(NetrefOperations.CallMember1(netref, "__contains__", null, item));

    internal override IEnumerable Items(ProxiedMember member) => (IEnumerable)NetrefConversion.Convert(netref, typeof(IEnumerable<object>));

    internal override IAsyncEnumerable<object?> AsyncItems(ProxiedMember member) => new RemoteAsyncSequence<object?>(netref);

    internal override bool Has(ProxiedMember member) => member switch
    {
        ProxiedItemGetter => NetrefOperations.Methods(netref).Contains("__getitem__"),
        ProxiedItemSetter => NetrefOperations.Methods(netref).Contains("__setitem__"),
        { IsNamed: true } => NetrefMembers.Has(netref, NameOf(member)),
        _ => true,
    };

    internal override IEnumerable<ProxiedMember> Lacking(IEnumerable<ProxiedMember> members)
    {
        var names = NetrefMembers.All(netref);
        return members.Where(member => member switch
        {
            ProxiedItemGetter => !names.Contains("__getitem__"),
            ProxiedItemSetter => !names.Contains("__setitem__"),
            { IsNamed: true } => !NetrefMembers.Contains(names, netref, NameOf(member)),
            _ => false,
        });
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
        if (NetrefMembers.EndOf(netref, asynchronous: true) is { } end)
            await Send(new Operation { Handler = Handler.CallAttr, Target = netref, Name = end }, default).ConfigureAwait(false);
        netref.Requester.Release(netref);
    }

    internal override async Task<object?> CallAsync(ProxyCall call, CancellationToken cancellationToken)
    {
        var values = call.Values(out var names);
        var name = NameOf(call.Member);
        try
        {
            if (call.Method.IsGenericMethod)
                return await NetrefGenerics.CallAsync(netref, name, call.TypeArguments, names, values, cancellationToken).ConfigureAwait(false);
            var operation = new Operation { Handler = Handler.CallAttr, Target = netref, Name = name, Arguments = values, Keywords = names };
            return await Await(await Send(operation, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (MissingMemberException error) when (!NetrefMembers.Has(netref, name))
        {
            throw Missing(call.Member, error);
        }
    }

    private object? Wait(string name, string[]? names, object?[] values, CancellationToken cancellationToken)
    {
        netref.ThrowIfReleased();
        return netref.Requester.Request(new Operation { Handler = Handler.CallAttr, Target = netref, Name = name, Arguments = values, Keywords = names }, cancellationToken);
    }

    private Task<object?> Send(scoped in Operation operation, CancellationToken cancellationToken)
    {
        netref.ThrowIfReleased();
        return netref.Requester.RequestAsync(operation, null, cancellationToken);
    }

    private object? Ask(ProxiedMember member, Func<Netref, string, object?> operation)
    {
        var name = NameOf(member);
        try
        {
            return operation(netref, name);
        }
        catch (MissingMemberException error) when (!NetrefMembers.Has(netref, name))
        {
            throw Missing(member, error);
        }
    }

    private Netref Event(ProxiedMember member) => Get(member) as Netref
        ?? throw new InvalidCastException($"{member}: '{NameOf(member)}' of the {Description} is a plain value, to which no handler can be added.");
}
