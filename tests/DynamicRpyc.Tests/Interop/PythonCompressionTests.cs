using System.Net.Sockets;

namespace DynamicRpyc.Tests.Interop;

/// <summary>"Frames, zlib both ways": large payloads, counted on the link.</summary>
internal sealed class PythonCompressionTests() : CalculatorFixture
{
    private const int Large = 1_000_000;

    [TestCase(Compression.Always, 50_000L)]
    [TestCase(Compression.Never, 2L * Large)]
    public void LargeText_toPython_isCompressedAsTheSettingSays(Compression compression, long most)
    {
        using var link = new CountingStream(new TcpClient(Server.Host, Server.Port).GetStream());
        using var connection = Rpyc.ConnectStream(link, config: new RpycConfig { Dialect = Dialect.V5, Compression = compression });
        var text = new string('a', Large);
        Assert.That((string)connection.Root.echo(text), Is.EqualTo(text));
        Assert.That(link.Sent, Is.LessThan(most));
        if (compression == Compression.Never)
            Assert.That(link.Sent, Is.GreaterThan(Large));
        Assert.That(link.Received, Is.LessThan(50_000), "Python compresses by itself from 3000 bytes up");
    }

    [Test]
    public void Compression_auto_leavesTheLoopbackAlone()
    {
        using var connection = Rpyc.Connect(Server.Host, Server.Port);
        var bytes = new byte[Large];
        new Random(1).NextBytes(bytes);
        Assert.That((byte[])connection.Root.echo(bytes), Is.EqualTo(bytes));
    }

    [TestCase(2999)]
    [TestCase(3000)]
    [TestCase(3001)]
    public void Payloads_aroundTheThreshold_arriveWhole(int length)
    {
        using var connection = Rpyc.Connect(Server.Host, Server.Port, config: new RpycConfig { Compression = Compression.Always });
        var text = new string('b', length);
        Assert.That((string)connection.Root.echo(text), Is.EqualTo(text));
        Assert.That((string)connection.Root.echo(text + text), Is.EqualTo(text + text));
    }

    private sealed class CountingStream(Stream inner) : Stream
    {
        private long _sent;
        private long _received;

        internal long Sent => Interlocked.Read(ref _sent);

        internal long Received => Interlocked.Read(ref _received);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await inner.ReadAsync(buffer, cancellationToken));

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Interlocked.Add(ref _sent, buffer.Length);
            inner.Write(buffer);
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Interlocked.Add(ref _sent, buffer.Length);
            await inner.WriteAsync(buffer, cancellationToken);
        }

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }

        private int Count(int read)
        {
            Interlocked.Add(ref _received, read);
            return read;
        }
    }
}
