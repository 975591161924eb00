namespace DynamicRpyc.Connections;

/// <summary>The names that a service adds to a connection seen as <c>dynamic</c>. The port by which classic mode reaches down.</summary>
internal interface IConnectionMembers
{
    /// <summary>The value of a name; null where there is none.</summary>
    object? GetMember(string name);
}
