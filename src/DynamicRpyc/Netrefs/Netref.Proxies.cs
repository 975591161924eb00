using DynamicRpyc.Proxies;

namespace DynamicRpyc.Netrefs;

internal sealed partial class Netref : IProxySource
{
    ProxyTarget IProxySource.ToTarget(MemberNaming naming) => new NetrefTarget(this, naming);

    MemberNaming IProxySource.Naming => Requester.Config.InterfaceNaming;

    Task<object?> IProxySource.FetchAsync(Type type) => NetrefFetch.ForAsync(this, type);

    bool IProxySource.ActsLike(Type contract) => NetrefConversion.ActsLike(contract);
}
