using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DynamicRpyc.Benchmarks.Load;

/// <summary>What a request to the bare server asks for.</summary>
internal enum RawKind
{
    /// <summary>The sum of two numbers.</summary>
    Add,

    /// <summary>As many bytes follow, and are sent back when all are there.</summary>
    Echo,

    /// <summary>So many ints, of four bytes each.</summary>
    Numbers,
}

/// <summary>The floor under everything: a server on bare sockets, a thread for each, with messages as long as the protocol's.</summary>
internal static class RawServer
{
    internal const int RequestLength = 48;
    internal const int ReplyLength = 20;
    private const int ChunkItems = 1000;

    internal static int Serve(string kind, string host, int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Parse(host), port));
        listener.Listen(1024);
        Console.WriteLine($"READY {((IPEndPoint)listener.LocalEndPoint!).Port}");
        new Thread(() =>
        {
            while (true)
            {
                var socket = listener.Accept();
                new Thread(() => Serve(socket, kind)) { IsBackground = true }.Start();
            }
        }) { IsBackground = true }.Start();
        Console.OpenStandardInput().CopyTo(Stream.Null);
        return 0;
    }

    private static void Serve(Socket socket, string kind)
    {
        using var link = new RawLink(socket, kind == "spinning");
        var (request, reply, payload) = (new byte[RequestLength], new byte[ReplyLength], Array.Empty<byte>());
        while (link.Receive(request))
        {
            var (first, second) = (BinaryPrimitives.ReadInt32LittleEndian(request), BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(4)));
            switch ((RawKind)request[8])
            {
                case RawKind.Echo:
                    if (payload.Length != first || kind == RawLoad.NewArrays)
                        payload = GC.AllocateUninitializedArray<byte>(first);
                    if (!link.Receive(payload))
                        return;
                    link.Send(payload);
                    break;
                case RawKind.Numbers:
                    SendNumbers(link, first);
                    break;
                default:
                    BinaryPrimitives.WriteInt32LittleEndian(reply, first + second);
                    link.Send(reply);
                    break;
            }
        }
    }

    private static void SendNumbers(RawLink link, int count)
    {
        var chunk = new byte[ChunkItems * sizeof(int)];
        for (var sent = 0; sent < count;)
        {
            var items = Math.Min(ChunkItems, count - sent);
            for (var i = 0; i < items; i++)
                BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(i * sizeof(int)), sent++);
            link.Send(chunk.AsSpan(0, items * sizeof(int)));
        }
    }
}
