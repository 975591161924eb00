using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Connections;

/// <summary>Why a connection ended, where two reasons meet.</summary>
internal sealed class CloseReasonTests
{
    /// <summary>The peer answers CLOSE by shutting the link. Where that is read before the closing thread has gone on, it was still this side that closed.</summary>
    [Test]
    public void Close_peerShutsTheLinkBeforeItReturns_isClosedHereAndSaysFarewellOnce()
    {
        var service = new FarewellService();
        var link = new HastyPeer();
        var connection = Rpyc.ConnectStream(link, service, new RpycConfig { Dialect = Dialect.V5 });
        link.IsClosed = () => connection.Closed;
        connection.Close();
        Eventually.True(() => link.WasSeenClosed, "the end of the link to be read while CLOSE is being sent");
        Assert.That(connection.CloseReason, Is.EqualTo(CloseReason.ClosedHere));
        Assert.That(service.Farewells, Is.EqualTo(1), "the farewell has run when Close returns");
        Assert.That(() => connection.Ping(), Throws.TypeOf<ConnectionClosedException>().With.Message.Contains("closed on this side"));
    }

    public sealed class FarewellService : Service
    {
        internal int Farewells { get; private set; }

        public override void OnDisconnect(Connection connection) => Farewells++;
    }

    /// <summary>Ends the link as soon as anything is written to it, and lets the write return when the connection has noticed.</summary>
    private sealed class HastyPeer : Stream
    {
        private readonly ManualResetEventSlim _ended = new();

        internal Func<bool> IsClosed { get; set; } = () => false;

        internal bool WasSeenClosed { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            _ended.Wait();
            return 0;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            _ended.Set();
            WasSeenClosed |= Eventually.Holds(IsClosed, TimeSpan.FromSeconds(10));
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _ended.Set();
            base.Dispose(disposing);
        }
    }
}
