using DynamicRpyc.Boxing;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Tests.Boxing;

/// <summary>A netref of another connection, of which a table of lent objects wants the id_pack alone.</summary>
internal sealed class ForeignNetref(string name, long type, long instance) : INetref
{
    public IdPack Id { get; } = new(name, type, instance);

    public object Owner => this;

    public byte[]? EncodedId { get; set; }

    public int ReceivedCount { get; set; }

    public bool IsReleased { get; set; }

    public string RemoteTypeName => Id.TypeName;

    public bool IsRemoteType => Id.IsType;

    public bool CanConvertTo(Type type) => false;

    public object ConvertTo(Type type) => throw new InvalidCastException();
}

/// <summary>For what is read without references to the peer's objects.</summary>
internal sealed class NoNetrefs : INetrefFactory
{
    public INetref Create(IdPack id) => throw new AssertionException($"There is a reference to {id} in what has none.");
}
