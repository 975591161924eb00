using DynamicRpyc.Transports;

namespace DynamicRpyc.Connections;

/// <summary>A connection to another service of this process.</summary>
internal static class InProcess
{
    internal static Connection Connect(IService service, RpycConfig config, IService remoteService, RpycConfig remoteConfig)
    {
        var (near, far) = MemoryTransport.CreatePair();
        var remote = new Connection(remoteService, new Channel(far), remoteConfig with { Pump = true }, isDialler: false);
        PumpThreads.Run(() =>
        {
            try
            {
                remote.Welcome();
            }
            catch (Exception e)
            {
                // The near side hears that the link closed; why is known here only.
                remote.Core.Log.WelcomeFailed(e);
                return;
            }
            remote.Core.StartHere();
        });
        return Dialling.Open(new Channel(near), service, config);
    }
}
