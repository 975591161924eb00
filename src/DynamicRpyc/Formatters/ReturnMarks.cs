using System.Reflection;

namespace DynamicRpyc.Formatters;

/// <summary>
/// The types that some method of this process returns under the mark <c>[return: ByValue]</c>. Looked for only when a type without a mark of its own is in question, and
/// once in each assembly that can bear the mark at all. Reads metadata; runs no code of the assemblies. Any thread.
/// </summary>
internal static class ReturnMarks
{
    private const BindingFlags OwnMethods = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Lock _guard = new();
    private static readonly HashSet<Assembly> _searched = [];
    private static readonly HashSet<Type> _types = [];

    internal static bool Contains(Type type)
    {
        lock (_guard)
        {
            foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            {
                if (!assembly.IsCollectible && _searched.Add(assembly) && CanBearMarks(assembly))
                    _types.UnionWith(TypesOf(assembly).SelectMany(static declared => declared.GetMethods(OwnMethods)).Where(IsMarked).SelectMany(static method => Parts(method.ReturnType)));
            }
            return _types.Contains(type);
        }
    }

    private static bool IsMarked(MethodInfo method) => method.ReturnParameter.IsDefined(typeof(ByValueAttribute), inherit: false);

    private static bool CanBearMarks(Assembly assembly)
    {
        var library = typeof(ByValueAttribute).Assembly.GetName().Name;
        return !assembly.IsDynamic && Array.Exists(assembly.GetReferencedAssemblies(), reference => reference.Name == library);
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            // Some of its dependencies are not there; the types that work without them count.
            return e.Types.OfType<Type>();
        }
    }

    /// <summary>The type, and what it is a task, an array or a collection of.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.IsGenericParameter)
            return [];
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsConstructedGenericType ? [type, .. type.GetGenericArguments().SelectMany(Parts)] : [type];
    }
}
