using System.Collections;
using System.Collections.Frozen;
using System.Collections.ObjectModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Values;

/// <summary>
/// What collection types can be made from their items: a copy, of the item type that the collection holds. One table for tuples that are cast, for arguments, and for remote
/// collections. Pure, safe for any thread.
/// </summary>
internal sealed class CollectionShape
{
    private const string Collections = "System.Collections";
    private const int OtherRank = 9;

    // Beyond object: C# itself makes none of an argument.
    private const int OwnRank = 40;

    // The order makes an array the nearest, so that no two overloads tie.
    private static readonly Dictionary<Type, (int Rank, Type? Made)> _generic = new()
    {
        [typeof(IReadOnlyList<>)] = (1, null),
        [typeof(IReadOnlyCollection<>)] = (3, null),
        [typeof(IEnumerable<>)] = (5, null),
        [typeof(List<>)] = (1, typeof(List<>)),
        [typeof(IList<>)] = (2, typeof(List<>)),
        [typeof(ICollection<>)] = (4, typeof(List<>)),
        [typeof(HashSet<>)] = (6, typeof(HashSet<>)),
        [typeof(ISet<>)] = (7, typeof(HashSet<>)),
        [typeof(IReadOnlySet<>)] = (8, typeof(HashSet<>)),
    };

    private static readonly HashSet<Type> _memories = [typeof(Memory<>), typeof(ReadOnlyMemory<>), typeof(ArraySegment<>)];

    // What has no constructor that takes the items: made by the method of that name below.
    private static readonly Dictionary<Type, string> _makers = new()
    {
        [typeof(FrozenSet<>)] = nameof(Frozen),
        [typeof(ReadOnlySet<>)] = nameof(ReadOnly),
        [typeof(IEnumerator<>)] = nameof(Walk),
        [typeof(IAsyncEnumerable<>)] = nameof(Asynchronous),
        [typeof(IAsyncEnumerator<>)] = nameof(WalkAsync),
    };

    private static readonly ConditionalWeakTable<Type, CollectionShape?> _known = [];

    private readonly Type _type;
    private readonly Func<Array, object> _make;

    private CollectionShape(Type type, Type item, int rank, Func<Array, object> make)
    {
        _type = type;
        _make = make;
        Item = item;
        Rank = rank;
    }

    /// <summary>What one item has to be; for a grid a whole row.</summary>
    internal Type Item { get; }

    /// <summary>The order among overloads that take a sequence. Arrays are the nearest.</summary>
    internal int Rank { get; }

    /// <summary>Whether it is a library's or the program's own: none is made of an argument where an overload takes the argument as it is.</summary>
    internal bool IsOwn => Rank == OwnRank;

