using System.Collections;
using System.Dynamic;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Proxies;

/// <summary>
/// A local object of any kind behind a proxy: plain, anonymous, a dictionary by names, an ExpandoObject, any other dynamic object. Entries of a dictionary come before its
/// class's own members; of a class only what is public is reached.
/// </summary>
internal sealed class LocalTarget(object original, MemberNaming naming) : ProxyTarget(naming)
{
    private readonly MemberTable _table = MemberTable.OfInstance(original.GetType());

    internal override object Original => original;

    internal override string Description => original is ExpandoObject ? "ExpandoObject" : TypeNames.Display(original.GetType());

    internal override object? Get(ProxiedMember member)
    {
        var name = NameOf(member);
        if (LocalEntries.TryGet(original, name, out var entry))
            return entry;
        if (FindOwn(name) is { } own)
            return own.Get(original);
        return IsDynamic && LocalDynamic.TryGet(original, _table.Kind, name, out var made) ? made : throw Missing(member);
    }

    internal override Task<object?> GetAsync(ProxiedMember member)
    {
        try
        {
            return Await(Get(member));
        }
        catch (Exception failure)
        {
            return Task.FromException<object?>(failure);
        }
    }

    internal override void Set(ProxiedMember member, object? value)
    {
        var name = NameOf(member);
        if (FindOwn(name) is { } own && !LocalEntries.Contains(original, name))
            own.Set(original, value);
        else if (!LocalEntries.TrySet(original, name, value) && !(IsDynamic && LocalDynamic.TrySet(original, name, value)))
            throw Missing(member);
    }

    internal override object? GetItem(ProxiedMember member, object?[] keys) => _table.Indexer?.Getters is { } getters
        ? getters.Invoke(original, new CallArguments(keys))
        : Special(member).Invoke(original, new CallArguments([Key(keys)]));

    internal override void SetItem(ProxiedMember member, object?[] keys, object? value)
    {
        if (_table.Indexer?.Setters is { } setters)
            setters.Invoke(original, new CallArguments([.. keys, value]));
        else
            Special(member).Invoke(original, new CallArguments([Key(keys), value]));
    }

    internal override void AddHandler(ProxiedMember member, Delegate handler) => Subscribe(member, handler, isAdd: true);

    internal override void RemoveHandler(ProxiedMember member, Delegate handler) => Subscribe(member, handler, isAdd: false);

    internal override object? Call(ProxyCall call)
    {
        var name = NameOf(call.Member);
        if (LocalEntries.TryGet(original, name, out var entry))
            return LocalCalls.CallValue(entry, call, Description, Naming);
        if (ExactMethods.Find(original.GetType(), name, call) is { } exact)
            return LocalCalls.CallExact(exact, original, call);
        if (name == "__call__" && original is Delegate)
            return LocalCalls.CallValue(original, call, Description, Naming);
        if (FindOwn(name) is { } own)
            return LocalCalls.CallMember(own, original, call, this);
        return IsDynamic && LocalDynamic.TryCall(original, _table.Kind, name, call, Naming, out var result) ? result : throw Missing(call.Member);
    }

    internal override async Task<object?> CallAsync(ProxyCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await Await(Call(call)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    internal override int Count(ProxiedMember member) => SpecialMethods.Find(original, "__len__") is { } length ? (int)length.Invoke(original, new CallArguments([]))! : (int)Get(member)!;

    internal override bool Contains(ProxiedMember member, object? item) =>
        SpecialMethods.Find(original, "__contains__") is { } contains && contains.Invoke(original, new CallArguments([item])) is true;

    internal override IEnumerable Items(ProxiedMember member) => original as IEnumerable ?? throw Missing(member);

    internal override IAsyncEnumerable<object?> AsyncItems(ProxiedMember member) =>
        AsyncSequences.Boxed(original) ?? (original is IEnumerable items ? AsyncSequences.Over(items) : throw Missing(member));

    internal override bool Has(ProxiedMember member)
    {
        var name = NameOf(member);
        return member.Special is { } special ? SpecialMethods.Find(original, special) is not null
            : LocalEntries.Contains(original, name) || FindOwn(name) is not null || (IsDynamic && LocalDynamic.Lists(original, _table.Kind, name));
    }

    // A dynamic object that lists no names may have any.
    internal override IEnumerable<ProxiedMember> Lacking(IEnumerable<ProxiedMember> members) =>
        IsDynamic && !DynamicTargets.NamesOf(original, _table.Kind).Any() ? [] : members.Where(member => (member.IsNamed || member.Special is not null) && !Has(member));

    internal override void Dispose()
    {
        if (original is IDisposable disposable)
            disposable.Dispose();
        else if (LocalEntries.TryGet(original, nameof(IDisposable.Dispose), out var entry) && entry is Delegate function)
            ClrOperations.Call(function, new CallArguments([]));
    }

    internal override async ValueTask DisposeAsync()
    {
        if (original is IAsyncDisposable disposable)
            await disposable.DisposeAsync().ConfigureAwait(false);
        else
            Dispose();
    }

    private bool IsDynamic => _table.Kind is TargetKind.DynamicObject or TargetKind.OtherDynamic or TargetKind.Custom;

    private Member? FindOwn(string name) => _table.Kind is TargetKind.OtherDynamic or TargetKind.Expando ? null : _table.Find(name);

    private SpecialMethod Special(ProxiedMember member) => SpecialMethods.Find(original, member.Special!) ?? throw Missing(member);

    private static object? Key(object?[] keys) => keys is [var only] ? only : new PyTuple(keys);

    private void Subscribe(ProxiedMember member, Delegate handler, bool isAdd)
    {
        var name = NameOf(member);
        if (!LocalEntries.Contains(original, name) && FindOwn(name)?.Get(original) is EventToken token)
        {
            var fitting = token.Takes(handler) ? handler : ProxiedCallback.Of(handler, new ResultSite(member, Naming))!;
            _ = isAdd ? token.Add(fitting) : token.Remove(fitting);
            return;
        }
        if (IsDynamic && FindOwn(name) is null)
        {
            LocalDynamic.Subscribe(original, name, handler, isAdd);
            return;
        }
        // An object without events of its own keeps the handlers as one delegate.
        var before = Has(member) ? Get(member) : null;
        if (before is not (Delegate or null))
            throw new InvalidCastException($"{member}: '{name}' of the {Description} is {TypeNames.Describe(before)}, to which no handler can be added.");
        Set(member, isAdd ? Delegate.Combine((Delegate?)before, handler) : Delegate.Remove((Delegate?)before, handler));
    }
}
