namespace DynamicRpyc.Invocation;

/// <summary>An object that makes up its own members, such as a namespace seen as a module. Its names come before those of its CLR type.</summary>
internal interface ICustomMembers
{
    /// <summary>Gets the member if there is one. The name is the peer's: an implementation caches it only when the member exists.</summary>
    bool TryGetMember(string name, out object? value);

    IEnumerable<string> MemberNames { get; }

    /// <summary>What the object is, as the errors about its members say it: "namespace System.IO".</summary>
    string Description { get; }
}
