using System.Collections.Concurrent;
using System.Reflection;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Vinegar;

/// <summary>
/// Makes exceptions of the program's own classes, where the configuration trusts the peer that far (instantiate_custom_exceptions, import_custom_exceptions). A class is known by its full
/// name alone, whoever throws it: a Python class <c>shop.OutOfStock</c> becomes the CLR class <c>shop.OutOfStock</c>. Safe for any thread.
/// </summary>
internal static class CustomExceptions
{
    // An assembly that is not there is looked for on disk each time; few namespaces are asked for, and a peer's inventions must not pile up here.
    private const int MaxMissing = 1000;

    private static readonly ConcurrentDictionary<string, bool> _missing = new(StringComparer.Ordinal);

    /// <summary>The exception; null where the configuration refuses, there is no such class, or it cannot be made from a message.</summary>
    internal static Exception? TryMake(string typeName, VinegarParts parts, string message, Exception? inner, RpycConfig config)
    {
        if (!config.InstantiateCustomExceptions || !ClrExceptions.IsPlainName(typeName))
            return null;
        var type = Find(typeName);
        if (type is null && config.ImportCustomExceptions && TryLoad(typeName))
            type = Find(typeName);
        if (type is null)
            return null;
        var made = Make(type, message, inner);
        if (made is not null)
            Restore(made, parts);
        return made;
    }

    private static Type? Find(string name)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            // The framework's have their own list; and asking one of its facades for a name may load what it forwards to.
            if (!ClrExceptions.IsFramework(assembly.GetName()) && assembly.GetType(name, throwOnError: false) is { IsVisible: true, IsAbstract: false, IsGenericTypeDefinition: false } type && type.IsSubclassOf(typeof(Exception)))
                return type;
        }
        return null;
    }

    /// <summary>As Python imports the module that is the class's first name, this loads the assembly that is called as the namespace, or as an outer one.</summary>
    private static bool TryLoad(string typeName)
    {
        for (var dot = typeName.LastIndexOf('.'); dot > 0; dot = typeName.LastIndexOf('.', dot - 1))
        {
            if (TryLoadAssembly(typeName[..dot]))
                return true;
        }
        return false;
    }

    private static bool TryLoadAssembly(string name)
    {
        if (_missing.ContainsKey(name))
            return false;
        try
        {
            Assembly.Load(new AssemblyName(name));
            return true;
        }
        catch (Exception failure) when (failure is IOException or BadImageFormatException)
        {
            // There is none: the exception stays a RemoteException, which holds all that came.
            if (_missing.Count < MaxMissing)
                _missing.TryAdd(name, true);
            return false;
        }
    }

    private static Exception? Make(Type type, string message, Exception? inner)
    {
        try
        {
            if (inner is not null && type.GetConstructor([typeof(string), typeof(Exception)]) is { } full)
                return (Exception)full.Invoke([message, inner]);
            if (type.GetConstructor([typeof(string)]) is { } simple)
                return (Exception)simple.Invoke([message]);
            return type.GetConstructor([typeof(string), typeof(Exception)]) is { } nested ? (Exception)nested.Invoke([message, null]) : null;
        }
        catch (TargetInvocationException)
        {
            // The class wants more than a message; the caller falls back to a RemoteException.
            return null;
        }
    }

    /// <summary>Sets the properties that can be set and that something of the same name came for, as RPyC sets every attribute.</summary>
    private static void Restore(Exception exception, VinegarParts parts)
    {
        foreach (var property in exception.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property is not { CanWrite: true, SetMethod.IsPublic: true } || property.GetIndexParameters().Length > 0 || property.DeclaringType == typeof(Exception))
                continue;
            if (!parts.TryGetAttribute(property.Name, out var value))
                continue;
            var conversion = Conversions.To(property.PropertyType);
            if (conversion.Cost(value) == Conversion.Impossible)
                continue;
            try
            {
                property.SetValue(exception, conversion.Convert(value));
            }
            catch (Exception refusal) when (refusal is TargetInvocationException or BindException or FormatException or OverflowException or InvalidCastException or ArgumentException)
            {
                // The setter, or its type, refuses the value; the rest of the exception stands, and RemoteInfo has the value.
            }
        }
    }
}
