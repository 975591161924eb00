using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Classic;

/// <summary>
/// Which namespaces and public types this process has: those of its loaded assemblies, and of the framework's and the program's own that can be loaded by name.
/// The latter are read from metadata, once; an assembly is loaded when a type of it is asked for. Any thread.
/// </summary>
internal static class NamespaceIndex
{
    private static readonly Lock _guard = new();
    private static readonly Dictionary<string, NamespaceEntry> _entries = new(StringComparer.Ordinal);
    private static readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private static bool _complete;

    static NamespaceIndex()
    {
        // Subscribed before the first look, so that nothing falls between; the guard keeps entries whole, and a name seen twice is read once.
        AppDomain.CurrentDomain.AssemblyLoad += static (_, e) => Add(e.LoadedAssembly);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            Add(assembly);
    }

    /// <summary>Whether the namespace, or one below it, has a public type.</summary>
    internal static bool Contains(string name)
    {
        lock (_guard)
        {
            if (_entries.ContainsKey(name))
                return true;
            Complete();
            return _entries.ContainsKey(name);
        }
    }

    /// <summary>The public types of that name, whatever their number of type parameters.</summary>
    internal static IReadOnlyList<Type> TypesNamed(string @namespace, string name)
    {
        string[] assemblies;
        lock (_guard)
        {
            Complete();
            if (!_entries.TryGetValue(@namespace, out var entry))
                return [];
            assemblies = entry.AssembliesOf(name);
        }
        // Loading may run the code of AssemblyLoad handlers: not under the lock.
        var found = new List<Type>();
        foreach (var assembly in assemblies.Select(Load).OfType<Assembly>())
        {
            foreach (var type in EntryTypes(assembly, @namespace, name))
            {
                if (!found.Contains(type))
                    found.Add(type);
            }
        }
        return found;
    }

    /// <summary>The simple names of the types and namespaces directly in a namespace.</summary>
    internal static IReadOnlyList<string> NamesIn(string @namespace)
    {
        lock (_guard)
        {
            Complete();
            return _entries.TryGetValue(@namespace, out var entry) ? [.. entry.Names.Order(StringComparer.Ordinal)] : [];
        }
    }

    /// <summary>The public static classes with extension methods. Their assemblies are loaded.</summary>
    internal static IEnumerable<Type> ExtensionClasses(string @namespace)
    {
        string[] names;
        lock (_guard)
            names = _entries.TryGetValue(@namespace, out var entry) ? [.. entry.ExtensionClasses.Distinct()] : [];
        return names.SelectMany(name => TypesNamed(@namespace, name)).Where(static type => type.IsDefined(typeof(ExtensionAttribute), inherit: false));
    }

    /// <summary>How many such classes are known; grows as assemblies are loaded.</summary>
    internal static int ExtensionClassCount(string @namespace)
    {
        lock (_guard)
        {
            Complete();
            return _entries.TryGetValue(@namespace, out var entry) ? entry.ExtensionClasses.Count : 0;
        }
    }

    private static IEnumerable<Type> EntryTypes(Assembly assembly, string @namespace, string name)
    {
        var prefix = @namespace + "." + name;
        if (assembly.GetType(prefix, throwOnError: false) is { IsVisible: true } plain)
            yield return plain;
        for (var arity = 1; arity <= NamespaceEntry.MaxArity; arity++)
        {
            if (assembly.GetType($"{prefix}`{arity}", throwOnError: false) is { IsVisible: true } generic)
                yield return generic;
        }
    }

    private static Assembly? Load(string name)
    {
        try
        {
            return Assembly.Load(new AssemblyName(name));
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            // A dynamic or hand-loaded assembly is not found by name; it is found among the loaded ones.
            return Array.Find(AppDomain.CurrentDomain.GetAssemblies(), a => string.Equals(a.GetName().Name, name, StringComparison.OrdinalIgnoreCase));
        }
    }

    private static void Add(Assembly assembly)
    {
        if (assembly.GetName().Name is not { } name)
            return;
        if (assembly.IsDynamic || string.IsNullOrEmpty(assembly.Location))
        {
            lock (_guard)
                AddTypes(name, assembly);
            return;
        }
        lock (_guard)
            AddFile(name, assembly.Location);
    }

    private static void Complete()
    {
        if (_complete)
            return;
        _complete = true;
        var paths = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (var path in paths)
            AddFile(Path.GetFileNameWithoutExtension(path), path);
    }

    private static void AddTypes(string name, Assembly assembly)
    {
        // A dynamic assembly may still grow; what it exports now is what is known of it.
        if (assembly.IsDynamic || !_seen.Add(name))
            return;
        foreach (var type in assembly.GetExportedTypes())
        {
            if (!type.IsNested)
                AddType(name, type.Namespace ?? "", type.Name, type.IsDefined(typeof(ExtensionAttribute), inherit: false));
        }
    }

    private static void AddFile(string name, string path)
    {
        if (!_seen.Add(name))
            return;
        using var stream = File.OpenRead(path);
        using var image = new PEReader(stream);
        if (!image.HasMetadata)
            return;
        var metadata = image.GetMetadataReader();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if ((type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
                AddType(name, metadata.GetString(type.Namespace), metadata.GetString(type.Name), HoldsExtensions(metadata, type));
        }
        foreach (var handle in metadata.ExportedTypes)
        {
            var type = metadata.GetExportedType(handle);
            if (type.IsForwarder && !type.Namespace.IsNil)
                AddType(name, metadata.GetString(type.Namespace), metadata.GetString(type.Name));
        }
    }

    private static bool HoldsExtensions(MetadataReader metadata, TypeDefinition type)
    {
        const TypeAttributes isStatic = TypeAttributes.Abstract | TypeAttributes.Sealed;
        return (type.Attributes & isStatic) == isStatic
            && type.GetCustomAttributes().Any(handle => metadata.StringComparer.Equals(NameOfAttribute(metadata, handle), nameof(ExtensionAttribute)));
    }

    private static StringHandle NameOfAttribute(MetadataReader metadata, CustomAttributeHandle handle)
    {
        var constructor = metadata.GetCustomAttribute(handle).Constructor;
        if (constructor.Kind == HandleKind.MethodDefinition)
            return metadata.GetTypeDefinition(metadata.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType()).Name;
        var parent = metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent;
        return parent.Kind == HandleKind.TypeReference ? metadata.GetTypeReference((TypeReferenceHandle)parent).Name : default;
    }

    private static void AddType(string assembly, string @namespace, string type, bool holdsExtensions = false)
    {
        if (@namespace.Length == 0)
            return;
        var tick = type.IndexOf('`', StringComparison.Ordinal);
        Entry(@namespace).AddType(tick < 0 ? type : type[..tick], assembly);
        if (holdsExtensions)
            Entry(@namespace).AddExtensionClass(type);
    }

    private static NamespaceEntry Entry(string name)
    {
        if (_entries.TryGetValue(name, out var known))
            return known;
        var made = new NamespaceEntry();
        _entries.Add(name, made);
        var dot = name.LastIndexOf('.');
        if (dot > 0)
            Entry(name[..dot]).AddNamespace(name[(dot + 1)..]);
        return made;
    }
}
