using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary>Arrays, lists and sets as copies, item by item converted.</summary>
internal sealed class CollectionConverter : NetrefConverter
{
    private static readonly HashSet<Type> _sets = [typeof(HashSet<>), typeof(ISet<>), typeof(IReadOnlySet<>)];

    internal override string Needs => "__iter__";

    internal override bool Handles(Type type) => !type.IsVariableBoundArray && CollectionShape.Of(type) is not null;

    internal override bool IsNaturalFor(string remoteTypeName, Type type) => PythonKinds.Of(remoteTypeName) switch
    {
        PythonKind.Sequence => true,
        PythonKind.Set => type.IsGenericType && _sets.Contains(type.GetGenericTypeDefinition()),
        _ => false,
    };

    internal override object Convert(Netref source, Type type)
    {
        if (!RemoteIterator.IsIterable(source))
            throw Refuse(source, type, "it has no __iter__.");
        var shape = CollectionShape.Of(type)!;
        return Pairs.AreAskedFor(source, shape.Item) ? shape.Copy(Pairs.Of(source), new Pairs.Source(source)) : shape.Copy(PlainItems.Of(source), new NetrefSource(source));
    }
}

/// <summary>
/// The items of a remote iterable, as values where it can give them so: numpy's and pandas' numbers are objects of their own, each of which would be asked for its value, and
/// <c>tolist</c> makes Python's plain numbers of them.
/// </summary>
internal static class PlainItems
{
    private const string ToList = "tolist";

    internal static List<object?> Of(Netref source) => Walk(source).ReadAll();

    /// <summary>As <see cref="Of(Netref)"/>, of what is to become a tuple.</summary>
    internal static List<object?> Of(Netref source, TupleShape shape, Type type) => Walk(source).ReadAll(shape, type);

    /// <summary>As <see cref="Of(Netref)"/>, without a thread that waits.</summary>
    internal static async Task<List<object?>> OfAsync(Netref source) => await (await WalkAsync(source).ConfigureAwait(false)).ReadAllAsync().ConfigureAwait(false);

    /// <summary>As <see cref="Of(Netref, TupleShape, Type)"/>, without a thread that waits.</summary>
    internal static async Task<List<object?>> OfAsync(Netref source, TupleShape shape, Type type) =>
        await (await WalkAsync(source).ConfigureAwait(false)).ReadAllAsync(shape, type).ConfigureAwait(false);

    /// <summary>What a member that RPyC's default settings refuse gives; null where it is refused, or is no remote object.</summary>
    internal static async Task<Netref?> TryCallAsync(Netref source, string name)
    {
        try
        {
            return await NetrefTasks.CallMember(source, name).ConfigureAwait(false) as Netref;
        }
        catch (Exception failure) when (failure is MissingMemberException or AccessDeniedException)
        {
            return null;
        }
    }

    /// <summary>As <see cref="TryCallAsync"/>, waiting for the answer.</summary>
    internal static Netref? TryCall(Netref source, string name)
    {
        try
        {
            return NetrefOperations.CallMember0(source, name, null) as Netref;
        }
        catch (Exception failure) when (failure is MissingMemberException or AccessDeniedException)
        {
            return null;
        }
    }

    private static RemoteIterator Walk(Netref source) => new((NetrefOperations.Methods(source).Contains(ToList) ? TryCall(source, ToList) : null) ?? source);

    private static async Task<RemoteIterator> WalkAsync(Netref source) =>
        new((await NetrefOperations.MethodsAsync(source).ConfigureAwait(false)).Contains(ToList) ? await TryCallAsync(source, ToList).ConfigureAwait(false) ?? source : source);
}

/// <summary>C#'s tuples, and pairs of key and value, from a remote iterable of as many items.</summary>
internal sealed class TupleConverter : NetrefConverter
{
    internal override bool Handles(Type type) => TupleShape.Of(type) is not null;

    internal override object Convert(Netref source, Type type)
    {
        if (!RemoteIterator.IsIterable(source))
            throw Refuse(source, type, "it has no __iter__.");
        return NetrefConversion.Result(new PyTuple([.. PlainItems.Of(source, TupleShape.Of(type)!, type)]), type)!;
    }
}

/// <summary>
/// Dictionaries as copies. A Python mapping gives its items, or its keys and then a value each where the peer refuses <c>items</c>; a .NET dictionary its Keys and Values.
/// </summary>
internal sealed class DictionaryConverter : NetrefConverter
{
    internal override string Needs => "__iter__";

    internal override bool Handles(Type type) => DictionaryShape.Of(type) is not null;

    internal override bool IsNaturalFor(string remoteTypeName, Type type) => PythonKinds.Of(remoteTypeName) == PythonKind.Mapping;

    internal override object Convert(Netref source, Type type) => DictionaryShape.Of(type)!.Copy(PairsOf(source, type), new NetrefSource(source));

    private static IEnumerable<(object? Key, object? Value)> PairsOf(Netref source, Type type) => Pairs.IsMapping(source)
        ? Pairs.Of(source).Select(item => Pairs.Split(source, item))
        : ClrPairs(source, type);

    private static IEnumerable<(object? Key, object? Value)> ClrPairs(Netref source, Type type)
    {
        try
        {
            if (NetrefOperations.GetAttribute(source, "Keys") is Netref keys && NetrefOperations.GetAttribute(source, "Values") is Netref values)
            {
                var (left, right) = (new RemoteIterator(keys).ReadAll(), new RemoteIterator(values).ReadAll());
                return left.Count == right.Count ? left.Zip(right) : throw new InvalidOperationException($"The remote '{source.RemoteTypeName}' changed while it was copied.");
            }
        }
        catch (MissingMemberException missing)
        {
            var isDotNetSequence = source.Requester.IsDotNet && RemoteIterator.IsIterable(source);
            var advice = isDotNetSequence ? "; of pairs one is made here, as in ((IEnumerable<(K, V)>)nr).ToDictionary()" : PythonKinds.IsContainer(source.RemoteTypeName) ? "; write dict(...) around it" : "";
            throw new InvalidCastException($"The remote '{source.RemoteTypeName}' cannot become a {type}: it is neither a Python mapping nor a .NET dictionary{advice}.", missing);
        }
        throw Refuse(source, type, "its Keys and Values are no collections.");
    }
}
