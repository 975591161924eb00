namespace DynamicRpyc;

/// <summary>
/// Lets a peer use a member under the default configuration, as the prefix <c>exposed_</c> does. On a class or interface it exposes every public member
/// which that type itself declares, and lets a peer create instances of the class where it can reach the type; members inherited from an unmarked base stay hidden.
/// On a method it exposes that overload alone; on a conversion operator, the cast that it does.
/// </summary>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Event | AttributeTargets.Class | AttributeTargets.Interface
        | AttributeTargets.Struct | AttributeTargets.Enum,
    Inherited = false)]
public sealed class ExposedAttribute : Attribute
{
    /// <summary>Exposes the member under its own name.</summary>
    public ExposedAttribute() { }

    /// <summary>Exposes the member under <paramref name="name"/>, and under its own name as well.</summary>
    /// <param name="name">A further name for peers, such as the Python spelling <c>read_all</c>. Not for types: there it is ignored.</param>
    public ExposedAttribute(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The further name, or null.</summary>
    public string? Name { get; }
}

/// <summary>
/// Keeps a member from peers although its class is marked <see cref="ExposedAttribute"/>, it bears the exposed prefix, its name counts as safe or public attributes are allowed.
/// It holds for all overloads of a method, for overrides, for members that implement the marked one of an interface, and for what reaches the member under another name, as Python's
/// <c>str()</c> reaches <c>ToString</c> and <c>x[i]</c> an indexer. On a member that implements an interface's explicitly it keeps the interface's. Only
/// <see cref="RpycConfig.AllowAllAttributes"/> overrules it. An operator so marked is one that peers do not have, whatever the settings.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Event)]
public sealed class NotExposedAttribute : Attribute;
