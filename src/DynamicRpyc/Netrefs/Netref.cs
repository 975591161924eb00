using System.Dynamic;
using DynamicRpyc.Boxing;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Netrefs;

/// <summary>A remote object as <c>dynamic</c>.</summary>
internal sealed class Netref : DynamicObject, INetref
{
    internal Netref(IRequester requester, IdPack id)
    {
        Requester = requester;
        Id = id;
    }

    internal IRequester Requester { get; }

    internal IdPack Id { get; }

    IdPack INetref.Id => Id;

    object INetref.Owner => Requester;

    int INetref.ReceivedCount { get; set; }

    bool INetref.IsReleased { get; set; }

    string Foundation.IRemoteObject.RemoteTypeName => Id.TypeName;

    bool Foundation.IRemoteObject.IsRemoteType => Id.IsType;

    bool Foundation.IRemoteObject.CanConvertTo(Type type) => false;

    object Foundation.IRemoteObject.ConvertTo(Type type) => throw new InvalidCastException();
}