    /// <summary>Whether the type is one of sets.</summary>
    internal bool IsOfSets => Array.Exists([_type, .. _type.GetInterfaces()], static contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IReadOnlySet<>))
        || (_type.IsGenericType && _type.GetGenericTypeDefinition() == typeof(ISet<>));

    /// <summary>Null where the type is no collection, or one that there is no way to make of items.</summary>
    internal static CollectionShape? Of(Type type) => _known.TryGetValue(type, out var known) ? known : _known.GetValue(type, Create);

    /// <summary>Makes one.</summary>
    internal object Copy(IReadOnlyList<object?> items, CopySource source)
    {
        if (_type.IsVariableBoundArray)
            return Grid.Copy(_type, items, source);
        var copies = Array.CreateInstance(Item, items.Count);
        for (var i = 0; i < copies.Length; i++)
            copies.SetValue(source.Convert(items[i], Item, i), i);
        return _make(copies);
    }

    private static CollectionShape? Create(Type type)
    {
        if (type.IsArray)
            return new CollectionShape(type, Row(type.GetElementType()!, type.GetArrayRank() - 1), type.IsSZArray ? 0 : OtherRank, static items => items);
        if (type == typeof(IList))
            return new CollectionShape(type, typeof(object), 5, static items => new List<object?>((object?[])items));
        if (type == typeof(ICollection) || type == typeof(Array))
            return new CollectionShape(type, typeof(object), 5, static items => items);
        if (type == typeof(IEnumerator))
            return new CollectionShape(type, typeof(object), OtherRank, static items => items.GetEnumerator());
        if (type.ContainsGenericParameters)
            return null;
        if (type.IsGenericType && OfDefinition(type, type.GetGenericTypeDefinition()) is { } known)
            return known;
        if (type.Namespace?.StartsWith(Collections, StringComparison.Ordinal) == true && OfFramework(type) is { } framework)
            return framework;
        return OwnCollections.OfItems(type) is var (item, make) ? new CollectionShape(type, item, OwnRank, make) : null;
    }

    // The row of a grid is a jagged array; of an array of one dimension it is the item.
    private static Type Row(Type item, int dimensions) => dimensions == 0 ? item : Row(item, dimensions - 1).MakeArrayType();

    private static CollectionShape? OfDefinition(Type type, Type definition)
    {
        var item = type.GetGenericArguments()[0];
        if (_generic.TryGetValue(definition, out var known))
        {
            return new CollectionShape(type, item, known.Rank, known.Made?.MakeGenericType(item) is { } made ? items => Activator.CreateInstance(made, items)! : static items => items);
        }
        if (_memories.Contains(definition))
            return new CollectionShape(type, item, OtherRank, items => Activator.CreateInstance(type, items)!);
        if (!_makers.TryGetValue(definition, out var name))
            return null;
        var maker = typeof(CollectionShape).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(item);
        return new CollectionShape(type, item, OtherRank, items => maker.Invoke(null, [items])!);
    }

    // Queue<T>, SortedSet<T>, ArrayList: what is made from a sequence. Immutable ones are made by a method beside them.
    private static CollectionShape? OfFramework(Type type)
    {
        if (type.IsAssignableTo(typeof(IDictionary)) || !type.IsAssignableTo(typeof(IEnumerable)))
            return null;
        var item = type.IsGenericType ? type.GetGenericArguments() is [var only] ? only : null : typeof(object);
        if (item is null)
            return null;
        if (type is { IsAbstract: false } && type.GetConstructors().FirstOrDefault(made => made.GetParameters() is [var from] && Takes(from.ParameterType, item)) is { } constructor)
        {
            // A Collection is made around an IList, to which it adds.
            var around = constructor.GetParameters()[0].ParameterType == typeof(IList<>).MakeGenericType(item) ? typeof(List<>).MakeGenericType(item) : null;
            return new CollectionShape(type, item, OtherRank, items =>
                constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [around is null ? items : Activator.CreateInstance(around, items)], null));
        }

        return Creator(type, [item]) is { } create ? new CollectionShape(type, item, OtherRank, items => create.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [items], null)!) : null;
    }

    private static bool Takes(Type parameter, Type item) =>
        parameter == typeof(IEnumerable<>).MakeGenericType(item) || parameter == typeof(IList<>).MakeGenericType(item) || (parameter == typeof(ICollection) && item == typeof(object));

    /// <summary>The <c>CreateRange</c> of the class beside an immutable collection, which takes the items.</summary>
    internal static MethodInfo? Creator(Type type, Type[] arguments)
    {
        if ((type.GetCustomAttribute<CollectionBuilderAttribute>()?.BuilderType ?? type.Assembly.GetType($"{type.Namespace}.{(type.IsInterface ? type.Name[1..] : type.Name).Split('`')[0]}")) is not { } builder)
            return null;
        var definition = Array.Find(builder.GetMethods(BindingFlags.Public | BindingFlags.Static), method =>
            method.Name == "CreateRange" && method.GetGenericArguments().Length == arguments.Length
            && method.GetParameters() is [{ ParameterType: { IsGenericType: true } from }] && from.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        var made = definition?.MakeGenericMethod(arguments);
        return made is not null && made.ReturnType.IsAssignableTo(type) ? made : null;
    }

    private static FrozenSet<T> Frozen<T>(T[] items) => items.ToFrozenSet();

    private static ReadOnlySet<T> ReadOnly<T>(T[] items) => new(new HashSet<T>(items));

    private static IEnumerator<T> Walk<T>(T[] items) => ((IEnumerable<T>)items).GetEnumerator();

    private static IAsyncEnumerable<T> Asynchronous<T>(T[] items) => items.ToAsyncEnumerable();

    private static IAsyncEnumerator<T> WalkAsync<T>(T[] items) => items.ToAsyncEnumerable().GetAsyncEnumerator();
}
