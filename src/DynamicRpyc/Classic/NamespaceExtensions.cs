using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Classic;

/// <summary>The extension methods of one namespace, found when first asked for, and again after an assembly brought more. Any thread.</summary>
internal sealed class NamespaceExtensions(string @namespace)
{
    private Known _known = new(0, []);

    internal IEnumerable<MethodInfo> All => Current.Methods.Values.SelectMany(static methods => methods);

    internal MethodInfo[] Named(string name) => Current.Methods.GetValueOrDefault(name, []);

    private Known Current
    {
        get
        {
            var known = _known;
            var count = NamespaceIndex.ExtensionClassCount(@namespace);
            return known.ClassCount == count ? known : _known = Read(count);
        }
    }

    private Known Read(int count)
    {
        var methods = NamespaceIndex.ExtensionClasses(@namespace)
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(static method => method.IsDefined(typeof(ExtensionAttribute), inherit: false) && Overload.IsUsable(method));
        return new Known(count, methods.GroupBy(static method => method.Name).ToDictionary(static group => group.Key, static group => group.ToArray(), StringComparer.Ordinal));
    }

    private sealed record Known(int ClassCount, Dictionary<string, MethodInfo[]> Methods);
}
