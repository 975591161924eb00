using DynamicRpyc.Proxies;

namespace DynamicRpyc.Netrefs;

/// <summary>Any interface that no other family knows: a proxy that makes its members' uses requests. The last resort, since nothing tells here what a remote object has.</summary>
internal sealed class InterfaceConverter : NetrefConverter
{
    internal override bool Handles(Type type) => type is { IsInterface: true, ContainsGenericParameters: false };

    internal override bool IsImplicitFor(Type type) => InterfaceCheck.Objection(type) is null;

    internal override bool IsGuessFor(string remoteTypeName) => true;

    internal override bool IsPossibleFor(string remoteTypeName) => PythonKinds.Of(remoteTypeName) == PythonKind.Unknown;

    internal override object Convert(Netref source, Type type) => InterfaceCheck.Objection(type) is { } objection
        ? throw Refuse(source, type, objection)
        : ProxyFactory.Create(new NetrefTarget(source, source.Requester.Config.InterfaceNaming), type);
}
