using DynamicRpyc.Proxies;

namespace DynamicRpyc.Netrefs;

internal sealed partial class Netref : IProxySource
{
    ProxyTarget IProxySource.ToTarget(MemberNaming naming) => new NetrefTarget(this, naming);

    bool IProxySource.ActsLike(Type contract) => NetrefConversion.ActsLike(contract);
}
