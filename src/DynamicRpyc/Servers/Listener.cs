using System.Net;
using System.Net.Sockets;

namespace DynamicRpyc.Servers;

/// <summary>Opens listening sockets.</summary>
internal static class Listener
{
    internal static Socket Open(string host, int port, int backlog)
    {
        try
        {
            return Open(new IPEndPoint(Resolve(host), port), backlog);
        }
        catch (SocketException e)
        {
            throw new SocketException((int)e.SocketErrorCode, $"Cannot listen on {host}:{port}: {e.Message.TrimEnd('.')}.");
        }
    }

    private static Socket Open(IPEndPoint address, int backlog)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Not SocketOptionName.ReuseAddress: off Windows it is SO_REUSEPORT too, with which a second server would share the port unnoticed. Plain SO_REUSEADDR,
            // which spares a restarted server the wait for the old connections' ghosts, is what the runtime sets there by itself.
            if (address.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(address);
            socket.Listen(backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static IPAddress Resolve(string host)
    {
        if (IPAddress.TryParse(host, out var address))
            return address;
        var all = Dns.GetHostAddresses(host);
        return Array.Find(all, a => a.AddressFamily == AddressFamily.InterNetwork) ?? all[0];
    }
}
