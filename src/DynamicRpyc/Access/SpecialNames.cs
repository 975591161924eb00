using System.Reflection;

namespace DynamicRpyc.Access;

/// <summary>
/// Which of Python's special names reach a CLR member: one that is kept from peers is kept under these names too. Pure.
/// </summary>
internal static class SpecialNames
{
    /// <summary>The conversions of an object's type, by which a .NET peer casts it.</summary>
    internal const string Conversion = "op_Explicit";

    private static readonly string[] _items = ["__getitem__", "__setitem__", "__delitem__", "__getslice__", "__setslice__", "__delslice__", "get", "values", "items"];

    private static readonly Dictionary<string, string[]> _behind = new(StringComparer.Ordinal)
    {
        ["Count"] = ["__len__", "__length_hint__", "keys", "values", "items", "index"],
        ["Length"] = ["__len__", "__length_hint__", "index"],
        ["Contains"] = ["__contains__", "get", "keys"],
        ["ContainsKey"] = ["__contains__", "get", "keys"],
        ["Remove"] = ["__delitem__"],
        ["RemoveAt"] = ["__delitem__"],
        ["GetEnumerator"] = ["__iter__", "keys", "values", "items", "index", "count"],
        ["GetAsyncEnumerator"] = ["__iter__"],
        ["GetAwaiter"] = ["__await__"],
        ["MoveNext"] = ["__next__", "next"],
        ["Current"] = ["__next__", "next"],
        ["Dispose"] = ["__enter__", "__exit__", "close"],
        ["DisposeAsync"] = ["__enter__", "__exit__"],
        ["Close"] = ["close"],
        ["Read"] = ["read", "read1", "readall", "readinto", "readinto1", "readline", "readlines", "__iter__", "__next__"],
        ["ReadByte"] = ["readline", "readlines", "__iter__", "__next__"],
        ["ReadLine"] = ["readline", "readlines", "__iter__", "__next__"],
        ["Write"] = ["write", "writelines"],
        ["Flush"] = ["flush"],
        ["Seek"] = ["seek"],
        ["Position"] = ["tell", "truncate"],
        ["SetLength"] = ["truncate"],
        ["CanRead"] = ["readable", "closed"],
        ["CanWrite"] = ["writable", "closed"],
        ["CanSeek"] = ["seekable"],
        ["ToString"] = ["__str__", "__repr__", "__format__"],
        ["GetHashCode"] = ["__hash__"],
        ["Equals"] = ["__eq__", "__ne__"],
        ["CompareTo"] = ["__lt__", "__le__", "__gt__", "__ge__"],
    };

    // What every object has. All else that the CLR says of an ExpandoObject is said of the dictionary that it is.
    private static readonly HashSet<string> _ofEveryObject = new(StringComparer.Ordinal)
    {
        "__doc__", "__str__", "__repr__", "__format__", "__hash__", "__eq__", "__ne__", "ToString", "Equals", "GetHashCode",
    };

    /// <summary>The special names that end in this member.</summary>
    /// <param name="member">The member.</param>
    /// <param name="name">Its name, without that of an interface in front.</param>
    internal static IReadOnlyList<string> Of(MemberInfo member, string name) =>
        member is PropertyInfo property && property.GetIndexParameters().Length > 0 ? _items : _behind.GetValueOrDefault(name, []);

    /// <summary>Whether the name says nothing about what kind of object it is used on.</summary>
    internal static bool IsOfEveryObject(string name) => _ofEveryObject.Contains(name);
}
