namespace DynamicRpyc.Access;

/// <summary>What a peer wants to do with a member.</summary>
internal enum AccessKind
{
    Get,
    Set,
    Delete,

    /// <summary>Getting it and calling what was got, in one request.</summary>
    Call,
}

/// <summary>An object that a peer may call whenever it can reach it, because it was made for nothing else: a method obtained by an allowed get.</summary>
internal interface ICallableByPeer;
