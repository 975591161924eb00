using System.Collections;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Proxies;

/// <summary>
/// What stands behind an interface proxy: the operations that members of an interface come down to. Results are raw; the members convert them to what the interface declares.
/// As safe for several threads as the object behind it.
/// </summary>
internal abstract class ProxyTarget(MemberNaming naming)
{
    internal MemberNaming Naming { get; } = Proxies.Naming.Checked(naming);

    /// <summary>The object itself.</summary>
    internal abstract object Original { get; }

    /// <summary>"remote mod.Thing", "ExpandoObject": whose member is missing.</summary>
    internal abstract string Description { get; }

    internal abstract object? Get(ProxiedMember member);

    internal abstract Task<object?> GetAsync(ProxiedMember member);

    internal abstract void Set(ProxiedMember member, object? value);

    internal abstract object? GetItem(ProxiedMember member, object?[] keys);

    internal abstract void SetItem(ProxiedMember member, object?[] keys, object? value);

    internal abstract void AddHandler(ProxiedMember member, Delegate handler);

    internal abstract void RemoveHandler(ProxiedMember member, Delegate handler);

    /// <summary>Calls. Values of <c>ref</c> and <c>out</c> parameters are in the call afterwards, or in a tuple behind the result.</summary>
    internal abstract object? Call(ProxyCall call);

    internal abstract Task<object?> CallAsync(ProxyCall call, CancellationToken cancellationToken);

    /// <summary>How many items the object has, where it is a collection.</summary>
    internal abstract int Count(ProxiedMember member);

    internal abstract bool Contains(ProxiedMember member, object? item);

    internal abstract IEnumerable Items(ProxiedMember member);

    internal abstract IAsyncEnumerable<object?> AsyncItems(ProxiedMember member);

    /// <summary>Whether the object has the member now, so that a default body is not needed. May ask.</summary>
    internal abstract bool Has(ProxiedMember member);

    /// <summary>As <see cref="Has"/>, without a thread that waits.</summary>
    internal virtual Task<bool> HasAsync(ProxiedMember member) => Task.FromResult(Has(member));

    /// <summary>The members that the object lacks; none where it cannot tell.</summary>
    internal abstract IEnumerable<ProxiedMember> Lacking(IEnumerable<ProxiedMember> members);

    internal abstract void Dispose();

    internal abstract ValueTask DisposeAsync();

    internal string NameOf(ProxiedMember member) => member.NameFor(Naming);

    internal MissingMemberException Missing(ProxiedMember member, Exception? cause = null)
    {
        var name = NameOf(member);
        return new MissingMemberException($"{member} is missing: the {Description} has no member '{name}'.", cause);
    }

    /// <summary>The target for any object: a remote one brings its own.</summary>
    internal static ProxyTarget Of(object original, MemberNaming naming) => original is IProxySource source ? source.ToTarget(naming) : new LocalTarget(original, naming);

    /// <summary>A task-like result of user code as the task of what it comes to.</summary>
    internal static async Task<object?> Await(object? result)
    {
        if (!TaskResult.TryGetTask(Passed.ValueOf(result), out var task))
            return Passed.ValueOf(result);
        await task.ConfigureAwait(false);
        return TaskResult.Get(task);
    }
}

/// <summary>An object that brings its own way of acting like an interface: a netref. The port through which this folder reaches the floor above.</summary>
internal interface IProxySource
{
    /// <summary>How members are called where nothing else is said: its connection's setting.</summary>
    MemberNaming Naming { get; }

    ProxyTarget ToTarget(MemberNaming naming);

    /// <summary>Brings over, without a thread that waits, what its conversion to the type would ask for.</summary>
    /// <returns>A local copy of its items, or the object itself.</returns>
    Task<object?> FetchAsync(Type type);

    /// <summary>Whether it would act like the interface, and not convert to it in a better way, as remote iterables do to IEnumerable.</summary>
    bool ActsLike(Type contract);
}
