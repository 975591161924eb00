using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Boxing;

/// <summary>What boxing needs to know of a netref: whose it is, and which object it stands for.</summary>
internal interface INetref : IRemoteObject
{
    IdPack Id { get; }

    /// <summary>The connection (an <c>IRequester</c>) over which it came; compared by reference.</summary>
    object Owner { get; }

    /// <summary>The id_pack's bytes, made at the first use: a netref is named in every request that it is used for.</summary>
    byte[]? EncodedId { get; set; }

    /// <summary>How often the peer sent this object since the netref was made; the count that its DEL gives back. Written under the netref table's lock.</summary>
    int ReceivedCount { get; set; }

    /// <summary>Set once the reference was given back, by hand or with the connection.</summary>
    bool IsReleased { get; set; }
}

/// <summary>Makes a netref for an id_pack: the port through which boxing reaches the floor above it. It must not send.</summary>
internal interface INetrefFactory
{
    INetref Create(IdPack id);
}
