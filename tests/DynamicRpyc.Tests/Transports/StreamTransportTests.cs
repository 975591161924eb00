using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using DynamicRpyc.Tests.Support;
using DynamicRpyc.Transports;

namespace DynamicRpyc.Tests.Transports;

/// <summary>Streams and sockets as links: whatever goes wrong in them is an <see cref="IOException"/> for the connection, and waiting has no longest time.</summary>
internal sealed class StreamTransportTests
{
    [Test]
    public void Send_streamThrowsItsOwnException_isAnIOExceptionThatTellsIt()
    {
        using var link = new StreamTransport(new BadStream(), new BadStream(), "a bad stream");
        Assert.That(() => link.Send([1]), Throws.TypeOf<IOException>().With.Message.Contains("a bad stream").And.InnerException.TypeOf<NotSupportedException>());
    }

    [Test]
    public void TryReceive_streamThrowsItsOwnException_isAnIOExceptionThatTellsIt()
    {
        using var link = new StreamTransport(new BadStream(), new BadStream(), "a bad stream");
        Assert.That(link.WaitReadable(15_000), Is.True);
        Assert.That(() => link.TryReceive(new byte[1]), Throws.TypeOf<IOException>().With.InnerException.TypeOf<UnauthorizedAccessException>());
    }

    [Test]
    public void TryReceive_otherEndCloses_isTheEndAfterWhatCame()
    {
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        using var link = new StreamTransport(reader, Stream.Null, "a pipe");
        writer.Write([1, 2]);
        writer.Dispose();
        var buffer = new byte[10];
        var count = 0;
        while (count < 2)
        {
            Assert.That(link.WaitReadable(15_000), Is.True);
            count += Math.Max(0, link.TryReceive(buffer));
        }
        Assert.That(link.WaitReadable(15_000), Is.True);
        Eventually.Equal(() => link.TryReceive(buffer), 0, "the end of the stream");
    }

    [Test]
    public void Shutdown_whileAnotherThreadWaits_wakesIt()
    {
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        using var link = new StreamTransport(reader, Stream.Null, "a pipe");
        var waiting = Task.Factory.StartNew(() => link.WaitReadable(-1), TaskCreationOptions.LongRunning);
        link.Shutdown();
        Assert.That(Eventually.Result(waiting, "the waiting thread"), Is.True);
    }

    /// <summary>The longest poll of a socket is 35 minutes; a call may be allowed to take longer.</summary>
    [Test]
    public void WaitReadable_socketForDays_waits()
    {
        var (near, far) = SocketPair();
        using (near)
        using (far)
        {
            var waiting = Task.Factory.StartNew(() => near.WaitReadable((int)TimeSpan.FromDays(20).TotalMilliseconds), TaskCreationOptions.LongRunning);
            far.Send([1]);
            Assert.That(Eventually.Result(waiting, "the byte"), Is.True);
        }
    }

    [Test]
    public void Send_peerGone_isAnIOExceptionThatNamesBothEnds()
    {
        var (near, far) = SocketPair();
        using (near)
        {
            far.Dispose();
            Assert.That(
                () =>
                {
                    for (var i = 0; i < 100_000; i++)
                        near.Send(new byte[1000]);
                },
                Throws.TypeOf<IOException>().With.Message.Contains("127.0.0.1").And.InnerException.TypeOf<SocketException>());
        }
    }

    [Test]
    public void Send_moreThanThePeerReads_waitsAndLosesNothing()
    {
        var (near, far) = SocketPair();
        using (near)
        using (far)
        {
            var data = new byte[20 << 20];
            new Random(1).NextBytes(data);
            var sending = Task.Factory.StartNew(() => near.Send(data), TaskCreationOptions.LongRunning);
            var received = new byte[data.Length];
            for (var count = 0; count < data.Length;)
            {
                Assert.That(far.WaitReadable(15_000), Is.True);
                count += Math.Max(0, far.TryReceive(received.AsSpan(count)));
            }
            Eventually.Completes(sending, "the sender");
            Assert.That(received.AsSpan().SequenceEqual(data), Is.True);
        }
    }

    [Test]
    public void Shutdown_whileASendWaits_endsIt()
    {
        var (near, far) = SocketPair();
        using (near)
        using (far)
        {
            var sending = Task.Factory.StartNew(() => near.Send(new byte[64 << 20]), TaskCreationOptions.LongRunning);
            Assert.That(far.WaitReadable(15_000), Is.True);
            near.Shutdown();
            Assert.That(() => Eventually.Completes(sending, "the sender"), Throws.TypeOf<IOException>());
        }
    }

    private static (SocketTransport Near, SocketTransport Far) SocketPair()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        near.Connect(listener.LocalEndpoint);
        return (new SocketTransport(near), new SocketTransport(listener.AcceptSocket()));
    }

    private sealed class BadStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new UnauthorizedAccessException("no reading here");

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("no writing here");
    }
}
