using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;
using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// <see cref="IList{T}"/>, <see cref="ICollection{T}"/> and <see cref="IDictionary{TKey, TValue}"/> as views: what is written goes to the remote collection. The classes and the
/// read-only interfaces are copies, and so is what cannot be asked for its items one by one, such as a generator. The pairs of a mapping are its <see cref="ICollection{T}"/>, as of every
/// dictionary.
/// </summary>
internal sealed class LiveCollectionConverter : NetrefConverter
{
    private static readonly Dictionary<Type, Type> _views = new()
    {
        [typeof(IList<>)] = typeof(RemoteList<>),
        [typeof(ICollection<>)] = typeof(RemoteList<>),
        [typeof(IDictionary<,>)] = typeof(RemoteDictionary<,>),
    };

    private static readonly CollectionConverter _copies = new();
    private static readonly DictionaryConverter _dictionaries = new();

    internal override string Needs => "__iter__";

    internal override bool Handles(Type type) => type is { IsGenericType: true, ContainsGenericParameters: false } && _views.ContainsKey(type.GetGenericTypeDefinition());

    internal override bool IsNaturalFor(string remoteTypeName, Type type) => PythonKinds.Of(remoteTypeName) switch
    {
        PythonKind.Mapping => type.GetGenericTypeDefinition() == typeof(IDictionary<,>),
        PythonKind.Sequence => type.GetGenericTypeDefinition() != typeof(IDictionary<,>),
        _ => false,
    };

    internal override object Convert(Netref source, Type type)
    {
        var listed = NetrefOperations.Methods(source);
        var definition = type.GetGenericTypeDefinition();
        if (definition != typeof(IDictionary<,>) && type.GetGenericArguments()[0] is var item && Pairs.Is(item) && Pairs.IsMapping(source))
            return OfPairs(source, type, item);
        if (listed.Contains("__len__") && (definition == typeof(ICollection<>) || listed.Contains("__getitem__")))
            return Activator.CreateInstance(_views[definition].MakeGenericType(type.GetGenericArguments()), source)!;
        return definition == typeof(IDictionary<,>) ? _dictionaries.Convert(source, type) : _copies.Convert(source, type);
    }

    private static object OfPairs(Netref source, Type type, Type pair)
    {
        if (type.GetGenericTypeDefinition() == typeof(ICollection<>) && CollectionTypes.IsKeyValuePair(pair))
            return Activator.CreateInstance(typeof(RemoteDictionary<,>).MakeGenericType(pair.GetGenericArguments()), source)!;
        var types = string.Join(", ", (Nullable.GetUnderlyingType(pair) ?? pair).GetGenericArguments().Select(TypeNames.Display));
        throw Refuse(source, type, $"nothing can be written to the pairs of a mapping by their place; write IDictionary<{types}>, or List<...> or IReadOnlyList<...> for a copy.");
    }
}
