using System.Collections;
using System.Dynamic;
using System.Reflection;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Values;

/// <summary>
/// Collections of libraries and of the program itself, made as C# makes them of <c>[a, b]</c> and <c>{ a, b }</c>: by a public constructor that takes the items, or one that takes nothing and a
/// public Add. The type is always one that code of this process declared; a peer gives the items, never the type. Pure.
/// </summary>
internal static class OwnCollections
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;

    /// <summary>What one item is and how the collection is made; null where there is no one way.</summary>
    internal static (Type Item, Func<Array, object> Make)? OfItems(Type type)
    {
        if (!IsCandidate(type) || CollectionTypes.IsDictionary(type) || ItemOf(type) is not { } item)
            return null;
        if (type.GetConstructor([typeof(IEnumerable<>).MakeGenericType(item)]) is { } constructor)
            return (item, items => constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [items], null));
        if (EmptyOf(type) is not { } empty || Array.Find(Adds(type, 1), method => method.GetParameters()[0].ParameterType == item) is not { } add)
            return null;
        return (item, items =>
        {
            var made = empty();
            foreach (var each in items)
                add.Invoke(made, BindingFlags.DoNotWrapExceptions, null, [each], null);
            return made;
        });
    }

    /// <summary>What key and value are and how the dictionary is made; null where there is no one way.</summary>
    internal static (Type[] Types, Func<IDictionary, object> Make)? OfEntries(Type type)
    {
        if (!IsCandidate(type) || EmptyOf(type) is not { } empty)
            return null;
        var add = (ArgumentsOf(type, typeof(IDictionary<,>)), ArgumentsOf(type, typeof(IEnumerable<>))) switch
        {
            ([var types], _) => typeof(IDictionary<,>).MakeGenericType(types).GetMethod("Add"),
            ([], []) => AddOf(type, 2),
            ([], [[var pair]]) when CollectionTypes.IsKeyValuePair(pair) => type.GetMethod("Add", Public, pair.GetGenericArguments()),
            _ => null,
        };
        return add is null ? null : ([.. add.GetParameters().Select(static parameter => parameter.ParameterType)], entries =>
        {
            var made = empty();
            foreach (DictionaryEntry entry in entries)
                add.Invoke(made, BindingFlags.DoNotWrapExceptions, null, [entry.Key, entry.Value], null);
            return made;
        });
    }

    private static bool IsCandidate(Type type) => type is { IsAbstract: false, IsInterface: false, IsArray: false, IsByRefLike: false, ContainsGenericParameters: false }
        && type.IsAssignableTo(typeof(IEnumerable)) && type != typeof(string)
        && !type.IsAssignableTo(typeof(IDynamicMetaObjectProvider)) && !type.IsAssignableTo(typeof(System.Runtime.CompilerServices.ITuple)) && !type.IsAssignableTo(typeof(IStandIn));

    // The one type that it is a sequence of; where it does not say, what its Add takes.
    private static Type? ItemOf(Type type)
    {
        return ArgumentsOf(type, typeof(IEnumerable<>)) switch
        {
            [[var only]] => only,
            [] when AddOf(type, 2) is null && AddOf(type, 1)?.GetParameters()[0].ParameterType is { } added && added != type => added,
            _ => null,
        };
    }

    private static Type[][] ArgumentsOf(Type type, Type definition) =>
        [.. type.GetInterfaces().Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == definition).Select(static contract => contract.GetGenericArguments())];

    // A constructor to which nothing has to be given, as C# takes it too.
    private static Func<object>? EmptyOf(Type type)
    {
        if (type.GetConstructors().Where(static made => Array.TrueForAll(made.GetParameters(), static parameter => parameter.HasDefaultValue)).MinBy(static made => made.GetParameters().Length) is { } constructor)
        {
            object?[] defaults = [.. constructor.GetParameters().Select(static parameter => parameter.DefaultValue)];
            return () => constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, defaults, null);
        }
        return type.IsValueType ? () => Activator.CreateInstance(type)! : null;
    }

    private static MethodInfo? AddOf(Type type, int count) => Adds(type, count) is [var only] ? only : null;

    private static MethodInfo[] Adds(Type type, int count) =>
        [.. type.GetMethods(Public).Where(method => method is { Name: "Add", IsGenericMethodDefinition: false } && method.GetParameters() is var taken && taken.Length == count && Array.TrueForAll(taken, static one => one.ParameterType is { IsByRef: false, IsByRefLike: false }))];
}
