namespace DynamicRpyc;

/// <summary>
/// What an interface's member is called on the object that acts like the interface (see <c>Rpyc.ActLike</c>): any name, also one that C# cannot write. On a parameter: the
/// argument is passed by this name, as Python's keyword-only parameters demand.
/// </summary>
/// <param name="name">The name.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Event | AttributeTargets.Parameter)]
public sealed class RemoteNameAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}
