namespace DynamicRpyc.Netrefs;

/// <summary>
/// <see cref="IList{T}"/>, <see cref="ICollection{T}"/> and <see cref="IDictionary{TKey, TValue}"/> as views: what is written goes to the remote collection. The classes and the
/// read-only interfaces are copies.
/// </summary>
internal sealed class LiveCollectionConverter : NetrefConverter
{
    private static readonly Dictionary<Type, Type> _views = new()
    {
        [typeof(IList<>)] = typeof(RemoteList<>),
        [typeof(ICollection<>)] = typeof(RemoteList<>),
        [typeof(IDictionary<,>)] = typeof(RemoteDictionary<,>),
    };

    internal override bool Handles(Type type) => type is { IsGenericType: true, ContainsGenericParameters: false } && _views.ContainsKey(type.GetGenericTypeDefinition());

    internal override object Convert(Netref source, Type type)
    {
        if (!RemoteIterator.IsIterable(source))
            throw Refuse(source, type, "it has no __iter__.");
        var definition = type.GetGenericTypeDefinition();
        if (definition != typeof(ICollection<>) && !NetrefOperations.Methods(source).Contains("__getitem__"))
            throw Refuse(source, type, "it has no __getitem__.");
        return Activator.CreateInstance(_views[definition].MakeGenericType(type.GetGenericArguments()), source)!;
    }
}
