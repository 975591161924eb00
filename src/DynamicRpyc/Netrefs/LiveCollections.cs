namespace DynamicRpyc.Netrefs;

/// <summary>
/// <see cref="IList{T}"/>, <see cref="ICollection{T}"/> and <see cref="IDictionary{TKey, TValue}"/> as views: what is written goes to the remote collection. The classes and the
/// read-only interfaces are copies, and so is what cannot be asked for its items one by one, such as a generator.
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
        if (listed.Contains("__len__") && (definition == typeof(ICollection<>) || listed.Contains("__getitem__")))
            return Activator.CreateInstance(_views[definition].MakeGenericType(type.GetGenericArguments()), source)!;
        return definition == typeof(IDictionary<,>) ? _dictionaries.Convert(source, type) : _copies.Convert(source, type);
    }
}
