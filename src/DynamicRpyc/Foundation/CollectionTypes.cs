using System.Collections;

namespace DynamicRpyc.Foundation;

/// <summary>What a type is a collection of, by the interfaces that it has. Pure, safe for any thread.</summary>
internal static class CollectionTypes
{
    /// <summary>Whether the type is, derives from or implements a closed form of the open generic one.</summary>
    internal static bool Implements(Type type, Type definition)
    {
        if (definition.IsInterface && Array.Exists(type.GetInterfaces(), contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == definition))
            return true;
        for (var up = type; up is not null; up = up.BaseType)
        {
            if (up.IsGenericType && up.GetGenericTypeDefinition() == definition)
                return true;
        }

        return false;
    }

    internal static bool IsDictionary(Type type) => type.IsAssignableTo(typeof(IDictionary)) || Implements(type, typeof(IDictionary<,>)) || Implements(type, typeof(IReadOnlyDictionary<,>));

    /// <summary>Whether it is what a dictionary is made of.</summary>
    internal static bool IsEntry(Type type) => type == typeof(DictionaryEntry) || IsKeyValuePair(type);

    internal static bool IsKeyValuePair(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    internal static bool IsSet(Type type) => Implements(type, typeof(ISet<>)) || Implements(type, typeof(IReadOnlySet<>));

    /// <summary>Whether its items have numbers.</summary>
    internal static bool IsList(Type type) => type.IsAssignableTo(typeof(IList)) || Implements(type, typeof(IList<>)) || Implements(type, typeof(IReadOnlyList<>));

    /// <summary>Whether it shows memory, in which its items have numbers too.</summary>
    internal static bool IsMemory(Type type) => type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Memory<>) || type.GetGenericTypeDefinition() == typeof(ReadOnlyMemory<>));
}
