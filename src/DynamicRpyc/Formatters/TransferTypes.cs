using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Formatters;

/// <summary>Which types may be made from what a peer sends: plain values, types that bear the mark, and collections and tuples of these. Any thread.</summary>
internal static class TransferTypes
{
    private static readonly FrozenSet<Type> _plain = new HashSet<Type>
    {
        typeof(object), typeof(string), typeof(bool), typeof(char), typeof(byte[]),
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(nint), typeof(nuint),
        typeof(Int128), typeof(UInt128), typeof(BigInteger), typeof(Half), typeof(float), typeof(double), typeof(decimal), typeof(Complex),
        typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Uri), typeof(Version),
    }.ToFrozenSet();

    private static readonly FrozenSet<Type> _collections = new HashSet<Type>
    {
        typeof(List<>), typeof(IList<>), typeof(ICollection<>), typeof(IEnumerable<>), typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>),
        typeof(HashSet<>), typeof(ISet<>), typeof(SortedSet<>), typeof(LinkedList<>), typeof(Queue<>), typeof(Stack<>), typeof(ConcurrentBag<>), typeof(ConcurrentQueue<>),
        typeof(Dictionary<,>), typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>), typeof(SortedDictionary<,>), typeof(SortedList<,>), typeof(ConcurrentDictionary<,>),
        typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableHashSet<>), typeof(ImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>),
        typeof(System.Collections.ObjectModel.Collection<>), typeof(System.Collections.ObjectModel.ReadOnlyCollection<>), typeof(System.Collections.ObjectModel.ObservableCollection<>),
        typeof(KeyValuePair<,>), typeof(Nullable<>),
    }.ToFrozenSet();

    private static readonly ConditionalWeakTable<Type, Traits> _traits = [];

    /// <summary>Whether the type itself bears the mark, so that its objects are sent by value wherever they appear.</summary>
    internal static bool IsMarked(Type type) => _traits.GetValue(type, Traits.Of).IsMarked;

    /// <summary>Whether the type is a CLR tuple each of whose items can arrive as the type that it has here.</summary>
    internal static bool IsExactTuple(Type type) => _traits.GetValue(type, Traits.Of).IsExactTuple;

    internal static bool IsTuple(Type type) =>
        type == typeof(ValueTuple) || (type.IsConstructedGenericType && type.IsAssignableTo(typeof(ITuple)) && type.Assembly == typeof(ValueTuple).Assembly);

    /// <summary>Whether objects of the type may be made by a formatter. A mark that is borne by a method's result counts, which may need a look through the loaded assemblies.</summary>
    internal static bool IsAllowed(Type type)
    {
        if (IsPlain(type) || IsMarked(type))
            return true;
        if (type.IsArray)
            return IsAllowed(type.GetElementType()!);
        if (type.IsConstructedGenericType && (_collections.Contains(type.GetGenericTypeDefinition()) || IsTuple(type)))
            return Array.TrueForAll(type.GetGenericArguments(), IsAllowed);
        return ReturnMarks.Contains(type);
    }

    /// <summary>What to say of a type that is not allowed.</summary>
    internal static string Refusal(string type) =>
        $"{type} does not travel by value: on this side it is not marked [ByValue]. Mark the type, or a method of this side that returns it with [return: ByValue].";

    private static bool IsPlain(Type type) => _plain.Contains(type) || type.IsEnum;

    private static bool IsTupleItem(Type type) =>
        IsPlain(type) || type == typeof(Index) || type == typeof(Range) || type.IsDefined(typeof(ByValueAttribute), inherit: false) || FindsExactTuple(type) || (Nullable.GetUnderlyingType(type) is { } inner && IsTupleItem(inner));

    private static bool FindsExactTuple(Type type)
    {
        if (!IsTuple(type))
            return false;
        var arguments = type.GetGenericArguments();
        return Array.TrueForAll(arguments, IsTupleItem) && (arguments.Length < 8 || IsTuple(arguments[7]));
    }

    private sealed record Traits(bool IsMarked, bool IsExactTuple)
    {
        internal static Traits Of(Type type) => new(type.IsDefined(typeof(ByValueAttribute), inherit: false) && !type.IsCollectible, FindsExactTuple(type));
    }
}
