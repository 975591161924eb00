using System.Collections;

namespace DynamicRpyc.Proxies;

/// <summary>A sequence whose items are converted one by one as they are reached. Each enumeration is one of the source.</summary>
internal sealed class LazySequence<T>(IEnumerable source, ResultSite site) : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator()
    {
        foreach (var item in source)
            yield return (T)ProxyResult.Convert(item, typeof(T), site)!;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
