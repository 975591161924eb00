using System.IO.Pipes;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Connections;

/// <summary>Two connections joined by a link, both ends in the test's hands. The near one dialled, the far one accepted.</summary>
internal sealed class Pair : IDisposable
{
    private readonly ThreadedServer? _server;

    private Pair(Connection near, Witness nearService, Witness farService, ThreadedServer? server)
    {
        Near = near;
        NearService = nearService;
        FarService = farService;
        _server = server;
        Far = Eventually.Result(farService.Connected, "the far side to connect");
    }

    internal Connection Near { get; }

    internal Connection Far { get; }

    internal Witness NearService { get; }

    internal Witness FarService { get; }

    /// <summary>The far service, as the near side sees it.</summary>
    internal dynamic Root => Near.Root;

    internal static Pair Open(LinkKind kind = LinkKind.Tcp, IService? far = null, IService? near = null, RpycConfig? farConfig = null, RpycConfig? nearConfig = null)
    {
        var farService = new Witness(far ?? new Probe());
        var nearService = new Witness(near ?? new VoidService());
        switch (kind)
        {
            case LinkKind.Tcp:
                var server = new ThreadedServer(farService, config: farConfig);
                server.StartInBackground();
                return new Pair(Rpyc.Connect("127.0.0.1", server.Port, nearService, nearConfig), nearService, farService, server);
            case LinkKind.InProcess:
                return new Pair(Rpyc.ConnectThread(nearService, nearConfig, farService, farConfig), nearService, farService, null);
            case LinkKind.Pipes:
                var (forthOut, forthIn) = Pipe();
                var (backOut, backIn) = Pipe();
                _ = new Connection(farService, new Channel(forthIn, backOut), farConfig);
                return new Pair(Rpyc.ConnectPipes(backIn, forthOut, nearService, nearConfig), nearService, farService, null);
            default:
                var (clear, accepted) = Sockets();
                var (nearStream, farStream) = Encrypt(clear, accepted);
                _ = new Connection(farService, new Channel(farStream), farConfig);
                return new Pair(Rpyc.ConnectStream(nearStream, nearService, nearConfig), nearService, farService, null);
        }
    }

    /// <summary>Two connected TCP sockets.</summary>
    internal static (Socket Near, Socket Far) Sockets()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        near.Connect(listener.LocalEndPoint!);
        return (near, listener.Accept());
    }

    /// <summary>One direction: what is written to the first is read from the second.</summary>
    internal static (Stream Output, Stream Input) Pipe()
    {
        var output = new AnonymousPipeServerStream(PipeDirection.Out);
        return (output, new AnonymousPipeClientStream(PipeDirection.In, output.ClientSafePipeHandle));
    }

    /// <summary>TLS with a certificate of its own making on two connected sockets.</summary>
    internal static (SslStream Near, SslStream Far) Encrypt(Socket near, Socket far)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        var server = new SslStream(new NetworkStream(far, ownsSocket: true));
        var client = new SslStream(
            new NetworkStream(near, ownsSocket: true), false, (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString());
        var accepting = Task.Run(() => server.AuthenticateAsServer(certificate));
        client.AuthenticateAsClient("localhost");
        Eventually.Completes(accepting, "the TLS handshake");
        return (client, server);
    }

    public void Dispose()
    {
        Near.Close();
        Far.Close();
        _server?.Close();
    }
}

/// <summary>Requests as the library itself makes them, for what no call site can say.</summary>
internal static class RawRequests
{
    internal static Task<object?> CallAsync(this Connection connection, object target, string name, params object?[] arguments) =>
        CallAsync(connection, target, name, null, CancellationToken.None, arguments);

    internal static Task<object?> CallAsync(this Connection connection, object target, string name, TimeSpan? timeout, CancellationToken cancel, params object?[] arguments) =>
        connection.Core.Requester.RequestAsync(
            new Operation { Handler = Handler.CallAttr, Target = (Netref)target, Name = name, Arguments = arguments }, timeout, cancel);

    /// <summary>A call whose answer nobody waits for.</summary>
    internal static void Post(this Connection connection, object target, string name, params object?[] arguments) =>
        connection.Core.Requests.Post(new Operation { Handler = Handler.CallAttr, Target = (Netref)target, Name = name, Arguments = arguments });

    internal static object? Ask(this Connection connection, Handler handler, object? target = null) =>
        connection.Core.Requester.Request(new Operation { Handler = handler, Target = (Netref?)target });
}
