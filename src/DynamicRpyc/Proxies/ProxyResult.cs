using System.Collections;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;
using DynamicRpyc.Values;

namespace DynamicRpyc.Proxies;

/// <summary>Where a value goes to: the member that declares its type, and the naming that proxies made of it inherit.</summary>
internal readonly record struct ResultSite(ProxiedMember Member, MemberNaming Naming);

/// <summary>
/// What the object behind a proxy gives as what the interface declares: converted, and where an interface is declared wrapped in turn. It throws on use, and names both types.
/// Safe for any thread.
/// </summary>
internal static class ProxyResult
{
    /// <exception cref="InvalidCastException">There is no way; the text names the member and both types.</exception>
    internal static object? Convert(object? value, Type type, ResultSite site)
    {
        if (type == typeof(void))
            return null;
        value = Passed.ValueOf(value);
        if (type == typeof(object))
            return site.Member.IsDynamic ? DynamicViews.Of(value) : value;
        if (value is null)
            return !type.IsValueType || Nullable.GetUnderlyingType(type) is not null ? null : throw Refuse(null, type, site);
        if (type.IsInstanceOfType(value))
            return value;
        if (value is IStandIn standIn && type.IsInstanceOfType(standIn.Original))
            return standIn.Original;
        if (CollectionResult.TryConvert(value, type, site, out var collection))
            return collection;
        if (TupleShape.Of(Nullable.GetUnderlyingType(type) ?? type) is { } shape && Parts(value) is { } parts && parts.Count == shape.Types.Length)
            return shape.Copy(parts, new Source(value, site));
        return IsWrappable(value, type) ? Wrap(value, type, site) : ConvertOne(value, type, site);
    }

    /// <summary>What a conversion would ask a remote object for, brought over without a thread that waits.</summary>
    internal static ValueTask<object?> FetchAsync(object? value, Type type, CancellationToken cancellationToken) =>
        value is IProxySource source ? new ValueTask<object?>(source.FetchAsync(type).WaitAsync(cancellationToken)) : new ValueTask<object?>(value);

    /// <summary>Each item converted when it is asked for.</summary>
    internal static object Sequence(IEnumerable items, Type item, ResultSite site) =>
        Activator.CreateInstance(typeof(LazySequence<>).MakeGenericType(item), items, site)!;

    /// <summary>The items, raw, of what a member with an asynchronous sequence as its result gave.</summary>
    /// <exception cref="InvalidCastException">It is no sequence.</exception>
    internal static IAsyncEnumerable<object?> AsyncItems(object? raw, ResultSite site) => raw switch
    {
        IAsyncEnumerable<object?> items => items,
        IProxySource source => source.ToTarget(site.Naming).AsyncItems(site.Member),
        not null when AsyncSequences.Boxed(raw) is { } boxed => boxed,
        IEnumerable items => AsyncSequences.Over(items),
        _ => throw Refuse(raw, typeof(IAsyncEnumerable<object>), site),
    };

    // The entries of a local dictionary are pairs, too.
    private static PyTuple? Parts(object value) => value is ITuple ? PyTuple.Of(value) : value is not IRemoteObject && ItemConversion.TryPair(value) is var (key, item) ? new PyTuple(key, item) : null;

    // Numbers and texts are themselves; every other object may turn out to have what the interface asks for.
    private static bool IsWrappable(object value, Type type) =>
        type.IsInterface && value is not (string or byte[] or ITuple) && !value.GetType().IsPrimitive
        && (value is IProxySource source ? source.ActsLike(type) : !CollectionResult.IsCollection(type));

    private static object Wrap(object value, Type type, ResultSite site) => site.Member.IsRecursive
        ? ProxyFactory.Create(ProxyTarget.Of(StandIn.Behind(value)!, site.Naming), type)
        : throw new InvalidCastException($"{site.Member}: {TypeNames.Describe(value)} is not a {type}, and [NonRecursiveInterface] keeps it from being wrapped as one.");

    private static object? ConvertOne(object value, Type type, ResultSite site)
    {
        try
        {
            return ValueConversion.TryConvert(value, type, out var converted) ? converted : throw Refuse(value, type, site);
        }
        catch (Exception inside) when (inside is BindException or FormatException)
        {
            throw Refuse(value, type, site, inside);
        }
    }

    internal static InvalidCastException Refuse(object? value, Type type, ResultSite site, Exception? cause = null) =>
        new($"{site.Member}: {TypeNames.Describe(value)} cannot become a {type}{(cause is null ? "." : $": {cause.Message}")}", cause);

    /// <summary>A tuple whose items are declared by the interface.</summary>
    private sealed class Source(object whole, ResultSite site) : CopySource
    {
        internal override object? Convert(object? item, Type type, ItemPlace place) => ProxyResult.Convert(item, type, site);

        internal override Exception Refuse(Type type, string why) => ProxyResult.Refuse(whole, type, site, new InvalidCastException(why));
    }
}
