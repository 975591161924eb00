using System.Collections;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// A remote list, or another collection, as a local one that writes through. Each operation is a request; walking over it copies the items first. Of a Python list only special
/// names are used, which RPyC's default settings allow. As safe for several threads as the remote collection.
/// </summary>
internal sealed class RemoteList<T>(Netref source) : IList<T>, IReadOnlyList<T>, IStandIn
{
    object IStandIn.Original => source;

    public override bool Equals(object? obj) => ReferenceEquals(this, obj) || source.Equals(obj);

    public override int GetHashCode() => source.GetHashCode();

    public override string ToString() => source.ToString();

    public int Count => NetrefConversion.Result<int>(NetrefOperations.CallMember0(source, "__len__", null));

    public bool IsReadOnly => !IsPythonList && RemoteNames.Find(source, "Add", "append", "add", "__setitem__") is null;

    public T this[int index]
    {
        get => NetrefConversion.Result<T>(NetrefIndexing.Get(source, Checked(index)));
        set => NetrefIndexing.Set(source, Checked(index), value);
    }

    private bool IsPythonList => source.RemoteTypeName == "builtins.list";

    public void Add(T item)
    {
        if (IsPythonList)
            NetrefOperations.CallMember1(source, "__iadd__", null, new PyTuple(item));
        else
            Do([item], "Add", "append", "add");
    }

    public void Insert(int index, T item)
    {
        Checked(index);
        if (IsPythonList)
            NetrefIndexing.Set(source, new PySlice(index, index, null), new PyTuple(item));
        else
            Do([index, item], "Insert", "insert");
    }

    public void RemoveAt(int index) => NetrefIndexing.Delete(source, [Checked(index)]);

    public bool Remove(T item)
    {
        if (RemoteNames.Find(source, "__getitem__") is null)
        {
            var isThere = Contains(item);
            if (isThere)
                Do([item], "Remove", "discard", "remove");
            return isThere;
        }
        var index = IndexOf(item);
        if (index >= 0)
            RemoveAt(index);
        return index >= 0;
    }

    public void Clear()
    {
        if (IsPythonList)
            NetrefIndexing.Delete(source, [new PySlice(null, null, null)]);
        else
            Do([], "Clear", "clear");
    }

    public bool Contains(T item) => NetrefOperators.Truth(NetrefOperations.CallMember1(source, "__contains__", null, item));

    public int IndexOf(T item) => Copy().IndexOf(item);

    public void CopyTo(T[] array, int arrayIndex) => Copy().CopyTo(array, arrayIndex);

    public IEnumerator<T> GetEnumerator() => Copy().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private List<T> Copy() => new RemoteIterator(source).ReadAll().ConvertAll(NetrefConversion.Result<T>);

    // To Python -1 is the last item.
    private static int Checked(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return index;
    }

    private void Do(object?[] arguments, params string[] names)
    {
        var name = RemoteNames.Find(source, names)
            ?? throw new NotSupportedException($"The remote '{source.RemoteTypeName}' cannot be changed so: it has no {string.Join(" or ", names)}.");
        NetrefOperations.CallMemberMany(source, name, null, arguments);
    }
}
