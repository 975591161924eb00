using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Classic;

/// <summary>
/// As much of Python's <c>builtins</c> and <c>importlib.util</c> as a Python classic client uses of a slave by itself: on connecting it asks for both, and
/// <c>name in conn.modules</c> calls <c>_find_spec_from_path</c>. Immutable; any thread.
/// </summary>
internal static class PythonModules
{
    private static readonly PythonModule _builtins = new("builtins", new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["repr"] = new Func<object?, string>(static value => value is null ? "None" : ClrOperations.Repr(value)),
        ["str"] = new Func<object?, string>(static value => value is null ? "None" : ClrOperations.Str(value)),
        ["hash"] = new Func<object, long>(ClrOperations.Hash),
        ["dir"] = new Func<object, PyTuple>(static value => new PyTuple([.. ClrOperations.Dir(value)])),
        ["type"] = new Func<object, Type>(static value => value.GetType()),
        ["len"] = new Func<object, object?>(static value => ClrOperations.CallMember(value, "__len__", default)),
        ["iter"] = new Func<object, object?>(static value => ClrOperations.CallMember(value, "__iter__", default)),
        ["getattr"] = new Func<object, string, object?>(static (value, name) => ClrOperations.GetMember(value, name)),
        ["hasattr"] = new Func<object, string, bool>(HasAttribute),
        ["setattr"] = new Action<object, string, object?>(ClrOperations.SetMember),
        ["isinstance"] = new Func<object?, Type, bool>(static (value, type) => type.IsInstanceOfType(value)),
        ["print"] = new Action<object?>(static value => Console.WriteLine(value)),
    });

    private static readonly PythonModule _importlibUtil = new("importlib.util", new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["_find_spec_from_path"] = new Func<string, object?>(static name => ClrModules.Find(name)),
        ["find_spec"] = new Func<string, object?>(static name => ClrModules.Find(name)),
    });

    internal static object? Find(string name) => name switch
    {
        "builtins" => _builtins,
        "importlib.util" => _importlibUtil,
        _ => null,
    };

    private static bool HasAttribute(object value, string name)
    {
        try
        {
            ClrOperations.GetMember(value, name);
            return true;
        }
        catch (MissingMemberException)
        {
            return false;
        }
    }
}

/// <summary>A Python module that this library provides.</summary>
internal sealed class PythonModule(string name, IReadOnlyDictionary<string, object> members) : ICustomMembers, IWireNamed
{
    /// <summary>Not the module's own name: a Python peer would take <c>builtins</c> for its own.</summary>
    public string WireTypeName => "DynamicRpyc." + name;

    public IEnumerable<string> MemberNames => ["__name__", .. members.Keys];

    public string Description => $"module {name} of a .NET process";

    public bool TryGetMember(string member, out object? value)
    {
        if (member == "__name__")
        {
            value = name;
            return true;
        }
        return members.TryGetValue(member, out value);
    }

    public override string ToString() => $"<{Description}>";
}
