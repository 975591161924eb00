using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DynamicRpyc.Benchmarks.Load;

/// <summary>The floor under everything: two numbers there, one back, on bare sockets, in messages as long as the protocol's.</summary>
internal static class RawLoad
{
    private const int RequestLength = 48;
    private const int ReplyLength = 20;

    internal static int Serve(string kind, string host, int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Parse(host), port));
        listener.Listen();
        Console.WriteLine($"READY {((IPEndPoint)listener.LocalEndPoint!).Port}");
        new Thread(() =>
        {
            while (true)
            {
                var socket = listener.Accept();
                new Thread(() => Echo(socket, kind == "spinning")) { IsBackground = true }.Start();
            }
        }) { IsBackground = true }.Start();
        Console.OpenStandardInput().CopyTo(Stream.Null);
        return 0;
    }

    internal static int Run(string kind, string host, int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Parse(host), port);
        var spinning = Prepare(socket, kind == "spinning");
        var (request, reply) = (new byte[RequestLength], new byte[ReplyLength]);
        Measurement.Sequential(number =>
        {
            BinaryPrimitives.WriteInt32LittleEndian(request, number);
            BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(4), 2);
            socket.Send(request);
            return Receive(socket, reply, spinning) && BinaryPrimitives.ReadInt32LittleEndian(reply) == number + 2;
        });
        return 0;
    }

    private static bool Prepare(Socket socket, bool spinning)
    {
        socket.NoDelay = true;
        socket.Blocking = !spinning;
        return spinning;
    }

    private static void Echo(Socket socket, bool spinning)
    {
        using (socket)
        {
            Prepare(socket, spinning);
            var (request, reply) = (new byte[RequestLength], new byte[ReplyLength]);
            while (Receive(socket, request, spinning))
            {
                var sum = BinaryPrimitives.ReadInt32LittleEndian(request) + BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(4));
                BinaryPrimitives.WriteInt32LittleEndian(reply, sum);
                socket.Send(reply);
            }
        }
    }

    private static bool Receive(Socket socket, byte[] buffer, bool spinning)
    {
        for (var filled = 0; filled < buffer.Length;)
        {
            var count = socket.Receive(buffer.AsSpan(filled), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock && spinning)
            {
                Thread.Yield();
                continue;
            }
            if (count <= 0)
                return false;
            filled += count;
        }
        return true;
    }
}
