using System.Dynamic;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Classic;

/// <summary>The root object of a classic slave, with RPyC's names. Any thread.</summary>
internal sealed class SlaveRoot : ICustomMembers
{
    // What every service of RPyC answers.
    private static readonly Func<string> _name = static () => "SLAVE";
    private static readonly Func<PyTuple> _aliases = static () => new PyTuple("SLAVE");

    private readonly Dictionary<string, object> _members;

    internal SlaveRoot()
    {
        Namespace = new ExpandoObject();
        _members = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["getmodule"] = new Func<object?, object>(name => Imported(GetModule(name))),
            ["eval"] = new Func<string, object?>(text => throw NoScripting("eval", text)),
            ["execute"] = new Func<string, object?>(text => throw NoScripting("execute", text)),
            ["namespace"] = Namespace,
            ["get_service_name"] = _name,
            ["exposed_get_service_name"] = _name,
            ["get_service_aliases"] = _aliases,
            ["exposed_get_service_aliases"] = _aliases,
            ["getconn"] = new Func<object?>(() => Connection),
        };
    }

    internal Connection? Connection { get; set; }

    /// <summary>The namespaces that the peer has got, whose extension methods it may use.</summary>
    internal ImportedNamespaces Namespaces { get; } = new();

    /// <summary>The names that executed code shares.</summary>
    internal ExpandoObject Namespace { get; }

    public IEnumerable<string> MemberNames => _members.Keys;

    public string Description => "this process's classic slave";

    public bool TryGetMember(string name, out object? value) => _members.TryGetValue(name, out value);

    private object Imported(object module)
    {
        Namespaces.Got(module);
        return module;
    }

    /// <summary>A namespace or a module by its dotted name, or by a tuple of its parts, as RPyC has it.</summary>
    /// <exception cref="ModuleNotFoundException">There is none.</exception>
    private static object GetModule(object? name) => name switch
    {
        string text => ClrModules.Get(text),
        PyTuple parts => ClrModules.Get(string.Join('.', parts)),
        _ => throw new InvalidCastException($"getmodule takes a name or a tuple of its parts, not {name?.GetType().Name ?? "None"}."),
    };

    private static NotSupportedException NoScripting(string verb, string text) => new(
        $"'{verb}' of {(text.Length > 40 ? text[..40] + "..." : text)}: this .NET process has no C# script engine. Reference the package DynamicRpyc.Scripting there to evaluate and execute C#.");
}
