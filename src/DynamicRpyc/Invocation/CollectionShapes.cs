using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Invocation;

/// <summary>What collection types can be made from their items: a copy, of the item type that the collection holds. Pure, safe for any thread.</summary>
/// <param name="Item">What one item has to be; for a grid a whole row.</param>
/// <param name="Rank">The order among overloads that take a sequence. Arrays are the nearest.</param>
/// <param name="Make">From an array of the items.</param>
internal sealed record CollectionShape(Type Item, int Rank, Func<Array, object> Make)
{
    private const string Collections = "System.Collections";
    private const int OtherRank = 9;
    private const int GridRank = 2;

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

    /// <summary>Null where the type is no collection, or one of a library's own: those are made by the caller, by their constructors.</summary>
    internal static CollectionShape? Of(Type type)
    {
        if (type.IsSZArray)
            return new CollectionShape(type.GetElementType()!, 0, static items => items);
        if (type.IsArray)
            return Grid(type);
        if (type == typeof(IList) || type == typeof(ICollection) || type == typeof(Array))
            return new CollectionShape(typeof(object), 5, static items => items);
        if (type.ContainsGenericParameters)
            return null;
        if (type.IsGenericType && _generic.TryGetValue(type.GetGenericTypeDefinition(), out var known))
            return Generic(type.GetGenericArguments()[0], known.Rank, known.Made);
        if (type.IsGenericType && _memories.Contains(type.GetGenericTypeDefinition()))
            return new CollectionShape(type.GetGenericArguments()[0], OtherRank, items => Activator.CreateInstance(type, items)!);
        return type.Namespace?.StartsWith(Collections, StringComparison.Ordinal) == true ? OfFramework(type) : null;
    }

    private static CollectionShape Generic(Type item, int rank, Type? made) => made is null
        ? new CollectionShape(item, rank, static items => items)
        : new CollectionShape(item, rank, items => Activator.CreateInstance(made.MakeGenericType(item), items)!);

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
            // A ReadOnlyCollection is made around an IList, and the array's is one.
            return new CollectionShape(item, OtherRank, items => constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [items], null));
        }

        return Creator(type, [item]) is { } create ? new CollectionShape(item, OtherRank, items => create.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [items], null)!) : null;
    }

    private static bool Takes(Type parameter, Type item) =>
        parameter == typeof(IEnumerable<>).MakeGenericType(item) || parameter == typeof(IList<>).MakeGenericType(item) || (parameter == typeof(ICollection) && item == typeof(object));

    /// <summary>The <c>CreateRange</c> of the class beside an immutable collection, which takes the items.</summary>
    internal static MethodInfo? Creator(Type type, Type[] arguments)
    {
        if ((type.GetCustomAttribute<CollectionBuilderAttribute>()?.BuilderType ?? type.Assembly.GetType($"{type.Namespace}.{TypeNames.Plain(type)}")) is not { } builder)
            return null;
        var definition = Array.Find(builder.GetMethods(BindingFlags.Public | BindingFlags.Static), method =>
            method.Name == "CreateRange" && method.GetGenericArguments().Length == arguments.Length
            && method.GetParameters() is [{ ParameterType: { IsGenericType: true } from }] && from.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        var made = definition?.MakeGenericMethod(arguments);
        return made is not null && made.ReturnType.IsAssignableTo(type) ? made : null;
    }

    // Rows of one length as an array of two dimensions, and so on.
    private static CollectionShape Grid(Type type)
    {
        var (item, rank) = (type.GetElementType()!, type.GetArrayRank());
        var row = rank == GridRank ? item.MakeArrayType() : item.MakeArrayType(rank - 1);
        return new CollectionShape(row, OtherRank, rows => Stack(rows, type, item, rank));
    }

    private static Array Stack(Array rows, Type type, Type item, int rank)
    {
        var lengths = new int[rank];
        lengths[0] = rows.Length;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = (Array?)rows.GetValue(i) ?? throw new BindException($"row {i} of the {TypeNames.Display(type)} is null");
            for (var dimension = 1; dimension < rank; dimension++)
            {
                if (i > 0 && row.GetLength(dimension - 1) != lengths[dimension])
                    throw new BindException($"the rows of an {TypeNames.Display(type)} are of one length; row 0 has {lengths[dimension]} items, row {i} has {row.GetLength(dimension - 1)}");
                lengths[dimension] = row.GetLength(dimension - 1);
            }
        }

        var grid = Array.CreateInstance(item, lengths);
        var at = new int[rank];
        foreach (Array row in rows)
        {
            foreach (var value in row)
            {
                grid.SetValue(value, at);
                Advance(at, lengths);
            }
        }

        return grid;
    }

    private static void Advance(int[] at, int[] lengths)
    {
        for (var dimension = at.Length - 1; dimension >= 0 && ++at[dimension] == lengths[dimension] && dimension > 0; dimension--)
            at[dimension] = 0;
    }
}

/// <summary>Dictionary types that can be made from entries.</summary>
/// <param name="Types">Of a key and of a value.</param>
/// <param name="Make">From a <see cref="Dictionary{TKey, TValue}"/> of these types.</param>
internal sealed record DictionaryShape(Type[] Types, Func<IDictionary, object> Make)
{
    private static readonly Type[] _untyped = [typeof(object), typeof(object)];

    private static readonly HashSet<Type> _plain = [typeof(Dictionary<,>), typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>)];

    internal static DictionaryShape? Of(Type type)
    {
        if (type == typeof(IDictionary))
            return new DictionaryShape(_untyped, static entries => entries);
        if (type.IsArray || type.ContainsGenericParameters || type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) != true)
            return null;
        var types = type.IsGenericType ? type.GetGenericArguments() : _untyped;
        if (types.Length != 2)
            return null;
        if (type.IsGenericType && _plain.Contains(type.GetGenericTypeDefinition()))
            return new DictionaryShape(types, static entries => entries);
        return type.IsAssignableTo(typeof(IDictionary)) || type.Name.Contains("Dictionary", StringComparison.Ordinal) ? OfFramework(type, types) : null;
    }

    // SortedDictionary, ConcurrentDictionary, Hashtable; ImmutableDictionary by the method beside it.
    private static DictionaryShape? OfFramework(Type type, Type[] types)
    {
        Type[] sources =
        [
            typeof(IDictionary<,>).MakeGenericType(types), typeof(IEnumerable<>).MakeGenericType(typeof(KeyValuePair<,>).MakeGenericType(types)), typeof(IDictionary),
        ];
        if (!type.IsAbstract && Array.Find(sources, source => type.GetConstructor([source]) is not null) is { } from)
            return new DictionaryShape(types, entries => type.GetConstructor([from])!.Invoke(BindingFlags.DoNotWrapExceptions, null, [entries], null));
        return type.IsGenericType && CollectionShape.Creator(type, types) is { } create ? new DictionaryShape(types, entries => create.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [entries], null)!) : null;
    }
}
