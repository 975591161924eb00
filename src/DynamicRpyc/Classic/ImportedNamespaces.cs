using System.Collections.Concurrent;
using System.Reflection;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Classic;

/// <summary>
/// The namespaces that the peer of one connection has got; getting one is its <c>using</c>. Only names of methods that exist for the object's type are kept. Any thread.
/// </summary>
internal sealed class ImportedNamespaces : IExtensionMethods
{
    private const int MostKept = 4096;

    private readonly ConcurrentDictionary<ClrNamespace, bool> _imported = new();
    private volatile ConcurrentDictionary<(Type Type, string Name), MethodGroup> _found = new();

    public void Got(object? value)
    {
        if (value is ClrNamespace space && _imported.TryAdd(space, true))
            _found = new ConcurrentDictionary<(Type Type, string Name), MethodGroup>();
    }

    public BoundMethod? Find(object target, string name)
    {
        // A type's own missing member is no instance's.
        if (target is Type or ICallable or OpenGeneric or ICustomMembers)
            return null;
        var found = _found;
        if (!found.TryGetValue((target.GetType(), name), out var group))
        {
            MethodInfo[] methods = [.. _imported.Keys.SelectMany(space => space.Extensions.Named(name)).Where(method => ExtensionTargets.Fits(method, target))];
            if (methods.Length == 0)
                return null;
            group = new MethodGroup(name, methods[0].DeclaringType!, methods, isExtension: true);
            if (found.Count < MostKept)
                found.TryAdd((target.GetType(), name), group);
        }
        return new BoundMethod(target, group);
    }

    public IEnumerable<string> NamesFor(object target) => target is Type or ICallable or OpenGeneric or ICustomMembers
        ? []
        : _imported.Keys.SelectMany(space => space.Extensions.All).Where(method => ExtensionTargets.Fits(method, target)).Select(static method => method.Name).Distinct();
}
