using System.Net.Sockets;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Connections;

/// <summary>"Front door": each factory, plain and classic, with a service and settings of this side's own.</summary>
[TestFixture]
public class FactoryTests
{
    [Test]
    public void Connect_offers_this_sides_service_to_the_server()
    {
        var far = new Greeting();
        using var pair = Pair.Open(far: far, near: new Probe());
        Assert.That(Eventually.Result(far.Sum, "the server to use the client's service"), Is.EqualTo(3));
    }

    [Test]
    public void Connect_to_nothing_names_host_and_port()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        var port = ((System.Net.IPEndPoint)listener.LocalEndPoint!).Port;
        var error = Assert.Throws<IOException>(() => Rpyc.Connect("127.0.0.1", port));
        Assert.That(error!.Message, Does.Contain($"127.0.0.1:{port}"));
    }

    [Test]
    public void Connect_takes_a_name()
    {
        using var server = new ThreadedServer(new Probe());
        server.StartInBackground();
        using var connection = Rpyc.Connect("localhost", server.Port);
        Assert.That((int)connection.Root.Add(1, 2), Is.EqualTo(3));
    }

    [Test]
    public void ConnectStream_on_a_network_stream()
    {
        var (near, far) = Pair.Sockets();
        using var accepted = new Connection(new Probe(), new Channel(far));
        using var connection = Rpyc.ConnectStream(new NetworkStream(near, ownsSocket: true));
        Assert.That((int)connection.Root.Add(1, 2), Is.EqualTo(3));
    }

    [Test]
    public void ConnectChannel_on_a_socket()
    {
        var (near, far) = Pair.Sockets();
        using var accepted = new Connection(new Probe(), new Channel(far));
        using var connection = Rpyc.ConnectChannel(new Channel(near));
        Assert.That((int)connection.Root.Add(1, 2), Is.EqualTo(3));
    }

    [Test]
    public void Channel_carries_one_connection()
    {
        var (near, far) = Pair.Sockets();
        using var accepted = new Connection(new Probe(), new Channel(far));
        var channel = new Channel(near);
        using var connection = Rpyc.ConnectChannel(channel);
        Assert.That(() => Rpyc.ConnectChannel(channel), Throws.InvalidOperationException.With.Message.Contains("already belongs"));
    }

    [Test]
    public void ConnectThread_has_services_and_settings_for_both_sides()
    {
        var (near, far) = (new Probe(), new Probe());
        near.Bodies["name"] = _ => "near";
        far.Bodies["ask"] = f => f.Do("name");
        using var connection = Rpyc.ConnectThread(near, new RpycConfig { ConnectionId = "here" }, far, new RpycConfig { AllowPublicAttributes = true });
        Assert.That(connection.Name, Is.EqualTo("here"));
        Assert.That((string)connection.Root.Do("ask", near), Is.EqualTo("near"));
        far.Bodies["list"] = _ => new List<int> { 1 };
        Assert.That((int)connection.Root.Do("list").Count, Is.EqualTo(1), "what the remote settings allow");
    }

    [Test]
    public void Public_constructor_works_for_both_ends_without_a_factory()
    {
        var (near, far) = Pair.Sockets();
        using var one = new Connection(new Probe(), new Channel(near));
        using var two = new Connection(new Probe(), new Channel(far), new RpycConfig { DialectWait = TimeSpan.Zero });
        Assert.That((int)two.Root.Add(1, 2), Is.EqualTo(3));
        Assert.That((int)one.Root.Add(3, 4), Is.EqualTo(7));
    }

    [Test]
    public void Constructor_refuses_null_by_name()
    {
        var (near, far) = Pair.Sockets();
        using (far)
        using (var channel = new Channel(near))
        {
            Assert.That(() => new Connection(null!, channel), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("service"));
            Assert.That(() => new Connection(new Probe(), null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("channel"));
        }
    }

    [Test]
    public void Classic_over_every_factory([Values("tcp", "stream", "channel", "pipes", "thread")] string factory, [Values] bool exposeSelf)
    {
        var slave = new Witness(new SlaveService());
        var (near, far) = Pair.Sockets();
        using var server = new ThreadedServer(slave);
        server.StartInBackground();
        var (forthOut, forthIn) = Pair.Pipe();
        var (backOut, backIn) = Pair.Pipe();
        if (factory is "stream" or "channel")
            _ = new Connection(slave, new Channel(far));
        if (factory == "pipes")
            _ = new Connection(slave, new Channel(forthIn, backOut));
        using Connection connection = factory switch
        {
            "tcp" => Rpyc.Classic.Connect("127.0.0.1", server.Port, exposeSelf),
            "stream" => Rpyc.Classic.ConnectStream(new NetworkStream(near, ownsSocket: true), exposeSelf),
            "channel" => Rpyc.Classic.ConnectChannel(new Channel(near), exposeSelf),
            "pipes" => Rpyc.Classic.ConnectPipes(backIn, forthOut, exposeSelf),
            _ => Rpyc.Classic.ConnectThread(exposeSelf),
        };
        Assert.That((int)connection.Modules["System"].Math.Max(1, 2), Is.EqualTo(2));
        if (factory == "thread")
            return;
        // What the server may do here in turn.
        var back = Eventually.Result(slave.Connected, "the server's end").Root;
        if (exposeSelf)
            Assert.That((int)back.getmodule("System").Math.Max(3, 4), Is.EqualTo(4));
        else
            Assert.That(() => (object)back.getmodule("System"), Throws.InstanceOf<AccessDeniedException>().With.Message.Contains("exposeSelf"));
        near.Dispose();
    }

    /// <summary>Uses the client's service as soon as it connects.</summary>
    private sealed class Greeting : Service
    {
        private readonly TaskCompletionSource<int> _sum = new();

        internal Task<int> Sum => _sum.Task;

        [NotExposed]
        public override void OnConnect(Connection connection)
        {
            try
            {
                _sum.SetResult((int)connection.Root.Add(1, 2));
            }
            catch (Exception e)
            {
                _sum.SetException(e);
            }
        }
    }
}
