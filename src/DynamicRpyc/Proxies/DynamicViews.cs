using System.Dynamic;

namespace DynamicRpyc.Proxies;

/// <summary>What a result declared <c>dynamic</c> is given as.</summary>
internal static class DynamicViews
{
    /// <summary>A plain dictionary by names as one whose entries are members too, over the same entries; anything else as it is.</summary>
    internal static object? Of(object? value) => value is IDictionary<string, object> entries and not IDynamicMetaObjectProvider
        ? new Dynamitey.DynamicObjects.Dictionary(entries)
        : value;
}
