using System.Net;
using System.Net.Sockets;
using DynamicRpyc.Messages;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Faults;

/// <summary>A server that treats each client as the test's script says, on a thread of its own. Disposing it fails the test where a script threw.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<RawLink> _links = [];
    private readonly List<Task> _scripts = [];
    private readonly List<Exception> _failures = [];
    private readonly Lock _guard = new();
    private readonly Action<RawLink, int> _script;
    private bool _closed;

    /// <param name="script">What to do with a client; its number counts from 0. The link is closed when it returns.</param>
    internal ScriptedServer(Action<RawLink, int> script)
    {
        _script = script;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        new Thread(AcceptAll) { IsBackground = true }.Start();
    }

    internal ScriptedServer(Action<RawLink> script) : this((link, _) => script(link)) { }

    internal int Port { get; }

    /// <summary>How many clients came.</summary>
    internal int Clients
    {
        get
        {
            lock (_guard)
                return _links.Count;
        }
    }

    /// <summary>Answers GETROOT with an object; everything else it refuses, and CLOSE ends it. A 6.x peer's manner: a wrong dialect is told by CLOSE, and the link held.</summary>
    internal static void ServeRoot(RawLink link, Dialect dialect, Func<RawMessage, bool>? own = null)
    {
        link.Dialect = dialect;
        while (link.Receive() is { } message)
        {
            if (message.Dialect != dialect)
            {
                link.RequestValues(1, Handler.Close);
                link.AwaitEnd();
                return;
            }
            if (message.Kind != MessageKind.Request || own?.Invoke(message) == true)
                continue;
            if (message.Handler == Handler.Close)
                return;
            if (message.Handler == Handler.GetRoot)
                link.ReplyReference(message.Sequence, "scripted.Root", 7, 8);
            else if (message.Handler == Handler.Del)
                link.Reply(message.Sequence, null);
            else
                link.SendFrame(RawLink.PayloadOf(dialect, 3, message.Sequence, new PyTuple(new PyTuple("builtins", "ValueError"), new PyTuple("scripted"), new PyTuple(), "")));
        }
    }

    public void Dispose()
    {
        lock (_guard)
            _closed = true;
        _listener.Dispose();
        foreach (var link in _links)
            link.Dispose();
        Eventually.Completes(Task.WhenAll(_scripts), "the scripts to end");
        Assert.That(_failures, Is.Empty, "a script failed");
    }

    private void AcceptAll()
    {
        try
        {
            while (true)
            {
                var link = new RawLink(_listener.Accept());
                lock (_guard)
                {
                    var number = _links.Count;
                    _links.Add(link);
                    _scripts.Add(Task.Factory.StartNew(() => Run(link, number), TaskCreationOptions.LongRunning));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Run(RawLink link, int number)
    {
        try
        {
            _script(link, number);
            link.Dispose();
        }
        catch (Exception e)
        {
            lock (_guard)
            {
                // When the test is over the links are cut under the scripts.
                if (!_closed && e is not (SocketException or ObjectDisposedException))
                    _failures.Add(e);
            }
            link.Dispose();
        }
    }
}
